"""Routine revisions: append-only, so that editing today never rewrites last week."""

import json
from datetime import datetime
from typing import final

from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.profiles import insert_profile
from rlscompanion.domain import routine_file
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import Routine
from rlscompanion.services.ports import RoutineRevision


@final
class SqliteRoutines:
    """Keeps the port Routines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revisions(self) -> tuple[RoutineRevision, ...]:
        rows = self._database.rows("SELECT saved, body FROM routine_revision ORDER BY id")
        return tuple(
            RoutineRevision(
                datetime.fromisoformat(saved), routine_file.read(json.loads(body)).routine
            )
            for saved, body in rows
        )

    def save(self, routine: Routine, saved: datetime, profile: Profile | None = None) -> None:
        body = json.dumps(routine_file.write(routine), ensure_ascii=False)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO routine_revision (saved, body) VALUES (?, ?)",
                (saved.isoformat(), body),
            )
            if profile is not None:
                insert_profile(connection, profile, saved)

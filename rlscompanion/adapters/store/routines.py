"""Routine revisions: append-only, so that editing today never rewrites last week.

Only the newest is ever replaced, and only while the person is still at the very change it holds.
"""

from datetime import datetime
from typing import final

from msgspec import json

from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.errors import readable
from rlscompanion.adapters.store.profiles import insert_profile
from rlscompanion.domain import routine_file
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import Routine, RoutineRevision


@final
class SqliteRoutines:
    """Keeps the port Routines."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, tuple[str, RoutineRevision]] = {}

    def revisions(self) -> tuple[RoutineRevision, ...]:
        """Return all revisions. Each is parsed once, the newest again if it was replaced."""
        rows = self._database.rows(
            "SELECT id, saved, body FROM routine_revision WHERE id >= ? ORDER BY id",
            (max(self._known, default=0),),
        )
        for number, saved, body in rows:
            known = self._known.get(number)
            if known is not None and known[0] == saved + body:
                continue
            with readable(self._database.path):
                routine = routine_file.read(json.decode(body)).routine
                revision = RoutineRevision(datetime.fromisoformat(saved), routine)
            self._known[number] = (saved + body, revision)
        return tuple(revision for _, revision in self._known.values())

    def save(
        self,
        routine: Routine,
        saved: datetime,
        profile: Profile | None = None,
        *,
        settling: bool = False,
    ) -> None:
        body = json.encode(routine_file.write(routine)).decode()
        with self._database.transaction() as connection:
            if settling:
                connection.execute(
                    "DELETE FROM routine_revision WHERE id = (SELECT max(id) FROM routine_revision)"
                )
            connection.execute(
                "INSERT INTO routine_revision (saved, body) VALUES (?, ?)",
                (saved.isoformat(), body),
            )
            if profile is not None:
                insert_profile(connection, profile, saved)

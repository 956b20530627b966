"""The profile: revisions as well, the newest counts. See ``routines`` for what settles."""

import sqlite3
from datetime import datetime
from typing import final

from msgspec import json

from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.errors import readable
from rlscompanion.domain import routine_file
from rlscompanion.domain.profile import Profile


@final
class SqliteProfiles:
    """Keeps the port Profiles."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = ("", Profile())

    def load(self) -> Profile:
        """Return the newest profile; the same text is parsed once."""
        rows = self._database.rows("SELECT body FROM profile_revision ORDER BY id DESC LIMIT 1")
        body = rows[0][0] if rows else ""
        if body != self._known[0]:
            with readable(self._database.path):
                found = routine_file.read_profile(json.decode(body)) if body else Profile()
            self._known = (body, found)
        return self._known[1]

    def save(self, profile: Profile, saved: datetime, *, settling: bool = False) -> None:
        with self._database.transaction() as connection:
            if settling:
                connection.execute(
                    "DELETE FROM profile_revision WHERE id = (SELECT max(id) FROM profile_revision)"
                )
            insert_profile(connection, profile, saved)


def insert_profile(connection: sqlite3.Connection, profile: Profile, saved: datetime) -> None:
    """Write a revision within a transaction of the caller's."""
    body = json.encode(routine_file.write_profile(profile)).decode()
    connection.execute(
        "INSERT INTO profile_revision (saved, body) VALUES (?, ?)", (saved.isoformat(), body)
    )

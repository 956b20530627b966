"""Settings of the app itself, as short texts by key."""

from typing import final

from rlscompanion.adapters.store.database import Database


@final
class SqliteSettings:
    """Keeps the port Settings. A write that changes nothing writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        rows = self._database.rows("SELECT value FROM setting WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def put(self, key: str, value: str) -> None:
        if self.get(key) == value:
            return
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO setting (key, value) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

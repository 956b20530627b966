"""Settings of the app itself, as short texts by key."""

from collections.abc import Mapping
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

    def all(self) -> Mapping[str, str]:
        return dict(self._database.rows("SELECT key, value FROM setting", ()))

    def put(self, key: str, value: str) -> None:
        self.put_all({key: value})

    def put_all(self, texts: Mapping[str, str]) -> None:
        known = self.all()
        new = [(key, text) for key, text in texts.items() if known.get(key) != text]
        if not new:
            return
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO setting (key, value) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                new,
            )

"""The journal: append-only entries by Night."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import final

from rlscompanion.adapters.store.database import Database
from rlscompanion.domain.journal import Entry, EntryKind


@final
class SqliteJournal:
    """Keeps the port Journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, *entries: Entry) -> None:
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO entry (night, kind, at, recorded, body) VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        entry.night.isoformat(),
                        entry.kind.value,
                        entry.at.isoformat(),
                        entry.recorded.isoformat(),
                        json.dumps(dict(entry.body), ensure_ascii=False),
                    )
                    for entry in entries
                ],
            )

    def entries(self, nights: Sequence[date]) -> tuple[Entry, ...]:
        places = ",".join("?" * len(nights))
        rows = self._database.rows(
            "SELECT night, kind, at, recorded, body FROM entry "  # noqa: S608  (only "?" goes in)
            f"WHERE night IN ({places}) ORDER BY id",
            [night.isoformat() for night in nights],
        )
        return tuple(
            Entry(
                date.fromisoformat(night),
                EntryKind(kind),
                datetime.fromisoformat(at),
                datetime.fromisoformat(recorded),
                json.loads(body),
            )
            for night, kind, at, recorded, body in rows
        )

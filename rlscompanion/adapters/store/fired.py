"""Which reminders were shown: recorded before showing, so that each fires at most once."""

from datetime import date, datetime
from typing import final

from rlscompanion.adapters.store.database import Database


@final
class SqliteFired:
    """Keeps the port Fired."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, reminder_id: str, at: datetime) -> bool:
        with self._database.transaction() as connection:
            written = connection.execute(
                "INSERT OR IGNORE INTO fired (reminder, at) VALUES (?, ?)",
                (reminder_id, at.isoformat()),
            )
            return written.rowcount == 1

    def of_night(self, night: date) -> frozenset[str]:
        rows = self._database.rows(
            "SELECT reminder FROM fired WHERE reminder GLOB ?", (f"{night.isoformat()}/*",)
        )
        return frozenset(row[0] for row in rows)

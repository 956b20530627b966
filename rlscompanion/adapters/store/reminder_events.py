"""What became of the reminders of late, bounded."""

from datetime import datetime
from typing import Final, final

from rlscompanion.adapters.store.database import Database, Row
from rlscompanion.domain.reminder_record import Outcome, ReminderEvent

ROWS_AT_MOST: Final = 300


@final
class SqliteReminderEvents:
    """Keeps the port ReminderEvents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, *events: ReminderEvent) -> None:
        if not events:
            return
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM reminder_event WHERE reminder = ? AND outcome <> ?",
                [(event.reminder, event.outcome.value) for event in events],
            )
            connection.executemany(
                "INSERT OR IGNORE INTO reminder_event (reminder, due, at, outcome) "
                "VALUES (?, ?, ?, ?)",
                [
                    (
                        event.reminder,
                        event.due.isoformat(),
                        event.at.isoformat(),
                        event.outcome.value,
                    )
                    for event in events
                ],
            )
            connection.execute(
                "DELETE FROM reminder_event WHERE id <= "
                "(SELECT id FROM reminder_event ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (ROWS_AT_MOST,),
            )

    def newest(self, at_most: int) -> tuple[ReminderEvent, ...]:
        return self._database.read(
            _event,
            "SELECT reminder, due, at, outcome FROM reminder_event ORDER BY id DESC LIMIT ?",
            (at_most,),
        )


def _event(row: Row) -> ReminderEvent:
    reminder, due, at, outcome = row
    return ReminderEvent(
        reminder, datetime.fromisoformat(due), datetime.fromisoformat(at), Outcome(outcome)
    )

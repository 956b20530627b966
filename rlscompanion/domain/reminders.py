"""Which reminders an evening asks for: ids, due times, expiries; which are due, which too late.

The late rule lives here: a reminder found after its expiry is never shown, and nothing that was due
before wake is shown after wake.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from rlscompanion.domain.evening import Evening, PlannedStep
from rlscompanion.domain.routine import LATE_LIMIT_MINUTES, Sound

SNOOZE: Final = timedelta(minutes=10)
_REPEAT: Final = "repeat-"


class Reminder(Struct, frozen=True):
    """One occurrence. ``step`` is empty for the start of the evening. Instants are in UTC."""

    id: str
    step: str
    due: datetime
    expires: datetime
    sound: Sound = Sound.NONE
    is_heads_up: bool = False

    @property
    def is_repeat(self) -> bool:
        """Return whether it only says again what another reminder said before."""
        return self.id.rpartition("/")[2].startswith(_REPEAT)


def reminders_of(
    evening: Evening, step: PlannedStep, snoozed_until: datetime | None = None, snoozes: int = 0
) -> tuple[Reminder, ...]:
    """Return what an unanswered step asks for, in order of time.

    A snooze (the ``snoozes``-th of this Night) takes the place of everything that was left. A
    heads-up comes when the Night begins at the earliest: before, its Night is not the one on.
    """
    setting = step.reminder
    name = f"{evening.night.isoformat()}/{step.id}"

    def reminder(kind: str, due: datetime, *, is_heads_up: bool = False) -> Reminder:
        expires = _expiry(evening, due, setting.late_limit)
        return Reminder(f"{name}/{kind}", step.id, due, expires, setting.sound, is_heads_up)

    if snoozed_until is not None:
        return (reminder(f"snooze-{snoozes}", snoozed_until),)
    if not setting.on or step.is_mark:
        return ()
    asked: list[Reminder] = []
    if setting.lead > 0:
        early = max(evening.begins, step.start - timedelta(minutes=setting.lead))
        asked.append(reminder("heads-up", early, is_heads_up=True))
    asked.append(reminder("due", step.start))
    asked.extend(
        reminder(f"{_REPEAT}{k}", step.start + timedelta(minutes=k * setting.repeat_every))
        for k in range(1, setting.repeat_at_most + 1)
    )
    return tuple(asked)


def evening_start(evening: Evening) -> Reminder | None:
    """Return the one reminder of the routine itself: its evening begins."""
    first = evening.first_reminded
    if first is None:
        return None
    return Reminder(
        f"{evening.night.isoformat()}/evening/start",
        "",
        first.start,
        _expiry(evening, first.start, LATE_LIMIT_MINUTES),
    )


def _expiry(evening: Evening, due: datetime, late_limit: int) -> datetime:
    """Return when a reminder is too late: nothing due before wake is shown after it."""
    expires = due + timedelta(minutes=late_limit)
    return min(expires, evening.wake) if due < evening.wake else expires


def due_now(
    reminders: Iterable[Reminder], fired: Collection[str], now: datetime
) -> tuple[Reminder, ...]:
    """Return what is to be shown at ``now``: due, not too late, not shown before."""
    return tuple(
        reminder
        for reminder in reminders
        if reminder.due <= now < reminder.expires and reminder.id not in fired
    )


def next_due(reminders: Iterable[Reminder], now: datetime) -> Reminder | None:
    """Return the first reminder still to come after ``now``."""
    return min(
        (reminder for reminder in reminders if reminder.due > now),
        key=lambda reminder: reminder.due,
        default=None,
    )

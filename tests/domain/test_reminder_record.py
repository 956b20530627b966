from datetime import UTC, datetime

import pytest

from rlscompanion.domain.reminder_record import Outcome, ReminderEvent, impersonal

AT = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reminder", "told"),
    [
        ("2026-11-22/own/for-anna/due", "2026-11-22/own step/due"),
        ("2026-11-22/own/a/repeat-2", "2026-11-22/own step/repeat-2"),
        ("2026-11-22/stretching/heads-up", "2026-11-22/stretching/heads-up"),
        ("2026-11-22/evening/start", "2026-11-22/evening/start"),
    ],
)
def test_what_a_person_named_is_not_told(reminder: str, told: str) -> None:
    assert impersonal(reminder) == told
    assert ReminderEvent(reminder, AT, AT, Outcome.SHOWN).impersonal == told

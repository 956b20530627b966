import pytest

from library import LIBRARY
from rlscompanion.services.calling import ReminderWords, called, titles


@pytest.mark.parametrize(
    ("reminder", "words"),
    [
        ("2026-11-22/evening/start", "The evening starts"),
        ("2026-11-22/warm-bath/due", "Warm bath, due"),
        ("2026-11-22/warm-bath/heads-up", "Warm bath, in good time"),
        ("2026-11-22/warm-bath/repeat-2", "Warm bath, once more"),
        ("2026-11-22/warm-bath/snooze-1", "Warm bath, after a snooze"),
        ("2026-11-22/own/for-anna/due", "A step of your own, due"),
        ("2026-11-22/magnesium/due", "A step that is not named here, due"),
        ("2026-11-22/gone-from-the-library/due", "A step that is not named here, due"),
    ],
)
def test_a_reminder_is_called_in_words(reminder: str, words: str) -> None:
    assert called(reminder, titles(LIBRARY, supplements=False), ReminderWords()) == words


def test_what_a_person_takes_is_named_if_wished() -> None:
    named = called("2026-11-22/magnesium/due", titles(LIBRARY, supplements=True), ReminderWords())
    assert named.startswith("Magnesium")

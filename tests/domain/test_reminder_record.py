import pytest

from rlscompanion.domain.reminder_record import impersonal, own_numbers


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


def test_several_own_steps_are_told_apart_by_a_number() -> None:
    numbers = own_numbers(["own/a", "stretching", "own/b", "own/a"])
    assert impersonal("2026-11-22/own/b/due", numbers) == "2026-11-22/own step 2/due"
    assert impersonal("2026-11-22/stretching/due", numbers) == "2026-11-22/stretching/due"


def test_a_single_own_step_needs_no_number() -> None:
    numbers = own_numbers(["own/a", "stretching"])
    assert impersonal("2026-11-22/own/a/due", numbers) == "2026-11-22/own step/due"

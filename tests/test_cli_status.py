"""``status`` says what is to come, what became of what was, and whether it is quiet."""

import json
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.cli import main
from rlscompanion.domain.reminder_record import KEPT, Outcome, ReminderEvent
from rlscompanion.domain.routine import AtClock, Routine, RoutineStep


class Teller:
    """A home, and what ``status`` says of it."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.companion = Companion(home_folders(home), SystemClock())
        self._capsys = capsys

    def said(self, *options: str) -> str:
        assert main(["--home", str(self.home), "status", *options]) == 0
        return self._capsys.readouterr().out

    def told(self) -> Any:
        return json.loads(self.said("--json"))


@pytest.fixture
def teller(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Teller:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return Teller(home, capsys)


def test_a_new_home_is_not_quiet_and_has_nothing_to_tell_of(teller: Teller) -> None:
    told = teller.told()
    assert told["quiet_until"] is None
    assert told["last_reminders"] == []
    assert "quiet until" not in teller.said()


def test_a_quiet_is_told_and_nothing_in_it_is_promised(teller: Teller) -> None:
    until = teller.companion.expecting.be_quiet_until_tomorrow()
    told = teller.told()
    assert told["quiet_until"] == until.astimezone(teller.companion.clock.zone()).isoformat()
    assert all(reminder["due"] >= told["quiet_until"] for reminder in told["next_reminders"])
    assert "quiet until" in teller.said()


def test_what_became_of_the_last_reminders_is_told_without_a_name(teller: Teller) -> None:
    at = teller.companion.clock.now()
    teller.companion.reminder_events.put(
        *(
            ReminderEvent(f"2026-11-{n % 28 + 1:02}/own/for-anna-{n % 3}/due", at, at, outcome)
            for n, outcome in enumerate([*Outcome] * 10)
        )
    )
    told = teller.told()
    assert len(told["last_reminders"]) == KEPT
    assert told["last_reminders"][0]["id"] == "2026-11-14/own step 2/due"
    assert told["last_reminders"][0]["outcome"] == "answered"
    assert "anna" not in teller.said() + teller.said("--json")
    assert teller.said().count(" of your own, due: ") == KEPT


def test_own_steps_have_the_numbers_that_they_have_in_the_routine(teller: Teller) -> None:
    at = teller.companion.clock.now()
    steps = [
        RoutineStep(f"own/{name}", title=name, when=AtClock(time(20))) for name in ("anna", "bert")
    ]
    teller.companion.planning.save(Routine(steps=tuple(steps)))
    teller.companion.reminder_events.put(
        ReminderEvent("2026-11-20/own/bert/due", at, at, Outcome.TOO_LATE)
    )
    assert "Step 2 of your own, due: not shown: found too late" in teller.said()
    assert teller.told()["last_reminders"][0]["id"] == "2026-11-20/own step 2/due"


def test_every_outcome_has_its_words(teller: Teller) -> None:
    at = teller.companion.clock.now()
    for n, outcome in enumerate(Outcome):
        teller.companion.reminder_events.put(
            ReminderEvent(f"2026-11-22/step-{n}/due", at - timedelta(hours=1), at, outcome)
        )
    said = teller.said()
    for words in ("one of several", "no notification service", "too late", "quiet until tomorrow"):
        assert words in said

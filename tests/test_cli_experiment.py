"""``rlscompanion experiment``, as people script against it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from houses import House

from library import nothing_is_locked
from rlscompanion.cli import main
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.experiment import Outcome
from rlscompanion.services.experimenting import Wish

DAY = timedelta(days=1)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main(["--home", str(home), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def house_with_a_test(home: Path, started: str, *, nights: int = 20) -> House:
    """Return a house whose test has a rating for each night: 3 with the stretching, 6 without."""
    house = House(home, started)
    companion = house.companion
    today = companion.planning.night_of(house.clock.now())
    companion.profiles.save(nothing_is_locked(today), house.clock.now())
    rated = {today - n * DAY: 5 + n % 2 for n in range(1, 9)}
    _rate(house, rated)
    wish = Wish("stretching", Outcome.FALLING_ASLEEP, nights=nights, expectation=4)
    test = companion.experimenting.start(wish)
    _rate(house, {a.night: 3 if a.arm.value == "with" else 6 for a in test.assignments if a.night})
    companion.database.close()
    return house


def _rate(house: House, ratings: dict[date, int]) -> None:
    house.companion.journal.append(
        *(
            entry_of(night, Question.LEGS_FALLING_ASLEEP, rating, house.clock.now())
            for night, rating in ratings.items()
        )
    )


def test_a_new_home_has_no_tests(run: Run, home: Path) -> None:
    assert run("experiment") == (0, "No tests yet. A test is started on the Insights page.\n", "")
    assert json.loads(run("experiment", "--json")[1]) == []
    assert not home.exists()


def test_a_finished_test_is_listed_with_its_verdict_and_its_seal(run: Run, home: Path) -> None:
    house_with_a_test(home, "2020-11-02 10:00")
    status, out, _ = run("experiment")
    assert status == 0
    assert "stretching, legs-falling-asleep, from 2020-11-02: finished, 20 of 20 nights" in out
    assert "Nights with the stretching were better: 3.0 instead of 6.0 on average" in out
    assert "You knew which nights were which." in out
    told = json.loads(run("experiment", "--json")[1])[0]
    assert told["result"]["finding"] == "better"
    assert told["plan_intact"] is True
    assert told["plan_sha256"] in out


def test_a_running_test_tells_no_arm_to_come_and_no_result(run: Run, home: Path) -> None:
    # A start in the year 2100 is a test of which no night has begun.
    house_with_a_test(home, "2100-11-01 10:00", nights=28)
    told = json.loads(run("experiment", "--json")[1])[0]
    assert told["phase"] == "waiting"
    assert told["result"] is None
    assert "plan" not in told
    assert {night["arm"] for night in told["nights"]} == {None}
    assert "Nights with" not in run("experiment")[1]


def test_an_evening_to_come_printed_ahead_tells_no_arm(run: Run, home: Path) -> None:
    house_with_a_test(home, "2100-11-01 10:00", nights=28)
    for day in range(1, 29):
        at = f"2100-11-{day:02}T22:00"
        evening = json.loads(run("tonight", "--json", "--at", at)[1])
        assert "stretching" in [step["id"] for step in evening["steps"]]


def test_a_plan_changed_in_the_file_is_said(run: Run, home: Path) -> None:
    house = house_with_a_test(home, "2100-11-01 10:00", nights=28)
    with house.companion.database.transaction() as connection:
        connection.execute("UPDATE experiment SET expectation = 9")
    house.companion.database.close()
    assert "changed after the start" in run("experiment")[1]
    assert json.loads(run("experiment", "--json")[1])[0]["plan_intact"] is False

"""The calendar file says, read by somebody else's parser, what the planner says."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar
from msgspec.structs import replace

from fakes import FakeClock
from rlscompanion.adapters.calendar_file import HIDDEN_TITLE, calendar_file
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.night import Day
from rlscompanion.domain.recurrence import nights_ahead
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNth,
    OnDays,
    ReminderSetting,
    Routine,
    RoutineStep,
    WeekTimes,
    built_in_routine,
)

ZONES = ("Europe/Berlin", "Australia/Lord_Howe", "America/New_York")
START = date(2026, 11, 22)
YEAR = 365
LATE = WeekTimes(time(2, 45), {Day.FRI: time(3, 40), Day.SUN: time(23, 0)})
"""Bedtimes after the clocks change, so that elapsed minutes and wall times part."""


def companion(home: Path, zone: str, routine: Routine | None = None) -> Companion:
    at = datetime.combine(START, time(13), tzinfo=ZoneInfo(zone))
    parts = Companion(home_folders(home), FakeClock(at, zone))
    parts.planning.save(routine or rich(built_in_routine(parts.library)))
    return parts


def rich(built_in: Routine) -> Routine:
    return replace(
        built_in,
        bedtime=LATE,
        wake=WeekTimes(time(9)),
        steps=(
            *built_in.steps,
            RoutineStep(
                "own/foot-soak",
                title="Foot soak",
                when=BeforeBed(75),
                minutes=10,
                nights=EveryNth(2, START),
            ),
            RoutineStep(
                "own/tea",
                title="Cup of tea",
                when=AtClock(time(2, 30)),
                minutes=5,
                nights=OnDays(frozenset({Day.SAT, Day.WED})),
                reminder=ReminderSetting(lead=5),
            ),
        ),
    )


def written(parts: Companion, *, hide_names: bool = False) -> Calendar:
    content = calendar_file(
        parts.calendaring.series(), parts.clock.zone(), parts.clock.now(), hide_names=hide_names
    )
    read = Calendar.from_ical(content)
    assert isinstance(read, Calendar)
    return read


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_the_file_is_a_year_of_the_planner(home: Path, zone: str) -> None:
    parts = companion(home, zone)
    planner = parts.calendaring.planner()
    planned = {
        (step.title, step.start)
        for night in nights_ahead(START, YEAR)
        for step in planner.plan_without_fixes(night).steps
    }
    last = max(start for _, start in planned)
    first = min(start for _, start in planned)

    expanded = {
        (str(event["summary"]), event.start.astimezone(UTC))
        for event in cast("Any", recurring_ical_events.of(written(parts))).between(
            first - timedelta(days=1), last + timedelta(days=2)
        )
    }

    assert {event for event in expanded if event[1] <= last - timedelta(days=1)} == {
        step for step in planned if step[1] <= last - timedelta(days=1)
    }


def test_a_second_export_updates_the_first(home: Path) -> None:
    parts = companion(home, "Europe/Berlin")
    before = {str(event["uid"]): event for event in written(parts).events}
    routine = parts.planning.routine()
    parts.planning.save(replace(routine, bedtime=WeekTimes(time(22))))
    assert isinstance(parts.clock, FakeClock)
    parts.clock.advance(timedelta(minutes=5))

    after = {str(event["uid"]): event for event in written(parts).events}

    assert after.keys() == before.keys()
    assert all(
        int(str(after[uid]["sequence"])) > int(str(before[uid]["sequence"])) for uid in after
    )


def test_alarms_ring_when_the_reminders_would(home: Path) -> None:
    triggers = {
        str(event["summary"]): {cast("Any", alarm).TRIGGER for alarm in event.walk("VALARM")}
        for event in written(companion(home, "Europe/Berlin")).events
    }
    assert triggers["Cup of tea"] == {-timedelta(minutes=5), timedelta()}
    assert triggers["Lights out"] == set()


def test_names_are_hidden_when_asked_for(home: Path) -> None:
    titles = {
        str(event["summary"])
        for event in written(companion(home, "Europe/Berlin"), hide_names=True).events
    }
    assert HIDDEN_TITLE in titles
    assert not titles & {"Cup of tea", "Foot soak"}
    assert "Gentle stretching" in titles


def test_the_zone_comes_with_the_file(home: Path) -> None:
    assert [str(z["tzid"]) for z in written(companion(home, "Europe/Berlin")).timezones] == [
        "Europe/Berlin"
    ]

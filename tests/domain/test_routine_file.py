import json
import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library import LIBRARY
from rlscompanion.domain.night import Day
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNth,
    OnDays,
    ReminderSetting,
    Routine,
    RoutineStep,
    Sound,
    WeekTimes,
    built_in_routine,
)
from rlscompanion.domain.routine_file import BadRoutine, read, write
from strategies import profiles, routines

MANY = settings(deadline=None, derandomize=True, max_examples=200)
Edit = Callable[[dict[str, Any]], object]


def a_file() -> dict[str, Any]:
    """Return the example of the interface, as it is printed there."""
    return {
        "format": "rlscompanion-routine",
        "version": 1,
        "bedtime": {"every": "22:30", "fri": "23:15"},
        "wake": {"every": "06:30"},
        "day_turns": "12:00",
        "steps": [
            {
                "id": "warm-bath",
                "on": True,
                "when": {"before_bed": 100},
                "minutes": 20,
                "nights": {"days": ["mon", "wed"]},
                "reminder": {
                    "on": True,
                    "lead": 5,
                    "repeat_every": 10,
                    "repeat_at_most": 3,
                    "late_limit": 20,
                    "sound": "none",
                },
            },
            {
                "id": "iron",
                "on": True,
                "when": {"clock": "17:00"},
                "minutes": 0,
                "nights": {"every": 2, "from": "2026-11-22"},
            },
            {
                "id": "own/foot-soak",
                "title": "Foot soak",
                "on": True,
                "when": {"before_bed": 75},
                "minutes": 10,
            },
        ],
        "profile": {
            "answers": {"kidney-disease": {"answer": "no", "on": "2026-11-20"}},
            "birth_year": 1968,
            "clinician_ok": {"magnesium": "2026-11-01"},
            "blood_tests": [{"date": "2026-10-02", "ferritin": 41, "tsat": 18}],
            "medicines": [{"name": "Gabapentin", "class": "gabapentinoid", "times": ["21:30"]}],
        },
    }


def put(path: str, value: object) -> Edit:
    """Return an edit that puts a value at a path such as ``steps[2].when.clock``."""

    def edit(whole: dict[str, Any]) -> None:
        *inner, last = [
            int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)
        ]
        here: Any = whole
        for part in inner:
            here = here[part]
        if last == len(here) and isinstance(here, list):
            here.append(value)
        else:
            here[last] = value

    return edit


def drop(key: str, step: int | None = None) -> Edit:
    return lambda whole: (whole if step is None else whole["steps"][step]).pop(key)


def test_the_printed_example_is_read_as_it_is_meant() -> None:
    found = read(a_file())
    assert found.routine.bedtime == WeekTimes(time(22, 30), {Day.FRI: time(23, 15)})
    bath, iron, soak = found.routine.steps
    assert bath == RoutineStep(
        "warm-bath",
        when=BeforeBed(100),
        minutes=20,
        nights=OnDays(frozenset({Day.MON, Day.WED})),
        reminder=ReminderSetting(lead=5, repeat_at_most=3),
    )
    assert (iron.when, iron.minutes) == (AtClock(time(17)), 0)
    assert iron.nights == EveryNth(2, date(2026, 11, 22))
    assert (soak.title, soak.when, soak.is_own) == ("Foot soak", BeforeBed(75), True)
    assert found.profile is not None
    assert found.profile.birth_year == 1968
    assert found.profile.medicines[0].times == (time(21, 30),)
    assert found.profile.blood_tests[0].tsat == 18


def test_what_is_left_out_means_the_default() -> None:
    found = read({"format": "rlscompanion-routine", "version": 1})
    assert found.routine == Routine()
    assert found.profile is None
    (step,) = read(
        {"format": "rlscompanion-routine", "version": 1, "steps": [{"id": "stretching"}]}
    ).routine.steps
    assert step == RoutineStep("stretching")
    assert step.reminder == ReminderSetting(True, 0, 10, 0, 20, Sound.NONE)


def test_the_built_in_routine_switches_on_four_habits_and_nothing_else() -> None:
    assert {step.id for step in built_in_routine(LIBRARY).steps if step.on} == {
        "dim-lights",
        "stretching",
        "screens-off",
        "slow-breathing",
    }


@given(routines)
@MANY
def test_reading_what_was_written_gives_the_same_routine(routine: Routine) -> None:
    found = read(json.loads(json.dumps(write(routine), ensure_ascii=False)))
    assert found.routine == routine
    assert found.profile is None


@given(routines, profiles)
@MANY
def test_reading_what_was_written_gives_the_same_profile(
    routine: Routine, profile: Profile
) -> None:
    found = read(json.loads(json.dumps(write(routine, profile), ensure_ascii=False)))
    assert found.routine == routine
    assert found.profile == profile


def test_the_profile_is_written_only_where_it_is_given() -> None:
    assert "profile" not in write(Routine())
    assert "profile" in write(Routine(), Profile())


TWICE = {"id": "iron"}
LONG = "x" * 201
REFUSALS: list[tuple[Edit, str, str]] = [
    (put("format", "other"), "format", 'is not "rlscompanion-routine": this is no routine file'),
    (drop("format"), "format", 'is not "rlscompanion-routine": this is no routine file'),
    (put("version", 2), "version", "2 is not known; version 1 is read"),
    (put("version", True), "version", "true is not known; version 1 is read"),
    (drop("version"), "version", "null is not known; version 1 is read"),
    (put("colour", "red"), "colour", "is not known here"),
    (put("bedtime.moon", "22:30"), "bedtime.moon", "is not known here"),
    (put("bedtime.every", "24:00"), "bedtime.every", "24:00 is not a time"),
    (put("bedtime", "22:30"), "bedtime", "22:30 is not an object"),
    (put("wake.every", "6:30"), "wake.every", "6:30 is not a time"),
    (put("wake.every", "06:30:00"), "wake.every", "06:30:00 is not a time"),
    (put("wake.every", None), "wake.every", "null is not a time"),
    (put("day_turns", 12), "day_turns", "12 is not a time"),
    (put("day_turns", "12:0\N{ARABIC-INDIC DIGIT THREE}"), "day_turns", "is not a time"),
    (put("steps", {}), "steps", "an object is not a list"),
    (put("steps[0]", "warm-bath"), "steps[0]", "warm-bath is not an object"),
    (put("steps[3]", TWICE), "steps[3]", "iron is there twice"),
    (drop("id", 0), "steps[0].id", "is missing"),
    (put("steps[0].id", 7), "steps[0].id", "7 is not a text"),
    (put("steps[0].id", LONG), "steps[0].id", "is longer than 200 characters"),
    (put("steps[2].id", "own/Foot Soak"), "steps[2].id", "own/Foot Soak needs 1 to 60"),
    (put("steps[2].id", "own/"), "steps[2].id", "needs 1 to 60"),
    (put("steps[2].id", "own/" + "a" * 61), "steps[2].id", "needs 1 to 60"),
    (put("steps[2].title", LONG), "steps[2].title", "is longer than 200 characters"),
    (put("steps[2].title", " "), "steps[2].title", "is empty"),
    (put("steps[2].title", "a\nb"), "steps[2].title", "has characters that cannot be shown"),
    (drop("title", 2), "steps[2].title", "is missing"),
    (drop("when", 2), "steps[2].when", "is missing"),
    (put("steps[0].title", "Bath"), "steps[0].title", "is not known here"),
    (put("steps[0].on", 1), "steps[0].on", "1 is neither true nor false"),
    (put("steps[0].when", {}), "steps[0].when", "needs either before_bed or clock"),
    (put("steps[0].when.clock", "20:00"), "steps[0].when", "needs either before_bed or clock"),
    (put("steps[0].when.before_bed", 721), "steps[0].when.before_bed", "721 is not between"),
    (put("steps[0].when.before_bed", -1), "steps[0].when.before_bed", "-1 is not between"),
    (put("steps[0].when.before_bed", 1.5), "steps[0].when.before_bed", "not a whole number"),
    (put("steps[0].when.before_bed", True), "steps[0].when.before_bed", "not a whole number"),
    (put("steps[2].when", {"clock": "25:00"}), "steps[2].when.clock", "25:00 is not a time"),
    (put("steps[0].minutes", 241), "steps[0].minutes", "241 is not between 0 and 240"),
    (put("steps[0].minutes", 10**5000), "steps[0].minutes", "a very large number is not between"),
    (put("steps[0].nights", {}), "steps[0].nights", "needs either days or every and from"),
    (put("steps[0].nights.days", ["mon", "mon"]), "steps[0].nights.days[1]", "mon is there twice"),
    (put("steps[0].nights.days[0]", "monday"), "steps[0].nights.days[0]", "monday is not one of"),
    (put("steps[0].nights.days", []), "steps[0].nights.days", "names no day"),
    (put("steps[0].nights.every", 2), "steps[0].nights.every", "is not known here"),
    (put("steps[1].nights.every", 1), "steps[1].nights.every", "1 is not between 2 and 14"),
    (put("steps[1].nights.every", 15), "steps[1].nights.every", "15 is not between 2 and 14"),
    (put("steps[1].nights.from", "2026-02-30"), "steps[1].nights.from", "is not a date"),
    (put("steps[0].reminder.lead", -1), "steps[0].reminder.lead", "-1 is not between"),
    (put("steps[0].reminder.sound", "gong"), "steps[0].reminder.sound", "gong is not one of"),
    (put("steps[0].reminder.loud", True), "steps[0].reminder.loud", "is not known here"),
    (put("profile.age", 58), "profile.age", "is not known here"),
    (put("profile.birth_year", 68), "profile.birth_year", "68 is not between"),
    (
        put("profile.answers.falls", {"answer": "maybe", "on": "2026-11-20"}),
        "profile.answers.falls.answer",
        "maybe is not one of yes, no, unknown",
    ),
    (put("profile.answers.falls", {"answer": "no"}), "profile.answers.falls.on", "is missing"),
    (put("profile.clinician_ok.iron", "soon"), "profile.clinician_ok.iron", "soon is not a date"),
    (put("profile.blood_tests[0].tsat", 101), "profile.blood_tests[0].tsat", "101 is not a number"),
    (
        put("profile.blood_tests[0].ferritin", float("nan")),
        "profile.blood_tests[0].ferritin",
        "nan is not a number",
    ),
    (put("profile.medicines[0].name", ""), "profile.medicines[0].name", "is empty"),
    (
        put("profile.medicines[0].times[0]", "9pm"),
        "profile.medicines[0].times[0]",
        "9pm is not a time",
    ),
]


@pytest.mark.parametrize(("edit", "place", "problem"), REFUSALS, ids=str)
def test_a_file_with_a_mistake_is_refused_whole_naming_the_place(
    edit: Edit, place: str, problem: str
) -> None:
    whole = a_file()
    edit(whole)
    with pytest.raises(BadRoutine) as refused:
        read(whole)
    assert refused.value.place == place
    assert problem in refused.value.problem
    assert str(refused.value) == f"{refused.value.place}: {refused.value.problem}"


def test_two_hundred_steps_are_read_and_one_more_is_not() -> None:
    whole = a_file()
    whole["steps"] = [
        {"id": f"own/n{n}", "title": "Soak", "when": {"before_bed": 60}} for n in range(200)
    ]
    assert len(read(whole).routine.steps) == 200
    whole["steps"].append({"id": "iron"})
    with pytest.raises(BadRoutine, match="steps: has 201 entries; at most 200 are read"):
        read(whole)


@pytest.mark.parametrize("value", [None, 1, "routine", [], True, 2.5])
def test_what_is_no_object_is_no_routine(value: object) -> None:
    with pytest.raises(BadRoutine, match="is not an object"):
        read(value)


@pytest.mark.parametrize("key", ["two\nlines", "\ud800", "\x1b[2J", "y" * 100_000])
def test_a_refusal_is_one_printable_line_of_a_readable_length(key: str) -> None:
    with pytest.raises(BadRoutine) as refused:
        read({**a_file(), key: 1})
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 1000


texts = st.text(max_size=8) | st.sampled_from(["22:30", "iron", "own/a", "mon", "2026-11-22", "no"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            texts | st.sampled_from(["id", "on", "when", "every", "days", "from", "answer"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(values)
@MANY
def test_any_value_is_either_read_or_refused(value: object) -> None:
    reads_or_refuses(value)


PLACES = sorted(
    {
        "bedtime",
        "bedtime.every",
        "bedtime.mon",
        "day_turns",
        "steps",
        "steps[3]",
        "steps[0].id",
        "steps[0].on",
        "steps[0].when",
        "steps[0].when.before_bed",
        "steps[1].when.clock",
        "steps[0].minutes",
        "steps[0].nights",
        "steps[0].nights.days",
        "steps[1].nights.every",
        "steps[1].nights.from",
        "steps[0].reminder",
        "steps[0].reminder.sound",
        "steps[2].title",
        "profile",
        "profile.answers",
        "profile.answers.falls",
        "profile.birth_year",
        "profile.clinician_ok",
        "profile.blood_tests",
        "profile.blood_tests[0].ferritin",
        "profile.medicines",
        "profile.medicines[0].times",
        "profile.medicines[0].class",
    }
)


@given(st.sampled_from(PLACES), values)
@settings(deadline=None, derandomize=True, max_examples=500)
def test_a_good_file_with_any_value_in_one_place_is_either_read_or_refused(
    place: str, value: object
) -> None:
    whole = a_file()
    put(place, value)(whole)
    reads_or_refuses(whole)


def reads_or_refuses(value: object) -> None:
    refused = ""
    found = None
    try:
        found = read(value)
    except BadRoutine as error:
        refused = str(error)
    if found is None:
        assert refused
        assert refused.isprintable()
    else:
        assert read(write(found.routine, found.profile)) == found

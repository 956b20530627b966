import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from typing_extensions import override

from library import LIBRARY, answered, nothing_is_locked
from rlscompanion.domain.own_steps import why_refused
from rlscompanion.domain.profile import Answer, Medicine, Profile
from rlscompanion.domain.routine import AtClock, BeforeBed, Routine, RoutineStep
from rlscompanion.domain.routine_file import BadRoutine
from rlscompanion.services.safekeeping import medicine_classes, parse
from store_fakes import MemoryProfiles, MemoryRoutines
from strategies import profiles
from use_cases import Home, home, own

NIGHT = date(2026, 11, 22)


@pytest.fixture
def person() -> Home:
    return home()


class OneWrite(MemoryRoutines):
    """Shows each write; none of them arrives."""

    def __init__(self, profiles: MemoryProfiles) -> None:
        super().__init__(profiles)
        self.seen: list[tuple[Routine, Profile | None]] = []

    @override
    def save(
        self,
        routine: Routine,
        saved: datetime,
        profile: Profile | None = None,
        *,
        settling: bool = False,
    ) -> None:
        self.seen.append((routine, profile))


def a_file(*steps: dict[str, Any], **more: object) -> str:
    return json.dumps({"format": "rlscompanion-routine", "version": 1, "steps": steps, **more})


def soak(**more: object) -> dict[str, Any]:
    return {"id": "own/soak", "title": "Soak", "when": {"before_bed": 60}, **more}


def stored(person: Home) -> object:
    return person.store.routines.revisions(), list(person.store.profiles.saved)


def test_what_was_exported_is_imported_as_it_was(person: Home) -> None:
    steps = (own("soak", 20), RoutineStep("stretching", when=BeforeBed(90)))
    person.keep(*steps, profile=nothing_is_locked(NIGHT))
    text = person.safekeeping.export_routine(with_profile=True)
    other = home()
    imported = other.safekeeping.import_routine(text, with_profile=True)
    assert (imported.steps, imported.with_profile, imported.locked) == (2, True, ())
    assert other.planning.routine() == person.planning.routine()
    assert other.advising.profile() == person.advising.profile()
    assert other.safekeeping.export_routine(with_profile=True) == text


def test_health_answers_are_exported_only_when_asked_for(person: Home) -> None:
    person.keep(profile=answered(NIGHT))
    assert "kidney" not in person.safekeeping.export_routine(with_profile=False)
    assert "kidney" in person.safekeeping.export_routine(with_profile=True)


def test_importing_ends_the_first_run(person: Home) -> None:
    person.safekeeping.import_routine(
        person.safekeeping.export_routine(with_profile=False), with_profile=False
    )
    assert not person.planning.is_first_run()


def test_a_file_with_health_answers_is_refused_unless_they_are_asked_for(person: Home) -> None:
    before = stored(person)
    with pytest.raises(BadRoutine, match=r"profile: .*--with-profile"):
        person.safekeeping.import_routine(a_file(soak(), profile={}), with_profile=False)
    assert stored(person) == before


def test_without_a_profile_in_the_file_the_stored_one_is_left_alone(person: Home) -> None:
    person.keep(profile=answered(NIGHT))
    imported = person.safekeeping.import_routine(a_file(soak()), with_profile=True)
    assert not imported.with_profile
    assert person.advising.profile() == answered(NIGHT)


def test_the_rest_of_the_routine_is_replaced(person: Home) -> None:
    person.keep(own("old", 20), RoutineStep("stretching"))
    person.safekeeping.import_routine(a_file(soak()), with_profile=False)
    assert [step.id for step in person.planning.routine().steps] == ["own/soak"]


def test_a_locked_step_is_imported_switched_off_and_named_with_its_verdict(person: Home) -> None:
    text = a_file({"id": "warm-bath"}, {"id": "iron", "on": False}, soak())
    imported = person.safekeeping.import_routine(text, with_profile=False)
    assert [(lock.title, lock.ruling.verdict.value) for lock in imported.locked] == [
        (LIBRARY.steps["warm-bath"].title, "questions")
    ]
    assert {step.id: step.on for step in person.planning.routine().steps} == {
        "warm-bath": False,
        "iron": False,
        "own/soak": True,
    }


def test_an_own_step_named_like_a_locked_supplement_is_switched_off_too(person: Home) -> None:
    imported = person.safekeeping.import_routine(
        a_file(soak(title="Zinc 10 mg")), with_profile=False
    )
    assert [lock.title for lock in imported.locked] == ["Zinc 10 mg"]


def test_locks_are_those_of_the_profile_in_the_file(person: Home) -> None:
    person.keep(profile=answered(NIGHT, but={"epilepsy": Answer.YES}))
    source = home()
    source.keep(RoutineStep("warm-bath"), profile=nothing_is_locked(NIGHT))
    text = source.safekeeping.export_routine(with_profile=True)
    assert not person.safekeeping.import_routine(text, with_profile=True).locked


def test_a_routine_and_its_profile_are_saved_in_one_write(person: Home) -> None:
    source = home()
    source.keep(own("soak", 20), profile=answered(NIGHT))
    text = source.safekeeping.export_routine(with_profile=True)
    writes = OneWrite(person.store.profiles)
    planning = replace(person.planning, routines=writes)
    replace(person.safekeeping, planning=planning).import_routine(text, with_profile=True)
    assert writes.seen == [(source.planning.routine(), answered(NIGHT))]
    assert not person.store.profiles.saved


def test_importing_the_same_again_writes_nothing_more(person: Home) -> None:
    source = home()
    source.keep(own("soak", 20), profile=answered(NIGHT))
    text = source.safekeeping.export_routine(with_profile=True)
    person.safekeeping.import_routine(text, with_profile=True)
    once = stored(person)
    person.safekeeping.import_routine(text, with_profile=True)
    assert stored(person) == once


def test_a_changed_profile_with_a_routine_that_stands_saves_the_profile_only(
    person: Home,
) -> None:
    person.keep(own("soak", 20))
    source = home()
    source.keep(own("soak", 20), profile=answered(NIGHT))
    text = source.safekeeping.export_routine(with_profile=True)
    person.safekeeping.import_routine(text, with_profile=True)
    assert len(person.store.routines.revisions()) == 1
    assert person.advising.profile() == answered(NIGHT)


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", "line 1 column 1", "is not JSON"),
        ("{", "line 1 column 2", "is not JSON"),
        ('{"format": NaN}', "format", "this is no routine file"),
        ('{"version": 1, "version": 1}', "version", "is there twice"),
        ("[" * 100_000, "", "nested too deeply"),
        ("1" * 5000, "", "far too long"),
        (" " * (4 * 1024 * 1024 + 1), "", "larger than 4 MiB"),
        (a_file({"id": "juggling"}), "steps[0].id", "juggling is no step of this app"),
        (a_file(soak(), {"id": "red-light"}), "steps[1].id", "red-light is not offered"),
        (a_file({"id": "melatonin"}), "steps[0].id", "melatonin is not offered"),
        (a_file(soak(title="Gabapentin")), "steps[0].title", "add it as a medicine"),
        (a_file(soak(title="Valerian drops")), "steps[0].title", ""),
        (a_file(soak(title="Tonic water")), "steps[0].title", ""),
        (
            a_file(soak(when={"before_bed": 631})),
            "steps[0].when.before_bed",
            "631 minutes before 22:30 is before the day turns over at 12:00",
        ),
        (
            a_file(profile={"answers": {"moon": {"answer": "no", "on": "2026-11-22"}}}),
            "profile.answers.moon",
            "is no question of this app",
        ),
        (
            a_file(profile={"answers": {"alcohol-tonight": {"answer": "no", "on": "2026-11-22"}}}),
            "profile.answers.alcohol-tonight",
            "is no question of this app",
        ),
        (
            a_file(profile={"clinician_ok": {"juggling": "2026-11-22"}}),
            "profile.clinician_ok.juggling",
            "is no step of this app",
        ),
        (
            a_file(profile={"medicines": [{"name": "X", "class": "juggling", "times": []}]}),
            "profile.medicines[0].class",
            "juggling is no class of medicines",
        ),
    ],
    ids=lambda value: repr(value[-60:]),
)
def test_a_file_that_is_refused_changes_nothing_and_names_the_place(
    person: Home, text: str, place: str, problem: str
) -> None:
    person.keep(own("old", 20), profile=answered(NIGHT))
    before = stored(person)
    with pytest.raises(BadRoutine) as refused:
        person.safekeeping.import_routine(text, with_profile=True)
    assert refused.value.place == place
    assert problem in refused.value.problem
    assert refused.value.problem
    assert stored(person) == before


def test_a_start_before_the_day_turn_is_refused_for_any_weekday_s_bedtime(person: Home) -> None:
    early = a_file(soak(when={"before_bed": 630}), bedtime={"every": "22:30", "mon": "22:29"})
    with pytest.raises(BadRoutine, match="22:29"):
        person.safekeeping.import_routine(early, with_profile=False)
    late = a_file(soak(when={"before_bed": 630}), bedtime={"every": "22:30", "mon": "00:15"})
    assert person.safekeeping.import_routine(late, with_profile=False).steps == 1


@given(st.text(max_size=200) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    refused = ""
    try:
        parse(text)
    except BadRoutine as error:
        refused = str(error)
    assert not refused or refused.isprintable()


@given(profiles)
@settings(deadline=None, derandomize=True, max_examples=40)
def test_no_import_ever_switches_a_locked_step_on(profile: Profile) -> None:
    source, person = home(), home()
    steps = [RoutineStep(step.id) for step in LIBRARY.steps.values() if step.offered]
    source.store.routines.save(Routine(steps=tuple(steps)), datetime(2026, 1, 1, tzinfo=UTC))
    source.store.profiles.saved.append(profile)
    text = source.safekeeping.export_routine(with_profile=True)
    person.safekeeping.import_routine(text, with_profile=True)
    gate = person.advising.gate()
    for step in person.planning.routine().steps:
        assert not (step.on and gate.rule(LIBRARY.steps[step.id]).locks)


def test_every_condition_but_tonight_s_alcohol_is_a_class_of_medicines() -> None:
    classes = medicine_classes(LIBRARY)
    assert {"gabapentinoid", "antacid", "multivitamin", "iron-prescribed", "other"} <= classes
    assert "alcohol-tonight" not in classes


NAMES: list[tuple[str, Callable[[str], bool]]] = [
    ("Ropinirole 2 mg", lambda said: "medicine" in said),
    ("Melatonin", bool),
    ("Nytol", bool),
    ("Take my Neurontin", lambda said: said.startswith("Neurontin is a medicine")),
    ("Glass of tonic water", lambda said: said.startswith("Tonic water")),
]


@pytest.mark.parametrize(("title", "told"), NAMES)
def test_a_refused_title_says_why(title: str, told: Callable[[str], bool]) -> None:
    reason = why_refused(LIBRARY, title)
    assert reason is not None
    assert told(reason)
    assert why_refused(LIBRARY, "Foot soak") is None


def test_clock_steps_and_medicines_survive_the_way_out_and_back(person: Home) -> None:
    medicine = Medicine("Gabapentin", "gabapentinoid", (time(7), time(21, 30)))
    person.keep(
        RoutineStep("stretching", when=AtClock(time(1))),
        profile=replace(answered(NIGHT), medicines=(medicine,)),
    )
    other = home()
    text = person.safekeeping.export_routine(with_profile=True)
    other.safekeeping.import_routine(text, with_profile=True)
    assert other.advising.profile().medicines == (medicine,)

"""The routine file (interfaces.md): plain JSON objects <-> routine and profile.

``read`` refuses a file whole and names the place: ``steps[2].when.clock: 25:00 is not a time``.
What needs the library (unknown ids, locks) is checked by ``services.safekeeping``.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Final, TypeVar, cast

from msgspec import Struct

from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.night import DAYS, Day
from rlscompanion.domain.profile import (
    Answer,
    BloodTest,
    DatedAnswer,
    FerritinUnit,
    Medicine,
    Profile,
)
from rlscompanion.domain.routine import (
    BEFORE_BED_AT_MOST,
    OWN,
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    Nights,
    OnDays,
    ReminderSetting,
    Routine,
    RoutineStep,
    Sound,
    Timing,
    WeekTimes,
)

FORMAT: Final = "rlscompanion-routine"
FORMAT_VERSION: Final = 1
TEXT_AT_MOST: Final = 200
SHOWN_AT_MOST: Final = 40
LARGEST_SHOWN: Final = 10**15
STEPS_AT_MOST: Final = 200
ENTRIES_AT_MOST: Final = 500
BEFORE_BED_MINUTES: Final = (0, BEFORE_BED_AT_MOST)
STEP_MINUTES: Final = (0, 240)
LEAD_MINUTES: Final = (0, 240)
REPEAT_MINUTES: Final = (1, 240)
REPEATS: Final = (0, 20)
LATE_MINUTES: Final = (1, 720)
EVERY_NIGHTS: Final = (2, 14)
BIRTH_YEARS: Final = (1900, 2100)

OWN_ID: Final = r"own/[a-z0-9-]{1,60}"
CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

Json = Mapping[str, object]
E_ = TypeVar("E_", bound=StrEnum)


class BadRoutine(Mendable):
    """The file is refused. ``place`` is a path like ``steps[2].when.clock``, empty for the top."""

    def __init__(self, place: str, problem: str) -> None:
        self.place = _one_line(place)
        self.problem = _one_line(problem)
        super().__init__(f"{self.place}: {self.problem}" if place else self.problem)


class Doubled(dict[str, object]):
    """A JSON object in which a key is there twice; ``twice`` is its name."""

    def __init__(self, fields: Mapping[str, object], twice: str) -> None:
        super().__init__(fields)
        self.twice = twice


class RoutineFile(Struct, frozen=True):
    """What a file holds; ``profile`` is None where it has none."""

    routine: Routine
    profile: Profile | None


class _Place(Struct, frozen=True):
    """A JSON object of the file, with its path for messages."""

    path: str
    fields: Json

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def only(self, *known: str) -> None:
        for key in self.fields:
            if key not in known:
                raise BadRoutine(self.at(key), f"is not known here; known are {', '.join(known)}")

    def has(self, key: str) -> bool:
        return key in self.fields

    def text(self, key: str, *, at_most: int = TEXT_AT_MOST) -> str:
        return _text(self.at(key), self._needed(key), at_most)

    def whole(self, key: str, bounds: tuple[int, int], default: int) -> int:
        return _whole(self.at(key), self.fields[key], bounds) if key in self.fields else default

    def truth(self, key: str, *, default: bool) -> bool:
        value = self.fields.get(key, default)
        if not isinstance(value, bool):
            raise BadRoutine(self.at(key), f"{_shown(value)} is neither true nor false")
        return value

    def time(self, key: str) -> time:
        return _time(self.at(key), self._needed(key))

    def day(self, key: str) -> date:
        return _day(self.at(key), self._needed(key))

    def choice(self, key: str, choices: type[E_], default: E_) -> E_:
        return _choice(self.at(key), self.fields[key], choices) if key in self.fields else default

    def inner(self, key: str) -> "_Place":
        return _object(self.at(key), self._needed(key))

    def list(self, key: str, at_most: int) -> "list[tuple[str, object]]":
        """Return the entries of a list with their paths; none where the key is left out."""
        value = self.fields.get(key, [])
        if not isinstance(value, list):
            raise BadRoutine(self.at(key), f"{_shown(value)} is not a list")
        entries = cast("list[object]", value)
        if len(entries) > at_most:
            raise BadRoutine(
                self.at(key), f"has {len(entries)} entries; at most {at_most} are read"
            )
        return [(f"{self.at(key)}[{n}]", entry) for n, entry in enumerate(entries)]

    def _needed(self, key: str) -> object:
        if key not in self.fields:
            raise BadRoutine(self.at(key), "is missing")
        return self.fields[key]


def read(value: object) -> RoutineFile:
    """Return the routine (and the profile, where there is one) of a parsed routine file.

    Raises BadRoutine with the place and the problem; nothing is read by halves.
    """
    top = _object("", value)
    if top.fields.get("format") != FORMAT:
        raise BadRoutine("format", f'is not "{FORMAT}": this is no routine file')
    version = top.fields.get("version")
    if version != FORMAT_VERSION or isinstance(version, bool):
        raise BadRoutine("version", f"{_shown(version)} is not known; version 1 is read")
    top.only("format", "version", "bedtime", "wake", "day_turns", "steps", "profile")
    built_in = Routine()
    steps = tuple(_step(path, entry) for path, entry in top.list("steps", STEPS_AT_MOST))
    _refuse_doubles("steps", [step.id for step in steps])
    routine = Routine(
        bedtime=_week(top, "bedtime", built_in.bedtime),
        wake=_week(top, "wake", built_in.wake),
        day_turns=top.time("day_turns") if top.has("day_turns") else built_in.day_turns,
        steps=steps,
    )
    profile = read_profile(top.fields["profile"]) if top.has("profile") else None
    return RoutineFile(routine, profile)


def write(routine: Routine, profile: Profile | None = None) -> dict[str, object]:
    """Return the routine file as plain JSON values; the profile only where it is given."""
    written: dict[str, object] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "bedtime": _write_week(routine.bedtime),
        "wake": _write_week(routine.wake),
        "day_turns": _write_time(routine.day_turns),
        "steps": [_write_step(step) for step in routine.steps],
    }
    if profile is not None:
        written["profile"] = write_profile(profile)
    return written


def read_profile(value: object, path: str = "profile") -> Profile:
    """Return the profile of a parsed JSON object. Raises BadRoutine."""
    place = _object(path, value)
    place.only("answers", "birth_year", "clinician_ok", "blood_tests", "medicines")
    answers: dict[str, DatedAnswer] = {}
    if place.has("answers"):
        given = place.inner("answers")
        for condition in given.fields:
            entry = given.inner(condition)
            entry.only("answer", "on")
            answers[condition] = DatedAnswer(
                _choice(entry.at("answer"), entry.fields.get("answer"), Answer), entry.day("on")
            )
    oks: dict[str, date] = {}
    if place.has("clinician_ok"):
        given = place.inner("clinician_ok")
        oks = {step: given.day(step) for step in given.fields}
    year = place.fields.get("birth_year")
    return Profile(
        answers=answers,
        birth_year=None if year is None else _whole(place.at("birth_year"), year, BIRTH_YEARS),
        clinician_ok=oks,
        blood_tests=tuple(
            _blood_test(*entry) for entry in place.list("blood_tests", ENTRIES_AT_MOST)
        ),
        medicines=tuple(_medicine(*entry) for entry in place.list("medicines", ENTRIES_AT_MOST)),
    )


def write_profile(profile: Profile) -> dict[str, object]:
    written: dict[str, object] = {
        "answers": {
            condition: {"answer": given.answer.value, "on": given.on.isoformat()}
            for condition, given in profile.answers.items()
        },
        "clinician_ok": {step: on.isoformat() for step, on in profile.clinician_ok.items()},
        "blood_tests": [
            {"date": test.on.isoformat()}
            | {
                name: value
                for name, value in (("ferritin", test.ferritin), ("tsat", test.tsat))
                if value is not None
            }
            | ({"unit": test.unit.value} if test.unit is not FerritinUnit.NG_ML else {})
            | ({"lab": test.lab} if test.lab else {})
            for test in profile.blood_tests
        ],
        "medicines": [
            {
                "name": medicine.name,
                "class": medicine.kind,
                "times": [_write_time(at) for at in medicine.times],
            }
            | ({"dose": medicine.dose} if medicine.dose else {})
            for medicine in profile.medicines
        ],
    }
    if profile.birth_year is not None:
        written["birth_year"] = profile.birth_year
    return written


def _step(path: str, value: object) -> RoutineStep:
    place = _object(path, value)
    step_id = place.text("id")
    is_own = step_id.startswith(OWN)
    if is_own and not re.fullmatch(OWN_ID, step_id):
        raise BadRoutine(
            place.at("id"), f"{_shown(step_id)} needs 1 to 60 of a-z, 0-9 and - after own/"
        )
    known = ["id", "on", "when", "minutes", "nights", "reminder"]
    place.only(*(["id", "title", *known[1:]] if is_own else known))
    title = place.text("title").strip() if is_own else ""
    if is_own and not title:
        raise BadRoutine(place.at("title"), "is empty")
    when = _timing(place.inner("when")) if is_own or place.has("when") else None
    return RoutineStep(
        id=step_id,
        on=place.truth("on", default=True),
        title=title,
        when=when,
        minutes=place.whole("minutes", STEP_MINUTES, 0) if place.has("minutes") else None,
        nights=_nights(place.inner("nights")) if place.has("nights") else EveryNight(),
        reminder=_reminder(place.inner("reminder")) if place.has("reminder") else ReminderSetting(),
    )


def _timing(place: _Place) -> Timing:
    place.only("before_bed", "clock")
    if place.has("before_bed") == place.has("clock"):
        raise BadRoutine(place.path, "needs either before_bed or clock, not both and not none")
    if place.has("clock"):
        return AtClock(place.time("clock"))
    return BeforeBed(place.whole("before_bed", BEFORE_BED_MINUTES, 0))


def _nights(place: _Place) -> Nights:
    if place.has("days"):
        place.only("days")
        days = [_choice(path, entry, Day) for path, entry in place.list("days", len(DAYS))]
        _refuse_doubles(place.at("days"), days)
        if not days:
            raise BadRoutine(place.at("days"), "names no day; switch the step off instead")
        return OnDays(frozenset(days))
    place.only("every", "from")
    if not place.has("every"):
        raise BadRoutine(place.path, "needs either days or every and from")
    return EveryNth(place.whole("every", EVERY_NIGHTS, 2), place.day("from"))


def _reminder(place: _Place) -> ReminderSetting:
    place.only("on", "lead", "repeat_every", "repeat_at_most", "late_limit", "sound")
    usual = ReminderSetting()
    return ReminderSetting(
        on=place.truth("on", default=usual.on),
        lead=place.whole("lead", LEAD_MINUTES, usual.lead),
        repeat_every=place.whole("repeat_every", REPEAT_MINUTES, usual.repeat_every),
        repeat_at_most=place.whole("repeat_at_most", REPEATS, usual.repeat_at_most),
        late_limit=place.whole("late_limit", LATE_MINUTES, usual.late_limit),
        sound=place.choice("sound", Sound, usual.sound),
    )


def _week(top: _Place, key: str, usual: WeekTimes) -> WeekTimes:
    if not top.has(key):
        return usual
    place = top.inner(key)
    place.only("every", *DAYS)
    return WeekTimes(
        every=place.time("every") if place.has("every") else usual.every,
        days={day: place.time(day) for day in DAYS if place.has(day)},
    )


def _blood_test(path: str, value: object) -> BloodTest:
    place = _object(path, value)
    place.only("date", "ferritin", "tsat", "unit", "lab")
    return BloodTest(
        on=place.day("date"),
        ferritin=_figure(place, "ferritin", 100_000),
        tsat=_figure(place, "tsat", 100),
        unit=place.choice("unit", FerritinUnit, FerritinUnit.NG_ML),
        lab=place.text("lab").strip() if place.has("lab") else "",
    )


def _medicine(path: str, value: object) -> Medicine:
    place = _object(path, value)
    place.only("name", "class", "times", "dose")
    name = place.text("name").strip()
    if not name:
        raise BadRoutine(place.at("name"), "is empty")
    times = [_time(where, entry) for where, entry in place.list("times", 24)]
    return Medicine(
        name=name,
        kind=place.text("class"),
        times=tuple(sorted(set(times))),
        dose=place.text("dose").strip() if place.has("dose") else "",
    )


def _object(path: str, value: object) -> _Place:
    if not isinstance(value, Mapping):
        raise BadRoutine(path, f"{_shown(value)} is not an object")
    place = _Place(path, cast("Json", value))
    if isinstance(value, Doubled):
        raise BadRoutine(place.at(value.twice), "is there twice")
    return place


def _text(path: str, value: object, at_most: int) -> str:
    if not isinstance(value, str):
        raise BadRoutine(path, f"{_shown(value)} is not a text")
    if len(value) > at_most:
        raise BadRoutine(path, f"is longer than {at_most} characters")
    if not value.isprintable():
        raise BadRoutine(path, "has characters that cannot be shown")
    return value


def _whole(path: str, value: object, bounds: tuple[int, int]) -> int:
    low, high = bounds
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadRoutine(path, f"{_shown(value)} is not a whole number")
    if not low <= value <= high:
        raise BadRoutine(path, f"{_shown(value)} is not between {low} and {high}")
    return value


def _figure(place: _Place, key: str, high: int) -> float | None:
    value = place.fields.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= high:
        raise BadRoutine(place.at(key), f"{_shown(value)} is not a number from 0 to {high}")
    return value


def _time(path: str, value: object) -> time:
    if not isinstance(value, str) or not re.fullmatch(CLOCK, value):
        raise BadRoutine(path, f"{_shown(value)} is not a time")
    return time.fromisoformat(value)


def _day(path: str, value: object) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(DAY, value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadRoutine(path, f"{_shown(value)} is not a date like 2026-11-22")


def _choice(path: str, value: object, choices: type[E_]) -> E_:
    for choice in choices:
        if choice.value == value:
            return choice
    known = ", ".join(choice.value for choice in choices)
    raise BadRoutine(path, f"{_shown(value)} is not one of {known}")


def _refuse_doubles(path: str, ids: Collection[str]) -> None:
    seen: set[str] = set()
    for n, name in enumerate(ids):
        if name in seen:
            raise BadRoutine(f"{path}[{n}]", f"{name} is there twice")
        seen.add(name)


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > LARGEST_SHOWN:
        return "a very large number"
    if isinstance(value, str | int | float):
        return _short(str(value), SHOWN_AT_MOST)
    return "a list" if isinstance(value, list) else "an object"


def _one_line(text: str) -> str:
    """Return a text that may hold anything at all as one line that can be printed."""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return _short(shown, TEXT_AT_MOST + 2 * SHOWN_AT_MOST)


def _short(text: str, at_most: int) -> str:
    return text if len(text) <= at_most else f"{text[:at_most]}…"


def _write_time(at: time) -> str:
    return at.strftime("%H:%M")


def _write_week(week: WeekTimes) -> dict[str, object]:
    written: dict[str, object] = {"every": _write_time(week.every)}
    written.update((day.value, _write_time(week.days[day])) for day in DAYS if day in week.days)
    return written


def _write_step(step: RoutineStep) -> dict[str, object]:
    written: dict[str, object] = {"id": step.id}
    if step.is_own:
        written["title"] = step.title
    written["on"] = step.on
    if step.when is not None:
        written["when"] = (
            {"clock": _write_time(step.when.time)}
            if isinstance(step.when, AtClock)
            else {"before_bed": step.when.minutes}
        )
    if step.minutes is not None:
        written["minutes"] = step.minutes
    match step.nights:
        case EveryNight():
            pass
        case OnDays(days):
            written["nights"] = {"days": [day.value for day in DAYS if day in days]}
        case EveryNth(every, start):
            written["nights"] = {"every": every, "from": start.isoformat()}
    if step.reminder != ReminderSetting():
        written["reminder"] = {
            "on": step.reminder.on,
            "lead": step.reminder.lead,
            "repeat_every": step.reminder.repeat_every,
            "repeat_at_most": step.reminder.repeat_at_most,
            "late_limit": step.reminder.late_limit,
            "sound": step.reminder.sound.value,
        }
    return written

"""Safekeeping: the routine out to a file and back in, whole or not at all."""

import json
from collections.abc import Sequence
from datetime import time
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain import routine_file
from rlscompanion.domain.chosen import rule_step, title_of
from rlscompanion.domain.library import Library
from rlscompanion.domain.night import DAYS
from rlscompanion.domain.own_steps import why_refused
from rlscompanion.domain.profile import MEDICINE_CLASSES, Profile
from rlscompanion.domain.routine import BeforeBed, Routine, RoutineStep
from rlscompanion.domain.routine_file import BadRoutine, Doubled, RoutineFile
from rlscompanion.domain.safety import ALCOHOL, Ruling
from rlscompanion.services.advising import Advising
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock, Profiles

FILE_AT_MOST: Final = 4 * 1024 * 1024
DAY_MINUTES: Final = 24 * 60


class LockedStep(Struct, frozen=True):
    """A step that was imported switched off, because of its verdict."""

    title: str
    ruling: Ruling


class Imported(Struct, frozen=True):
    """What became of a file."""

    steps: int
    with_profile: bool
    locked: tuple[LockedStep, ...]


class Safekeeping(Struct, frozen=True):
    """Over files, with everything checked before anything is saved."""

    library: Library
    planning: Planning
    advising: Advising
    profiles: Profiles
    clock: Clock

    def export_routine(self, *, with_profile: bool) -> str:
        """Return the routine file as text."""
        profile = self.advising.profile() if with_profile else None
        written = routine_file.write(self.planning.routine(), profile)
        return json.dumps(written, ensure_ascii=False, indent=1) + "\n"

    def import_routine(self, text: str, *, with_profile: bool) -> Imported:
        """Replace the routine (and the profile, if asked for) by a file's.

        Raises BadRoutine, with nothing changed.
        """
        found = routine_file.read(parse(text))
        if found.profile is not None and not with_profile:
            raise BadRoutine(
                "profile",
                "holds health answers; import with --with-profile to take them, "
                "or export without them",
            )
        check(self.library, found)
        stored = self.advising.profile()
        profile = stored
        if found.profile is not None:
            profile = found.profile.with_new_classes_dated(
                stored, self.library.conditions, self.advising.today()
            )
        routine, locked = self.switched_off_where_locked(found.routine, profile)
        self._keep(routine, profile)
        return Imported(len(routine.steps), found.profile is not None, locked)

    def _keep(self, routine: Routine, profile: Profile) -> None:
        """Save what differs from what stands; both together where both do."""
        new_profile = profile if profile != self.profiles.load() else None
        if new_profile is None:
            self.planning.save(routine)
        elif self.planning.stands(routine):
            self.profiles.save(new_profile, self.clock.now())
        else:
            self.planning.routines.save(routine, self.clock.now(), new_profile)

    def switched_off_where_locked(
        self, routine: Routine, profile: Profile
    ) -> tuple[Routine, tuple[LockedStep, ...]]:
        """Return the routine with locked steps off, and which those are."""
        gate = self.advising.gate(profile)
        locked: list[LockedStep] = []
        steps: list[RoutineStep] = []
        for step in routine.steps:
            ruling = rule_step(gate, step)
            if step.on and ruling.locks:
                locked.append(LockedStep(title_of(step, self.library.steps.get(step.id)), ruling))
                steps.append(replace(step, on=False))
            else:
                steps.append(step)
        return replace(routine, steps=tuple(steps)), tuple(locked)


def parse(text: str) -> object:
    """Return the JSON value of a file's text. Raises BadRoutine with line and column."""
    if len(text) > FILE_AT_MOST:
        raise BadRoutine("", f"the file is larger than {FILE_AT_MOST // 1024 // 1024} MiB")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=float)
    except json.JSONDecodeError as error:
        binary = text[error.pos : error.pos + 1] == "\0"
        why = error.msg if text.strip() else "the file is empty"
        problem = "is no text but a NUL byte" if binary else f"is not JSON: {why}"
        raise BadRoutine(
            f"line {error.lineno} column {error.colno}",
            f"{problem}; mend it there, or export it again",
        ) from error
    except BadRoutine:
        raise
    except ValueError as error:
        raise BadRoutine("", "the file holds a number that is far too long") from error
    except RecursionError as error:
        raise BadRoutine("", "the file is nested too deeply to be a routine") from error


def check(library: Library, found: RoutineFile) -> None:
    """Hold a file against the library. Raises BadRoutine with the place."""
    for n, step in enumerate(found.routine.steps):
        _check_step(library, f"steps[{n}]", step)
        if isinstance(step.when, BeforeBed):
            _check_after_turn(f"steps[{n}].when.before_bed", step.when, found.routine)
    if found.profile is not None:
        _check_profile(library, found.profile)


def _check_step(library: Library, path: str, step: RoutineStep) -> None:
    if step.is_own:
        reason = why_refused(library, step.title)
        if reason is not None:
            raise BadRoutine(f"{path}.title", reason)
        return
    known = library.steps.get(step.id)
    if known is None:
        raise BadRoutine(f"{path}.id", f"{step.id} is no step of this app")
    if not known.offered:
        raise BadRoutine(f"{path}.id", f"{step.id} is not offered as a step")


def _check_after_turn(path: str, when: BeforeBed, routine: Routine) -> None:
    for day in DAYS:
        bedtime = routine.bedtime.days.get(day, routine.bedtime.every)
        room = (_minutes(bedtime) - _minutes(routine.day_turns)) % DAY_MINUTES
        if when.minutes > room:
            raise BadRoutine(
                path,
                f"{when.minutes} minutes before {bedtime:%H:%M} is before the day turns over "
                f"at {routine.day_turns:%H:%M}",
            )


def _check_profile(library: Library, profile: Profile) -> None:
    for condition in profile.answers:
        if condition not in library.conditions or condition == ALCOHOL:
            raise BadRoutine(f"profile.answers.{condition}", "is no question of this app")
    for step in profile.clinician_ok:
        if step not in library.steps:
            raise BadRoutine(f"profile.clinician_ok.{step}", "is no step of this app")
    for n, medicine in enumerate(profile.medicines):
        if medicine.kind not in medicine_classes(library):
            raise BadRoutine(
                f"profile.medicines[{n}].class", f"{medicine.kind} is no class of medicines"
            )


def medicine_classes(library: Library) -> frozenset[str]:
    """Return every class a medicine can have."""
    return (frozenset(library.conditions) | MEDICINE_CLASSES) - {ALCOHOL}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    keys = [key for key, _ in pairs]
    twice = next((key for key in found if keys.count(key) > 1), None)
    return found if twice is None else Doubled(found, twice)

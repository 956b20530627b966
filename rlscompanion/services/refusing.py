"""What a routine cannot hold, refused in words before anything is saved."""

import re
from datetime import time
from typing import Final

from rlscompanion.domain.library import Library
from rlscompanion.domain.night import DAYS
from rlscompanion.domain.own_steps import why_refused
from rlscompanion.domain.profile import BloodTest, Medicine
from rlscompanion.domain.routine import (
    BEFORE_BED_AT_MOST,
    LIGHTS_OUT,
    OWN,
    BeforeBed,
    EveryNth,
    Nights,
    OnDays,
    ReminderSetting,
    Routine,
    Timing,
    timing_of,
)
from rlscompanion.domain.routine_file import (
    BEFORE_BED_MINUTES,
    ENTRIES_AT_MOST,
    EVERY_NIGHTS,
    LATE_MINUTES,
    LEAD_MINUTES,
    REPEAT_MINUTES,
    REPEATS,
    TEXT_AT_MOST,
)
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.safekeeping import medicine_classes

FERRITIN_AT_MOST: Final = 10_000
PER_CENT: Final = 100
SLUG_AT_MOST: Final = 60
TIMES_AT_MOST: Final = 24
DAY_MINUTES: Final = 24 * 60


def refuse_lights_out(step_id: str) -> None:
    if step_id == LIGHTS_OUT:
        raise Refused("Lights out follows bedtime; move bedtime instead.")


def refuse_outside(what: str, value: int, bounds: tuple[int, int]) -> None:
    """Raise Refused unless ``value`` lies within ``bounds``, both included."""
    least, most = bounds
    if not least <= value <= most:
        raise Refused(f"{what}: a number from {least} to {most}, not {value}.")


def refuse_timing(routine: Routine, when: Timing) -> None:
    if isinstance(when, BeforeBed):
        refuse_outside("Minutes before bed", when.minutes, BEFORE_BED_MINUTES)
        refuse_before_turn(routine, when)


def refuse_before_turn(routine: Routine, when: BeforeBed) -> None:
    """Raise Refused where ``when`` would start on the day before, on whatever night."""
    for bedtime in routine.bedtime.all:
        if when.minutes > _room_before(routine, bedtime):
            raise Refused(
                f"{when.minutes} minutes before {bedtime:%H:%M} is before the day turns over "
                f"at {routine.day_turns:%H:%M}. Choose a shorter time."
            )


def refuse_no_room(library: Library, routine: Routine) -> None:
    """Raise Refused where a step that hangs on bedtime would start on the day before."""
    for step in routine.steps:
        when = timing_of(step, library.steps.get(step.id) if step.on else None)
        if isinstance(when, BeforeBed):
            refuse_before_turn(routine, when)


def room_before_bed(routine: Routine) -> int:
    """Return how many minutes before bed a step may start on any night."""
    rooms = (_room_before(routine, bedtime) for bedtime in routine.bedtime.all)
    return min(BEFORE_BED_AT_MOST, *rooms)


def _room_before(routine: Routine, bedtime: time) -> int:
    """Return the minutes from the turn of the day to ``bedtime``."""
    return (_minutes(bedtime) - _minutes(routine.day_turns)) % DAY_MINUTES


def refuse_nights(nights: Nights) -> None:
    match nights:
        case OnDays(days) if not days:
            raise Refused("Choose one night at least, or switch the step off.")
        case OnDays(days) if not days <= set(DAYS):
            raise Refused("Nights are the seven days of the week.")
        case EveryNth(every):
            refuse_outside("Every so many nights", every, EVERY_NIGHTS)
        case _:
            pass


def refuse_reminder(reminder: ReminderSetting) -> None:
    refuse_outside("Minutes early", reminder.lead, LEAD_MINUTES)
    refuse_outside("Minutes between repeats", reminder.repeat_every, REPEAT_MINUTES)
    refuse_outside("Repeats", reminder.repeat_at_most, REPEATS)
    refuse_outside("Minutes late", reminder.late_limit, LATE_MINUTES)


def refuse_blood_test(test: BloodTest) -> None:
    if test.ferritin is None and test.tsat is None:
        raise Refused("Give ferritin, TSAT or both.")
    if test.ferritin is not None and not 0 <= test.ferritin <= FERRITIN_AT_MOST:
        raise Refused(f"Ferritin is a number from 0 to {FERRITIN_AT_MOST}.")
    if test.tsat is not None and not 0 <= test.tsat <= PER_CENT:
        raise Refused("TSAT is a number from 0 to 100.")


def refuse_medicines(library: Library, medicines: tuple[Medicine, ...]) -> None:
    if len(medicines) > ENTRIES_AT_MOST:
        raise Refused(f"{ENTRIES_AT_MOST} medicines at most can be kept.")
    for medicine in medicines:
        if medicine.kind not in medicine_classes(library):
            raise Refused(f"{medicine.kind} is no class of medicines.")
        if len(medicine.times) > TIMES_AT_MOST:
            raise Refused(f"{TIMES_AT_MOST} times a day at most can be kept.")


def name_for_step(library: Library, title: str) -> str:
    """Return the name of an own step, its spaces single. Raises Refused."""
    called = plain_text("a name", title)
    reason = why_refused(library, called)
    if reason is not None:
        raise Refused(reason if reason.endswith((".", "?")) else reason + ".")
    return called


def plain_text(what: str, text: str) -> str:
    """Return a text with single spaces. Raises Refused where there is none, or too much."""
    called = " ".join(text.split())
    if not called:
        raise Refused(f"Give {what} first.")
    if len(called) > TEXT_AT_MOST:
        raise Refused(f"That is too long; {TEXT_AT_MOST} letters at most.")
    if not called.isprintable():
        raise Refused("That has characters that cannot be shown. Write it without them.")
    return called


def own_id(routine: Routine, title: str) -> str:
    """Return an id for a new step of the person's own that no other has."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:SLUG_AT_MOST].strip("-")
    slug = slug or "step"
    taken = {step.id for step in routine.steps}
    found, n = OWN + slug, 1
    while found in taken:
        n += 1
        end = f"-{n}"
        found = OWN + slug[: SLUG_AT_MOST - len(end)] + end
    return found


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute

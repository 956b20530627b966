"""Made-up nights for pictures and measurements: plausible, and the same every time.

Legs go up and down slowly, worse after caffeine or long sitting; a bath helps a little. Some
mornings nobody says anything. None of it is anybody's.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import sin
from random import Random
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.check_in import Chip, Question, entry_of
from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.flare_record import USED, Answer, FlareKind, Part
from rlscompanion.domain.journal import Entry, EntryKind, entry_of_mark
from rlscompanion.domain.night import ONE_DAY, instant_of
from rlscompanion.domain.weekly import WeeklyQuestion, weekly_entry

if TYPE_CHECKING:
    from rlscompanion.domain.forms import Value

NOTES: Final = (
    "Long drive home.",
    "Warm room, window closed.",
    "Visitors until late.",
    "Slept on the sofa first.",
    "Quiet evening.",
)
SOME_CHIPS: Final = (
    (Chip.CAFFEINE, 0.28),
    (Chip.LONG_SITTING, 0.22),
    (Chip.ALCOHOL, 0.12),
    (Chip.LATE_MEAL, 0.12),
    (Chip.HARD_EXERCISE, 0.07),
    (Chip.ANTIHISTAMINE, 0.02),
)
WORSE_AFTER: Final = {Chip.CAFFEINE: 1.6, Chip.LONG_SITTING: 1.1, Chip.ALCOHOL: 0.9}
HELPS: Final = {"warm-bath": 1.2, "stretching": 0.4}
GUIDES: Final = (
    (Part.MOVE, "move-seated", 20),
    (Part.MOVE, "move-standing", 45),
    (Part.STRETCH, "stretch-flare", 100),
    (Part.BREATHE, "breathe-flare", 120),
)
CHANGES: Final = ("same", "same", "better", "worse", "better", "much-better")


class MadeUp(Struct, frozen=True):
    """How the made-up person lives: ``steps`` are ids with their usual time in the evening."""

    zone: ZoneInfo
    steps: Sequence[tuple[str, time]] = (
        ("dim-lights", time(20, 0)),
        ("warm-bath", time(20, 40)),
        ("stretching", time(21, 10)),
        ("screens-off", time(21, 30)),
        ("slow-breathing", time(22, 10)),
    )
    flare_ups_a_night: float = 0.8
    answers_a_morning: float = 0.9
    """On what share of the mornings something is said."""


def made_up_nights(life: MadeUp, last: date, nights: int, seed: int = 5) -> Iterator[Entry]:
    """Yield the entries of ``nights`` Nights up to ``last``, oldest first."""
    chance = Random(seed)  # noqa: S311  (nothing here is secret)
    drift = 0.0
    for n in range(nights):
        night = last - (nights - 1 - n) * ONE_DAY
        drift = 0.7 * drift + chance.gauss(0, 0.9)
        usual = 4.2 + 1.1 * sin(n / 9) - 0.8 * n / max(nights, 1) + drift
        chips = tuple(chip for chip, often in SOME_CHIPS if chance.random() < often)
        worse = sum(WORSE_AFTER.get(chip, 0) for chip in chips)
        done = {name for name, _ in life.steps if chance.random() < 0.74}  # noqa: PLR2004
        legs = usual + worse - sum(HELPS.get(name, 0) for name in done)
        yield from _marks(life, night, done, chance)
        yield from _flare_ups(life, night, legs, chance)
        if chance.random() < life.answers_a_morning:
            yield from _check_in(life, night, legs, chips, chance)
            if n % 7 == 0:
                yield from _weekly(life, night, legs, chance)


def _marks(life: MadeUp, night: date, done: set[str], chance: Random) -> Iterator[Entry]:
    for name, usual in life.steps:
        at = _soon_after(instant_of(night, usual, life.zone), 900, chance)
        if name in done:
            yield entry_of_mark(night, Mark(name, MarkKind.DONE, at), at)
        elif chance.random() < 0.5:  # noqa: PLR2004
            yield entry_of_mark(night, Mark(name, MarkKind.SKIP, at), at)


def _flare_ups(life: MadeUp, night: date, legs: float, chance: Random) -> Iterator[Entry]:
    mean = life.flare_ups_a_night * max(legs, 0.5) / 3.6
    at = _soon_after(instant_of(night, time(22, 50), life.zone), 4800, chance)
    for _ in range(min(int(chance.expovariate(1 / mean) + 0.35), 6)):
        yield from _flare_up(night, at, chance)
        at = _soon_after(at + timedelta(minutes=40), 5400, chance)


def _flare_up(night: date, began: datetime, chance: Random) -> Iterator[Entry]:
    parts = GUIDES[: chance.choice((1, 2, 2, 3, 4, 4))]
    seconds = 0.0

    def happened(kind: FlareKind, detail: str, guide: str = "", lasted: float = 0) -> Entry:
        at = began + timedelta(seconds=seconds)
        body = {
            "event": kind.value,
            "detail": detail,
            "guide": guide,
            "seconds": round(seconds, 1),
            "lasted": lasted,
            "began": began.isoformat(),
        }
        return Entry(night, EntryKind.FLARE_UP, at, at, body)

    yield happened(FlareKind.OPENED, Part.START.value)
    seconds = chance.uniform(3, 9)
    for part, guide, lasts in parts:
        yield happened(FlareKind.PART_BEGUN, part.value, guide)
        seconds += lasts
        yield happened(FlareKind.PART_DONE, part.value, guide, lasts)
    seconds += chance.uniform(2, 15)
    answer = chance.choice((Answer.BETTER, Answer.BETTER, Answer.SAME, Answer.WORSE))
    yield happened(FlareKind.ANSWERED, answer.value)
    seconds += 3
    yield happened(FlareKind.CLOSED, USED)


def _check_in(
    life: MadeUp, night: date, legs: float, chips: tuple[Chip, ...], chance: Random
) -> Iterator[Entry]:
    morning = _soon_after(instant_of(night + ONE_DAY, time(6, 50), life.zone), 5400, chance)

    def rating(shift: float) -> int:
        return min(max(round(legs + shift + chance.gauss(0, 0.8)), 0), 10)

    evening, falling, in_night = rating(0.4), rating(0), rating(-1.2)
    times_up = min(round(max(in_night - 1, 0) * chance.uniform(0.3, 1)), 6)
    since = max(19.0 * 60 + 40 + 20 * (5 - legs) + chance.gauss(0, 25), 16 * 60)
    quarters = int(min(since, 23 * 60 + 45) // 15)
    said: list[tuple[Question, Value]] = [
        (Question.LEGS_EVENING, evening),
        (Question.LEGS_FALLING_ASLEEP, falling),
        (Question.LEGS_IN_NIGHT, in_night),
        (Question.TIMES_UP, times_up),
        (Question.SLEEP, min(max(round(8.5 - 0.7 * legs + chance.gauss(0, 1)), 0), 10)),
    ]
    if evening > 0:
        said.append((Question.BEGAN, time(quarters // 4, quarters % 4 * 15)))
    minutes = max(5, round((10 + 5 * falling + chance.gauss(0, 6)) / 5) * 5)
    said.append((Question.MINUTES_TO_FALL_ASLEEP, minutes))
    if chips:
        said.append((Question.CHIPS, tuple(chip.value for chip in chips)))
    if chance.random() < 0.08:  # noqa: PLR2004
        said.append((Question.NOTE, chance.choice(NOTES)))
    if chance.random() < 0.02:  # noqa: PLR2004
        said.append((Question.SICK_OR_AWAY, True))
    for question, value in said:
        yield entry_of(night, question, value, morning)
        morning = _soon_after(morning, 6, chance)


def _weekly(life: MadeUp, night: date, legs: float, chance: Random) -> Iterator[Entry]:
    at = instant_of(night + ONE_DAY, time(9, 30), life.zone)
    said: tuple[tuple[WeeklyQuestion, Value], ...] = (
        (WeeklyQuestion.DAYS_WITH_SYMPTOMS, min(max(round(legs / 2), 0), 7)),
        (WeeklyQuestion.ARMS, "no"),
        (WeeklyQuestion.SIDES, "both"),
        (WeeklyQuestion.PAIN, "no"),
        (WeeklyQuestion.SLEEPINESS, min(max(round(legs), 0), 10)),
        (WeeklyQuestion.MINUTES_AT_REST, chance.choice((15, 30, 60))),
        (WeeklyQuestion.CHANGE, chance.choice(CHANGES)),
    )
    for question, value in said:
        yield weekly_entry(night, question, value, at)


def _soon_after(at: datetime, seconds: float, chance: Random) -> datetime:
    return (at + timedelta(seconds=chance.uniform(0.5, seconds))).astimezone(UTC)

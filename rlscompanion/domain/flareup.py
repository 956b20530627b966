"""One flare-up: its script for this person and night, its course, how it ended.

Seconds named ``at`` count from the moment the screen was opened.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from rlscompanion.domain.guide import CueShown, cue_at, cue_count, duration, start_of
from rlscompanion.domain.library import Guide, Library

NOT_USED_SECONDS = 10
REST_AFTER_BATH_MINUTES = 30
ROUNDS_BEFORE_MORE_HELP = 2
GENTLEST_BURST = "burst-half-squats"

_STANDING = ("move-standing", "move-marching")
_AIDS = (
    ("cold", "aid-cold"),
    ("self-massage", "aid-massage"),
    ("compression", "aid-compression"),
)


class Part(StrEnum):
    START = "start"
    MOVE = "move"
    STRETCH = "stretch"
    AIDS = "aids"
    BREATHE = "breathe"
    AFTER = "after"
    HELP = "help"
    """The only part there is when nothing may be offered."""


class Answer(StrEnum):
    """To "How are your legs?"."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class FlareKind(StrEnum):
    OPENED = "opened"
    PART_BEGUN = "part-begun"
    PART_DONE = "part-done"
    ANSWERED = "answered"
    ROUND = "round"
    CLOSED = "closed"


USED = "used"
NOT_USED = "not-used"

Script: TypeAlias = tuple[tuple[Part, Guide], ...]
"""What is done, in order. Empty: help only."""


@dataclass(frozen=True, slots=True)
class FlareEvent:
    """One thing for the record.

    ``detail`` is the part, the answer, the round's number, or how it closed (used, not-used).
    """

    kind: FlareKind
    detail: str
    at: float
    guide: str = ""


def script_for(
    library: Library,
    allowed: frozenset[str],
    switched_on: frozenset[str],
    *,
    had_alcohol: bool | None,
    minutes_since_bath: float | None = None,
    clot_now: bool = False,
    burst: str = GENTLEST_BURST,
) -> Script:
    """Return what this person can do tonight: gentle first, breathing last.

    ``allowed`` are the steps the gate lets through tonight, ``switched_on`` those the person
    chose. Alcohol that nobody was asked about counts as alcohol.
    """
    if clot_now:
        return ()
    chosen: list[tuple[Part, str]] = []
    if "seated-moves" in allowed:
        chosen.append((Part.MOVE, "move-seated"))
    if "standing-moves" in allowed:
        chosen.append((Part.MOVE, next((n for n in _STANDING if n in library.guides), "")))
    unlocked = "hard-burst" in allowed & switched_on
    rested = minutes_since_bath is None or minutes_since_bath >= REST_AFTER_BATH_MINUTES
    if unlocked and rested and had_alcohol is False:
        chosen.append((Part.MOVE, burst))
    if "stretching" in allowed:
        chosen.append((Part.STRETCH, "stretch-flare"))
    chosen.extend((Part.AIDS, guide) for step, guide in _AIDS if step in allowed & switched_on)
    if "slow-breathing" in allowed:
        chosen.append((Part.BREATHE, "breathe-flare"))
    guides = library.guides
    return tuple((part, guides[name]) for part, name in chosen if name in guides)


@dataclass(frozen=True, slots=True)
class Course:
    """How one flare-up goes. Each step on returns a new value; a closed one stays as it is."""

    script: Script
    part: Part
    walk: Guide | None = None
    """The slow walk, where the gate allows it."""
    index: int = 0
    """Which entry of the script, while one of its parts is on."""
    walking: bool = False
    moving_only: bool = False
    opens_at_start: bool = True
    round: int = 1
    answered: Answer | None = None
    since: float = 0
    """When the guide that is on had its zero, pauses taken out."""
    paused_at: float | None = None
    closed: bool = False
    events: tuple[FlareEvent, ...] = ()

    @property
    def guide(self) -> Guide | None:
        if self.walking:
            return self.walk
        return self.script[self.index][1] if self.part in _GUIDED else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of this course in order, each once, for the bars at the top."""
        if not self.script:
            return (Part.HELP,)
        begin = (Part.START,) if self.opens_at_start else ()
        guided = tuple(part for place, (part, _) in enumerate(self.script) if _plays(self, place))
        return (*begin, *dict.fromkeys(guided), Part.AFTER)

    @property
    def can_just_move(self) -> bool:
        return any(part is Part.MOVE for part, _ in self.script)

    @property
    def paused(self) -> bool:
        return self.paused_at is not None

    @property
    def needs_more(self) -> bool:
        """Offer the slow walk, the quiet puzzle and help."""
        return self.part is Part.AFTER and (
            self.answered is Answer.WORSE or self.round >= ROUNDS_BEFORE_MORE_HELP
        )

    def elapsed(self, at: float) -> float:
        """Return the seconds of the guide that is on."""
        return max(0.0, (at if self.paused_at is None else self.paused_at) - self.since)

    def cue(self, at: float) -> CueShown | None:
        return None if self.guide is None else cue_at(self.guide, self.elapsed(at))

    def start(self, at: float) -> "Course":
        if self.closed or self.part is not Part.START:
            return self
        return _begin(self, _first(self), at)

    def just_move(self, at: float) -> "Course":
        if self.closed or not self.can_just_move or self.walking:
            return self
        moving = replace(self, moving_only=True)
        if self.part is Part.MOVE:
            return moving
        if self.part is Part.AFTER:
            return moving.another_round(at)
        return _begin(moving, _first(moving), at)

    def next(self, at: float) -> "Course":
        """Go to the next cue, or from the last one, and from breathing, to the next part."""
        if self.part is Part.START:
            return self.start(at)
        if self.closed or self.guide is None:
            return self
        cue = self.cue(at)
        if cue is None or cue.index + 1 >= cue_count(self.guide) or self.part is Part.BREATHE:
            return _move_on(self, at)
        return _jump(self, cue.index + 1, at)

    def back(self, at: float) -> "Course":
        if self.closed or self.part in {Part.START, Part.HELP}:
            return self
        if self.walking:
            return _rest(self, at)
        cue = self.cue(at)
        if cue is not None and cue.index > 0 and self.part is not Part.BREATHE:
            return _jump(self, cue.index - 1, at)
        before = _before(self, len(self.script) if self.part is Part.AFTER else self.index)
        if before is not None:
            return _reenter(self, before, at)
        if self.opens_at_start:
            return replace(self, part=Part.START, moving_only=False, paused_at=None)
        return _jump(self, 0, at)

    def pause(self, at: float) -> "Course":
        if self.closed or self.guide is None or self.paused:
            return self
        return replace(self, paused_at=at)

    def go_on(self, at: float) -> "Course":
        if self.closed or self.paused_at is None:
            return self
        return replace(self, since=self.since + at - self.paused_at, paused_at=None)

    def advance(self, at: float) -> "Course":
        """Finish every part whose time is over by ``at``. One clock: nothing drifts."""
        course = self
        while not course.closed and course.guide is not None and not course.paused:
            end = course.since + duration(course.guide)
            if at < end:
                break
            course = course.finish(end)
        return course

    def finish(self, at: float) -> "Course":
        """End the part that is on as done, and go to the next."""
        if self.closed or self.guide is None:
            return self
        return _move_on(_with(self, FlareKind.PART_DONE, self.part, at, self.guide.id), at)

    def answer(self, answer: Answer, at: float) -> "Course":
        if self.closed or self.part is not Part.AFTER or answer is self.answered:
            return self
        return _with(replace(self, answered=answer), FlareKind.ANSWERED, answer, at)

    def another_round(self, at: float) -> "Course":
        if self.closed or self.part is not Part.AFTER or self.walking:
            return self
        again = replace(self, round=self.round + 1, answered=None)
        return _begin(_with(again, FlareKind.ROUND, str(again.round), at), _first(again), at)

    def walk_slowly(self, at: float) -> "Course":
        if self.closed or self.walk is None or self.part is not Part.AFTER:
            return self
        walking = replace(self, part=Part.MOVE, walking=True, since=at, paused_at=None)
        return _with(walking, FlareKind.PART_BEGUN, Part.MOVE, at, self.walk.id)

    def leave(self, at: float) -> "Course":
        if self.closed:
            return self
        how = NOT_USED if at < NOT_USED_SECONDS else USED
        return _with(replace(self, closed=True), FlareKind.CLOSED, how, at)


_GUIDED = frozenset({Part.MOVE, Part.STRETCH, Part.AIDS, Part.BREATHE})


def _plays(course: Course, place: int) -> bool:
    return not course.moving_only or course.script[place][0] is Part.MOVE


def _first(course: Course) -> int:
    return next(place for place in range(len(course.script)) if _plays(course, place))


def _before(course: Course, index: int) -> int | None:
    return next((place for place in reversed(range(index)) if _plays(course, place)), None)


def _with(course: Course, kind: FlareKind, detail: str, at: float, guide: str = "") -> Course:
    return replace(course, events=(*course.events, FlareEvent(kind, str(detail), at, guide)))


def _begin(course: Course, index: int, at: float) -> Course:
    part, guide = course.script[index]
    begun = replace(course, part=part, index=index, walking=False, since=at, paused_at=None)
    return _with(begun, FlareKind.PART_BEGUN, part, at, guide.id)


def _reenter(course: Course, index: int, at: float) -> Course:
    part, guide = course.script[index]
    last = 0 if part is Part.BREATHE else cue_count(guide) - 1
    return _jump(_begin(replace(course, answered=None), index, at), last, at)


def _jump(course: Course, cue: int, at: float) -> Course:
    start = 0 if course.guide is None else start_of(course.guide, cue)
    return replace(course, since=at - start, paused_at=None)


def _move_on(course: Course, at: float) -> Course:
    later = range(course.index + 1, len(course.script))
    following = next((place for place in later if _plays(course, place)), None)
    if course.walking or following is None:
        return _rest(course, at)
    return _begin(course, following, at)


def _rest(course: Course, at: float) -> Course:
    """Stop at the question. After a walk it is asked anew."""
    resting = replace(course, part=Part.AFTER, walking=False, answered=None, paused_at=None)
    return _with(resting, FlareKind.PART_BEGUN, Part.AFTER, at)


def open_course(script: Script, *, walk: Guide | None, earlier_tonight: bool) -> Course:
    """Open a flare-up. The second of a night opens at Move."""
    part = Part.START if script else Part.HELP
    straight_on = earlier_tonight and bool(script)
    course = Course(
        script=script,
        part=part,
        walk=walk,
        opens_at_start=not straight_on,
        events=(FlareEvent(FlareKind.OPENED, Part.MOVE if straight_on else part, 0),),
    )
    return course.start(0) if straight_on else course

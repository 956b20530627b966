"""The course of one flare-up, from the first screen to "How are your legs?".

Seconds named ``at`` count from the moment the screen was opened.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.flare_record import (
    LEFT_ALONE,
    NOT_USED,
    NOT_USED_SECONDS,
    USED,
    Alcohol,
    Answer,
    FlareEvent,
    FlareKind,
    Part,
)
from rlscompanion.domain.flare_script import Exercise, Script, for_next_round
from rlscompanion.domain.guide import CueShown, cue_at, cue_count, duration, start_of
from rlscompanion.domain.library import Guide

ROUNDS_BEFORE_MORE_HELP: Final = 2
ALONE_SECONDS: Final = 600
"""It closes itself so long after the last sign of life."""
ALCOHOL_WAIT_SECONDS: Final = 20
"""The question about alcohol waits so long; unanswered it counts as alcohol."""


class Course(Struct, frozen=True):
    """How one flare-up goes. Each step on returns a new value; a closed one stays as it is."""

    script: Script
    part: Part
    sober_script: Script | None = None
    """The script with a hard burst, for who answers that there was no alcohol."""
    walk: Guide | None = None
    """The slow walk, where the gate allows it."""
    walk_stop: str = ""
    index: int = 0
    """Which entry of the script, while one of its parts is on."""
    walking: bool = False
    moving_only: bool = False
    opens_at_start: bool = True
    round: int = 1
    puzzle: int = 0
    """Which of the quiet puzzles comes next; it is another one each time."""
    answered: Answer | None = None
    since: float = 0
    """When the guide that is on had its zero, pauses taken out."""
    skipped: float = 0
    """Seconds of the guide that were passed over, or, below nothing, gone through again."""
    paused_at: float | None = None
    closed: bool = False
    events: tuple[FlareEvent, ...] = ()

    @property
    def exercise(self) -> Exercise | None:
        return self.script[self.index] if self.part in _GUIDED and not self.walking else None

    @property
    def guide(self) -> Guide | None:
        if self.walking:
            return self.walk
        return None if self.exercise is None else self.exercise.guide

    @property
    def stop(self) -> str:
        """The stop rule of what is on."""
        if self.walking:
            return self.walk_stop
        return "" if self.exercise is None else self.exercise.stop

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of this course in order, each once, for the bars at the top."""
        if not self.script:
            return (Part.HELP,)
        begin = (Part.START,) if self.opens_at_start else ()
        guided = tuple(each.part for place, each in enumerate(self.script) if _plays(self, place))
        return (*begin, *dict.fromkeys(guided), Part.AFTER)

    @property
    def place(self) -> int:
        """Which of ``parts`` is on, from 0. Questions and puzzles have no bar of their own."""
        part = {Part.ALCOHOL: Part.MOVE, Part.PUZZLE: Part.AFTER}.get(self.part, self.part)
        return self.parts.index(part) if part in self.parts else len(self.parts) - 1

    @property
    def can_just_move(self) -> bool:
        return any(each.part is Part.MOVE for each in self.script)

    @property
    def paused(self) -> bool:
        return self.paused_at is not None

    @property
    def needs_more(self) -> bool:
        """Offer the slow walk, the quiet puzzle and help."""
        return self.part in {Part.AFTER, Part.PUZZLE} and (
            self.answered is Answer.WORSE or self.round >= ROUNDS_BEFORE_MORE_HELP
        )

    @property
    def next_script(self) -> Script:
        """The script that another round would have."""
        return for_next_round(self.script, self.answered)

    def elapsed(self, at: float) -> float:
        """Return the seconds of the guide that is on."""
        return max(0.0, (at if self.paused_at is None else self.paused_at) - self.since)

    def cue(self, at: float) -> CueShown | None:
        return None if self.guide is None else cue_at(self.guide, self.elapsed(at))

    def start(self, at: float) -> "Course":
        if self.closed or self.part is not Part.START:
            return self
        return _set_out(self, at)

    def just_move(self, at: float) -> "Course":
        if self.closed or not self.can_just_move or self.walking or self.part is Part.ALCOHOL:
            return self
        moving = replace(self, moving_only=True)
        if self.part is Part.MOVE:
            return moving
        if self.part in {Part.AFTER, Part.PUZZLE}:
            return moving.another_round(at)
        if self.part is Part.START:
            return _set_out(moving, at)
        return _begin(_left_off(moving, at), _first(moving), at)

    def say_alcohol(self, said: Alcohol, at: float) -> "Course":
        """Answer the question. Anything but a no leaves the hard burst out."""
        if self.closed or self.part is not Part.ALCOHOL:
            return self
        script = self.script
        if said is Alcohol.NO and self.sober_script is not None:
            script = self.sober_script
        told = replace(self, script=script, sober_script=None)
        told = _with(told, FlareKind.ALCOHOL, said, at)
        return _begin(told, _first(told), at)

    def next(self, at: float) -> "Course":
        """Go to the next cue, or from the last one, and from breathing, to the next part."""
        if self.part is Part.START:
            return self.start(at)
        if self.part is Part.ALCOHOL:
            return self.say_alcohol(Alcohol.UNKNOWN, at)
        if self.closed or self.guide is None:
            return self
        cue = self.cue(at)
        if cue is None or cue.index + 1 >= cue_count(self.guide) or self.part is Part.BREATHE:
            return _move_on(_left_off(self, at), at)
        return _jump(self, cue.index + 1, at)

    def back(self, at: float) -> "Course":
        if self.closed:
            return self
        match self.part:
            case Part.START | Part.HELP:
                return self
            case Part.PUZZLE:
                return replace(self, part=Part.AFTER)
            case Part.ALCOHOL:
                return replace(self, part=Part.START) if self.opens_at_start else self
            case _:
                return _rest(_left_off(self, at), at) if self.walking else _back(self, at)

    def pause(self, at: float) -> "Course":
        if self.closed or self.guide is None or self.paused:
            return self
        return replace(self, paused_at=max(at, self.since))

    def go_on(self, at: float) -> "Course":
        if self.closed or self.paused_at is None:
            return self
        return replace(self, since=self.since + at - self.paused_at, paused_at=None)

    def advance(self, at: float) -> "Course":
        """Finish every part whose time is over by ``at``. One clock: nothing drifts."""
        course = self
        if course.part is Part.ALCOHOL and at >= course.since + ALCOHOL_WAIT_SECONDS:
            # What comes next begins when it is seen: after a sleep nothing has been done.
            course = course.say_alcohol(Alcohol.UNKNOWN, at)
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
        return _move_on(_ended(self, FlareKind.PART_DONE, at), at)

    def answer(self, answer: Answer, at: float) -> "Course":
        if self.closed or self.part is not Part.AFTER or answer is self.answered:
            return self
        return _with(replace(self, answered=answer), FlareKind.ANSWERED, answer, at)

    def another_round(self, at: float) -> "Course":
        """Begin again; what did not help is done another way."""
        if self.closed or self.part not in {Part.AFTER, Part.PUZZLE} or not self.script:
            return self
        again = replace(self, script=self.next_script, round=self.round + 1, answered=None)
        if again.moving_only and not again.can_just_move:
            again = replace(again, moving_only=False)
        return _begin(_with(again, FlareKind.ROUND, str(again.round), at), _first(again), at)

    def walk_slowly(self, at: float) -> "Course":
        if self.closed or self.walk is None or self.part not in {Part.AFTER, Part.PUZZLE}:
            return self
        walking = replace(self, part=Part.MOVE, walking=True, since=at, skipped=0, paused_at=None)
        return _with(walking, FlareKind.PART_BEGUN, Part.MOVE, at, self.walk.id)

    def puzzle_on(self, at: float) -> "Course":
        """Give the mind a quiet puzzle, each time another one."""
        if self.closed or self.part not in {Part.AFTER, Part.PUZZLE}:
            return self
        puzzling = replace(self, part=Part.PUZZLE, puzzle=self.puzzle + 1)
        if self.part is Part.PUZZLE:
            return puzzling
        return _with(puzzling, FlareKind.PART_BEGUN, Part.PUZZLE, at)

    def leave(self, at: float) -> "Course":
        if self.closed:
            return self
        how = NOT_USED if at < NOT_USED_SECONDS else USED
        return _close(self, how, at)

    def leave_alone(self, at: float) -> "Course":
        """Close because nobody has been there for ``ALONE_SECONDS``."""
        return self if self.closed else _close(self, LEFT_ALONE, at)


_GUIDED: Final = frozenset({Part.MOVE, Part.STRETCH, Part.AIDS, Part.BREATHE})


def _plays(course: Course, place: int) -> bool:
    return not course.moving_only or course.script[place].part is Part.MOVE


def _first(course: Course) -> int:
    return next(place for place in range(len(course.script)) if _plays(course, place))


def _before(course: Course, index: int) -> int | None:
    return next((place for place in reversed(range(index)) if _plays(course, place)), None)


def _with(
    course: Course, kind: FlareKind, detail: str, at: float, guide: str = "", *, lasted: float = 0
) -> Course:
    event = FlareEvent(kind, str(detail), at, guide, lasted)
    return replace(course, events=(*course.events, event))


def _set_out(course: Course, at: float) -> Course:
    """Begin the script, after the question about alcohol where it matters."""
    if course.sober_script is not None:
        return replace(course, part=Part.ALCOHOL, since=at, paused_at=None)
    return _begin(course, _first(course), at)


def _begin(course: Course, index: int, at: float) -> Course:
    each = course.script[index]
    begun = replace(
        course, part=each.part, index=index, walking=False, since=at, skipped=0, paused_at=None
    )
    return _with(begun, FlareKind.PART_BEGUN, each.part, at, each.guide.id)


def _back(course: Course, at: float) -> Course:
    """Return to the cue before, else to the part before, else to the very first screen."""
    cue = course.cue(at)
    if cue is not None and cue.index > 0 and course.part is not Part.BREATHE:
        return _jump(course, cue.index - 1, at)
    before = _before(course, len(course.script) if course.part is Part.AFTER else course.index)
    if before is not None:
        return _reenter(_left_off(course, at), before, at)
    if course.opens_at_start:
        gone = _left_off(course, at)
        return replace(gone, part=Part.START, moving_only=False, paused_at=None)
    return _jump(course, 0, at)


def _reenter(course: Course, index: int, at: float) -> Course:
    each = course.script[index]
    last = 0 if each.part is Part.BREATHE else cue_count(each.guide) - 1
    return _jump(_begin(replace(course, answered=None), index, at), last, at)


def _jump(course: Course, cue: int, at: float) -> Course:
    start = 0 if course.guide is None else start_of(course.guide, cue)
    skipped = course.skipped + start - course.elapsed(at)
    return replace(course, since=at - start, skipped=skipped, paused_at=None)


def _ended(course: Course, kind: FlareKind, at: float) -> Course:
    guide = course.guide
    if guide is None:
        return course
    lasted = max(0.0, min(course.elapsed(at), duration(guide)) - course.skipped)
    return _with(course, kind, course.part, at, guide.id, lasted=lasted)


def _left_off(course: Course, at: float) -> Course:
    return _ended(course, FlareKind.PART_LEFT, at)


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


def _close(course: Course, how: str, at: float) -> Course:
    left = _left_off(course, at)
    return _with(replace(left, closed=True), FlareKind.CLOSED, how, at)


def open_course(
    script: Script,
    *,
    sober_script: Script | None = None,
    walk: Guide | None = None,
    walk_stop: str = "",
    earlier_tonight: bool = False,
    puzzle: int = 0,
) -> Course:
    """Open a flare-up. The second of a night opens at Move."""
    part = Part.START if script else Part.HELP
    straight_on = earlier_tonight and bool(script)
    course = Course(
        script=script,
        part=part,
        sober_script=sober_script,
        walk=walk,
        walk_stop=walk_stop,
        opens_at_start=not straight_on,
        puzzle=puzzle,
        events=(FlareEvent(FlareKind.OPENED, Part.MOVE if straight_on else part, 0),),
    )
    return course.start(0) if straight_on else course


def puzzles_in(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the quiet puzzles of the library, in the order of the file."""
    return tuple(text for key, text in texts.items() if key.startswith("puzzle-"))

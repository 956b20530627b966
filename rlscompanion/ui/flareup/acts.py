"""What a person does on the flare-up screen: which act a key means, and where it leads."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from rlscompanion.domain.flare_record import Alcohol, Answer, Part
from rlscompanion.domain.flareup import Course
from rlscompanion.ui.flareup.keys import Press
from rlscompanion.ui.flareup.views import View


class Act(StrEnum):
    START = "start"
    JUST_MOVE = "just-move"
    NEXT = "next"
    BACK = "back"
    PAUSE = "pause"
    """Or go on, where it is paused."""
    FIRST_ANSWER = "first-answer"
    SECOND_ANSWER = "second-answer"
    THIRD_ANSWER = "third-answer"
    TO_ANSWERS = "to-answers"
    """Take the keyboard there: what has it can be seen, and the same key then takes it."""
    WALK = "walk"
    PUZZLE = "puzzle"
    ANOTHER_ROUND = "another-round"
    TO_BED = "to-bed"
    GET_HELP = "get-help"
    ALL_SIGNS = "all-signs"
    MORE_SIGNS = "more-signs"
    SIGNS_BEFORE = "signs-before"
    LEAVE_PAGE = "leave-page"
    """Of help."""
    SOUND = "sound"
    CLOSE = "close"


ANSWERS: Final = (Act.FIRST_ANSWER, Act.SECOND_ANSWER, Act.THIRD_ANSWER)
MORE: Final = (Act.WALK, Act.PUZZLE, Act.GET_HELP)
"""What is offered where the legs are no better."""
_PAGE_ON: Final = frozenset({Press.ONWARDS, Press.SPACE, Press.HELP, Press.DOWN})
_MEANT: Final = {
    Press.BACK: Act.BACK,
    Press.HELP: Act.GET_HELP,
    Press.MOVE: Act.JUST_MOVE,
    Press.AGAIN: Act.ANOTHER_ROUND,
    Press.PUZZLE: Act.PUZZLE,
    Press.FIRST: Act.FIRST_ANSWER,
    Press.SECOND: Act.SECOND_ANSWER,
    Press.THIRD: Act.THIRD_ANSWER,
}


def act_of(press: Press | None, view: View, course: Course, main: Act) -> Act | None:
    """Return what a key means now. ``main`` is what the big button would do."""
    if press is None or press is Press.SOUND:
        return press and Act.SOUND
    if view in {View.HELP, View.SIGNS}:
        return _in_help(press) if view is View.HELP else _in_signs(press)
    if press is Press.SPACE and course.guide is not None:
        return Act.PAUSE
    if press in {Press.SPACE, Press.ONWARDS}:
        # The question is left only once it is answered.
        if course.part is not Part.AFTER or course.answered:
            return main
        return Act.TO_ANSWERS if press is Press.ONWARDS else None
    return _MEANT.get(press)


def _in_signs(press: Press) -> Act | None:
    if press is Press.BACK:
        return Act.LEAVE_PAGE
    if press is Press.UP:
        return Act.SIGNS_BEFORE
    return Act.MORE_SIGNS if press in _PAGE_ON else None


def _in_help(press: Press) -> Act | None:
    if press in {Press.BACK, Press.SPACE}:
        return Act.LEAVE_PAGE
    return Act.ALL_SIGNS if press in _PAGE_ON else None


Lead: TypeAlias = Callable[[Course, float], Course]
"""From a course and the seconds since it was opened to the course after an act."""


def _pause(course: Course, at: float) -> Course:
    return course.go_on(at) if course.paused else course.pause(at)


def _just_move(course: Course, at: float) -> Course:
    """Walk slowly, where that is offered; else the moves alone."""
    walks = course.needs_more and course.walk is not None
    return course.walk_slowly(at) if walks else course.just_move(at)


def _puzzle(course: Course, at: float) -> Course:
    return course.puzzle_on(at) if course.needs_more else course


def _answer(place: int) -> Lead:
    def say(course: Course, at: float) -> Course:
        if course.part is Part.ALCOHOL:
            return course.say_alcohol(tuple(Alcohol)[place], at)
        return course.answer(tuple(Answer)[place], at)

    return say


LEADS: Final[Mapping[Act, Lead]] = {
    Act.START: Course.start,
    Act.JUST_MOVE: _just_move,
    Act.NEXT: Course.next,
    Act.BACK: Course.back,
    Act.PAUSE: _pause,
    Act.WALK: Course.walk_slowly,
    Act.PUZZLE: _puzzle,
    Act.ANOTHER_ROUND: Course.another_round,
    **{act: _answer(place) for place, act in enumerate(ANSWERS)},
}
"""The acts that lead the course on; what the others do is the screen's business."""

"""No state of any script of the library lights up the room."""

from collections.abc import Callable, Iterator

import pytest
from msgspec import Struct
from msgspec.structs import replace

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import shiboken6
from light_meter import Reading, contrast, read
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fakes import FakeClock
from rlscompanion.adapters.knowledge_files import read_knowledge
from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.flare_script import EVERY_BURST, Exercise, script_for
from rlscompanion.domain.flareup import Course, open_course, puzzles_in
from rlscompanion.domain.guide import cue_count, start_of
from rlscompanion.ui.flareup.look import colour
from rlscompanion.ui.flareup.screen import FlareUpScreen
from rlscompanion.ui.flareup.wishes import Wishes

LIBRARY = read_library(resources() / "library")
KNOWLEDGE = read_knowledge(resources() / "library")
SIGNS = [(flag.text, flag.action) for flag in KNOWLEDGE.red_flags.values()]
STEPS = frozenset(step.id for step in LIBRARY.steps.values())
WALK = LIBRARY.guides["walk"]
EVERYTHING = script_for(LIBRARY, STEPS, STEPS, sober=True, bursts=EVERY_BURST)
GENTLE = script_for(LIBRARY, STEPS, ())
EVERY_WAY = tuple(
    replace(each, guide=guide) for each in EVERYTHING for guide in (each.guide, *each.instead)
)


class State(Struct, frozen=True):
    """A course at a moment of its own time, and the keys that are pressed then."""

    name: str
    course: Course
    at: float = 0
    keys: tuple[Qt.Key, ...] = ()


def on(each: Exercise, at: float) -> Course:
    """Return a course that has been at one exercise for so long."""
    course = open_course((each,), walk=WALK, walk_stop=each.stop).start(0)
    return replace(course, since=-at)


def after(answer: Answer | None = None, round_: int = 1) -> Course:
    course = open_course(GENTLE, walk=WALK)
    return replace(course, part=Part.AFTER, answered=answer, round=round_)


def states() -> Iterator[State]:
    yield State("start", open_course(GENTLE))
    yield State("alcohol", open_course(GENTLE, sober_script=EVERYTHING).start(0))
    for each in EVERY_WAY:
        cues = cue_count(each.guide) // each.guide.rounds
        for cue in range(cues):
            begun = on(each, start_of(each.guide, cue) + 0.01)
            yield State(f"{each.guide.id}-{cue}", begun)
    breathing = on(EVERYTHING[-1], 3.9)
    yield State("breathe-full", breathing)
    yield State("paused", on(GENTLE[1], 20).pause(0), keys=())
    walking = replace(after(Answer.WORSE), part=Part.MOVE, walking=True)
    yield State("walk", walking)
    for answer in (None, *Answer):
        yield State(f"after-{answer}", after(answer))
    yield State("after-two-rounds", after(None, 2))
    for place, _ in enumerate(puzzles_in(LIBRARY.texts)):
        puzzling = replace(after(Answer.WORSE), part=Part.PUZZLE, puzzle=place)
        yield State(f"puzzle-{place}", puzzling)
    key = Qt.Key
    yield State("help", open_course(GENTLE), keys=(key.Key_H,))
    yield State("help-only", open_course(()))
    for page in range(-(-len(SIGNS) // 3)):
        turned = (key.Key_H, key.Key_H, *[key.Key_Down] * page)
        yield State(f"signs-{page}", open_course(GENTLE), keys=turned)
    yield State("focus", after(Answer.WORSE), keys=(key.Key_Tab,))


STATES = list(states())
FULL_HD = (1920, 1080)
SCALED = tuple((192000 // percent, 108000 // percent) for percent in range(125, 325, 25))
SMALLER = ((1600, 900), (900, 600), *SCALED, (540, 960), (360, 640))
"""A laptop; as a window; full HD at 125 to 300 %; turned, at 200 and 300 %."""
Shows = Callable[..., FlareUpScreen]


@pytest.fixture
def shows(qapp: QApplication) -> Iterator[Shows]:
    made: list[FlareUpScreen] = []

    def shown(state: State, size: tuple[int, int] = FULL_HD) -> FlareUpScreen:
        clock = FakeClock()
        screen = FlareUpScreen(
            state.course, clock, LIBRARY.texts, Wishes("112 or 999"), signs=lambda: SIGNS
        )
        screen._run._deaf_until = 0
        screen.resize(*size)
        screen.show()
        screen.resize(*size)
        for key in state.keys:
            QTest.keyClick(screen, key)
        qapp.processEvents()
        made.append(screen)
        return screen

    yield shown
    for screen in made:
        shiboken6.delete(screen)


def test_every_guide_of_the_flare_up_is_among_the_states():
    names = {state.name.rsplit("-", 1)[0] for state in STATES}
    evening = {step.guide for step in LIBRARY.steps.values()}
    flare_up = set(LIBRARY.guides) - evening - {"walk", "breathe-even", "breathe-holds"}
    assert flare_up <= names


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_is_dark_without_blue_and_never_bright(shows: Shows, state: State):
    measured: Reading = read(shows(state).grab().toImage())
    assert measured.mean <= 0.01
    assert measured.brightest <= 0.40
    assert measured.mean_blue <= 0.001


@pytest.mark.parametrize("size", SMALLER, ids=str)
def test_a_smaller_screen_is_as_dark_though_its_letters_are_not_smaller(
    shows: Shows, size: tuple[int, int]
):
    lit = {state.name: read(shows(state, size).grab().toImage()).mean for state in STATES}
    assert {name: mean for name, mean in lit.items() if mean > 0.01} == {}


@pytest.mark.parametrize("size", [FULL_HD, (900, 600), (640, 360)], ids=str)
def test_every_page_of_signs_is_dark_and_whole_and_there_are_not_too_many(
    shows: Shows, size: tuple[int, int]
):
    signs = State("signs", open_course(GENTLE), keys=(Qt.Key.Key_H, Qt.Key.Key_H))
    screen = shows(signs, size)
    pages: list[str] = []
    while (page := screen._stage.note.text()) not in pages:
        pages.append(page)
        assert read(screen.grab().toImage()).mean <= 0.01, page
        for line in (each for pair in screen._stage.signs for each in pair):
            assert line.shows_all or line.isHidden(), page
        QTest.keyClick(screen, Qt.Key.Key_Down)
        QApplication.processEvents()
    assert page == f"Page {len(pages)} of {len(pages)}"
    assert len(pages) <= 20


@pytest.mark.parametrize(
    ("letters", "ground", "least"),
    [
        ("ink", "window", 7),
        ("ink", "pri-fill", 6.99),
        ("ink", "surface", 7),
        ("ink-2", "window", 4.5),
        ("focus", "window", 3),
        ("line-strong", "window", 3),
    ],
)
def test_letters_stand_out(letters: str, ground: str, least: float):
    pair = (colour(name).rgb() & 0xFFFFFF for name in (letters, ground))
    assert contrast(*pair) >= least


@pytest.mark.parametrize(("letters", "least"), [("ink", 7), ("ink-2", 4.5), ("focus", 3)])
def test_letters_stand_out_on_black_too(letters: str, least: float):
    assert contrast(colour(letters).rgb() & 0xFFFFFF, 0) >= least

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.flareup import (
    Answer,
    FlareEvent,
    FlareKind,
    Part,
    Script,
    open_course,
    script_for,
)
from rlscompanion.ui.flareup.controls import EmberButton, KeyHints, LinkButton, Words
from rlscompanion.ui.flareup.screen import FlareUpScreen
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

Key = Qt.Key
LIBRARY = read_library(resources() / "library")
STEPS = frozenset(
    [
        "seated-moves",
        "standing-moves",
        "night-walk",
        "stretching",
        "cold",
        "self-massage",
        "compression",
        "slow-breathing",
    ]
)
AIDS = frozenset({"cold", "self-massage", "compression"})
SCRIPT = script_for(LIBRARY, STEPS, ())
FULL_HD = (1920, 1080)
LINEAR = [
    share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    for share in (step / 255 for step in range(256))
]


class Night:
    """A flare-up screen, the clock it runs by, and what it recorded."""

    def __init__(self, theme: Theme, qtbot: QtBot, script: Script = SCRIPT, **wishes: Any) -> None:
        self.now = 100.0
        self.events: list[FlareEvent] = []
        self.closings = 0
        earlier = wishes.pop("earlier_tonight", False)
        size = wishes.pop("size", (1280, 720))
        course = open_course(script, walk=LIBRARY.guides["walk"], earlier_tonight=earlier)
        self.screen = FlareUpScreen(theme, course, lambda: self.now, LIBRARY.texts, "112", **wishes)
        qtbot.addWidget(self.screen)
        self.screen.recorded.connect(self.events.append)
        self.screen.closed.connect(self._closed)
        self.screen.resize(*size)
        self.screen.show()
        self.screen.resize(*size)
        QApplication.processEvents()

    def _closed(self) -> None:
        self.closings += 1

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.screen.tick()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.screen, key)

    @property
    def part(self) -> Part:
        return self.screen.course.part

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(event.kind, event.detail) for event in self.events]

    @property
    def words(self) -> str:
        return self.screen._instruction.text()


Opens = Callable[..., Night]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp)
    made.apply(Mode.DAY)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def opens(theme: Theme, qtbot: QtBot) -> Opens:
    def opened(script: Script = SCRIPT, **wishes: Any) -> Night:
        return Night(theme, qtbot, script, **wishes)

    return opened


def to_start(night: Night) -> None:
    night.wait(1)


def to_move(night: Night) -> None:
    night.wait(1)
    night.press(Key.Key_Space)
    night.wait(7)


def to_heels(night: Night) -> None:
    to_move(night)
    night.wait(20)


def to_stretch(night: Night) -> None:
    to_heels(night)
    night.wait(45)


def to_sitting_stretch(night: Night) -> None:
    to_stretch(night)
    night.wait(50)


def to_breathe(night: Night) -> None:
    to_stretch(night)
    night.wait(100)


def to_after(night: Night) -> None:
    to_breathe(night)
    night.wait(120)
    night.wait(1)


def to_worse(night: Night) -> None:
    to_after(night)
    night.press(Key.Key_3)


def to_help(night: Night) -> None:
    to_stretch(night)
    night.press(Key.Key_H)


PLACES = [
    to_start,
    to_move,
    to_heels,
    to_stretch,
    to_sitting_stretch,
    to_breathe,
    to_after,
    to_worse,
    to_help,
]
everywhere = pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__)


class TestKeys:
    @everywhere
    def test_escape_leaves_at_once_from_everywhere(self, opens: Opens, go: Callable[[Night], None]):
        night = opens()
        go(night)
        night.press(Key.Key_Escape)
        assert not night.screen.isVisible()
        assert night.closings == 1
        assert night.events[-1].kind is FlareKind.CLOSED

    def test_escape_leaves_within_the_first_half_second_too(self, opens: Opens):
        night = opens()
        night.press(Key.Key_Escape)
        assert night.told == [("opened", "start"), ("closed", "not-used")]

    @pytest.mark.parametrize(
        "key", [Key.Key_Space, Key.Key_Return, Key.Key_Right, Key.Key_W, Key.Key_H, Key.Key_1]
    )
    def test_no_other_key_acts_in_the_first_half_second(self, opens: Opens, key: Qt.Key):
        night = opens()
        night.now += 0.49
        night.press(key)
        assert (night.part, night.screen.helping) == (Part.START, False)

    def test_nor_does_a_button_that_tab_would_reach(self, opens: Opens):
        night = opens()
        night.screen._buttons[0].setFocus()
        QTest.keyClick(night.screen._buttons[0], Key.Key_Space)
        assert night.part is Part.START

    @pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_Right])
    def test_the_start_begins_the_moves(self, opens: Opens, key: Qt.Key):
        night = opens()
        night.wait(1)
        night.press(key)
        assert night.part is Part.MOVE

    def test_space_pauses_and_goes_on(self, opens: Opens):
        night = opens()
        to_move(night)
        night.press(Key.Key_Space)
        assert night.screen.course.paused
        assert not night.screen.ticking
        night.wait(500)
        assert night.part is Part.MOVE
        night.press(Key.Key_Space)
        assert night.screen.ticking
        assert night.screen.course.elapsed(night.screen._at()) == 7

    @pytest.mark.parametrize("key", [Key.Key_Right, Key.Key_Return, Key.Key_Enter])
    def test_next_and_left_go_cue_by_cue(self, opens: Opens, key: Qt.Key):
        night = opens()
        to_stretch(night)
        assert "Left calf" in night.words
        night.press(key)
        assert "Right calf" in night.words
        night.press(Key.Key_Left)
        assert "Left calf" in night.words

    def test_w_just_moves(self, opens: Opens):
        night = opens()
        night.wait(1)
        night.press(Key.Key_W)
        night.wait(65)
        assert night.part is Part.AFTER

    @pytest.mark.parametrize(
        ("key", "answer"),
        [
            (Key.Key_1, Answer.BETTER),
            (Key.Key_2, Answer.SAME),
            (Key.Key_3, Answer.WORSE),
        ],
    )
    def test_numbers_answer(self, opens: Opens, key: Qt.Key, answer: Answer):
        night = opens()
        to_after(night)
        night.press(key)
        assert night.screen.course.answered is answer
        assert [b.isChecked() for b in night.screen._answers] == [a is answer for a in Answer]
        assert night.told[-1] == ("answered", answer.value)

    def test_typing_as_the_question_appears_does_not_answer_it(self, opens: Opens):
        night = opens()
        to_breathe(night)
        night.wait(120)
        night.press(Key.Key_1, Key.Key_Space)
        assert night.part is Part.AFTER
        assert night.screen.course.answered is None
        assert night.screen.isVisible()

    def test_the_question_is_left_with_space_only_once_answered(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_Space, Key.Key_Right)
        assert night.screen.isVisible()
        night.press(Key.Key_1, Key.Key_Space)
        assert not night.screen.isVisible()

    def test_r_goes_another_round(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_R)
        assert (night.part, night.screen.course.round) == (Part.MOVE, 2)

    @pytest.mark.parametrize("key", [Key.Key_H, Key.Key_Left])
    def test_help_stops_the_clock_and_returns_without_leaving(self, opens: Opens, key: Qt.Key):
        night = opens()
        to_stretch(night)
        night.press(Key.Key_H)
        assert night.screen.helping
        night.wait(900)
        night.press(key)
        assert not night.screen.helping
        assert (night.part, night.screen.course.paused) == (Part.STRETCH, False)
        assert night.screen.ticking

    def test_help_leaves_a_pause_a_pause(self, opens: Opens):
        night = opens()
        to_move(night)
        night.press(Key.Key_Space, Key.Key_H, Key.Key_H)
        assert night.screen.course.paused

    def test_held_keys_and_shortcuts_do_nothing(self, opens: Opens):
        night = opens()
        night.wait(1)
        QTest.keyClick(night.screen, Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        assert night.part is Part.START

    def test_a_focused_button_is_pressed_and_arrows_still_reach_the_screen(self, opens: Opens):
        night = opens()
        to_stretch(night)
        button = night.screen._buttons[0]
        button.setFocus()
        QTest.keyClick(button, Key.Key_Space)
        assert "Right calf" in night.words
        QTest.keyClick(button, Key.Key_Left)
        assert "Left calf" in night.words
        QTest.keyClick(button, Key.Key_Escape)
        assert not night.screen.isVisible()


class TestCourse:
    def test_it_goes_on_by_itself_and_records_itself(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_1)
        night.screen._buttons[0].click()
        assert night.told == [
            ("opened", "start"),
            ("part-begun", "move"),
            ("part-done", "move"),
            ("part-begun", "move"),
            ("part-done", "move"),
            ("part-begun", "stretch"),
            ("part-done", "stretch"),
            ("part-begun", "breathe"),
            ("part-done", "breathe"),
            ("part-begun", "after"),
            ("answered", "better"),
            ("closed", "used"),
        ]
        assert night.closings == 1

    def test_the_second_of_a_night_opens_at_move(self, opens: Opens):
        night = opens(earlier_tonight=True)
        assert night.part is Part.MOVE
        assert night.screen.ticking

    def test_a_click_on_the_big_button_is_enough(self, opens: Opens, qtbot: QtBot):
        night = opens()
        night.wait(1)
        qtbot.mouseClick(night.screen._buttons[0], Qt.MouseButton.LeftButton)
        assert night.part is Part.MOVE

    def test_worse_offers_a_walk_a_puzzle_and_help(self, opens: Opens):
        night = opens()
        to_worse(night)
        assert all(line.isVisible() for line in night.screen._more_lines)
        night.screen._buttons[0].click()
        assert night.screen.course.walking
        assert "Walk" in night.words

    def test_without_leave_to_do_anything_there_is_help_and_no_way_on(self, opens: Opens):
        night = opens(())
        night.wait(1)
        night.press(Key.Key_H, Key.Key_Left, Key.Key_W, Key.Key_1)
        assert night.screen.helping
        assert night.screen._call.text() == "Call your emergency number. 112"
        night.press(Key.Key_Escape)
        assert night.closings == 1

    def test_the_side_is_said_in_words(self, opens: Opens):
        night = opens()
        to_stretch(night)
        sides = []
        for _ in range(4):
            sides.append("Left" if "left" in night.words.casefold() else "Right")
            night.wait(25)
        assert sides == ["Left", "Right", "Left", "Right"]

    def test_the_gentle_moves_say_whose_they_are(self, opens: Opens):
        night = opens()
        to_move(night)
        assert "gentler" in night.screen._caption.text()

    def test_one_clock_drives_words_ring_and_dots(self, opens: Opens):
        night = opens()
        to_breathe(night)
        breath = night.screen._breath
        night.screen._course = night.screen.course.next(night.screen._at()).back(night.screen._at())
        night.wait(4)
        assert (breath.words, breath.radius) == ("Breathe out", 292)
        night.wait(6)
        assert (breath.words, breath.radius, breath._breath) == ("Breathe in", 200, 2)
        assert breath._breaths == 12

    def test_it_ticks_only_while_there_is_something_to_see(self, opens: Opens):
        night = opens()
        assert not night.screen.ticking
        to_move(night)
        assert night.screen.ticking
        assert night.screen._timer.interval() == 50
        night.screen.hide()
        assert not night.screen.ticking
        night.screen.show()
        assert night.screen.ticking
        night.press(Key.Key_H)
        assert not night.screen.ticking

    def test_with_reduced_motion_it_wakes_at_whole_seconds(self, opens: Opens):
        night = opens(reduced_motion=True)
        night.wait(1)
        night.press(Key.Key_Space)
        night.wait(0.75)
        assert night.screen._timer.interval() == 250
        night.wait(0.25)
        assert night.screen._timer.interval() == 1000

    def test_what_cannot_be_painted_closes(
        self, opens: Opens, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ):
        night = opens()
        monkeypatch.setattr(
            "rlscompanion.ui.flareup.screen.colour", lambda _: (_ for _ in ()).throw(KeyError("x"))
        )
        night.screen.grab()
        qtbot.waitUntil(lambda: not night.screen.isVisible())
        assert night.closings == 1

    def test_open_fills_the_screen_without_asking_a_window_manager(self, opens: Opens):
        night = opens()
        night.screen.hide()
        night.screen.open()
        assert night.screen.geometry() == QGuiApplication.primaryScreen().geometry()
        assert night.screen.isFullScreen()
        assert not night.screen.isModal()
        night.press(Key.Key_Escape)
        assert night.screen._covers.screens == ()


class TestSight:
    @pytest.mark.parametrize("size", [(900, 600), (1280, 720), FULL_HD], ids=str)
    @everywhere
    def test_no_word_is_cut_and_nothing_overlaps(
        self, opens: Opens, go: Callable[[Night], None], size: tuple[int, int]
    ):
        night = opens(size=size)
        go(night)
        shown = [
            child
            for child in night.screen.findChildren(QLabel) + night.screen.findChildren(QPushButton)
            if child.isVisible()
        ]
        for child in shown:
            assert isinstance(child, EmberButton | KeyHints | LinkButton | Words)
            assert child.shows_all, child.text()
            assert night.screen.rect().contains(child.geometry()), child.text()
        spoken = [child for child in shown if child.text()]
        for place, one in enumerate(spoken):
            for other in spoken[place + 1 :]:
                met = one.geometry() & other.geometry()
                assert min(met.width(), met.height()) <= 8, (one.text(), other.text())

    @pytest.mark.parametrize("size", [(900, 600), (1280, 720), FULL_HD], ids=str)
    def test_letters_keep_their_floors(self, opens: Opens, size: tuple[int, int]):
        night = opens(size=size)
        to_stretch(night)
        assert night.screen._instruction.letters.pixelSize() >= 40
        assert night.screen._hints._fitting() >= 20
        assert night.screen._help_link._letters().pixelSize() >= 20
        assert night.screen._buttons[0]._face().height() >= 72

    def test_a_low_window_drops_the_figure_and_keeps_the_ring(self, opens: Opens):
        night = opens(size=(900, 600))
        to_stretch(night)
        assert not night.screen._figure.isVisible()
        assert night.screen._ring.isVisible()

    @everywhere
    def test_every_button_has_a_name(self, opens: Opens, go: Callable[[Night], None]):
        night = opens()
        go(night)
        buttons = [b for b in night.screen.findChildren(QPushButton) if b.isVisible()]
        assert buttons
        assert all(button.accessibleName() for button in buttons)

    @everywhere
    def test_it_is_dark_and_without_blue(self, opens: Opens, go: Callable[[Night], None]):
        night = opens(size=FULL_HD)
        go(night)
        luminance, blue = light_of(night.screen.grab().toImage())
        assert luminance <= 0.01
        assert blue <= 14

    def test_the_aids_are_as_dark(self, opens: Opens):
        script = script_for(LIBRARY, STEPS, AIDS)
        night = opens(script, size=FULL_HD)
        to_stretch(night)
        night.wait(100)
        for _ in AIDS:
            assert night.part is Part.AIDS
            luminance, blue = light_of(night.screen.grab().toImage())
            assert luminance <= 0.01
            assert blue <= 14
            night.wait(60)


def light_of(picture: QImage) -> tuple[float, int]:
    """Return the mean relative luminance and the bluest pixel."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    data, line = bytes(rgb.constBits()), rgb.bytesPerLine()
    counts = [Counter[int](), Counter[int](), Counter[int]()]
    for y in range(rgb.height()):
        row = data[y * line : y * line + 3 * rgb.width()]
        for channel, count in enumerate(counts):
            count.update(row[channel::3])
    pixels = rgb.width() * rgb.height()
    red, green, blue = (
        sum(LINEAR[step] * count for step, count in channel.items()) / pixels for channel in counts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue, max(counts[2])

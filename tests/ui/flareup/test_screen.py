from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from ui.resting import unrest
from ui.tab_chain import chain_from

from fakes import FakeClock, FakeSound
from rlscompanion.adapters.knowledge_files import read_knowledge
from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.flare_record import Answer, FlareEvent, FlareKind, Part
from rlscompanion.domain.flare_script import FlareChoices, Script, script_for
from rlscompanion.domain.flareup import open_course
from rlscompanion.domain.preferences import BreathingPattern
from rlscompanion.domain.tone import Tone
from rlscompanion.ui.flareup.buttons import NightButton
from rlscompanion.ui.flareup.screen import FlareUpScreen
from rlscompanion.ui.flareup.stage import NIGHT_LINES, Stage
from rlscompanion.ui.flareup.views import View
from rlscompanion.ui.flareup.wishes import Wishes
from rlscompanion.ui.flareup.words import KeyHints, Words
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
SCRIPT = script_for(LIBRARY, STEPS, ())
FULL_HD = (1920, 1080)
KNOWLEDGE = read_knowledge(resources() / "library")
SIGNS = [(flag.text, flag.action) for flag in KNOWLEDGE.red_flags.values()]


class Night:
    """A flare-up screen, the clock it runs by, and what it recorded."""

    def __init__(self, qtbot: QtBot, script: Script = SCRIPT, **wishes: Any) -> None:
        self.clock = FakeClock()
        self.sound = FakeSound()
        self.events: list[FlareEvent] = []
        self.switched: list[bool] = []
        self.ran: list[bool] = []
        self.closings = 0
        size = wishes.pop("size", (1280, 720))
        course = open_course(
            script,
            sober_script=wishes.pop("sober_script", None),
            walk=LIBRARY.guides["walk"],
            walk_stop=LIBRARY.steps["night-walk"].stop,
            earlier_tonight=wishes.pop("earlier_tonight", False),
            puzzle=wishes.pop("puzzle", 0),
        )
        self.screen = FlareUpScreen(
            course,
            self.clock,
            LIBRARY.texts,
            Wishes("112", **wishes),
            signs=lambda: SIGNS,
            sound=lambda: self.sound,
        )
        qtbot.addWidget(self.screen)
        self.screen.sound_switched.connect(self.switched.append)
        self.screen.running.connect(self.ran.append)
        self.screen.recorded.connect(self.events.append)
        self.screen.closed.connect(self._closed)
        self.screen.resize(*size)
        self.screen.show()
        self.screen.resize(*size)
        for _ in ("painted", "announced"):
            QApplication.processEvents()

    def _closed(self) -> None:
        self.closings += 1

    def wait(self, seconds: float) -> None:
        """Let time pass while somebody looks, at least once a second."""
        while seconds > 0:
            passes = min(1, seconds)
            seconds -= passes
            self.clock.advance(timedelta(seconds=passes))
            if self.screen.ticking:
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
        return self.screen._stage.instruction.text()

    @property
    def stage(self) -> Stage:
        return self.screen._stage


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
        return Night(qtbot, script, **wishes)

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


def to_signs(night: Night) -> None:
    to_help(night)
    night.press(Key.Key_H)


def to_puzzle(night: Night) -> None:
    to_worse(night)
    night.press(Key.Key_P)


def to_walk(night: Night) -> None:
    to_worse(night)
    night.press(Key.Key_W)


def to_pause(night: Night) -> None:
    to_heels(night)
    night.press(Key.Key_Space)


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
    to_signs,
    to_puzzle,
    to_walk,
    to_pause,
]
everywhere = pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__)


class TestRest:
    @pytest.mark.parametrize(
        "go",
        [to_start, to_after, to_worse, to_help, to_signs, to_puzzle, to_pause],
        ids=lambda go: go.__name__,
    )
    def test_where_no_time_runs_nothing_does(self, opens: Opens, go: Callable[[Night], None]):
        night = opens()
        go(night)
        assert unrest() == {}

    @pytest.mark.parametrize("wishes", [{}, {"reduced_motion": True}])
    def test_where_time_runs_one_timer_does(self, opens: Opens, wishes: dict[str, bool]):
        night = opens(**wishes)
        to_heels(night)
        timers = {going for going in unrest() if going.startswith("timer")}
        assert timers == {"timer of Pace"}
        night.screen.hide()
        assert unrest() == {}


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
        night.clock.advance(timedelta(seconds=0.49))
        night.press(key)
        assert (night.part, night.screen.helping) == (Part.START, False)

    @pytest.mark.parametrize("button", ["first", "help"])
    def test_no_button_acts_on_a_click_in_the_first_half_second(self, opens: Opens, button: str):
        night = opens()
        night.clock.advance(timedelta(seconds=0.49))
        stage = night.stage
        QTest.mouseClick(
            stage.buttons[0] if button == "first" else stage.help_link, Qt.MouseButton.LeftButton
        )
        assert (night.part, night.screen.helping) == (Part.START, False)

    def test_a_second_click_on_next_does_not_press_what_has_come_in_its_place(self, opens: Opens):
        night = opens()
        to_breathe(night)
        QTest.mouseClick(night.stage.buttons[0], Qt.MouseButton.LeftButton)
        assert night.part is Part.AFTER
        night.clock.advance(timedelta(seconds=0.4))
        QTest.mouseClick(night.stage.buttons[0], Qt.MouseButton.LeftButton)
        assert night.told[-1] != ("closed", "used")
        night.wait(1)
        QTest.mouseClick(night.stage.buttons[0], Qt.MouseButton.LeftButton)
        assert night.told[-1] == ("closed", "used")

    def test_nor_does_a_button_that_tab_would_reach(self, opens: Opens):
        night = opens()
        night.stage.buttons[0].setFocus()
        QTest.keyClick(night.stage.buttons[0], Key.Key_Space)
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
        assert night.screen.course.elapsed(night.screen._run.at) == 7

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
        assert [b.isChecked() for b in night.stage.answers] == [a is answer for a in Answer]
        assert night.told[-1] == ("answered", answer.value)

    def test_typing_as_the_question_appears_does_not_answer_it(self, opens: Opens):
        night = opens()
        to_breathe(night)
        night.wait(113)
        night.press(Key.Key_1, Key.Key_Space)
        assert night.part is Part.AFTER
        assert night.screen.course.answered is None
        assert night.screen.isVisible()

    @pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
    def test_enter_shows_which_answer_it_takes_then_takes_it(self, opens: Opens, key: Qt.Key):
        night = opens()
        to_after(night)
        night.screen.activateWindow()
        night.press(key)
        better = night.stage.answers[0]
        assert better.hasFocus()
        assert night.screen.course.answered is None
        QTest.keyClick(better, Key.Key_Tab)
        same = night.stage.answers[1]
        assert same.hasFocus()
        QTest.keyClick(same, key)
        assert night.screen.course.answered is Answer.SAME

    def test_a_number_takes_the_keyboard_from_another_answer_to_its_own(self, opens: Opens):
        night = opens()
        to_after(night)
        night.screen.activateWindow()
        night.stage.answers[0].setFocus()
        night.press(Key.Key_3)
        assert night.screen.course.answered is Answer.WORSE
        assert night.stage.answers[2].hasFocus()

    def test_space_answers_nothing_by_itself(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_Space, Key.Key_Space)
        assert night.screen.course.answered is None
        assert not any(button.hasFocus() for button in night.stage.answers)

    def test_the_question_is_left_with_space_only_once_answered(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_Space, Key.Key_Right)
        assert night.screen.isVisible()
        night.press(Key.Key_1, Key.Key_Space)
        assert night.told[-1] == ("closed", "used")

    def test_r_goes_another_round(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_R)
        assert (night.part, night.screen.course.round) == (Part.MOVE, 2)

    @pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Left])
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
        night.press(Key.Key_Space, Key.Key_H, Key.Key_Left)
        assert night.screen.course.paused

    def test_a_letter_that_qt_has_no_name_for_does_nothing(self, opens: Opens):
        night = opens()
        night.wait(1)
        typed = QKeyEvent(QEvent.Type.KeyPress, 0x444, Qt.KeyboardModifier.NoModifier, "ф")
        QApplication.sendEvent(night.screen, typed)
        assert night.part is Part.START

    def test_held_keys_and_shortcuts_do_nothing(self, opens: Opens):
        night = opens()
        night.wait(1)
        QTest.keyClick(night.screen, Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        assert night.part is Part.START

    def test_a_focused_button_is_pressed_and_arrows_still_reach_the_screen(self, opens: Opens):
        night = opens()
        to_stretch(night)
        button = night.stage.buttons[0]
        button.setFocus()
        QTest.keyClick(button, Key.Key_Return)
        assert "Right calf" in night.words
        QTest.keyClick(button, Key.Key_Left)
        assert "Left calf" in night.words
        QTest.keyClick(button, Key.Key_Escape)
        assert not night.screen.isVisible()

    @pytest.mark.parametrize("place", ["next", "help", "sound"])
    def test_space_pauses_and_goes_on_wherever_the_keyboard_is(self, opens: Opens, place: str):
        night = opens()
        to_stretch(night)
        stage = night.stage
        on = {"next": stage.buttons[0], "help": stage.help_link, "sound": stage.sound}[place]
        on.setFocus()
        QTest.keyClick(on, Key.Key_Space)
        assert night.screen.course.paused
        assert stage.note.text() == "Paused. Space goes on."
        QTest.keyClick(on, Key.Key_Space)
        assert not night.screen.course.paused
        assert "Left calf" in night.words

    def test_where_nothing_runs_space_presses_the_focused_button(self, opens: Opens):
        night = opens()
        night.wait(1)
        button = night.stage.buttons[1]
        button.setFocus()
        QTest.keyClick(button, Key.Key_Space)
        assert night.screen.course.moving_only


class TestCourse:
    def test_it_goes_on_by_itself_and_records_itself(self, opens: Opens):
        night = opens()
        to_after(night)
        night.press(Key.Key_1)
        night.press(Key.Key_Escape)
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
        qtbot.mouseClick(night.stage.buttons[0], Qt.MouseButton.LeftButton)
        assert night.part is Part.MOVE

    def test_worse_offers_a_walk_a_puzzle_and_help(self, opens: Opens):
        night = opens()
        to_worse(night)
        assert all(line.isVisible() for line in night.stage.more)
        night.stage.more[0].click()
        assert night.screen.course.walking
        assert "Walk" in night.words

    def test_without_leave_to_do_anything_there_is_help_and_no_way_on(self, opens: Opens):
        night = opens(())
        night.wait(1)
        night.press(Key.Key_H, Key.Key_Left, Key.Key_W, Key.Key_1)
        assert night.screen.helping
        assert night.stage.call.text() == "Call your emergency number. 112"
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
        assert "gentler" in night.stage.note.text()

    def test_one_clock_drives_words_ring_and_dots(self, opens: Opens):
        night = opens()
        to_breathe(night)
        breath = night.stage.breath
        night.screen._run._course = night.screen.course.next(night.screen._run.at).back(
            night.screen._run.at
        )
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
        assert night.screen._run._pace._timer.interval() == 22
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
        assert night.screen._run._pace._timer.interval() == 250
        night.wait(0.25)
        assert night.screen._run._pace._timer.interval() == 1000

    def test_what_cannot_be_painted_closes(
        self, opens: Opens, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ):
        night = opens()
        monkeypatch.setattr(
            "rlscompanion.ui.flareup.stage.colour", lambda _: (_ for _ in ()).throw(KeyError("x"))
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


class TestHelp:
    def test_one_key_further_is_the_whole_list_and_left_leads_back(self, opens: Opens):
        night = opens()
        to_stretch(night)
        seen: list[str] = []
        night.press(Key.Key_H)
        assert night.screen.view is View.HELP
        assert [line.text() for line in night.stage.help_lines if line.isVisible()]
        night.press(Key.Key_H)
        for _ in range(len(SIGNS)):
            seen += [text.text() for text, _ in night.stage.signs if text.isVisible()]
            night.press(Key.Key_PageDown)
        assert list(dict.fromkeys(seen)) == [text for text, _ in SIGNS]
        night.press(Key.Key_Left)
        assert night.screen.view is View.HELP
        night.press(Key.Key_Left)
        assert night.part is Part.STRETCH
        assert night.screen.view is View.EXERCISE

    def test_the_list_turns_back_page_by_page(self, opens: Opens):
        night = opens()
        to_signs(night)
        first = night.stage.signs[0][0].text()
        night.press(Key.Key_Down)
        assert night.stage.signs[0][0].text() != first
        night.press(Key.Key_Up, Key.Key_Up)
        assert night.stage.signs[0][0].text() == first

    def test_where_there_is_help_only_the_list_leads_back_to_it(self, opens: Opens):
        night = opens(())
        night.wait(1)
        night.clock.advance(timedelta(seconds=1))
        night.press(Key.Key_Return)
        assert night.screen.view is View.SIGNS
        night.press(Key.Key_Left)
        assert night.screen.view is View.HELP

    def test_who_is_told_to_get_help_is_nowhere_offered_to_go_back_to_bed(self, opens: Opens):
        night = opens(())
        night.wait(1)
        assert "Back to bed" not in night.stage.hints.text()
        night.press(Key.Key_H)
        assert night.screen.view is View.SIGNS
        assert night.stage.hints.text().endswith("Esc Close")

    @pytest.mark.parametrize("go", [to_move, to_heels, to_stretch, to_breathe, to_walk])
    def test_every_active_part_says_when_to_stop(self, opens: Opens, go: Callable[[Night], None]):
        night = opens()
        go(night)
        assert night.stage.stop.isVisible()
        assert night.stage.stop.text().startswith("Stop if you feel pain, numb")


class TestAlcohol:
    def asked(self, opens: Opens) -> Night:
        sober = script_for(LIBRARY, {*STEPS, "hard-burst"}, {"hard-burst"}, sober=True)
        night = opens(sober_script=sober)
        night.wait(1)
        night.press(Key.Key_Space)
        return night

    def test_is_asked_in_words_with_the_three_answers(self, opens: Opens):
        night = self.asked(opens)
        assert night.words == "Any alcohol tonight?"
        assert [button.text() for button in night.stage.answers] == ["Yes", "No", "Don't know"]

    @pytest.mark.parametrize(
        ("key", "bursts"), [(Key.Key_1, False), (Key.Key_2, True), (Key.Key_3, False)]
    )
    def test_only_a_no_lets_the_burst_in(
        self,
        opens: Opens,
        key: Qt.Key,
        bursts: bool,  # noqa: FBT001
    ):
        night = self.asked(opens)
        night.press(key)
        assert night.part is Part.MOVE
        steps = [each.step for each in night.screen.course.script]
        assert ("hard-burst" in steps) is bursts

    def test_nobody_has_to_answer(self, opens: Opens):
        night = self.asked(opens)
        night.wait(21)
        assert night.part is Part.MOVE

    def test_a_sleep_at_the_question_does_no_part(self, opens: Opens):
        night = self.asked(opens)
        night.clock.advance(timedelta(minutes=9))
        night.screen.tick()
        assert night.part is Part.MOVE
        assert "part-done" not in [kind for kind, _ in night.told]

    def test_a_long_sleep_at_the_question_closes_it(self, opens: Opens):
        night = self.asked(opens)
        night.clock.advance(timedelta(hours=5))
        night.screen.tick()
        assert night.told[-1] == ("closed", "left-alone")
        assert not night.screen.isVisible()


class TestSleep:
    def test_a_sleep_in_the_middle_pauses_and_says_so(self, opens: Opens):
        night = opens()
        to_heels(night)
        before = night.screen.course.elapsed(night.screen._run.at)
        night.clock.advance(timedelta(minutes=3))
        night.screen.tick()
        assert night.screen.course.paused
        assert "slept" in night.stage.note.text()
        assert night.screen.course.elapsed(night.screen._run.at) == before
        night.press(Key.Key_Space)
        assert not night.screen.course.paused
        assert "slept" not in night.stage.note.text()

    @pytest.mark.parametrize("by", [timedelta(seconds=30), timedelta(hours=5)])
    def test_setting_the_clock_is_no_sleep(self, opens: Opens, by: timedelta):
        night = opens()
        to_heels(night)
        night.clock.jump(by)
        night.screen.tick()
        assert night.screen.isVisible()
        assert not night.screen.course.paused

    def test_after_a_long_sleep_it_closes_itself(self, opens: Opens):
        night = opens()
        to_heels(night)
        night.clock.advance(timedelta(hours=5))
        night.screen.tick()
        assert not night.screen.isVisible()
        assert night.told[-1] == ("closed", "left-alone")
        assert night.closings == 1


class TestAlone:
    @pytest.mark.parametrize("go", [to_start, to_pause, to_after, to_help])
    def test_ten_minutes_after_the_last_sign_of_life_it_closes(
        self, opens: Opens, go: Callable[[Night], None]
    ):
        night = opens()
        go(night)
        night.clock.advance(timedelta(seconds=585))
        night.screen._run.leave_if_alone()
        assert night.screen.isVisible()
        night.clock.advance(timedelta(seconds=16))
        night.screen._run.leave_if_alone()
        assert night.told[-1] == ("closed", "left-alone")
        assert not night.screen.isVisible()

    def test_the_mouse_is_a_sign_of_life(self, opens: Opens):
        night = opens()
        to_after(night)
        night.clock.advance(timedelta(seconds=590))
        QTest.mouseClick(night.screen, Qt.MouseButton.LeftButton)
        night.clock.advance(timedelta(seconds=590))
        night.screen._run.leave_if_alone()
        assert night.screen.isVisible()

    def test_ten_minutes_of_breathing_with_eyes_closed_are_not_cut(self, opens: Opens):
        choices = FlareChoices(breathing_minutes=10)
        night = opens(script_for(LIBRARY, STEPS, (), choices=choices))
        to_breathe(night)
        night.wait(590)
        night.screen._run.leave_if_alone()
        assert night.part is Part.BREATHE
        assert night.screen.isVisible()


class TestSound:
    def test_is_off_until_s_switches_it_on_and_the_icon_says_which(self, opens: Opens):
        night = opens()
        to_breathe(night)
        assert night.stage.sound.text() == "Sound off"
        assert not night.sound.is_open
        night.press(Key.Key_S)
        assert night.stage.sound.text() == night.stage.sound.accessibleName() == "Sound on"
        assert night.switched == [True]
        night.press(Key.Key_S)
        assert night.switched == [True, False]
        assert night.sound.sounding is None

    def test_was_it_on_it_is_on_again_as_loud_as_chosen(self, opens: Opens):
        night = opens(tones=True, volume=0.3)
        assert night.stage.sound.isChecked()
        assert (night.sound.is_open, night.sound.volume) == (True, 0.3)
        night.press(Key.Key_Escape)
        assert not night.sound.is_open

    def test_rises_for_in_and_falls_for_out_on_the_phase(self, opens: Opens):
        night = opens(tones=True)
        to_breathe(night)
        begins = night.screen.course.since + night.screen._run._began
        heard: list[tuple[str, float]] = []
        for _ in range(200):
            known = len(night.sound.played)
            night.clock.advance(timedelta(seconds=0.1))
            night.screen.tick()
            for tone, _, after in night.sound.played[known:]:
                heard.append((tone, round(night.clock.monotonic() + after - begins, 6)))
        assert [tone for tone, _ in heard] == ["rise", "fall", "rise", "fall"]
        assert all(at in {10, 14, 20, 24} for _, at in heard)

    def test_a_low_tone_changes_the_cue(self, opens: Opens):
        night = opens(tones=True)
        to_stretch(night)
        assert {tone for tone, *_ in night.sound.played} == {Tone.CUE}
        assert len(night.sound.played) == 3

    def test_a_hold_is_silent(self, opens: Opens):
        choices = FlareChoices(pattern=BreathingPattern.WITH_HOLDS)
        night = opens(script_for(LIBRARY, {"slow-breathing"}, (), choices=choices), tones=True)
        night.wait(1)
        night.press(Key.Key_Space)
        night.wait(15.5)
        assert [tone for tone, *_ in night.sound.played] == [Tone.RISE, Tone.FALL]

    def test_a_pause_hushes(self, opens: Opens):
        night = opens(tones=True)
        to_breathe(night)
        night.wait(2)
        night.press(Key.Key_Space)
        assert night.sound.sounding is None


class TestAnnounced:
    @pytest.fixture
    def said(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        heard: list[str] = []

        def listen(event: QAccessibleAnnouncementEvent) -> None:
            heard.append(event.message())

        monkeypatch.setattr("PySide6.QtGui.QAccessible.updateAccessibility", listen)
        return heard

    def test_a_pause_and_then_what_goes_on(self, opens: Opens, said: list[str]):
        night = opens()
        to_heels(night)
        night.press(Key.Key_Space)
        night.screen.resize(1000, 700)
        night.press(Key.Key_Space)
        moves = "Hold the wall. Heels up, down."
        assert said[-3:] == [moves, "Paused. Space goes on.", moves]

    def test_the_first_instruction_as_soon_as_it_is_seen(self, opens: Opens, said: list[str]):
        opens()
        assert said == [f"{LIBRARY.texts['flareup-start']} {LIBRARY.texts['flareup-red-flag']}"]

    def test_when_to_get_help_with_all_its_lines(self, opens: Opens, said: list[str]):
        night = opens()
        to_help(night)
        for number in range(1, NIGHT_LINES + 1):
            assert LIBRARY.texts[f"help-night-{number}"] in said[-1]
        assert LIBRARY.texts["help-call"] in said[-1]

    def test_every_page_of_all_signs(self, opens: Opens, said: list[str]):
        night = opens()
        to_signs(night)
        for _ in range(2):
            text, action = night.stage.signs[0]
            assert f"{night.stage.note.text()} {text.text()} {action.text()}" in said[-1]
            night.press(Key.Key_Down)
        assert said[-1] != said[-2]

    def test_each_new_instruction_once(self, opens: Opens, said: list[str]):
        night = opens()
        to_stretch(night)
        night.wait(60)
        assert said == [
            f"{LIBRARY.texts['flareup-start']} {LIBRARY.texts['flareup-red-flag']}",
            "Sit. Pump your ankles.",
            "Hold the wall. Heels up, down.",
            "Left calf. Heel down.",
            "Right calf. Heel down.",
            "Sit. Left heel forward. Lean.",
        ]
        assert night.screen.accessibleName() == said[-1]


class TestEnd:
    def test_back_to_bed_is_written_down_at_once_then_it_goes_dark_and_closes(
        self, opens: Opens, qtbot: QtBot
    ):
        night = opens()
        to_after(night)
        night.stage.buttons[0].click()
        assert night.told[-1] == ("closed", "used")
        assert night.screen.isVisible()
        with qtbot.waitSignal(night.screen.closed, timeout=5000):
            pass
        assert not night.screen.isVisible()

    def test_escape_does_not_wait_for_the_dark(self, opens: Opens):
        night = opens()
        to_after(night)
        night.stage.buttons[0].click()
        night.press(Key.Key_Escape)
        assert not night.screen.isVisible()
        assert night.closings == 1
        assert [event.kind for event in night.events].count(FlareKind.CLOSED) == 1

    def test_with_reduced_motion_it_closes_at_once(self, opens: Opens):
        night = opens(reduced_motion=True)
        to_after(night)
        night.stage.buttons[0].click()
        assert not night.screen.isVisible()

    def test_says_while_a_timer_runs(self, opens: Opens):
        night = opens()
        to_heels(night)
        night.press(Key.Key_Space)
        night.press(Key.Key_Space)
        night.press(Key.Key_Escape)
        assert night.ran == [True, False, True, False]


class TestSight:
    @pytest.mark.parametrize(
        "size", [(640, 360), (768, 432), (900, 600), (1280, 720), FULL_HD], ids=str
    )
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
            assert isinstance(child, NightButton | KeyHints | Words)
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
        assert night.stage.instruction.letters.pixelSize() >= 40
        assert night.stage.hints._fitting() >= 20
        assert night.stage.help_link._letters().pixelSize() >= 20
        assert night.stage.buttons[0]._face().height() >= 72

    def test_letters_that_are_larger_elsewhere_move_nothing_here(self, opens: Opens, theme: Theme):
        night = opens(size=(640, 360))
        places = [each.geometry() for each in night.screen.findChildren(NightButton)]
        theme.apply(Mode.NIGHT, 2.0)
        larger = opens(size=(640, 360))
        assert places
        assert [each.geometry() for each in larger.screen.findChildren(NightButton)] == places

    def test_where_all_is_small_the_floors_are_three_quarters(self, opens: Opens):
        night = opens(size=(640, 360))
        to_stretch(night)
        assert night.stage.instruction.letters.pixelSize() >= 30
        assert night.stage.stop.letters.pixelSize() >= 15
        assert night.stage.help_link._letters().pixelSize() >= 15
        assert night.stage.buttons[0]._face().height() >= 54

    @pytest.mark.parametrize("size", [(640, 360), (540, 960), (360, 640)], ids=str)
    @everywhere
    def test_no_words_are_tiny_on_a_small_screen_however_it_is_turned(
        self, opens: Opens, go: Callable[[Night], None], size: tuple[int, int]
    ):
        night = opens(size=size)
        go(night)
        night.screen.grab()
        for button in night.screen.findChildren(NightButton):
            if button.isVisible() and button is not night.stage.sound:
                assert button._letters().pixelSize() >= 14, button.text()
        for words in night.screen.findChildren(Words):
            if words.isVisible() and words.text():
                assert words.letters.pixelSize() >= 14, words.text()
                assert words.shows_all

    @everywhere
    def test_where_all_is_small_help_is_in_sight_and_so_is_when_to_stop(
        self, opens: Opens, go: Callable[[Night], None]
    ):
        night = opens(size=(640, 360))
        go(night)
        stage = night.stage
        ways = (stage.help_link, stage.more[2], stage.call, *stage.signs[0])
        assert any(way.isVisible() for way in ways)
        assert stage.stop.isVisible() == (night.screen.view in {View.EXERCISE, View.BREATHE})

    def test_where_all_is_small_a_pause_is_said(self, opens: Opens):
        night = opens(size=(640, 360))
        to_heels(night)
        assert not night.stage.note.isVisible()
        night.press(Key.Key_Space)
        assert night.stage.note.isVisible()
        assert "Paused" in night.stage.note.text()
        night.press(Key.Key_Space)
        assert not night.stage.note.isVisible()

    def test_the_six_lines_of_help_are_of_one_size(self, opens: Opens):
        night = opens(size=(640, 360))
        to_help(night)
        assert len({line.letters.pixelSize() for line in night.stage.help_lines}) == 1

    def test_a_low_window_drops_the_figure_and_keeps_the_ring(self, opens: Opens):
        night = opens(size=(900, 600))
        to_stretch(night)
        assert not night.stage.figure.isVisible()
        assert night.stage.ring.isVisible()

    @everywhere
    def test_tab_and_a_screen_reader_meet_everything_from_the_top_to_the_bottom(
        self, opens: Opens, go: Callable[[Night], None]
    ):
        night = opens(size=FULL_HD)
        go(night)
        read = [
            child
            for child in night.screen.children()
            if isinstance(child, NightButton | Words | KeyHints) and child.isVisible()
        ]
        assert read == sorted(read, key=lambda one: (one.y() // 100, one.x()))
        buttons = [each for each in read if isinstance(each, NightButton)]
        assert [each for each in chain_from(night.screen) if each in buttons] == buttons

    @everywhere
    def test_every_button_has_a_name(self, opens: Opens, go: Callable[[Night], None]):
        night = opens()
        go(night)
        buttons = [b for b in night.screen.findChildren(QPushButton) if b.isVisible()]
        assert buttons
        assert all(button.accessibleName() for button in buttons)

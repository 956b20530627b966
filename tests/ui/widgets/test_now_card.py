import pytest
from msgspec.structs import replace

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.now_card import NowCard, NowText, RailSlot
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.timeline_row import RowAction

BATH = NowText(
    icon="bath",
    title="Warm bath",
    pill="Now",
    when="Get ready. Starts in 25 min",
    what="Warm, not hot. Soak about 10 of the 20 minutes. Get out slowly.",
    why="Why: warmth 1 to 2 hours before bed may help you doze off.",
    source="Small trials, 2019",
    offers=(RowAction.START, RowAction.DONE, RowAction.SNOOZE, RowAction.SKIP),
    again_at="20:55",
)
BUTTONS = BATH.offers
RUNNING = NowText(
    "bath",
    "Warm bath",
    pill="Running",
    offers=(RowAction.DONE, RowAction.PAUSE, RowAction.SKIP),
)


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> NowCard:
    made = NowCard(theme, BATH)
    qtbot.addWidget(made)
    made.resize(730, 220)
    return made


@pytest.mark.parametrize("action", BUTTONS)
def test_every_button_asks_by_keyboard(card: NowCard, qtbot: QtBot, action: RowAction):
    with qtbot.waitSignal(card.pressed_action, timeout=1000) as told:
        qtbot.keyClick(card.button(action), Qt.Key.Key_Space)
    assert told.args == [action]
    assert card.button(action).accessibleName().endswith(": Warm bath")


@pytest.mark.parametrize(
    ("key", "action"), [(Qt.Key.Key_S, RowAction.SNOOZE), (Qt.Key.Key_K, RowAction.SKIP)]
)
def test_letters_work_inside_the_card(card: NowCard, qtbot: QtBot, key: Qt.Key, action: RowAction):
    with qtbot.waitSignal(card.pressed_action, timeout=1000) as told:
        qtbot.keyClick(card.button(RowAction.DONE), key)
    assert told.args == [action]


def test_the_source_can_be_opened(card: NowCard, qtbot: QtBot):
    chip = next(b for b in card.findChildren(QPushButton) if b.text() == BATH.source)
    assert chip.accessibleName() == "Source: Small trials, 2019"
    with qtbot.waitSignal(card.pressed_action, timeout=1000) as told:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert told.args == [RowAction.SOURCE]


def test_there_is_one_filled_button(card: NowCard):
    card.show()
    assert [a for a in BUTTONS if card.button(a).kind == "primary"] == [RowAction.START]
    card.show_text(NowText("dim", "Dim the lights"))
    assert not card.button(RowAction.START).isVisible()
    assert card.button(RowAction.DONE).kind == "primary"


def test_only_what_is_offered_has_a_key(card: NowCard, qtbot: QtBot):
    card.show_text(RUNNING)
    with qtbot.assertNotEmitted(card.pressed_action):
        qtbot.keyClick(card.button(RowAction.DONE), Qt.Key.Key_S)


def test_a_double_click_presses_once(card: NowCard, qtbot: QtBot):
    card.show()
    asked: list[RowAction] = []
    card.pressed_action.connect(asked.append)
    done = card.button(RowAction.DONE)
    left, at = Qt.MouseButton.LeftButton, QPoint(20, 20)
    qtbot.mouseClick(done, left, pos=at)
    qtbot.mouseDClick(done, left, pos=at)
    assert asked == [RowAction.DONE]


def test_a_countdown_is_said_in_words_and_goes_with_the_step(card: NowCard):
    card.show()
    card.show_text(RUNNING)
    card.show_countdown("17:48 left", 1068, 0.89)
    assert "17:48 left" in {label.text() for label in card.findChildren(QLabel)}
    card.hide_countdown()
    shown = {label.text() for label in card.findChildren(QLabel) if label.isVisible()}
    assert "17:48 left" not in shown


def test_a_pause_can_be_ended(card: NowCard):
    pause = card.button(RowAction.PAUSE)
    card.show_text(RUNNING)
    assert (pause.text(), pause.accessibleName()) == ("Pause", "Pause: Warm bath")
    card.show_text(replace(RUNNING, paused=True))
    assert pause.text() == "Go on"


def test_it_is_named_by_what_it_says(card: NowCard):
    assert card.accessibleName() == "Now, Warm bath, Get ready. Starts in 25 min"
    assert BATH.what in card.accessibleDescription()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [420, 560, 900])
def test_nothing_is_cut(card: NowCard, theme: Theme, width: int, scale: float):
    theme.apply(Mode.NIGHT, scale)
    card.show()
    card.resize(width, card.heightForWidth(width))
    for label in (label for label in card.findChildren(QLabel) if label.isVisible()):
        assert card.rect().contains(label.geometry()), label.text()
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in (button for button in card.findChildren(QPushButton) if button.isVisible()):
        assert card.rect().contains(button.geometry()), button.text()
        assert button.width() >= button.sizeHint().width()


def test_beside_the_rail_it_has_its_time(theme: Theme, qtbot: QtBot):
    card = NowCard(theme, BATH)
    slot = RailSlot(theme, card, time="20:45")
    qtbot.addWidget(slot)
    slot.show_when("20:50", NodeState.NOW)
    slot.set_ends(first=True, last=False)
    slot.resize(800, 260)
    slot.show()
    assert card.x() == 100
    assert "20:50" in {label.text() for label in slot.findChildren(QLabel)}


def test_a_snooze_says_until_when_before_it_is_pressed(card: NowCard):
    snooze = card.button(RowAction.SNOOZE)
    card.show()
    assert snooze.text() == "Snooze to 20:55"
    assert snooze.accessibleName() == "Snooze to 20:55: Warm bath"
    card.show_text(replace(BATH, again_at="21:05"))
    assert snooze.text() == "Snooze to 21:05"


def test_in_little_room_the_time_of_a_snooze_is_in_its_spoken_name(card: NowCard):
    snooze = card.button(RowAction.SNOOZE)
    card.show()
    card.resize(360, 400)
    assert snooze.text() == "Snooze 10 min"
    assert snooze.accessibleName() == "Snooze 10 min, to 20:55: Warm bath"

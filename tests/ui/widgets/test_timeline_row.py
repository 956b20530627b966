import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.rail_node import NodeState, RailNode
from rlscompanion.ui.widgets.timeline_row import ReadRow, RowAction, RowText, TimelineRow, row_for

BATH = RowText("20:45", "bath", "Warm bath", "20 min")
KEYS = {
    Qt.Key.Key_Space: RowAction.DONE,
    Qt.Key.Key_S: RowAction.SNOOZE,
    Qt.Key.Key_K: RowAction.SKIP,
    Qt.Key.Key_Return: RowAction.DETAILS,
}


@pytest.fixture
def row(theme: Theme, qtbot: QtBot) -> TimelineRow:
    made = TimelineRow(theme, BATH)
    qtbot.addWidget(made)
    made.setGeometry(300, 300, 800, 44)  # away from the pointer
    return made


@pytest.mark.parametrize(("key", "action"), KEYS.items())
def test_every_answer_has_a_key(row: TimelineRow, qtbot: QtBot, key: Qt.Key, action: RowAction):
    with qtbot.waitSignal(row.pressed_action, timeout=1000) as told:
        qtbot.keyClick(row, key)
    assert told.args == [action]


def test_a_click_opens_it(row: TimelineRow, qtbot: QtBot):
    with qtbot.waitSignal(row.pressed_action, timeout=1000) as told:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert told.args == [RowAction.DETAILS]


@pytest.mark.parametrize("state", [NodeState.DONE, NodeState.SKIPPED, NodeState.LOCKED])
def test_what_is_over_or_locked_only_opens(theme: Theme, qtbot: QtBot, state: NodeState):
    row = TimelineRow(theme, RowText("20:00", "dim", "Dim the lights", state=state))
    qtbot.addWidget(row)
    with qtbot.assertNotEmitted(row.pressed_action):
        qtbot.keyClick(row, Qt.Key.Key_Space)
    with qtbot.waitSignal(row.pressed_action, timeout=1000):
        qtbot.keyClick(row, Qt.Key.Key_Enter)


LIGHTS_OUT = RowText("22:30", "moon", "Lights out", state=NodeState.BED)
MEDICINE = RowText("21:00", "pill", "Gabapentin", "Your medicine", NodeState.MARK, frozenset())


@pytest.mark.parametrize("text", [LIGHTS_OUT, MEDICINE])
def test_what_cannot_be_pressed_is_read_and_is_no_button(theme: Theme, qtbot: QtBot, text: RowText):
    row = row_for(theme, text)
    qtbot.addWidget(row)
    said = QAccessible.queryAccessibleInterface(row)
    assert said.role() == QAccessible.Role.StaticText
    assert said.text(QAccessible.Text.Name) == row.accessibleName()
    assert text.title in row.accessibleName()
    assert row.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert row.cursor().shape() == Qt.CursorShape.ArrowCursor
    pressed = row_for(theme, BATH)
    qtbot.addWidget(pressed)
    said = QAccessible.queryAccessibleInterface(pressed)
    assert said.role() == QAccessible.Role.PushButton


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("width", [300, 800])
@pytest.mark.parametrize("text", [LIGHTS_OUT, MEDICINE])
def test_it_looks_as_a_row_looks(theme: Theme, qtbot: QtBot, text: RowText, width: int, mode: Mode):
    theme.apply(mode)
    looks = []
    for made in (TimelineRow, ReadRow):
        page = QWidget()
        qtbot.addWidget(page)
        row = made(theme, text, parent=page)
        row.setGeometry(0, 0, width, row.heightForWidth(width))
        row.set_ends(first=False, last=True)
        looks.append(page.grab().toImage())
    assert looks[0] == looks[1]


def test_a_screen_reader_hears_time_title_state_and_keys(row: TimelineRow):
    assert row.accessibleName() == "20:45, Warm bath, Later, 20 min"
    assert row.accessibleDescription() == "Space: done. S: snooze. K: skip. Enter: more."
    row.show_text(RowText("20:45", "bath", "Warm bath", "Done 20:50", NodeState.DONE))
    assert row.accessibleName() == "20:45, Warm bath, Done 20:50"
    assert row.accessibleDescription() == "Enter: more."


def test_done_and_skip_appear_with_the_focus(row: TimelineRow, qtbot: QtBot):
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    row.setFocus()
    offered = {b.text(): b for b in row.findChildren(QPushButton) if b.isVisible()}
    assert set(offered) == {"Done", "Skip"}
    with qtbot.waitSignal(row.pressed_action, timeout=1000) as told:
        qtbot.mouseClick(offered["Skip"], Qt.MouseButton.LeftButton)
    assert told.args == [RowAction.SKIP]
    row.clearFocus()
    assert not any(b.isVisible() for b in offered.values())


@pytest.mark.parametrize("width", [480, 800])
def test_nothing_is_cut_at_200_percent(row: TimelineRow, theme: Theme, width: int):
    theme.apply(Mode.EVENING, 2.0)
    row.show()
    row.resize(width, row.heightForWidth(width))
    row.show_text(RowText("20:45", "bath", "Warm bath", "as agreed with your pharmacist"))
    row.resize(width, row.heightForWidth(width))
    time, title, meta = row.places.values()
    assert all(map(row.rect().contains, (time, title, meta)))
    assert not title.intersects(meta)
    assert row.width() >= row.minimumSizeHint().width()


def test_words_too_long_for_one_line_take_more(row: TimelineRow):
    row.show()
    row.show_text(RowText("20:45", "bath", "A warm bath with the window open", "20 min"))
    assert row.heightForWidth(300) > row.heightForWidth(800) == 44
    row.resize(300, row.heightForWidth(300))
    _, title, meta = row.places.values()
    assert title.bottom() < meta.top()
    row.resize(800, 44)
    _, title, meta = row.places.values()
    assert title.right() < meta.left()


def test_the_look_of_a_row_follows_the_light(row: TimelineRow, theme: Theme):
    by_day = row.grab().toImage()
    theme.apply(Mode.NIGHT)
    by_night = row.grab().toImage()
    assert by_day != by_night
    row.show_text(RowText("20:45", "bath", "Warm bath", "20 min", NodeState.DONE))
    assert row.grab().toImage() != by_night


def test_every_state_has_a_shape_of_its_own(theme: Theme, qtbot: QtBot):
    node = RailNode(theme)
    qtbot.addWidget(node)
    looks = []
    for state in NodeState:
        node.set_state(state)
        looks.append(node.grab().toImage())
    assert all(one != other for at, one in enumerate(looks) for other in looks[:at])


def test_what_it_offers_covers_all_of_the_words_beneath_it(theme: Theme, qtbot: QtBot):
    row = TimelineRow(
        theme, RowText("19:15", "pill", "Magnesium", "as agreed with your pharmacist")
    )
    qtbot.addWidget(row)
    row.resize(820, 44)
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    row.setFocus()
    assert row._offers is not None
    assert row._offers.isVisible()
    meta = row.places["as agreed with your pharmacist"]
    assert row._offers.geometry().left() <= meta.left()
    assert row._offers.geometry().contains(meta.center())


NOTED = RowText("19:15", "pill", "Supplement: magnesium", "as agreed with your pharmacist")
LONG_ONE = RowText(
    "21:15", "clock", "Read a chapter of the long book about the sea\u200b voyage", "30 min"
)
NO_NOTE = RowText("21:30", "screenoff", "Screens off")


@pytest.mark.parametrize(
    ("width", "scale"),
    [(400, 1.0), (756, 1.0), (708, 1.5), (880, 1.5), (660, 2.0), (880, 2.0)],
)
@pytest.mark.parametrize("text", [NOTED, LONG_ONE, BATH])
def test_every_row_with_a_note_offers_done_and_skip_without_covering_its_title(
    theme: Theme, qtbot: QtBot, text: RowText, width: int, scale: float
):
    theme.apply(Mode.DAY, scale)
    page = QWidget()
    qtbot.addWidget(page)
    row = TimelineRow(theme, text, parent=page)
    height = row.heightForWidth(width)
    row.setGeometry(300, 300, width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    row.setFocus()
    offered = {b.accessibleName(): b for b in row.findChildren(QPushButton) if b.isVisible()}
    title = text.title.replace("\u200b", "")
    assert set(offered) == {f"Done: {title}", f"Skip: {title}"}
    offers = row._offers
    assert offers is not None
    for button in offered.values():
        there = QRect(button.mapTo(row, QPoint(0, 0)), button.size())
        assert row.rect().contains(there)
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.sizeHint().height()
    said = row.places[text.title]
    ends = said.x() + row._face._title.natural_width
    assert offers.y() > said.bottom() or offers.x() >= ends
    meta = row.places[text.meta]
    covered = offers.geometry().intersected(meta)
    assert covered.isEmpty() or covered == meta, "whole, not up to the middle of a word"
    assert row.heightForWidth(width) == height, "nothing moves for it"


@pytest.mark.parametrize(("width", "scale", "offers"), [(756, 1.0, True), (660, 2.0, False)])
def test_a_row_without_a_note_offers_them_beside_its_title_or_not_at_all(
    theme: Theme, qtbot: QtBot, width: int, scale: float, *, offers: bool
):
    theme.apply(Mode.DAY, scale)
    row = TimelineRow(theme, NO_NOTE)
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    row.setFocus()
    row.resize(width, row.heightForWidth(width))
    assert row.height() == theme.px(44), "no empty line"
    offered = [button for button in row.findChildren(QPushButton) if button.isVisible()]
    assert bool(offered) is offers


def test_where_there_is_no_room_for_them_none_is_kept(row: TimelineRow, qtbot: QtBot):
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    row.setFocus()
    row.resize(row.minimumSizeHint().width(), row.heightForWidth(row.minimumSizeHint().width()))
    assert not any(button.isVisible() for button in row.findChildren(QPushButton))
    words = sum(place.height() for what, place in row.places.items() if what != BATH.time)
    assert row.height() <= words + 12


def test_what_it_offers_is_named_by_what_the_row_says_by_now(row: TimelineRow, qtbot: QtBot):
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    row.setFocus()
    row.show_text(NOTED)
    names = {b.accessibleName() for b in row.findChildren(QPushButton)}
    assert names == {"Done: Supplement: magnesium", "Skip: Supplement: magnesium"}

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.chips import Chip, ChoiceChip, Pill, SourceChip
from rlscompanion.ui.widgets.day_toggles import DAYS, DayToggles
from rlscompanion.ui.widgets.segmented import Segmented


def test_days_are_toggled_and_told(theme: Theme, qtbot: QtBot):
    nights = DayToggles(theme, "Nights", days=frozenset({"mon", "sun"}))
    qtbot.addWidget(nights)
    with qtbot.waitSignal(nights.changed, timeout=1000) as told:
        qtbot.keyClick(nights.button("wed"), Qt.Key.Key_Space)
    assert told.args == [frozenset({"mon", "wed", "sun"})]
    with qtbot.assertNotEmitted(nights.changed):
        nights.set_days(frozenset())
    assert nights.days == frozenset()


def test_days_are_big_enough_and_have_their_full_names(theme: Theme, qtbot: QtBot):
    nights = DayToggles(theme, "Nights")
    qtbot.addWidget(nights)
    names = [nights.button(day).accessibleName() for day in DAYS]
    assert (names[0], names[-1], len(set(names))) == ("Monday", "Sunday", 7)
    assert all(nights.button(day).size() == QSize(44, 44) for day in DAYS)
    theme.apply(Mode.DAY, 2.0)
    assert nights.button("mon").size() == QSize(88, 88)


@pytest.fixture
def when(theme: Theme, qtbot: QtBot) -> Segmented:
    choices = (("bed", "Before bed"), ("fixed", "Fixed time"))
    made = Segmented(theme, "When", choices, current="bed")
    qtbot.addWidget(made)
    return made


def test_one_of_a_few_is_chosen_by_keyboard(when: Segmented, qtbot: QtBot):
    with qtbot.waitSignal(when.changed, timeout=1000) as told:
        qtbot.keyClick(when.button("fixed"), Qt.Key.Key_Space)
    assert told.args == ["fixed"]
    assert not when.button("bed").isChecked()
    assert when.button("bed").accessibleName() == "When: Before bed"


def test_tab_comes_to_the_chosen_one(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    line = QVBoxLayout(window)
    before = QPushButton("Before")
    choices = [(key, key) for key in ("one", "two", "three")]
    one_of = Segmented(theme, "Nights", choices, current="two")
    free = Segmented(theme, "Arms", choices, clearable=True)
    for piece in (before, one_of, free):
        line.addWidget(piece)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert one_of.button("two").hasFocus()
    one_of.set_current("three")
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert one_of.button("three").hasFocus()
    qtbot.keyClick(one_of.button("three"), Qt.Key.Key_Tab)
    assert free.button("one").hasFocus()


def test_the_chosen_one_has_a_tick_and_choosing_by_program_is_quiet(when: Segmented, qtbot: QtBot):
    with qtbot.assertNotEmitted(when.changed):
        when.set_current("fixed")
        when.set_current("unknown")
    assert when.current == "fixed"
    assert when.button("bed").icon().isNull()
    assert not when.button("fixed").icon().isNull()


def test_choices_stand_in_a_column_when_there_is_no_room(when: Segmented):
    when.show()
    when.resize(400, 48)
    assert when.button("bed").y() == when.button("fixed").y()
    when.resize(160, 100)
    assert when.button("bed").y() < when.button("fixed").y()


def _ink(button: QPushButton) -> tuple[int, int]:
    """Return how far what is drawn stays off the left and the right end of its room."""
    option = QStyleOptionButton()
    button.initStyleOption(option)
    element = QStyle.SubElement.SE_PushButtonContents
    room = button.style().subElementRect(element, option, button)
    picture = button.grab(room).toImage()
    rows = range(picture.height() // 4, 3 * picture.height() // 4)
    ground = picture.pixelColor(0, rows[0])
    drawn = [
        x for x in range(picture.width()) if any(picture.pixelColor(x, y) != ground for y in rows)
    ]
    return drawn[0], picture.width() - 1 - drawn[-1]


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5, 1.75, 2.0])
def test_bold_words_stand_whole_in_the_middle_of_their_segment(
    theme: Theme, qtbot: QtBot, scale: float
) -> None:
    theme.apply(Mode.DAY, scale)
    all_words = ("As the desktop", "By the clock", "4 in, 6 out", "12 weeks", "Moving", "100 %")
    made = Segmented(theme, "Look", [(words, words) for words in all_words])
    qtbot.addWidget(made)
    made.resize(made.minimumSizeHint().width(), made.heightForWidth(made.minimumSizeHint().width()))
    made.show()
    for words in all_words:
        made.set_current(words)
        made.button(words).setFixedWidth(made.button(words).minimumWidth())
        left, right = _ink(made.button(words))
        assert min(left, right) >= 1, words
        assert abs(left - right) <= 4 * scale, words


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_bold_words_stand_whole_in_their_chip(theme: Theme, qtbot: QtBot, scale: float) -> None:
    theme.apply(Mode.DAY, scale)
    for words in ("Caffeine after noon", "Long sitting", "Move"):
        chip = ChoiceChip(theme, words, icon="glass")
        qtbot.addWidget(chip)
        chip.setChecked(True)
        chip.show()
        chip.resize(chip.sizeHint())
        left, right = _ink(chip)
        assert min(left, right) >= 1, words
        assert abs(left - right) <= 4 * scale, words


def test_a_picked_chip_has_a_tick_and_does_not_grow(theme: Theme, qtbot: QtBot):
    chip = ChoiceChip(theme, "Alcohol", icon="glass")
    qtbot.addWidget(chip)
    wide = chip.sizeHint()
    with qtbot.waitSignal(chip.toggled, timeout=1000) as told:
        qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert told.args == [True]
    assert chip.sizeHint() == wide


def test_chips_say_their_word(theme: Theme, qtbot: QtBot):
    source = SourceChip(theme, "Guideline")
    for made in (Chip("Guideline"), Pill("Now"), source):
        qtbot.addWidget(made)
        assert made.text()
    source.set_source("")
    assert source.isHidden()

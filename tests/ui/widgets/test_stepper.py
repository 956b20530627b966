from datetime import date, time

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.stepper import ClockTimes, Dates, Minutes, MinuteStepper, TimeStepper

MINUTES = Minutes(0, 180, 5, str)
CLOCK = ClockTimes(5, str)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("45", 45),
        (" 45 min before", 45),
        ("1 h 20", 80),
        ("1:20", 80),
        ("2h", 120),
        ("999", 999),
        ("-5", None),
        ("", None),
        ("soon", None),
    ],
)
def test_minutes_are_read_as_people_write_them(typed: str, read: int | None):
    assert MINUTES.read(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("22:30", time(22, 30)),
        ("22.30", time(22, 30)),
        ("2230", time(22, 30)),
        ("9", time(9)),
        ("10:30 pm", time(22, 30)),
        ("12 am", time(0)),
        ("24:00", None),
        ("13 pm", None),
        ("22:75", None),
        ("late", None),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, read: time | None):
    assert CLOCK.read(typed) == read


@pytest.mark.parametrize(
    ("value", "steps", "then"),
    [(50, 1, 55), (50, -1, 45), (52, 1, 55), (52, -1, 50), (0, -1, 0), (178, 1, 180)],
)
def test_steps_land_on_the_grid_within_bounds(value: int, steps: int, then: int):
    assert MINUTES.stepped(value, steps) == then


@pytest.mark.parametrize(
    ("value", "steps", "then"),
    [(time(23, 55), 1, time(0)), (time(0), -1, time(23, 55)), (time(22, 33), 1, time(22, 35))],
)
def test_times_go_round_the_clock(value: time, steps: int, then: time):
    assert CLOCK.stepped(value, steps) == then


@pytest.fixture
def bedtime(theme: Theme, qtbot: QtBot) -> TimeStepper:
    made = TimeStepper(theme, "Bedtime", value=time(22, 30))
    qtbot.addWidget(made)
    made.show()
    return made


def field(stepper: TimeStepper | MinuteStepper) -> QLineEdit:
    return stepper.findChildren(QLineEdit)[0]


def ends(stepper: TimeStepper | MinuteStepper) -> dict[str, QPushButton]:
    return {one.accessibleName(): one for one in stepper.findChildren(QPushButton)}


def test_arrow_keys_step(bedtime: TimeStepper, qtbot: QtBot):
    with qtbot.waitSignal(bedtime.changed, timeout=1000) as told:
        qtbot.keyClick(field(bedtime), Qt.Key.Key_Up)
    assert told.args == [time(22, 35)]
    with qtbot.waitSignal(bedtime.changed, timeout=1000) as told:
        qtbot.keyClick(field(bedtime), Qt.Key.Key_PageDown)
    assert told.args == [time(22, 5)]


def test_the_ends_are_named_and_step(bedtime: TimeStepper, qtbot: QtBot):
    buttons = ends(bedtime)
    assert set(buttons) == {"Bedtime: earlier", "Bedtime: later"}
    with qtbot.waitSignal(bedtime.changed, timeout=1000) as told:
        qtbot.mouseClick(buttons["Bedtime: earlier"], Qt.MouseButton.LeftButton)
    assert told.args == [time(22, 25)]


def test_holding_an_end_repeats(bedtime: TimeStepper, qtbot: QtBot):
    later = ends(bedtime)["Bedtime: later"]
    with qtbot.waitSignals([bedtime.changed] * 3, timeout=3000):
        qtbot.mousePress(later, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(later, Qt.MouseButton.LeftButton)


def test_what_is_typed_counts_after_enter(bedtime: TimeStepper, qtbot: QtBot):
    edit = field(bedtime)
    edit.selectAll()
    qtbot.keyClicks(edit, "21.15")
    with qtbot.waitSignal(bedtime.changed, timeout=1000) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert told.args == [time(21, 15)]
    assert edit.text() == "21:15"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_nonsense_gives_the_old_value_back(bedtime: TimeStepper, qtbot: QtBot, key: Qt.Key):
    edit = field(bedtime)
    edit.selectAll()
    qtbot.keyClicks(edit, "late")
    with qtbot.assertNotEmitted(bedtime.changed):
        qtbot.keyClick(edit, key)
    assert edit.text() == "22:30"
    assert bedtime.value == time(22, 30)


def _said(stepper: QWidget) -> list[str]:
    return [each.text() for each in stepper.findChildren(QLabel) if each.isVisible()]


def _type(stepper: TimeStepper | MinuteStepper, words: str, qtbot: QtBot) -> None:
    edit = field(stepper)
    edit.selectAll()
    qtbot.keyClicks(edit, words)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.parametrize(("typed", "kept"), [("22:37", "22:35"), ("22:31", "22:30")])
def test_what_is_rounded_is_said_in_place_and_aloud(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, typed: str, kept: str
) -> None:
    aloud: list[str] = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: (
            aloud.append(event.message())
            if isinstance(event, QAccessibleAnnouncementEvent)
            else None
        ),
    )
    bedtime = TimeStepper(theme, "Bedtime", value=time(22, 30), snap=True)
    qtbot.addWidget(bedtime)
    bedtime.show()
    _type(bedtime, typed, qtbot)
    assert _said(bedtime) == [f"Rounded to {kept}."]
    assert aloud == [f"Rounded to {kept}."]
    qtbot.keyClick(field(bedtime), Qt.Key.Key_Up)
    assert _said(bedtime) == []
    _type(bedtime, "21:15", qtbot)
    assert _said(bedtime) == []


def test_what_is_beyond_a_bound_or_no_value_is_said_in_place(theme: Theme, qtbot: QtBot) -> None:
    early = MinuteStepper(theme, "Ring early", value=5, maximum=30)
    qtbot.addWidget(early)
    early.show()
    _type(early, "45", qtbot)
    assert _said(early) == ["30 min is as far as it goes."]
    _type(early, "soon", qtbot)
    assert _said(early) == ["Not understood. 30 min stays."]
    early.set_value(10)
    assert _said(early) == []


def test_a_refused_value_is_not_said_to_be_rounded(theme: Theme, qtbot: QtBot) -> None:
    bedtime = TimeStepper(theme, "Bedtime", value=time(22, 30), snap=True)
    qtbot.addWidget(bedtime)
    bedtime.changed.connect(lambda: bedtime.set_value(time(22, 30)))
    bedtime.show()
    _type(bedtime, "23:58", qtbot)
    assert _said(bedtime) == []


def test_what_is_typed_after_a_click_takes_the_place_of_the_value(
    theme: Theme, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = QVBoxLayout(window)
    before = MinuteStepper(theme, "When", value=180, text=lambda n: f"{n} min before")
    line.addWidget(QLineEdit())
    line.addWidget(before)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit = field(before)
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert edit.selectedText() == "180 min before"
    qtbot.keyClicks(edit, "21")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert before.value == 21
    edit.selectAll()
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert edit.selectedText() == ""  # the second click places the caret


def test_a_field_that_code_goes_to_is_selected(bedtime: TimeStepper, qtbot: QtBot) -> None:
    bedtime.activateWindow()
    qtbot.waitUntil(bedtime.isActiveWindow)
    bedtime.clearFocus()
    bedtime.setFocus(Qt.FocusReason.OtherFocusReason)
    assert field(bedtime).selectedText() == "22:30"


def test_a_value_that_is_asked_for_is_none_until_it_is_given(
    bedtime: TimeStepper, qtbot: QtBot
) -> None:
    bedtime.ask()
    assert bedtime.given is None
    assert field(bedtime).text() == ""
    with qtbot.assertNotEmitted(bedtime.changed):
        _type(bedtime, "21:002130", qtbot)
    assert bedtime.given is None
    assert _said(bedtime) == ["Not understood. Type a time such as 22:30."]
    with qtbot.waitSignal(bedtime.changed, timeout=1000) as told:
        qtbot.keyClick(field(bedtime), Qt.Key.Key_Up)
    assert told.args == [time(22, 30)]
    assert bedtime.given == time(22, 30)


def test_setting_a_value_tells_no_one(bedtime: TimeStepper, qtbot: QtBot):
    with qtbot.assertNotEmitted(bedtime.changed):
        bedtime.set_value(time(23))
    assert field(bedtime).text() == "23:00"


def test_at_a_bound_its_end_is_off(theme: Theme, qtbot: QtBot):
    early = MinuteStepper(theme, "Ring early", value=5, maximum=30)
    qtbot.addWidget(early)
    early.show()
    with qtbot.waitSignal(early.changed, timeout=1000) as told:
        qtbot.keyClick(field(early), Qt.Key.Key_Down)
    assert told.args == [0]
    assert field(early).text() == "0 min"
    assert not ends(early)["Ring early: less"].isEnabled()
    assert ends(early)["Ring early: more"].isEnabled()


def test_minutes_can_be_said_in_other_words(theme: Theme, qtbot: QtBot):
    before = MinuteStepper(theme, "When", value=50, text=lambda n: f"{n} min before")
    qtbot.addWidget(before)
    assert field(before).text() == "50 min before"
    assert before.accessibleName() == field(before).accessibleName() == "When"


@pytest.mark.parametrize(("typed", "read"), [("52", 50), ("53", 55), ("178", 180), ("181", 180)])
def test_typed_minutes_can_land_on_the_grid(typed: str, read: int):
    minutes = Minutes(0, 180, 5, str, snap=True)
    meant = minutes.read(typed)
    assert meant is not None
    assert minutes.fitted(meant) == read


@pytest.mark.parametrize(("typed", "read"), [("21:42", time(21, 40)), ("23:58", time(0))])
def test_a_typed_time_can_land_on_the_grid(typed: str, read: time):
    clock = ClockTimes(5, str, snap=True)
    meant = clock.read(typed)
    assert meant is not None
    assert clock.fitted(meant) == read


def before_half_past_ten(at: time) -> int:
    return (22 * 60 + 30 - at.hour * 60 - at.minute) % (24 * 60)


@pytest.mark.parametrize(("typed", "read"), [("21:40", 50), ("1:20", 80), ("1 h 20", 80)])
def test_a_time_of_day_is_read_as_minutes_before_bed_where_it_can_be(typed: str, read: int):
    steps = Minutes(0, 720, 5, str, of_clock=before_half_past_ten)
    assert steps.read(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-10-02", date(2026, 10, 2)),
        ("2.10.2026", date(2026, 10, 2)),
        ("02/10/2026", date(2026, 10, 2)),
        ("2026-13-01", None),
        ("2 October", None),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, read: date | None):
    assert Dates(date(2026, 11, 22), str).read(typed) == read


def test_no_day_to_come_is_kept():
    assert Dates(date(2026, 11, 22), str).fitted(date(2027, 1, 1)) == date(2026, 11, 22)


def test_undo_is_left_to_the_window_while_nothing_is_typed(theme: Theme, qtbot: QtBot):
    made = MinuteStepper(theme, "Before bed", value=50)
    window = QWidget()
    line = QVBoxLayout(window)
    line.addWidget(made)
    undone: list[bool] = []
    QShortcut(QKeySequence("Ctrl+Z"), window).activated.connect(lambda: undone.append(True))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    (field,) = made.findChildren(QLineEdit)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
    field.selectAll()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]

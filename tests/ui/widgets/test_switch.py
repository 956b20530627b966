import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.switch import Switch


@pytest.fixture
def switch(theme: Theme, qtbot: QtBot) -> Switch:
    made = Switch(theme, "Warm bath")
    qtbot.addWidget(made)
    return made


def test_space_turns_it_on(switch: Switch, qtbot: QtBot):
    with qtbot.waitSignal(switch.toggled, timeout=1000) as told:
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert told.args == [True]
    assert switch.isChecked()


def test_a_click_anywhere_on_it_counts(switch: Switch, qtbot: QtBot):
    switch.show()
    for corner in (switch.rect().center(), switch.rect().bottomRight()):
        with qtbot.waitSignal(switch.toggled, timeout=1000):
            qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=corner)


def test_it_has_a_name_and_grows_with_the_text(switch: Switch, theme: Theme):
    assert switch.accessibleName() == "Warm bath"
    assert switch.sizeHint() == QSize(52, 30)
    theme.apply(Mode.DAY, 2.0)
    assert switch.sizeHint() == QSize(104, 60)


@pytest.mark.parametrize("mode", list(Mode))
def test_on_off_disabled_and_pressed_look_different(switch: Switch, theme: Theme, mode: Mode):
    theme.apply(mode)
    switch.show()
    looks = [switch.grab().toImage()]
    switch.setChecked(True)
    looks.append(switch.grab().toImage())
    switch.setDown(True)
    looks.append(switch.grab().toImage())
    switch.setDown(False)
    switch.setEnabled(False)
    looks.append(switch.grab().toImage())
    assert all(one != other for at, one in enumerate(looks) for other in looks[:at])


def test_the_knob_glides_unless_motion_is_reduced(switch: Switch, theme: Theme, qtbot: QtBot):
    theme.reduced_motion = False
    with qtbot.waitExposed(switch):
        switch.show()
    before = switch.grab().toImage()
    switch.setChecked(True)
    qtbot.waitUntil(lambda: switch.property("place") == 1.0, timeout=1000)
    assert switch.grab().toImage() != before

"""A window that nobody touches comes to rest, whichever page it shows."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override
from ui.resting import unrest
from ui.screens import screens

from rlscompanion.ui.main_window import SMALLEST, USUAL
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


@pytest.mark.parametrize(
    ("mode", "size"), [(Mode.DAY, USUAL), (Mode.EVENING, SMALLEST), (Mode.NIGHT, USUAL)]
)
def test_every_page_comes_to_rest(theme: Theme, tmp_path: Path, mode: Mode, size: QSize) -> None:
    theme.reduced_motion = False
    theme.apply(mode)
    found = {name: unrest() for name, _ in screens(theme, tmp_path / "home", size)}
    assert len(found) > 30
    assert {name: going for name, going in found.items() if going} == {}


class Restless(QWidget):
    """Lays itself out anew each time it was laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.addWidget(QLabel("A line"))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.column.invalidate()
        return super().event(event)


def test_what_never_rests_is_found(qtbot: QtBot) -> None:
    widget = Restless()
    qtbot.addWidget(widget)
    widget.show()
    assert "LayoutRequest of Restless" in unrest()
    widget.hide()

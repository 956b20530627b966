"""Nothing but the window itself ever stands on the desktop."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from typing_extensions import override
from ui.reading import SMALL
from ui.screens import screens

from rlscompanion.ui.theme.theme import Theme


class Watch(QObject):
    """Notes each piece that is shown as a window of its own, be it for a blink."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_window = isinstance(watched, QWidget) and watched.isWindow()
        shown = event.type() is QEvent.Type.Show
        if shown and is_window and not isinstance(watched, QMainWindow):
            self.seen.append(f"{type(watched).__name__} {watched.property('text')}")
        return False


def test_no_piece_of_a_page_blinks_up_as_a_window_of_its_own_while_it_is_made(
    qapp: QApplication, theme: Theme, tmp_path: Path
) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    for _ in screens(theme, tmp_path / "home", SMALL):
        pass
    qapp.removeEventFilter(watch)
    assert watch.seen == []

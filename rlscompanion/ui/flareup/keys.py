"""What a key means on the flare-up screen, whatever alphabet the keyboard writes."""

import sys
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_XKB_OFFSET: Final = 8
"""The scan codes of X11 and Wayland count from here; those of Windows are the kernel's own."""
_LATIN: Final = range(ord("A"), ord("Z") + 1)
_DIGITS: Final = range(ord("0"), ord("9") + 1)
_ASCII: Final = range(ord(" "), ord("~") + 1)
_SPECIAL: Final = 0x0100_0000
"""From here on Qt's codes are no letters: Esc, the arrows, Tab."""


class Press(StrEnum):
    """One meaning, however many keys have it."""

    LEAVE = "leave"
    SPACE = "space"
    ONWARDS = "onwards"
    BACK = "back"
    UP = "up"
    DOWN = "down"
    HELP = "help"
    MOVE = "move"
    SOUND = "sound"
    AGAIN = "again"
    PUZZLE = "puzzle"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


NUMBERS: Final = (Press.FIRST, Press.SECOND, Press.THIRD)
_BY_NAME: Final[dict[int, Press]] = {
    Qt.Key.Key_Escape: Press.LEAVE,
    Qt.Key.Key_Space: Press.SPACE,
    Qt.Key.Key_Right: Press.ONWARDS,
    Qt.Key.Key_Return: Press.ONWARDS,
    Qt.Key.Key_Enter: Press.ONWARDS,
    Qt.Key.Key_Left: Press.BACK,
    Qt.Key.Key_Up: Press.UP,
    Qt.Key.Key_PageUp: Press.UP,
    Qt.Key.Key_Down: Press.DOWN,
    Qt.Key.Key_PageDown: Press.DOWN,
    Qt.Key.Key_F1: Press.HELP,
    Qt.Key.Key_Help: Press.HELP,
    Qt.Key.Key_H: Press.HELP,
    Qt.Key.Key_W: Press.MOVE,
    Qt.Key.Key_S: Press.SOUND,
    Qt.Key.Key_R: Press.AGAIN,
    Qt.Key.Key_P: Press.PUZZLE,
    Qt.Key.Key_1: Press.FIRST,
    Qt.Key.Key_2: Press.SECOND,
    Qt.Key.Key_3: Press.THIRD,
}
_LETTERS: Final = {
    17: Press.MOVE,
    19: Press.AGAIN,
    25: Press.PUZZLE,
    31: Press.SOUND,
    35: Press.HELP,
}
"""By the place of the key: the code that the Linux kernel gives to W, R, P, S and H."""
_TOP_ROW: Final = {2: Press.FIRST, 3: Press.SECOND, 4: Press.THIRD}
_MAC: Final = {13: 17, 15: 19, 35: 25, 1: 31, 4: 35, 18: 2, 19: 3, 20: 4}
"""From the places of a Mac's keys to those of the kernel."""


def press_of(event: QKeyEvent) -> Press | None:
    """Return what a key means: by its name, or where it writes no Latin letter, by its place.

    A French keyboard writes 1 2 3 with Shift only, a Greek or Russian one writes no W at all.
    """
    key = event.key()
    meant = _BY_NAME.get(key)
    if meant is not None or key in _LATIN or key in _DIGITS or key >= _SPECIAL:
        return meant
    place = _place(event)
    return _TOP_ROW.get(place) or (None if key in _ASCII else _LETTERS.get(place))


def _place(event: QKeyEvent) -> int:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), 0)
    if sys.platform == "win32":
        return event.nativeScanCode()
    return event.nativeScanCode() - _XKB_OFFSET

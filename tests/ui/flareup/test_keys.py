"""What keys mean, whatever alphabet they write."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from rlscompanion.ui.flareup import keys
from rlscompanion.ui.flareup.keys import Press, press_of

EVDEV = {"1": 2, "2": 3, "3": 4, "w": 17, "r": 19, "p": 25, "s": 31, "h": 35}
"""The places of the keys that a US keyboard names so, as the Linux kernel counts them."""
MAC = {"1": 18, "2": 19, "3": 20, "w": 13, "r": 15, "p": 35, "s": 1, "h": 4}
MEANT = {
    "1": Press.FIRST,
    "2": Press.SECOND,
    "3": Press.THIRD,
    "w": Press.MOVE,
    "r": Press.AGAIN,
    "p": Press.PUZZLE,
    "s": Press.SOUND,
    "h": Press.HELP,
}
GREEK = dict(zip("wrpsh", "ςρπση".upper(), strict=True))
RUSSIAN = dict(zip("wrpsh", "ЦКЗЫР", strict=True))
HEBREW = dict(zip("rpsh", "רפדי", strict=True))
ARABIC = {"w": "ص", "r": "ق", "p": "ح", "s": "س", "h": "ا", "1": "١", "2": "٢", "3": "٣"}
FRENCH_TOP = {"1": "&", "2": "É", "3": '"'}
CZECH_TOP = {"1": "+", "2": "Ě", "3": "Š"}


def struck(text: str, *, scan: int = 0, virtual: int = 0) -> QKeyEvent:
    """Return the press of a key that writes ``text``, as Qt tells it."""
    none = Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, ord(text), none, scan, virtual, 0, text)


@pytest.mark.parametrize("layout", [GREEK, RUSSIAN, HEBREW, ARABIC, FRENCH_TOP, CZECH_TOP])
@pytest.mark.parametrize(("platform", "offset"), [("linux", 8), ("win32", 0)])
def test_a_key_that_writes_no_latin_letter_means_what_its_place_means(
    layout: dict[str, str], platform: str, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys.sys, "platform", platform)
    for place, text in layout.items():
        assert press_of(struck(text, scan=EVDEV[place] + offset)) is MEANT[place], (place, text)


def test_a_mac_has_other_numbers_for_the_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.sys, "platform", "darwin")
    for place, text in RUSSIAN.items():
        assert press_of(struck(text, virtual=MAC[place])) is MEANT[place]
    assert press_of(struck("&", virtual=MAC["1"])) is Press.FIRST


@pytest.mark.parametrize(
    ("text", "place", "means"),
    [
        ("Z", "w", None),  # French: Z is where W is elsewhere
        ("W", "z", Press.MOVE),
        (",", "w", None),  # Dvorak
        ("D", "h", None),
        ("H", "j", Press.HELP),
    ],
)
def test_a_latin_letter_means_itself_wherever_it_is(
    text: str, place: str, means: Press | None
) -> None:
    scan = {**EVDEV, "z": 44, "j": 36}[place] + 8
    assert press_of(struck(text, scan=scan)) is means


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Shift, Qt.Key.Key_F5])
def test_keys_without_a_meaning_mean_nothing(key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, 25, 0, 0, "")
    assert press_of(event) is None


def test_f1_helps_where_nobody_finds_the_h() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert press_of(event) is Press.HELP

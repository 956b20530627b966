"""Everything can be read in a longer language, in large letters, in a small window."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from ui.reading import SMALL, USUAL, Stretched, faults, stretched, under_the_corner
from ui.screens import screens

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


@pytest.fixture
def _stretched(qapp: QApplication) -> Iterator[None]:
    language = Stretched()
    qapp.installTranslator(language)
    yield
    qapp.removeTranslator(language)


@pytest.mark.usefixtures("_stretched")
@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["900x600", "1120x760"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_or_covered_in_a_longer_language(
    theme: Theme, tmp_path: Path, size: QSize, scale: float
) -> None:
    theme.apply(Mode.DAY, scale)
    found = {
        name: faults(window) + under_the_corner(window)
        for name, window in screens(theme, tmp_path / "home", size)
    }
    assert len(found) > 10
    assert {name: said for name, said in found.items() if said} == {}


def test_the_language_is_longer_and_keeps_what_is_to_be_filled_in() -> None:
    assert stretched("Bed at {0}").format("22:30") == "Béd åt 22:30 län"
    assert len(stretched("When do you want to be asleep?")) >= 1.25 * 30


def test_the_reader_finds_what_is_cut_covered_or_outside(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label = QLabel("A sentence that is too long for its place")
    button = QPushButton("Words that do not fit")
    column.addWidget(label)
    column.addWidget(button)
    window.resize(600, 200)
    window.show()
    assert faults(window) == []
    label.setFixedWidth(60)
    button.setFixedWidth(40)
    away = QLabel("Away", window)
    away.show()
    away.move(590, 190)
    said = "\n".join(faults(window))
    assert "'A sentence that is too long" in said
    assert "has 40 px" in said
    assert "'Away' stands outside" in said

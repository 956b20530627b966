import ast
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.fonts import font_files
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.navigation import Navigation

PACKAGE = Path(__file__).resolve().parents[3] / "rlscompanion"
GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive)
ROLE = QPalette.ColorRole


def test_the_one_style_sheet_is_set_by_the_theme():
    calls = [
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "setStyleSheet"
    ]
    assert set(calls) == {"ui/theme/theme.py"}


def test_the_same_look_twice_is_told_once(theme: Theme, qtbot: QtBot):
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.apply(Mode.NIGHT, 1.5)
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply(Mode.NIGHT, 1.5)
    assert (theme.mode, theme.scale) == (Mode.NIGHT, 1.5)


def test_another_size_alone_is_a_change(theme: Theme, qtbot: QtBot):
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.apply(theme.mode, 2.0)
    assert theme.px(16) == 32


@pytest.mark.parametrize(("asked", "given"), [(0.5, 1.0), (1.3, 1.3), (9, 2.0)])
def test_text_is_never_smaller_than_100_or_larger_than_200_percent(
    theme: Theme, asked: float, given: float
):
    theme.apply(Mode.EVENING, asked)
    assert theme.scale == given


@pytest.mark.parametrize("mode", list(Mode))
def test_the_palette_is_filled_from_the_tokens(theme: Theme, mode: Mode):
    theme.apply(mode)
    palette = QApplication.palette()
    for group in GROUPS:
        assert palette.color(group, ROLE.Window) == theme.color("window")
        assert palette.color(group, ROLE.Text) == theme.color("ink")
        assert palette.color(group, ROLE.Highlight) == theme.color("pri-fill")
    off = QPalette.ColorGroup.Disabled
    for role in (ROLE.Text, ROLE.WindowText, ROLE.ButtonText, ROLE.Highlight):
        assert palette.color(off, role) != palette.color(GROUPS[0], role)


def test_no_colour_of_the_style_sheet_is_foreign_at_night(theme: Theme, qapp: QApplication):
    theme.apply(Mode.NIGHT)
    own = {theme.colour(name) for name in ("ink", "line-strong", "pri-fill")}
    assert own <= {word.strip(";,)") for word in qapp.styleSheet().split()}
    assert "#FFF" not in qapp.styleSheet().upper()


def test_sizes_in_the_style_sheet_follow_the_scale(theme: Theme, qtbot: QtBot):
    title = QLabel("Tonight")
    title.setProperty("role", "h1")
    qtbot.addWidget(title)
    title.ensurePolished()
    assert title.font().pixelSize() == 32
    theme.apply(Mode.DAY, 2.0)
    assert title.font().pixelSize() == 64


def test_letters_have_grey_edges_and_the_readable_typeface(theme: Theme, qtbot: QtBot):
    words = QLabel("Tonight")
    words.setProperty("role", "h2")
    qtbot.addWidget(words)
    words.ensurePolished()
    assert words.font().styleStrategy() & QFont.StyleStrategy.NoSubpixelAntialias
    assert words.font().family() == "Atkinson Hyperlegible"
    assert len(font_files()) == 2


def test_a_part_that_is_not_seen_is_dressed_before_it_is(theme: Theme, qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    seen, hidden = (QLabel("Tonight", window) for _ in range(2))
    hidden.hide()
    for part in (seen, hidden):
        part.setProperty("role", "h1")
        theme.dress(part)
    window.show()
    theme.apply(Mode.DAY, 2.0)
    assert seen.font().pixelSize() == 64
    hidden.show()
    assert hidden.font().pixelSize() == 64
    theme.apply(Mode.DAY, 1.0)
    assert seen.font().pixelSize() == 32


def test_what_is_hidden_is_dressed_when_there_is_time(theme: Theme, qtbot: QtBot):
    part = QLabel("Tonight")
    qtbot.addWidget(part)
    part.setProperty("role", "h1")
    theme.dress(part)
    theme.apply(Mode.NIGHT, 1.5)
    qtbot.waitUntil(lambda: part.font().pixelSize() == 48)


def test_a_window_of_its_own_follows_every_change(theme: Theme, qtbot: QtBot):
    part, alone = QLabel("A page"), QLabel("A window")
    for each in (part, alone):
        qtbot.addWidget(each)
        each.setProperty("role", "h1")
    theme.dress(part)
    for scale in (2.0, 1.0, 1.5):
        theme.apply(Mode.NIGHT, scale)
        alone.ensurePolished()
        assert alone.font().pixelSize() == round(32 * scale)


def test_each_part_of_the_window_wears_the_sheet_and_nothing_round_it(theme: Theme, qtbot: QtBot):
    window, page = MainWindow(theme), QLabel("Tonight")
    qtbot.addWidget(window)
    page.setProperty("role", "h1")
    window.add_page("tonight", "Tonight", "moon", lambda: page)
    assert [part for part in (window, *window.findChildren(QWidget)) if part.styleSheet()] == [
        window.findChild(Navigation),
        page,
    ]

"""Every sentence on screen can be translated: Qt's own tools find it, and it comes back."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from houses import House
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from shiboken6 import delete
from typing_extensions import override

from rlscompanion.ui.figures.words import nights_words
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button

UI = Path(__file__).parents[2] / "rlscompanion" / "ui"
TRANSLATING = UI / "widgets" / "translating.py"
FILES = sorted(set(UI.rglob("*.py")) - {TRANSLATING})


class Said(NamedTuple):
    """Words, and the class that says them; none where a plain function does."""

    context: str
    words: str


class Sayings(ast.NodeVisitor):
    """Collects what a module says by ``self.tr("…")`` in a class, and by ``tr("…")``."""

    def __init__(self, file: Path) -> None:
        self.found: set[Said] = set()
        self.unclear: list[str] = []
        self._file = file
        self._classes = [""]
        self.visit(ast.parse(file.read_text(encoding="utf-8")))

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    @override
    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name("tr"), args=[ast.Constant(str(words))]):
                self.found.add(Said("", words))
            case ast.Call(
                func=ast.Attribute(ast.Name("self"), "tr"), args=[ast.Constant(str(words)), *_]
            ):
                self.found.add(Said(self._classes[-1], words))
            case ast.Call(func=ast.Name("tr") | ast.Attribute(attr="tr")):
                self.unclear.append(f"{self._file.name}:{node.lineno} {ast.unparse(node)}")
            case _:
                pass

    @override
    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        if any(isinstance(part, ast.Attribute) and part.attr == "tr" for part in _values(node)):
            self.unclear.append(f"{self._file.name}:{node.lineno} {ast.unparse(node)}")


def _values(node: ast.Assign) -> list[ast.expr]:
    return node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]


def qt_tool(name: str, *arguments: Path | str) -> None:
    program = Path(sys.executable).with_name(f"pyside6-{name}")
    subprocess.run([program, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the catalogue that Qt's tool makes for a translator, with nothing translated."""
    made = tmp_path_factory.mktemp("translating") / "app.ts"
    qt_tool("lupdate", *FILES, "-ts", made)
    return made


@pytest.fixture
def in_quotes(catalogue: Path, tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    """Translate everything in the catalogue into itself, «in quotes»."""
    read = ET.parse(catalogue)  # noqa: S314  (Qt's tool has just written it)
    for message in read.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        translation.attrib.clear()
        translation.text = f"«{message.findtext('source')}»"
    translated, compiled = tmp_path / "app_xx.ts", tmp_path / "app_xx.qm"
    read.write(translated, encoding="utf-8", xml_declaration=True)
    qt_tool("lrelease", translated, "-qm", compiled)
    translator = QTranslator()
    assert translator.load(str(compiled))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_a_translator_is_shown_every_sentence(catalogue: Path) -> None:
    said = [Sayings(file) for file in FILES]
    unclear = [each for module in said for each in module.unclear]
    assert unclear == [], "Qt's tool reads self.tr(…) and tr(…) with words, nothing else"
    assert set().union(*(module.found for module in said)) - in_the(catalogue) == set()


def in_the(catalogue: Path) -> set[Said]:
    read = ET.parse(catalogue)  # noqa: S314  (Qt's tool has just written it)
    return {
        Said(context.findtext("name", ""), message.findtext("source", ""))
        for context in read.iter("context")
        for message in context.iter("message")
    }


@pytest.mark.usefixtures("in_quotes")
def test_what_was_translated_is_what_is_said(theme: Theme, home: Path) -> None:
    house = House(home, "2026-11-22 20:42")
    window = MainWindow(theme)
    pages = PageSet(theme, house.companion, window)
    window.go_to("insights")
    buttons = pages.page("insights").findChildren(Button)
    words = {button.text() for button in buttons}
    assert {"«Doctor's report»", "«Tests on yourself»"} <= words
    assert nights_words(1) == "«1 night»"
    delete(window)
    house.companion.database.close()

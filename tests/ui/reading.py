"""Whether a person can read all of a window: nothing cut, nothing on top of another thing.

``faults`` looks at a shown window and says in words what cannot be read. ``Stretched`` is a language
of its own: every sentence of ours, 30 % longer and with accents, as a translation would be.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from rlscompanion.ui.widgets.cross_fade import CrossFade
from rlscompanion.ui.widgets.focus_ring import FocusRing
from rlscompanion.ui.widgets.light_chip import LightChip
from rlscompanion.ui.widgets.timeline_row import ReadRow, TimelineRow

ACCENTS: Final = str.maketrans("aeiouAEIOU", "åéîøüÅÉÎØÜ")
LONGER: Final = 0.3
FILLING: Final = "längenzusatz wörtern "
OVERLAYS: Final = (FocusRing, CrossFade, LightChip)
BARE: Final = Qt.ToolButtonStyle.ToolButtonIconOnly
SLACK: Final = 1
PADDING: Final = 4
"""Of a button's own padding, what may be lost without touching its words."""
SMALL, USUAL = QSize(900, 600), QSize(1120, 760)


class Stretched(QTranslator):
    """Keeps every ``{0}`` where it is, so that sentences can still be filled in."""

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self,
        context: str | bytes,
        sourceText: str | bytes,
        /,
        disambiguation: str | bytes | None = None,
        n: int = -1,
    ) -> str:
        text = sourceText if isinstance(sourceText, str) else bytes(sourceText).decode()
        return stretched(text)


def stretched(text: str) -> str:
    """Return the text 30 % longer, with accents; figures in braces stay."""
    extra = round(len(text) * LONGER)
    added = (FILLING * (extra // len(FILLING) + 1))[:extra].strip()
    return f"{text.translate(ACCENTS)} {added}".strip() if extra > 2 else text.translate(ACCENTS)


def words_on(part: QWidget) -> list[str]:
    """Return what a part of a window says, apart from its buttons."""
    labels = [label.text() for label in part.findChildren(QLabel) if label.isVisible()]
    rows = [*part.findChildren(TimelineRow), *part.findChildren(ReadRow)]
    return labels + [words for row in rows if row.isVisible() for words in row.places]


def faults(window: QWidget) -> list[str]:
    """Return what cannot be read in a shown window, one sentence each."""
    for _ in range(3):
        QApplication.processEvents()
    shown = [each for each in window.findChildren(QWidget) if each.isVisible()]
    found: list[str] = []
    for each in shown:
        found += _cut(each)
        found += _outside(each)
    for parent in {each.parentWidget() for each in shown}:
        if parent is not None:
            found += _overlapping(parent)
    return list(dict.fromkeys(found))


def _cut(each: QWidget) -> Iterator[str]:
    match each:
        case TimelineRow() | ReadRow():
            yield from _cut_row(each)
        case QLabel():
            yield from _cut_label(each)
        case QAbstractButton():
            yield from _cut_button(each)
        case QLineEdit():
            words = each.text() or each.placeholderText()
            need = each.fontMetrics().horizontalAdvance(words)
            if need > each.contentsRect().width() + SLACK:
                yield f"{_name(each)} has {each.contentsRect().width()} px of {need}: {words!r}"
        case QAbstractScrollArea():
            yield from _cut_column(each)
        case _:
            pass


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    if isinstance(button, QToolButton) and button.toolButtonStyle() is BARE:
        if not button.toolTip():
            yield f"{_name(button)} has neither words nor a tooltip"
        return
    need = button.minimumSizeHint() if button.layout() is not None else button.sizeHint()
    slack = PADDING if isinstance(button, QToolButton) else SLACK
    if button.text() and need.width() > button.width() + slack:
        yield f"{_name(button)} has {button.width()} px of {need.width()} for its words"
    if button.text() and need.height() > button.height() + PADDING:
        yield f"{_name(button)} is {button.height()} px high of {need.height()}"


def _cut_row(row: TimelineRow | ReadRow) -> Iterator[str]:
    need = row.minimumSizeHint().width()
    if need > row.width() + SLACK:
        yield f"{_name(row)} has {row.width()} px of {need} for its words"
    need = row.heightForWidth(row.width())
    if need > row.height():
        yield f"{_name(row)} is {row.height()} px high of {need}"
    for words, place in row.places.items():
        if not row.rect().contains(place):
            yield f"{_name(row)} says {words!r} outside of itself"
    for one, other in combinations(row.places.values(), 2):
        if one.intersects(other):
            yield f"{_name(row)} says one thing over another"


def _cut_column(area: QAbstractScrollArea) -> Iterator[str]:
    if area.horizontalScrollBar().maximum() > 0:
        yield f"{_name(area)} scrolls sideways by {area.horizontalScrollBar().maximum()} px"
    elif isinstance(area, QScrollArea) and (inner := area.widget()) is not None:
        wide = inner.width() - area.viewport().width()
        if wide > 0:
            yield f"{_name(area)} hides {wide} px at its right"


def _cut_label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    inner = label.contentsRect().width()
    measure = label.fontMetrics()
    if label.wordWrap():
        words = label.text().replace("\u200b", " ").split()
        word = max(words, key=measure.horizontalAdvance, default="")
        need = label.heightForWidth(label.width())
        if need > label.height() + SLACK:
            yield f"{_name(label)} is {label.height()} px high of {need}"
    else:
        word = max(label.text().splitlines(), key=measure.horizontalAdvance, default="")
    wide = measure.horizontalAdvance(word)
    if wide > inner + SLACK:
        yield f"{_name(label)} has {inner} px of {wide} for {word!r}"


def _outside(each: QWidget) -> Iterator[str]:
    parent = each.parentWidget()
    if parent is None or each.isWindow() or isinstance(each, OVERLAYS):
        return
    if isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    if isinstance(parent, QAbstractScrollArea | QStackedWidget | QSplitter):
        return
    if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(each.geometry()):
        yield f"{_name(each)} stands outside {_name(parent)}"


def _overlapping(parent: QWidget) -> Iterator[str]:
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and not isinstance(child, OVERLAYS)
    ]
    if isinstance(parent.layout(), QLayout):
        for one, other in combinations(children, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > SLACK and both.height() > SLACK:
                yield f"{_name(one)} and {_name(other)} overlap by {both.width()}x{both.height()}"


def under_the_corner(window: QWidget) -> list[str]:
    """Return the labels whose words lie under the light chip."""
    grounds = [
        QRect(chip.mapTo(window, QPoint()), chip.size())
        for chip in window.findChildren(LightChip)
        if chip.isVisible()
    ]
    return [
        f"{_name(label)} lies under the light chip"
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text()
        if any(ground.intersects(_words(label, window)) for ground in grounds)
    ]


def _words(label: QLabel, window: QWidget) -> QRect:
    flags = int(label.alignment()) | (0x1000 if label.wordWrap() else 0)
    words = label.fontMetrics().boundingRect(label.contentsRect(), flags, label.text())
    return QRect(label.mapTo(window, words.topLeft()), words.size())


def _name(each: QWidget) -> str:
    words = ""
    if isinstance(each, QLabel | QAbstractButton):
        words = each.text()
    words = words or each.accessibleName() or each.objectName()
    within = each.parentWidget()
    place = f" in {type(within).__name__}" if within is not None else ""
    return f"{type(each).__name__}{place} {words[:50]!r}"

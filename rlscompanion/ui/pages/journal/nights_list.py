"""The nights as a list: rows are read page by page, as they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.nights import NightRecord
from rlscompanion.ui.pages.journal.words import night_name, night_spoken, night_summary
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

RECORD: Final = Qt.ItemDataRole.UserRole
ROWS_A_PAGE: Final = 32
PAGES_KEPT: Final = 24
ROW, BETWEEN, CIRCLE = 72, 4, 40

Index = QModelIndex | QPersistentModelIndex
Read = Callable[[date, date], Sequence[NightRecord]]
"""Reads the records from one night to another, oldest first."""


class NightsModel(QAbstractListModel):
    """Every night from the newest to the oldest; or some chosen ones, such as those found."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self._newest = self._oldest = date.min
        self._chosen: tuple[date, ...] | None = None
        self._pages: OrderedDict[int, tuple[NightRecord, ...]] = OrderedDict()

    def show_nights(self, oldest: date, newest: date) -> None:
        """Show every night between the two."""
        if (oldest, newest) == (self._oldest, self._newest) and self._chosen is None:
            self._pages.clear()
            if self.rowCount():
                self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self._oldest, self._newest, self._chosen = oldest, newest, None
        self._pages.clear()
        self.endResetModel()

    def show_chosen(self, nights: tuple[date, ...]) -> None:
        """Show these nights only."""
        self.beginResetModel()
        self._chosen = nights
        self._pages.clear()
        self.endResetModel()

    def add_chosen(self, nights: tuple[date, ...]) -> None:
        """Show some more of them, after the others."""
        if self._chosen is None or not nights:
            return
        first = len(self._chosen)
        self.beginInsertRows(QModelIndex(), first, first + len(nights) - 1)
        self._chosen += nights
        self._pages.pop(first // ROWS_A_PAGE, None)
        self.endInsertRows()

    def forget(self, night: date) -> None:
        """Read a night again: something was said of it."""
        row = self.row_of(night)
        if row >= 0:
            self._pages.pop(row // ROWS_A_PAGE, None)
            self.dataChanged.emit(self.index(row), self.index(row))

    @property
    def newest(self) -> date:
        return self._newest

    def night(self, row: int) -> date:
        return self._newest - row * ONE_DAY if self._chosen is None else self._chosen[row]

    def row_of(self, night: date) -> int:
        """Return where a night stands, or -1."""
        if self._chosen is not None:
            return self._chosen.index(night) if night in self._chosen else -1
        row = (self._newest - night).days
        return row if 0 <= row < self.rowCount() else -1

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        if self._chosen is not None:
            return len(self._chosen)
        return (self._newest - self._oldest).days + 1 if self._newest > date.min else 0

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _SPOKEN | {RECORD}:
            return None
        record = self._record(index.row())
        return record if role == RECORD else night_spoken(record)

    def _record(self, row: int) -> NightRecord:
        page, place = divmod(row, ROWS_A_PAGE)
        if page not in self._pages:
            self._pages[page] = self._read_page(page)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page][place]

    def _read_page(self, page: int) -> tuple[NightRecord, ...]:
        first = page * ROWS_A_PAGE
        last = min(first + ROWS_A_PAGE, self.rowCount()) - 1
        if self._chosen is None:
            return tuple(reversed(self._read(self.night(last), self.night(first))))
        return tuple(self._read(night, night)[0] for night in self._chosen[first : last + 1])


_SPOKEN: Final = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.ToolTipRole),
    }
)


class NightDelegate(QStyledItemDelegate):
    """Draws a night: its two dates, what was said of it, the rating of the legs in a circle."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._icons = Icons(theme)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(180), self._theme.px(ROW + BETWEEN))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        record: object = index.data(RECORD)
        if not isinstance(record, NightRecord):
            return
        theme, px = self._theme, self._theme.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        card = QRectF(rect).adjusted(1, px(BETWEEN) / 2 + 1, -1, -px(BETWEEN) / 2 - 1)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(card, px(12), px(12))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("inset"))
            painter.drawRoundedRect(card, px(12), px(12))
        circle = QRectF(0, 0, px(CIRCLE), px(CIRCLE))
        circle.moveCenter(card.center())
        circle.moveRight(card.right() - px(11))
        self._draw_words(painter, record, card, circle.left() - px(8))
        self._draw_legs(painter, record, circle)
        painter.restore()

    def _draw_words(
        self, painter: QPainter, record: NightRecord, card: QRectF, right: float
    ) -> None:
        theme, px = self._theme, self._theme.px
        plain, bold = self._fonts()
        left, first_line = card.left() + px(15), card.center().y() - px(7)
        evening, morning = night_name(record.night, self._newest())
        painter.setPen(theme.color("ink"))
        painter.setFont(bold)
        painter.drawText(int(left), int(first_line), evening)
        after = left + QFontMetrics(bold).horizontalAdvance(f"{evening} ")
        painter.setFont(plain)
        metrics = QFontMetrics(plain)
        elided = Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(morning, elided, int(right - after))
        painter.drawText(int(after), int(first_line), shown)
        painter.setPen(theme.color("ink" if theme.mode is Mode.NIGHT else "ink-2"))
        summary = night_summary(record)
        shown = metrics.elidedText(summary, elided, int(right - left))
        painter.drawText(int(left), int(first_line + px(24)), shown)

    def _draw_legs(self, painter: QPainter, record: NightRecord, circle: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        legs = record.check_in.worst_legs
        if legs is None:
            blank = record.check_in.is_blank
            painter.setPen(QPen(theme.color("line-strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            side = px(18)
            icon = self._icons.icon("plus" if blank else "dash", "ink-2")
            corner = circle.center().toPoint()
            icon.paint(painter, corner.x() - side // 2, corner.y() - side // 2, side, side)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent-soft"))
        painter.drawEllipse(circle)
        _, bold = self._fonts()
        bold.setPixelSize(px(18))
        painter.setFont(bold)
        painter.setPen(theme.color("ink"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(legs))

    def _newest(self) -> date:
        view = self.parent()
        model = view.model() if isinstance(view, QAbstractItemView) else None
        return model.newest if isinstance(model, NightsModel) else date.min

    def _fonts(self) -> tuple[QFont, QFont]:
        view = self.parent()
        plain = QFont(view.font() if isinstance(view, QWidget) else QFont())
        plain.setPixelSize(self._theme.px(16))
        bold = QFont(plain)
        bold.setBold(True)
        return plain, bold


class NightsView(QListView):
    """``opened`` brings the night that was chosen, by click or keys."""

    opened = Signal(object)

    def __init__(self, theme: Theme, model: NightsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._marking = False
        self.setModel(model)
        self.setItemDelegate(NightDelegate(theme, self))
        self.setProperty("role", "nights")
        self.setAccessibleName(self.tr("Nights, the newest first"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._current)
        self.clicked.connect(self._current)
        theme.changed.connect(self._follow)

    def select(self, night: date) -> None:
        """Mark a night without telling anyone, and bring it into sight."""
        row = self._model.row_of(night)
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self._marking = True
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self._marking = False

    def _current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._marking:
            self.opened.emit(self._model.night(index.row()))

    def _follow(self) -> None:
        self.scheduleDelayedItemsLayout()


_SELECT: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect

"""The evening as a list on its rail, with the one Now card in it. Only what changed is touched."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from rlscompanion.ui.pages.tonight.plan import Asked, Card, Clash, Line, Plan
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.at_once import at_once
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.timeline_row import ReadRow, RowAction, TimelineRow, row_for

if TYPE_CHECKING:
    from rlscompanion.ui.pages.tonight.motion import CardMotion
    from rlscompanion.ui.widgets.now_card import NowCard, RailSlot
    from rlscompanion.ui.widgets.unfolding import Unfolding

_NOTHING = Plan((), None, ())
READ_AFTER_S: Final = 0.5
"""So long after what has the keyboard is another thing, a key was meant for the one before."""
_CARD_FROM = 100
"""Left of it are the time and the rail; in very little room the rail alone."""


class Timeline(QWidget):
    """Shows a Plan. Rows and card are kept from one Plan to the next."""

    asked = Signal(object)
    """An Asked."""
    fix_wanted = Signal(object)
    """A Fix."""
    leave_out_wanted = Signal(str)
    """A step's id."""
    routine_wanted = Signal()
    """To answer what a conflict asks."""
    rearranged = Signal()
    """What the keyboard goes through has another order now."""
    moved = Signal()
    """The card is on its way, or has come to where it is to be."""

    def __init__(self, theme: Theme, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._theme = theme
        self._monotonic = monotonic
        self.asked_of = ""
        """The step of which something was asked last, or that was given the keyboard."""
        self._new_since = -READ_AFTER_S
        """When the card last said something else, or a line was given the keyboard."""
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._plan = _NOTHING
        self._rows: dict[str, TimelineRow | ReadRow] = {}
        self._clashes: list[QWidget] = []
        self._left_out: list[Label] = []
        self._card: NowCard | None = None
        self._slot: RailSlot | None = None
        self._place: Unfolding | None = None
        """Where the slot opens."""
        self._motion: CardMotion | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._after = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._lines)
        self._column.addLayout(self._after)
        self._column.addStretch(1)  # no line grows while the page takes its measure
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def card(self) -> "NowCard | None":
        """Return the Now card, where there is one."""
        return self._card if self._plan.card is not None else None

    @property
    def card_key(self) -> str:
        """Return which line has the card; empty for none."""
        return _key(self._plan)

    @property
    def closing_above(self) -> int:
        """So many pixels above the card are still to close."""
        return self._motion.left_above if self._motion is not None else 0

    @property
    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, in the order in which it is seen."""
        items = filter(None, map(self._lines.itemAt, range(self._lines.count())))
        found: list[QWidget] = []
        for piece in filter(None, (item.widget() for item in items)):
            if piece is self._place and self._card is not None:
                found += self._card.stops
            elif isinstance(piece, TimelineRow):
                found.append(piece)
            elif not isinstance(piece, ReadRow):
                found += piece.findChildren(QPushButton)
        return found

    def row(self, key: str) -> TimelineRow | ReadRow | None:
        return self._rows.get(key)

    def begin_anew(self) -> None:
        """Let no key answer for a moment: the keyboard is about to be elsewhere."""
        self._new_since = self._monotonic()

    def focus_step(self, key: str) -> None:
        """Give the keyboard to a step, on its card or its line."""
        row = self._rows.get(key)
        self.asked_of = key
        self.begin_anew()
        if self.card is not None and key == self.card_key:
            self.card.focus_first()
        elif isinstance(row, TimelineRow):
            row.setFocus()

    def focus_first(self) -> bool:
        """Give the keyboard to the first line that can be pressed, or to its card; tell if any can."""
        first = next((line.key for line in self._plan.lines if line.row.allowed()), None)
        if first is not None:
            self.focus_step(first)
        return first is not None

    def show_plan(self, plan: Plan) -> None:
        """Show another plan; what is the same in both stays untouched."""
        old, self._plan = self._plan, plan
        if plan != old:
            with at_once(self._column):
                self._change(plan, old)
            if old is not _NOTHING:
                QTimer.singleShot(0, self, self._let_pointer_go)

    def _change(self, plan: Plan, old: Plan) -> None:
        if self._motion is not None and (plan.card, _shape(plan)) != (old.card, _shape(old)):
            self._motion.finish()
        for line in plan.lines:
            row = self._rows.get(line.key)
            if row is not None and _is_pressed(row) is bool(line.row.allowed()):
                row.show_text(line.row)
        if _shape(plan) != _shape(old):
            self._lay_out(plan)
        if plan.left_out != old.left_out:
            self._show_left_out(plan.left_out)
        if old is not _NOTHING and _asks(plan) != _asks(old):
            self._new_since = self._monotonic()
            if self._card is not None:
                self._card.let_keys_go()
        if plan.card != old.card or _shape(plan) != _shape(old):
            self._show_card(plan.card, old.card)
            self._put_in_reading_order()
            self.rearranged.emit()
        if old is not _NOTHING and _key(plan) != _key(old):
            self._move(_key(plan), _key(old))

    # --------------------------------------------------------------------- the rows

    def _lay_out(self, plan: Plan) -> None:
        """Put the lines in their order: rows are kept, clashes are made anew."""
        while self._lines.takeAt(0) is not None:
            pass
        for clash in self._clashes:
            clash.hide()
            clash.deleteLater()
        self._clashes.clear()
        wanted = {line.key: bool(line.row.allowed()) for line in plan.lines}
        for key in [
            key for key, row in self._rows.items() if wanted.get(key) is not _is_pressed(row)
        ]:
            gone = self._rows.pop(key)
            gone.hide()
            gone.deleteLater()
        for n, line in enumerate(plan.lines):
            row = self._rows.get(line.key) or self._new_row(line)
            row.set_ends(first=n == 0, last=n == len(plan.lines) - 1 and not line.clashes)
            row.show()
            self._lines.addWidget(row)
            for clash in line.clashes:
                self._add_clash(clash)

    def _put_in_reading_order(self) -> None:
        """Let a screen reader, which goes by age, meet the lines and the card from top to bottom."""
        for piece in filter(None, map(self._lines.itemAt, range(self._lines.count()))):
            widget = piece.widget()
            if widget is not None:
                widget.raise_()

    def _new_row(self, line: Line) -> TimelineRow | ReadRow:
        row = row_for(self._theme, line.row, self)
        if isinstance(row, TimelineRow):
            row.pressed_action.connect(partial(self._ask, line.key))
            row.takes_keys = self.was_read
        self._rows[line.key] = row
        return row

    def _add_clash(self, clash: Clash) -> None:
        from rlscompanion.ui.widgets.banner import Banner, BannerKind  # noqa: PLC0415  (seldom)
        from rlscompanion.ui.widgets.now_card import RailSlot  # noqa: PLC0415

        banner = Banner(self._theme, BannerKind.WARN, clash.what, clash.why, button=clash.button)
        if clash.fix is not None:
            banner.pressed.connect(partial(self.fix_wanted.emit, clash.fix))
        elif clash.leave_out:
            banner.pressed.connect(partial(self.leave_out_wanted.emit, clash.leave_out))
        else:
            banner.pressed.connect(self.routine_wanted)
        slot = RailSlot(self._theme, banner, state=NodeState.CONFLICT, middle=None, parent=self)
        slot.show()
        self._clashes.append(slot)
        self._lines.addWidget(slot)

    def _show_left_out(self, left_out: tuple[str, ...]) -> None:
        for label in self._left_out:
            label.hide()
            label.deleteLater()
        self._left_out = [Label(words, "ink2", wrap=True, parent=self) for words in left_out]
        for label in self._left_out:
            label.show()
            self._after.addWidget(label)

    # --------------------------------------------------------------------- the card

    def _show_card(self, card: Card | None, old: Card | None) -> None:
        focused = QApplication.focusWidget()
        if old is not None and old.key in self._rows:
            self._rows[old.key].show()
        if card is None:
            if self._place is not None:
                if self._holds(focused) and old is not None and old.key in self._rows:
                    self._rows[old.key].setFocus()
                self._lines.removeWidget(self._place)
                self._place.hide()
            return
        row = self._rows[card.key]
        now_card, slot, there = self._card_in_slot(card)
        now_card.show_text(card.text)
        slot.show_when(card.time, card.node)
        ends = [line.key for line in self._plan.lines]
        slot.set_ends(first=card.key == ends[0], last=card.key == ends[-1])
        place = self._lines.indexOf(row)
        if self._lines.indexOf(there) != place + 1:
            self._lines.removeWidget(there)
            self._lines.insertWidget(self._lines.indexOf(row) + 1, there)
        there.show()
        if focused is row:
            now_card.focus_first()
        row.hide()

    def was_read(self) -> bool:
        """Tell whether what has the keyboard was there long enough for a key to be meant for it."""
        return self._monotonic() - self._new_since >= READ_AFTER_S

    def _holds(self, focused: QWidget | None) -> bool:
        return focused is not None and self._card is not None and self._card.isAncestorOf(focused)

    def _card_in_slot(self, card: Card) -> "tuple[NowCard, RailSlot, Unfolding]":
        if self._card is None or self._slot is None or self._place is None:
            from rlscompanion.ui.widgets.now_card import NowCard, RailSlot  # noqa: PLC0415
            from rlscompanion.ui.widgets.unfolding import Unfolding  # noqa: PLC0415  (when on)

            self._card = NowCard(self._theme, card.text)
            self._card.pressed_action.connect(self._ask_of_card)
            self._card.takes_keys = self.was_read
            self._slot = RailSlot(self._theme, self._card, time=card.time, state=card.node)
            self._place = Unfolding(self._slot, self)
        return self._card, self._slot, self._place

    def _move(self, key: str, left: str) -> None:
        """Close the card at the line that it has left while it opens at the other."""
        place, card = self._place, self._card
        if self._theme.reduced_motion or not self.isVisible() or place is None or card is None:
            return
        from rlscompanion.ui.widgets.unfolding import tall  # noqa: PLC0415  (a tick)

        motion = self._its_motion()
        width, inset = self.width(), card.x() or self._theme.px(_CARD_FROM)
        if left in self._rows:
            row = self._rows[left]
            height = place.height() - tall(row, width)
            motion.close(self._lines.indexOf(row) + 1, height, inset)
        if key:
            motion.open(place, tall(self._rows[key], width), inset)
        motion.begin()

    def _its_motion(self) -> "CardMotion":
        from rlscompanion.ui.pages.tonight.motion import CardMotion  # noqa: PLC0415  (a tick)

        if self._motion is None:
            self._motion = CardMotion(self._theme, self._lines, self)
            self._motion.moved.connect(self._follow_motion)
        return self._motion

    def _follow_motion(self) -> None:
        self._column.activate()
        self._let_pointer_go()
        self.moved.emit()

    def _let_pointer_go(self) -> None:
        from rlscompanion.ui.widgets.pointer import let_pointer_go  # noqa: PLC0415  (a tick)

        let_pointer_go(self.stops)

    def _ask_of_card(self, action: RowAction) -> None:
        if self._plan.card is not None:
            self._ask(self._plan.card.key, action)

    def _ask(self, key: str, action: RowAction) -> None:
        self.asked_of = key
        self.asked.emit(Asked(key, action))

    def _measure(self) -> None:
        self._after.setSpacing(self._theme.px(12))
        self._after.setContentsMargins(0, self._theme.px(12), 0, 0)


def _key(plan: Plan) -> str:
    return plan.card.key if plan.card is not None else ""


def _asks(plan: Plan) -> tuple[str, tuple[RowAction, ...]]:
    """Return of which step the card is, and what its filled button does."""
    return (_key(plan), plan.card.text.offers[:1] if plan.card is not None else ())


def _shape(plan: Plan) -> tuple[tuple[str, bool, tuple[Clash, ...]], ...]:
    return tuple((line.key, bool(line.row.allowed()), line.clashes) for line in plan.lines)


def _is_pressed(row: TimelineRow | ReadRow) -> bool:
    return isinstance(row, TimelineRow)

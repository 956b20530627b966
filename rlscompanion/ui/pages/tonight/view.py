"""What the Tonight page is made of: head, list, what is said in place, and the strip below."""

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.ui.pages.tonight.plan import Ahead, Head
from rlscompanion.ui.pages.tonight.timeline import Timeline
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from rlscompanion.ui.pages.tonight.ahead import AheadCard
    from rlscompanion.ui.pages.tonight.messages import Message
    from rlscompanion.ui.widgets.undo_strip import UndoStrip

WIDEST: Final = 1040
NARROW_BELOW: Final = 904
SHORT_BELOW: Final = 700
BAND_FROM: Final = 640
SCROLLS_WHOLE_BELOW: Final = 420
SETTLED_MS: Final = 400


class EveningView(QWidget):
    """Shows what it is told, and tells what is pressed; it knows nothing of the evening itself."""

    asked = Signal(object)
    """An Asked."""
    fix_wanted = Signal(object)
    """A Fix for tonight alone."""
    leave_out_wanted = Signal(str)
    """A step that has no good time tonight."""
    routine_wanted = Signal()
    early_wanted = Signal()
    tonight_only_wanted = Signal()
    drink_said = Signal(bool)
    """A drink was had, or not."""
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, theme: Theme, monotonic: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ahead: Ahead | None = None
        self._is_measured = False
        self._ahead_card: AheadCard | None = None
        self._said_of: str | None = None
        """Which step was on as the message was shown; none where that is all the same."""
        self._followed = ""
        """The step whose card was seen last."""
        self._settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._scroll = self._show_card
        self.timeline = Timeline(theme, monotonic)
        self._message: Message | None = None
        self._strip: UndoStrip | None = None
        self._build()
        self._scale = theme.scale
        theme.changed.connect(self._follow_theme)

    @cached_property
    def message(self) -> "Message":
        """What is said in place, made when there is something to say."""
        from rlscompanion.ui.pages.tonight.messages import Message  # noqa: PLC0415  (seldom)

        self._message = Message(self._theme)
        self._message.away.takes_keys = self.timeline.was_read
        self._message.left.connect(self._go_back_to_step)
        self._place_message()
        return self._message

    @cached_property
    def strip(self) -> "UndoStrip":
        """What was just done, made when something is."""
        from rlscompanion.ui.widgets.undo_strip import UndoStrip  # noqa: PLC0415  (first answer)

        self._strip = strip = UndoStrip(self._theme)
        strip.hide()
        strip.cleared.connect(self._fold_strip)
        strip.undo.connect(self.undo_wanted)
        strip.redo.connect(self.redo_wanted)
        self._column.addWidget(strip)
        self._order_stops()
        return strip

    def say(self, words: str) -> None:
        """Show a message in place."""
        self._say(words, None)

    def say_of_step(
        self, words: str, instead: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Show a message until another step is on."""
        self._say(words, self.timeline.card_key, instead, act)

    def _say(
        self,
        words: str,
        of: str | None,
        instead: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Show it; where it heads the list it takes the keyboard there from the list."""
        self._said_of = of
        used = self._focused is not None
        self.message.show_text(words, instead, act)
        if used and self._is_message_first:
            self.timeline.begin_anew()
            self.message.away.setFocus()
        self._settle_at(self._show_message)

    def say_nothing(self) -> None:
        """Put the message away."""
        if self._message is not None:
            self._message.hide()

    @property
    def is_offering(self) -> bool:
        """Whether there is something to undo or to redo in the strip."""
        return self._strip is not None and self._strip.is_offering()

    def offer_nothing(self) -> None:
        """Take the words of the strip away."""
        if self._strip is not None:
            self._strip.clear()

    def offer(self, what: str, verb: str, *, icon: str = "check") -> None:
        """Offer the way back from what was just done."""
        self.strip.offer(what, verb, icon=icon)
        self._settle_at(self._keep_answered_in_sight)

    def tell_undone(self, what: str, verb: str) -> None:
        """Say what was taken back, and offer to do it again."""
        self.strip.tell_undone(what, verb)
        self._settle_at(self._keep_answered_in_sight)

    def show_head(self, head: Head) -> None:
        self._title.setText(head.title)
        self._lead.setText(head.lead)
        self._next.setText(head.next)

    def show_ahead(self, ahead: Ahead | None) -> None:
        """Show what the light will do, by day and where there is room, and the ways to begin."""
        self._ahead = ahead
        if self._is_measured:
            self._arrange_ahead()

    def _arrange_ahead(self) -> None:
        ahead, px = self._ahead, self._theme.px
        roomy = self.height() >= px(SHORT_BELOW) and self.width() >= px(BAND_FROM)
        self._early.setVisible(self.timeline.card is None)
        place = self._column if roomy else self._inner
        if place.indexOf(self._ways) < 0:
            place.insertWidget(1 if roomy else place.indexOf(self.timeline) + 1, self._ways)
        self._ways.setVisible(ahead is not None)
        shown = ahead is not None and roomy and self._theme.mode is Mode.DAY
        if shown and self._ahead_card is None:
            self._ahead_card = self._make_ahead_card()
        if self._ahead_card is not None:
            self._ahead_card.setVisible(shown)
            if ahead is not None:
                self._ahead_card.show_ahead(ahead)

    def show_ways(self, *, to_routine: bool, had_a_drink: bool) -> None:
        """Show where to go from an empty evening, and whether a drink was had."""
        self._to_routine.setVisible(to_routine)
        self._drink.setChecked(had_a_drink)
        self._name_drink()

    def _name_drink(self) -> None:
        """Say what a drink leads to: on the button where there is room, else to who listens."""
        words = told = self.tr("I had a drink")
        if self._drink.isChecked():
            told = self.tr("I had a drink: some steps stay out tonight")
        roomy = self.width() >= self._theme.px(BAND_FROM)
        self._drink.setText(told if roomy else words)
        self._drink.setAccessibleName(told)

    def show_list(self) -> None:
        """Show the evening's list."""
        self._show_scene(self._list)
        self._show_strip()

    def show_instead(self, scene: QWidget, *, alone: bool) -> None:
        """Show another scene in the place of the list; ``alone`` without the strip."""
        if self._strip is not None:
            self._strip.setVisible(not alone and self.is_offering)
        if self._scenes.indexOf(scene) < 0:
            self._scenes.addWidget(scene)
        self._show_scene(scene)

    def put_above(self, card: QWidget, *, first: bool = False) -> None:
        """Put a card above the evening, such as an offer."""
        self._notices.insertWidget(0 if first else -1, card)
        self._scroller.raise_()  # read after it
        self._order_stops()

    def lead_on_from(self, card: QWidget) -> None:
        """Let the keyboard go on to the evening from a card that is about to go."""
        focused = QApplication.focusWidget()
        if focused is None or not card.isAncestorOf(focused):
            return
        if self.timeline.card is not None:
            self.focus_card()
        else:
            self.focus_list()

    def show_card_soon(self) -> None:
        """Scroll to what is on, once the layout knows where that is, and until it has settled."""
        self._settle_at(self._show_card)

    def focus_list(self) -> None:
        """Give the keyboard to the first line; to nothing where none can be pressed."""
        if not self.timeline.focus_first():
            self.window().setFocus()

    def focus_card(self) -> None:
        """Give the keyboard to what is on."""
        if self.isVisible():
            self.timeline.focus_step(self.timeline.card_key)

    def focus_step(self, step: str) -> None:
        """Give the keyboard to a step, where it is somewhere on this page."""
        focused = QApplication.focusWidget()
        if self._list.isVisible() and focused is not None and self.isAncestorOf(focused):
            self.timeline.focus_step(step)

    def _go_back_to_step(self) -> None:
        """Give the keyboard back to the step of which something was said."""
        self.focus_step(self.timeline.asked_of or self.timeline.card_key)

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self._title = Label("", "h1", wrap=True)
        self._lead = Label("", "lead2", wrap=True)
        self._next = Label("", "ink2", wrap=True)
        self.timeline.asked.connect(self.asked)
        self.timeline.fix_wanted.connect(self.fix_wanted)
        self.timeline.leave_out_wanted.connect(self.leave_out_wanted)
        self.timeline.rearranged.connect(self._order_stops)
        self.timeline.rearranged.connect(self._follow_time)
        self.timeline.moved.connect(self._follow)
        self._to_routine = Button(self._theme, self.tr("Open Routine"), "primary", icon="routine")
        self._to_routine.clicked.connect(self.routine_wanted)
        self._early = Button(self._theme, self.tr("Start early"), "secondary", icon="play")
        self._early.clicked.connect(self.early_wanted)
        self._only = Button(self._theme, self.tr("Change tonight only"), "quiet")
        self._only.clicked.connect(self.tonight_only_wanted)
        self._drink = Button(self._theme, self.tr("I had a drink"), "quiet", icon="glass")
        self._drink.setCheckable(True)
        self._drink.clicked.connect(self._say_drink)
        self._notices = QVBoxLayout()
        self._build_inner()
        self._headings = QWidget()
        self._head = QVBoxLayout(self._headings)
        self._head.setContentsMargins(0, 0, 0, 0)
        for words in (self._title, self._lead, self._next):
            self._head.addWidget(words)
        self._list = QWidget()
        self._list_column = QVBoxLayout(self._list)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.addWidget(self._headings)
        self._list_column.addLayout(self._notices)
        self._list_column.addWidget(self._scroller, 1)
        self._scenes = QStackedWidget()
        self._scenes.addWidget(self._list)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._scenes, 1)
        self._column.addWidget(self._ways)

    def _build_inner(self) -> None:
        self._inner = QVBoxLayout()
        self._inner.addWidget(self.timeline)
        self._below = FlowLayout()
        for button in (self._to_routine, self._drink):
            self._below.addWidget(button)
        self._inner.addLayout(self._below)
        self._ways = QWidget()
        self._ways_line = FlowLayout(self._ways)
        for button in (self._early, self._only):
            self._ways_line.addWidget(button)
        self._ways.hide()
        self._inner.addStretch(1)
        self._scroller = Scroller(self._inner)
        self._scroller.inner.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        bar = self._scroller.verticalScrollBar()
        bar.valueChanged.connect(self._fold_strip)
        bar.rangeChanged.connect(self._follow)
        bar.actionTriggered.connect(self._settling.stop)

    def _make_ahead_card(self) -> "AheadCard":
        from rlscompanion.ui.pages.tonight.ahead import AheadCard  # noqa: PLC0415  (by day only)

        made = AheadCard(self._theme)
        self._list_column.insertWidget(self._list_column.indexOf(self._scroller), made)
        self._scroller.raise_()  # read after it
        return made

    def _order_stops(self) -> None:
        below = (self._to_routine, self._drink, self._early, self._only)
        said = self._message.stops if self._message is not None else []
        stops: list[QWidget] = [*self._stops_above(), *self.timeline.stops, *below]
        stops = [*said, *stops] if self._is_message_first else [*stops, *said]
        if self._strip is not None:
            stops.append(self._strip.button)
        for one, other in pairwise(stop for stop in stops if stop.focusPolicy()):
            self.setTabOrder(one, other)

    def _stops_above(self) -> Iterator[QWidget]:
        for item in filter(None, map(self._notices.itemAt, range(self._notices.count()))):
            card = item.widget()
            if card is not None:
                yield from card.findChildren(QAbstractButton)

    def _say_drink(self, had: bool) -> None:  # noqa: FBT001  (as a switch tells it)
        self.timeline.asked_of = ""
        self.drink_said.emit(had)

    # ---------------------------------------------------------------------- measure

    def _follow_theme(self) -> None:
        """Stay where the person is as the letters get another size."""
        self._measure()
        if self._scale != self._theme.scale:
            self._scale = self._theme.scale
            self._settle_at(self._show_what_is_used)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.height() < px(SHORT_BELOW)
        edge = px(24 if self.width() < px(NARROW_BELOW) else 40)
        side = max(edge, (self.width() - px(WIDEST)) // 2)
        self._column.setContentsMargins(side, px(16 if short else 32), side, px(16))
        self._column.setSpacing(px(12))
        self._list_column.setSpacing(px(12 if short else 20))
        night = self._theme.mode is Mode.NIGHT
        # A small window at night says less, and not as large: as much light in all as a big one.
        self._next.setHidden(short and night)
        self._title.set_role("h2" if short and night else "now" if short or night else "h1")
        self._head.setSpacing(0 if short else px(4))
        self._name_drink()
        self._inner.setSpacing(px(12))
        self._inner.setContentsMargins(0, px(6), 0, px(6))  # room for the focus ring
        self._below.setSpacing(px(12))
        self._ways_line.setSpacing(px(12))
        column = self._inner if self._scrolls_whole else self._list_column
        if column.indexOf(self._headings) < 0:
            column.insertWidget(0, self._headings)
        self._place_message()

    @property
    def _scrolls_whole(self) -> bool:
        return self.height() < self._theme.px(SCROLLS_WHOLE_BELOW)

    def _place_message(self) -> None:
        """Keep what is said in sight, over the strip; in very little room it heads the list."""
        scrolls = self._scrolls_whole and self._scenes.currentWidget() is self._list
        over_strip = -1 if self._strip is None else self._column.indexOf(self._strip)
        column, place = (self._inner, 0) if scrolls else (self._column, over_strip)
        if self._message is not None and column.indexOf(self._message) < 0:
            column.insertWidget(place, self._message)
            self._read_message_in_its_place()

    @property
    def _is_message_first(self) -> bool:
        return self._message is not None and self._inner.indexOf(self._message) >= 0

    def _read_message_in_its_place(self) -> None:
        """Let a screen reader, which goes by age, and the keyboard meet it where it stands."""
        if self._message is not None and self._is_message_first:
            self._message.lower()
        elif self._strip is not None:
            self._strip.raise_()
        self._order_stops()

    def go_on(self) -> None:
        """Let the strip see an action that offers nothing."""
        if self._strip is not None:
            self._strip.go_on()

    def _show_scene(self, scene: QWidget) -> None:
        if scene is not self._scenes.currentWidget():
            self.go_on()
        self._scenes.setCurrentWidget(scene)
        self._place_message()

    def _fold_strip(self) -> None:
        """Give the place of the strip back once no line would move for that."""
        if self._strip is None or self.is_offering:
            return
        if not self._scroller.would_move(self._strip.height() + self._column.spacing()):
            self._strip.hide()

    def _show_strip(self) -> None:
        """Show the strip with the list, where it offers something."""
        if self._strip is not None and self.is_offering:
            self._strip.show()
        else:
            self._fold_strip()

    def _keep_answered_in_sight(self) -> None:
        """Keep in sight what was answered, where the keyboard is; who points sees where."""
        focused, step = self._focused, self.timeline.asked_of
        if self._is_in_card(focused):
            answered = step == self.timeline.card_key
        else:
            answered = focused is self.timeline.row(step)
        drank = not step and focused is self._drink and not self._drink.underMouse()
        if focused is not None and (answered or drank):
            self._scroller.ensureWidgetVisible(focused, 0, self._theme.px(8))

    def _show_message(self) -> None:
        """Show what was said at the head of the list; elsewhere it only takes its room."""
        if self._is_message_first:
            self._scroller.scroll_to(self.message)
        else:
            self._keep_answered_in_sight()

    @property
    def _focused(self) -> QWidget | None:
        """What has the keyboard, where that is something in the list."""
        focused = QApplication.focusWidget()
        return focused if focused is not None and self._scroller.isAncestorOf(focused) else None

    def _is_in_card(self, focused: QWidget | None) -> bool:
        card = self.timeline.card
        return card is not None and focused is not None and card.isAncestorOf(focused)

    def _show_what_is_used(self) -> None:
        """Scroll to what has the keyboard, with its card where there is room; else to what is on."""
        focused, card = self._focused, self.timeline.card
        room = self._scroller.viewport().height()
        if focused is None or (self._is_in_card(focused) and card and card.height() <= room):
            self._show_card()
        if focused is not None:
            self._scroller.ensureWidgetVisible(focused, 0, self._theme.px(8))

    def _follow_time(self) -> None:
        """Put away what was said of a step that is over, and keep a card that is used in sight."""
        focused, step = self._focused, self.timeline.card_key
        if self._said_of not in {None, step}:
            self._said_of = None
            self.say_nothing()
        before, self._followed = self._followed, step
        if focused is None or not self._is_in_card(focused):
            return
        if step != before:
            self.show_card_soon()
        elif not focused.visibleRegion().isEmpty():
            self._settle_at(self._show_what_is_used)

    def _settle_at(self, scroll: Callable[[], None]) -> None:
        """Scroll once the layout has seen what is new, and again until it has settled."""
        self._scroll = scroll
        self._settling.start()
        QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        if self._settling.isActive():
            self._scroll()

    def _show_card(self) -> None:
        """Scroll no further than the card needs where it will stand."""
        card, room = self.timeline.card, self._scroller.viewport().height()
        if card is None:
            return
        top = card.mapTo(self._scroller.inner, QPoint(0, 0)).y() - self.timeline.closing_above
        bottom, edge = top + card.height(), self._theme.px(8)
        bar = self._scroller.verticalScrollBar()
        if card.height() > room:
            bar.setValue(top)
        elif top - edge < bar.value():
            bar.setValue(top - edge)
        elif bottom + edge > bar.value() + room:
            bar.setValue(bottom + edge - room)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_measured = True
        self._measure()
        self._arrange_ahead()
        if self._strip is not None and self._scenes.currentWidget() is self._list:
            self._strip.setVisible(self.is_offering)
        self._column.activate()
        if self.isVisible():
            self._settle_at(self._scroll if self._settling.isActive() else self._show_card)

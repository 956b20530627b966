"""The Settings page: its sections under each other; at night one at a time, for less light."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.planning import Planning
from rlscompanion.services.preferring import Preferring
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.pages.settings.about import AboutSection
from rlscompanion.ui.pages.settings.copies import YourData
from rlscompanion.ui.pages.settings.data import DataSection
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.look import LookSection
from rlscompanion.ui.pages.settings.night import FlareUpSection, StandbySection
from rlscompanion.ui.pages.settings.reminders import RemindersSection, SoundsSection
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.pages.settings.start import StartSection
from rlscompanion.ui.pages.settings.works import WorksSection
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.jumps import Jumps
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.tab_order import let_tab_follow
from rlscompanion.ui.widgets.undo_strip import UndoStrip

WIDEST: Final = 1040
SHORT_BELOW: Final = 700


class SettingsPage(QWidget):
    """``changed`` follows every change; ``routine_wanted`` asks for the page of the bedtimes."""

    changed = Signal()
    routine_wanted = Signal()
    replaced = Signal()
    """Something else is stored now: begin anew."""

    def __init__(
        self,
        theme: Theme,
        *,
        preferring: Preferring,
        planning: Planning,
        trying_out: TryingOut,
        texts: Mapping[str, str],
        data: YourData,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._planning = planning
        self.keeping = Keeping(preferring, self)
        self._trying_out = trying_out
        self._texts = texts
        self._data = data
        self._placed: list[Section] = []
        self._work: Iterator[None] | None = self._placing()
        self._chosen = self._kept_here(self.look)
        self._build()
        self.keeping.kept.connect(self._kept)
        self.keeping.taken_back.connect(self._show)
        self.keeping.taken_back.connect(self.changed)
        self.keeping.trouble.connect(self._say)
        theme.changed.connect(self._measure)
        self._measure()

    def readying(self) -> Iterator[None]:
        """Make the sections, one at a time."""
        while self._work is not None:
            self._go_on(self._work)
            yield

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of them, in their order; made now, if they were not before."""
        while self._work is not None:
            self._go_on(self._work)
        return tuple(self._placed)

    def is_under_way(self) -> bool:
        """Return whether something is being copied, written or replaced."""
        return "data" in vars(self) and self.data.is_busy

    def undo(self) -> None:
        """Take the last change back."""
        self._strip.clear()
        self.keeping.undo()

    # ----------------------------------------------------------------- the sections

    @cached_property
    def look(self) -> LookSection:
        made = LookSection(self._theme, self.keeping, self._times)
        made.routine_wanted.connect(self.routine_wanted)
        return made

    @cached_property
    def reminders(self) -> RemindersSection:
        return RemindersSection(self._theme, self.keeping, self._trying_out)

    @cached_property
    def sounds(self) -> SoundsSection:
        return SoundsSection(self._theme, self.keeping, self._trying_out)

    @cached_property
    def flare_up(self) -> FlareUpSection:
        return FlareUpSection(self._theme, self.keeping, self._texts["flareup-dizzy"])

    @cached_property
    def standby(self) -> StandbySection:
        return StandbySection(self._theme, self.keeping)

    @cached_property
    def start(self) -> StartSection:
        made = StartSection(self._theme, self.keeping, self._trying_out)
        made.switched.connect(self._look_around)
        return made

    @cached_property
    def works(self) -> WorksSection:
        return WorksSection(self._theme, self.keeping, self._trying_out)

    @cached_property
    def data(self) -> DataSection:
        made = DataSection(self._theme, self.keeping, self._data)
        made.replaced.connect(self.replaced)
        return made

    @cached_property
    def about(self) -> AboutSection:
        return AboutSection(self._theme, self.keeping, self._texts["consent"])

    def _placing(self) -> Iterator[None]:
        """Make all of them, then the ways to them, then put them under each other."""
        makes: tuple[Callable[[], Section], ...] = (
            *(lambda: self.look, lambda: self.reminders, lambda: self.sounds),
            *(lambda: self.flare_up, lambda: self.standby, lambda: self.start),
            *(lambda: self.works, lambda: self.data, lambda: self.about),
        )
        made: list[Section] = []
        for make in makes:
            made.append(self._kept_here(make()))
            yield
        parts = [(section.title, section.title) for section in made]
        self.jumps = Jumps(self._theme, self.tr("Part of the settings"), parts)
        self.jumps.chosen.connect(self._jump)
        self._inner.insertWidget(1, self.jumps)
        yield
        for section in made:
            self._inner.insertWidget(self._inner.count() - 1, section)
            self._placed.append(section)
            section.setVisible(self._is_seen(section))
            yield
        let_tab_follow((self.jumps, *self._placed, self._strip))  # none was made in this order

    def _kept_here(self, section: Section) -> Section:
        """Let a section that is not placed yet go with the page all the same."""
        section.hide()
        section.setParent(self)
        return section

    def _go_on(self, work: Iterator[None]) -> None:
        if next(work, self) is self:
            self._work = None

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self.trouble = Banner(self._theme, BannerKind.WARN, "", icon="stop")
        self.trouble.hide()
        self._head = QVBoxLayout()
        self._head.addWidget(Label(self.tr("Settings"), "h1", wrap=True))
        words = self.tr("Every change is kept at once. Ctrl+Z takes it back.")
        self._lead = Label(words, "lead2", wrap=True)
        self._head.addWidget(self._lead)
        self._inner = QVBoxLayout()
        self._inner.addLayout(self._head)
        self._inner.addStretch(1)
        self.scroller = Scroller(self._inner)
        self._strip = UndoStrip(self._theme)
        self._strip.undo.connect(self.undo)
        self._strip.cleared.connect(self._fold_strip)
        self.scroller.verticalScrollBar().valueChanged.connect(self._fold_strip)
        self._column = QVBoxLayout()
        self._column.addWidget(self.trouble)
        self._column.addWidget(self.scroller, 1)
        self._column.addWidget(self._strip)
        self._middle = QWidget()
        self._middle.setLayout(self._column)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self._middle, 1000)
        line.addStretch(1)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.height() < px(SHORT_BELOW)
        self._middle.setMaximumWidth(px(WIDEST))
        self._column.setContentsMargins(px(32), 0, px(24), px(24))
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(4))
        self._head.setContentsMargins(0, 0, 0, px(8))
        self._inner.setContentsMargins(px(8), px(16 if short else 32), px(16), px(6))
        self._inner.setSpacing(px(8))
        self._strip.setVisible(self._strip.is_offering())
        self._fold()

    def _fold_strip(self) -> None:
        """Give its place back, once nothing moves under the pointer for that."""
        place = self._strip.height() + self._column.spacing()
        if not (self._strip.is_offering() or self.scroller.would_move(place)):
            self._strip.hide()

    def _fold(self) -> None:
        self._lead.setVisible(self._theme.mode is not Mode.NIGHT)
        for section in self._placed:
            section.setVisible(self._is_seen(section))

    def _is_seen(self, section: Section) -> bool:
        return self._theme.mode is not Mode.NIGHT or section is self._chosen

    def _jump(self, title: str) -> None:
        section = next(section for section in self.sections if section.title == title)
        self.jump_to(section)
        if self._theme.mode is not Mode.NIGHT:
            section.take_focus()

    def jump_to(self, section: Section) -> None:
        """Bring a section to the top; at night it takes the place of the one that is seen."""
        self._chosen = section
        self.jumps.show_part(section.title)
        self._fold()
        if self._theme.mode is not Mode.NIGHT:
            self.scroller.scroll_to(section)

    # ---------------------------------------------------------------------- showing

    def _show(self) -> None:
        now = self.keeping.now()
        for section in self.sections:
            section.show_preferences(now)

    def _look_around(self) -> None:
        """Show what may be otherwise on this computer by now, whoever changed it."""
        now = self.keeping.now()
        for section in (self.start, self.works):
            section.show_preferences(now)

    def _kept(self, what: str) -> None:
        self.trouble.hide()
        self._strip.offer(what, self.tr("changed"))
        self._strip.show()
        self._show()
        # The words under the finger stay where they are until the click is over.
        QTimer.singleShot(0, self, self.changed.emit)

    def _say(self, words: str) -> None:
        self.trouble.show_words(words)
        self.trouble.show()

    def _times(self) -> str:
        try:
            evening = self._planning.tonight().checklist.evening
        except StoreError as problem:
            return str(problem)
        bed, wake = (at.astimezone(evening.zone) for at in (evening.bedtime, evening.wake))
        return self.tr("Tonight bed at {0}, wake at {1}. The light follows.").format(
            f"{bed:%H:%M}", f"{wake:%H:%M}"
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.scroller.turn(event.key()):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate and self.isVisible():
            self._look_around()
        return super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

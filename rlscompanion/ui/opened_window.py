"""The window while there is one: its pages, the first questions, what is the matter."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.window_place import WindowPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLineEdit

    from rlscompanion.bootstrap import Companion
    from rlscompanion.services.trying_out import TryingOut
    from rlscompanion.ui.pages.first_checks import FirstChecksPage
    from rlscompanion.ui.pages.first_run import FirstRunPage


class OpenedWindow(QObject):
    """Goes with its window, whose pages it fills in."""

    changed = Signal()
    """Something was answered or rearranged on a page."""
    notice_answered = Signal(object)
    """A NoticeAnswered: pressed on a reminder that stands in the window."""
    standby_wanted = Signal()
    light_wanted = Signal()
    """The times of the evening are others than they were."""
    first_run_over = Signal()
    replaced = Signal()
    """Something else is stored now: what was read of it is out of date."""
    quit_wanted = Signal()

    def __init__(
        self, theme: Theme, companion: "Companion", trying_out: "Callable[[], TryingOut]"
    ) -> None:
        self.window = MainWindow(theme)
        super().__init__(self.window)
        self._theme = theme
        self._companion = companion
        self._trying_out = trying_out
        self._beginning = False
        self._pages: PageSet | None = None
        WindowPlace(self.window, companion.settings, companion.database.path.exists)

    @property
    def pages(self) -> PageSet | None:
        """There are none before the first questions, and while the store cannot be opened."""
        return self._pages

    @property
    def is_beginning(self) -> bool:
        """Whether the first questions are being asked."""
        return self._beginning

    def fill(self, place: str = "") -> None:
        """Put in what there is to see; ``place`` is the page that was left last."""
        try:
            self._fill()
        except StoreError as problem:
            self._show_trouble(problem)
        if self._pages is None:
            return
        if place in self._pages.places:
            self.window.go_to(place)
        else:
            self._pages.tonight.fill()

    def make_ready(self) -> None:
        """Make every page, when there is time."""
        if self._pages is not None:
            self._pages.make_all()

    def refresh(self) -> None:
        """Show what holds now."""
        if self._pages is not None:
            self._pages.refresh()

    def keep_what_is_typed(self) -> None:
        """Let the field that has the keyboard keep its words: a closed window takes no focus away."""
        from PySide6.QtGui import QFocusEvent  # noqa: PLC0415  (as it closes)
        from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415

        field = self.window.focusWidget()
        if isinstance(field, QLineEdit):
            left = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(field, left)

    def let_go(self) -> None:
        """Destroy the window and all that is in it, soon."""
        if self._pages is not None:
            self._pages.let_go()
        self.window.deleteLater()

    def is_under_way(self) -> bool:
        """Return whether something would be lost with the window."""
        if self._beginning or (self._pages is not None and self._pages.is_under_way()):
            return True
        from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415  (as it closes)

        return any(map(_is_unkept, self.window.findChildren(QLineEdit)))

    def _fill(self) -> None:
        if self._companion.planning.is_first_run():
            self._begin_first_run()
        else:
            self._add_pages()

    def _show_trouble(self, problem: StoreError) -> None:
        from rlscompanion.ui.store_trouble import StoreTrouble  # noqa: PLC0415  (hardly ever)

        window = self.window
        trouble = StoreTrouble(self._theme, self._companion, window)
        trouble.show(problem)

        def try_again() -> None:
            try:
                self._fill()
            except StoreError as still:
                trouble.show(still)
                return
            if self._pages is not None:
                window.leave(trouble.page, "tonight")
                self._pages.make_all()
            trouble.deleteLater()
            self.changed.emit()

        trouble.mended.connect(try_again)
        trouble.quit_wanted.connect(self.quit_wanted)

    def _begin_first_run(self) -> None:
        from rlscompanion.ui.pages.first_run import FirstRunPage  # noqa: PLC0415  (once in a life)

        self._beginning = True
        page = FirstRunPage(self._theme, self._companion.planning, self._companion.library)
        page.help_wanted.connect(lambda: self._show_help_over(page))
        self.window.show_alone(page, page.bedtime)

        def answered() -> None:
            self.light_wanted.emit()
            self._go_on_with_first_run()
            page.deleteLater()

        page.finished.connect(answered)

    def _go_on_with_first_run(self) -> None:
        from rlscompanion.ui.pages.first_checks import FirstChecksPage  # noqa: PLC0415

        checks = self._companion.evidence.checks
        page = FirstChecksPage(self._theme, self._trying_out(), checks)
        page.help_wanted.connect(lambda: self._show_help_over(page))
        self.window.show_alone(page, page.go_on)

        def finished() -> None:
            self._beginning = False
            self.first_run_over.emit()
            self._add_pages().make_all()
            self.window.leave(page, "tonight")
            self.changed.emit()

        page.finished.connect(finished)

    def _show_help_over(self, page: "FirstRunPage | FirstChecksPage") -> None:
        from rlscompanion.ui.pages.help import HelpPage  # noqa: PLC0415  (when it is asked for)

        companion, window = self._companion, self.window
        call = companion.library.texts["help-call"]
        signs = HelpPage(self._theme, call, lambda: companion.knowledge, companion.preferring)
        signs.offer_back(self.tr("Your answers wait."), self.tr("Back"))

        def back() -> None:
            window.show_alone(page, page.help)
            signs.deleteLater()

        signs.back_wanted.connect(back)
        window.show_alone(signs, signs.first.button())

    def _add_pages(self) -> PageSet:
        pages = PageSet(self._theme, self._companion, self.window, self._trying_out)
        pages.changed.connect(self.changed)
        pages.notice_answered.connect(self.notice_answered)
        pages.standby_wanted.connect(self.standby_wanted)
        pages.replaced.connect(self.replaced)
        self._pages = pages
        return pages


def _is_unkept(field: "QLineEdit") -> bool:
    """Return whether somebody typed what waits for a button, and is not kept by leaving it."""
    from PySide6.QtCore import QMetaMethod  # noqa: PLC0415  (as it closes)

    kept_by_leaving = field.isSignalConnected(QMetaMethod.fromSignal(field.editingFinished))
    return field.isModified() and bool(field.text()) and not kept_by_leaving

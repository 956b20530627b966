"""The morning's offer: a card on Tonight from waking until the next evening, once a Night."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from rlscompanion.backports import override
from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.offer_card import OfferCard

if TYPE_CHECKING:
    from datetime import date

    from rlscompanion.bootstrap import Companion

LOOKS: frozenset[QEvent.Type] = frozenset({QEvent.Type.Show, QEvent.Type.WindowActivate})


class MorningOffer(QObject):
    """Looks when the page comes into sight, and after every change; ``taken`` brings the Night."""

    taken = Signal(object)

    def __init__(self, theme: Theme, companion: "Companion", page: TonightPage) -> None:
        super().__init__(page)
        self._theme = theme
        self._companion = companion
        self._page = page
        self._night: date | None = None
        self._card: OfferCard | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        page.installEventFilter(self)

    @property
    def card(self) -> OfferCard | None:
        """The card, once there was something to offer."""
        return self._card

    def look(self) -> None:
        """Offer the check-in of last night, or take the offer away."""
        try:
            self._night = self._companion.journaling.offer()
        except StoreError:
            self._night = None  # the page itself says what is the matter
        if self._night is not None and self._card is None:
            self._card = self._make_card()
            self._page.show_above(self._card)
        if self._card is not None:
            self._card.setVisible(self._night is not None)

    def look_soon(self) -> None:
        """Look when there is time."""
        self._soon.start(0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in LOOKS:
            self.look_soon()
        return False

    def _make_card(self) -> OfferCard:
        card = OfferCard(
            self._theme, "journal", take=self.tr("Write it down"), leave=self.tr("Not today")
        )
        card.show_words(
            self.tr("How was last night?"),
            self.tr("A few taps. Leave out anything you like."),
        )
        card.taken.connect(lambda: self.taken.emit(self._night))
        card.put_aside.connect(self._put_aside)
        return card

    def _put_aside(self) -> None:
        if self._night is not None:
            try:
                self._companion.journaling.dismiss(self._night)
            except StoreError as problem:
                self._page.say(str(problem))
        if self._card is not None:
            self._page.lead_on_from(self._card)
            self._card.hide()

"""Before the evening: nothing to do, and how the light will go."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from rlscompanion.ui.pages.tonight.plan import Ahead
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.flow_layout import PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.light_band import LightBand


class AheadCard(QFrame):
    """Shows an Ahead."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        title = self.tr("Nothing to do until then")
        self.setAccessibleName(title)
        self._band = LightBand(theme)
        self._head = PairLayout()
        self._head.addWidget(Label(title, "h2", wrap=True))
        self._head.addWidget(Label(self.tr("Your screen dims as the evening does"), "ink2"))
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._band)
        theme.changed.connect(self._measure)
        self._measure()

    def show_ahead(self, ahead: Ahead) -> None:
        self._band.show_spans(ahead.spans, ahead.now)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(24), px(18), px(24), px(14))
        self._column.setSpacing(px(6))
        self._head.setSpacing(px(24))

"""One claim: what is said, figures beside their limit, and why it is no advice where it is none."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.services.consulting import Statement
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet


class StatementBlock(QWidget):
    """``full`` adds what a claim stands against; a step's page has its disagreements instead."""

    def __init__(
        self, theme: Theme, said: Statement, *, full: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.said = said
        self._column = QVBoxLayout(self)
        self._column.addWidget(Label(said.claim.text, "body", wrap=True))
        for words in self._printed(said):
            self._column.addWidget(Label(words, "body", wrap=True))
        for words in self._more(said, full=full):
            self._column.addWidget(Quiet(theme, words))
        theme.changed.connect(self._measure)
        self._measure()

    def _printed(self, said: Statement) -> list[str]:
        """Say figures and their limit in one label, so that nothing parts them."""
        claim = said.claim
        words = ""
        if said.figures:
            printed = ", ".join(self.tr("“{0}”").format(figure) for figure in said.figures)
            words = self.tr("The article printed {0}.").format(printed)
        if claim.limit:
            words = " ".join(filter(None, (words, self.tr("Limit: {0}").format(claim.limit))))
        return [words] if words else []

    def _more(self, said: Statement, *, full: bool) -> list[str]:
        claim = said.claim
        lines = [
            (self.tr("When: {0}."), claim.timing),
            (self.tr("Its own caution: {0}"), claim.caution),
            (self.tr("Not shown as advice: {0}"), said.why_never),
        ]
        kinds = ", ".join(kind.label for kind in claim.kinds)
        marks = [claim.id, kinds]
        if full and claim.contradicts:
            marks.append(self.tr("stands against {0}").format(", ".join(claim.contradicts)))
        if full and claim.also_see:
            marks.append(self.tr("see also {0}").format(", ".join(claim.also_see)))
        return [line.format(words) for line, words in lines if words] + [
            " · ".join(filter(None, marks))
        ]

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(0, px(6), 0, px(6))
        self._column.setSpacing(px(2))

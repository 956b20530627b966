"""The pages of the articles: all four, one of them, where they differ, what to check first."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.evidence import Check, NeverAdvice
from rlscompanion.services.consulting import DisagreementPage, DocumentPage, SideOf
from rlscompanion.ui.pages.library.goals import ToArticle
from rlscompanion.ui.pages.library.link_row import LinkRow
from rlscompanion.ui.pages.library.sheet import Sheet, rule
from rlscompanion.ui.pages.library.statement import StatementBlock
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.labels import Label


class ArticlesSheet(Sheet):
    """All four with what they sell; and what none of them gets shown as advice."""

    def __init__(
        self,
        theme: Theme,
        pages: Sequence[DocumentPage],
        never: Sequence[NeverAdvice],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, self.tr("The four articles"), back=self.tr("Back"), parent=parent)
        self.be_text()
        self.head.addWidget(self.title(self.tr("The four articles")))
        lead = self.tr("Who wrote them, and what they sell.")
        self.head.addWidget(Label(lead, "lead2", wrap=True))
        for page in pages:
            document = page.document
            row = LinkRow(theme, "doc", document.name, document.sells, fold=True)
            row.clicked.connect(partial(self._open, document.id))
            self.column.addWidget(row)
        self.column.addWidget(self.heading(self.tr("Never shown as advice")))
        for each in never:
            behind = f" ({', '.join(each.claims)})" if each.claims else ""
            self.column.addWidget(self.body(each.text + behind))

    def _open(self, document: str, _checked: object = None) -> None:
        self.wanted.emit(ToArticle(document))


class _AtSheet(Sheet):
    """A sheet that may open at one of its pieces."""

    _goal: QWidget | None = None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._goal is not None:
            QTimer.singleShot(0, self, self._go)

    def _go(self) -> None:
        goal, self._goal = self._goal, None
        if goal is not None:
            self.scroll_to(goal)


class ArticleSheet(_AtSheet):
    """One article: who wrote it, what they sell, and every claim in it."""

    def __init__(
        self, theme: Theme, page: DocumentPage, claim: str = "", parent: QWidget | None = None
    ) -> None:
        document = page.document
        super().__init__(theme, document.name, back=self.tr("Back"), parent=parent)
        self.be_text()
        self.document = document.id
        self.head.addWidget(self.title(document.name))
        for words, said in (
            (self.tr("What they sell: {0}"), document.sells),
            (self.tr("By: {0}."), document.author),
            (self.tr("Title: {0}."), document.title.rstrip("?")),
            (self.tr("Site: {0}."), document.site),
            (self.tr("Date: {0}."), document.date),
            (self.tr("Missing in our copy: {0}"), document.missing),
            (self.tr("About it: {0}"), document.about),
        ):
            self.column.addWidget(self.body(words.format(said)))
        many = len(page.statements)
        self.column.addWidget(self.heading(self.tr("What it says, in our words: {0}").format(many)))
        self.column.addWidget(
            self.quiet(self.tr("This is what the article says, not what this app advises."))
        )
        self._blocks = {
            said.claim.id: StatementBlock(theme, said, full=True) for said in page.statements
        }
        for block in self._blocks.values():
            self.column.addWidget(rule())
            self.column.addWidget(block)
        self._goal = self._blocks.get(claim)


class DisagreementsSheet(_AtSheet):
    """Where the articles differ from each other or from guidance, in the app's own sentences."""

    def __init__(
        self,
        theme: Theme,
        pages: Sequence[DisagreementPage],
        at: str = "",
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Where the articles disagree")
        super().__init__(theme, title, back=self.tr("Back"), parent=parent)
        self.be_text()
        self.head.addWidget(self.title(title))
        topics: dict[str, Label] = {}
        for page in pages:
            each = page.disagreement
            topics[each.id] = self.heading(each.topic)
            self.column.addWidget(topics[each.id])
            self.column.addWidget(self.body(each.text))
            one, other = map(self._side, page.sides)
            for words in (
                self.tr("One side: {0}").format(one),
                self.tr("The other: {0}").format(other),
            ):
                self.column.addWidget(self.fold_at_night(self.quiet(words)))
        self._goal = topics.get(at)

    def _side(self, side: SideOf) -> str:
        behind = "; ".join(
            f"{view.document.name}: {', '.join(said.claim.id for said in view.statements)}"
            for view in side.views
        )
        behind = behind or self.tr("guidance")
        return f"{side.text} ({behind})"


class ChecksSheet(Sheet):
    """What is worth checking before any step."""

    def __init__(
        self, theme: Theme, checks: Sequence[Check], parent: QWidget | None = None
    ) -> None:
        title = self.tr("Worth checking first")
        super().__init__(theme, title, back=self.tr("Back"), parent=parent)
        self.be_text()
        self.head.addWidget(self.title(title))
        for check in checks:
            self.column.addWidget(self.heading(check.title))
            self.column.addWidget(self.body(check.text))

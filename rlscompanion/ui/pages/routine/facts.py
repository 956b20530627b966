"""What to know of a step: what to do, who should not, when to stop, and what it rests on."""

from PySide6.QtCore import Signal

from rlscompanion.domain.library import Library
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.routine_view import StepRow
from rlscompanion.ui.pages.routine.pieces import Part
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.chips import Chip
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label


class FactsPart(Part):
    """``source_wanted`` asks for the step's page in the library, ``removed`` takes it away."""

    source_wanted = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, library: Library) -> None:
        super().__init__(theme, ruled=True)
        self._library = library
        self._chip = Chip("")
        chips = FlowLayout()
        chips.addWidget(self._chip)
        self.column.addLayout(chips)
        self._said: dict[str, tuple[Label, Label]] = {}
        for key, heading in (
            ("what", self.tr("What to do")),
            ("why", self.tr("Why")),
            ("who_not", self.tr("Who should not")),
            ("stop", self.tr("When to stop")),
            ("caution", self.tr("Take care")),
        ):
            pair = (Label(heading, "strong"), Label("", "body", wrap=True))
            self.add(*pair)
            self._said[key] = pair
        self.source = Button(theme, self.tr("What the articles say"), "link")
        self.source.clicked.connect(self.source_wanted)
        self.remove = Button(theme, self.tr("Remove this step"), "secondary", icon="close")
        self.remove.clicked.connect(self.removed)
        buttons = FlowLayout()
        buttons.addWidget(self.source)
        buttons.addWidget(self.remove)
        self.column.addLayout(buttons)

    def show_row(self, row: StepRow) -> None:
        """Show what is known of a step."""
        known = row.known
        texts = {
            "what": known.what if known else "",
            "why": known.why if known else "",
            "who_not": known.who_not if known else "",
            "stop": known.stop if known else "",
            "caution": known.caution if known else self._own_caution(row),
        }
        for key, (heading, words) in self._said.items():
            words.setText(texts[key])
            heading.setVisible(bool(texts[key]))
            words.setVisible(bool(texts[key]))
        self._chip.setText(known.evidence if known else self.tr("Your own entry"))
        self.source.setVisible(known is not None)
        self.remove.setVisible(row.is_own)

    def _own_caution(self, row: StepRow) -> str:
        if row.ruling.verdict is Verdict.UNCHECKED:
            return self._library.rule_texts["unchecked"]
        return ""

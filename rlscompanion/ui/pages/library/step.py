"""A step's page, in the order of product.md §7: guidance before the articles, no ticks."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.evidence import Finding, Sureness
from rlscompanion.domain.library import Condition, Kind, Moment, Step
from rlscompanion.domain.safety import Ruling, Verdict
from rlscompanion.services.consulting import StepPage, View
from rlscompanion.ui.pages.library.acts import Acts
from rlscompanion.ui.pages.library.goals import ToArticle, ToDisagreements, ToHelp
from rlscompanion.ui.pages.library.sheet import Sheet, rule
from rlscompanion.ui.pages.library.statement import StatementBlock
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.chips import Chip
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.jumps import Jumps
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.tab_order import let_tab_follow

BESIDE_FROM: Final = 760
LEFT: Final = ("what", "who", "stop")
RIGHT: Final = ("found", "views")


class StepSheet(Sheet):
    """``add_wanted`` carries the id of a step that the person wants in the evening.

    ``there_wanted`` asks for its place in the routine, where it is switched on already.
    """

    add_wanted = Signal(str)
    there_wanted = Signal(str)

    def __init__(self, theme: Theme, page: StepPage, parent: QWidget | None = None) -> None:
        super().__init__(theme, page.step.title, back=self.tr("Back"), parent=parent)
        self.step = page.step.id
        self._parts: dict[str, QWidget] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        self._titles: dict[str, Label] = {}
        self._chosen = "what"
        self._verdict = self.body("")
        self._flags = QWidget()
        self._left = QVBoxLayout()
        self._right = QVBoxLayout()
        self._build_head(page)
        self._build_what(page)
        self._build_who(page)
        self._build_stop(page)
        self._build_found(page)
        self._build_views(page)
        self._build_disagreements(page)
        self._panes = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._panes.addLayout(self._left, 1)
        self._panes.addLayout(self._right, 1)
        self.column.addLayout(self._panes)
        for column, parts in ((self._left, LEFT), (self._right, RIGHT)):
            for part in parts:
                column.addWidget(self._parts[part])
        for column in (self._left, self._right):
            column.addStretch(1)
        self.show_verdict(page)
        theme.changed.connect(self._measure)
        self._measure()

    # --------------------------------------------------------------------- building

    def _build_head(self, page: StepPage) -> None:
        step = page.step
        icon = icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT)
        self._name = QHBoxLayout()
        self._name.addWidget(IconLabel(self._theme, icon, 44, "accent"))
        self._name.addWidget(self.title(step.title), 1)
        name = QWidget()
        name.setLayout(self._name)
        self._name.setContentsMargins(0, 0, 0, 0)
        self._acts = FlowLayout()
        chip = Chip(step.evidence)
        chip.setAccessibleName(self.tr("Evidence: {0}").format(step.evidence))
        self._acts.addWidget(chip)
        self.add = Button(self._theme, self.tr("Add to my evening"), "primary", icon="plus")
        self.add.setAccessibleName(self.tr("Add to my evening: {0}").format(step.title))
        self.add.clicked.connect(lambda: self.add_wanted.emit(step.id))
        there = (
            self.tr("Switched on for a flare-up")
            if step.moment is Moment.FLARE_UP
            else self.tr("In your evening")
        )
        self.there = Button(self._theme, there, "secondary", icon="check")
        self.there.setAccessibleName(f"{there}: {step.title}")
        self.there.setAccessibleDescription(self.tr("Opens it in the routine."))
        self.there.clicked.connect(lambda: self.there_wanted.emit(step.id))
        self._may_be_added = step.offered and step.kind is not Kind.MARK
        for button in (self.add, self.there):
            self._acts.addWidget(button)
        self._head_pair = PairLayout()
        self._head_pair.addWidget(name)
        self._head_pair.addItem(self._acts)
        self.head.addLayout(self._head_pair)
        self.show_chosen(chosen=False)
        parts = [
            ("what", self.tr("What to do")),
            ("who", self.tr("Who should not")),
            ("found", self.tr("What guidance says")),
            ("views", self.tr("What the articles say")),
        ]
        if page.disagreements:
            parts.append(("differ", self.tr("Where they disagree")))
        said = self.tr("Part of this page")
        self.jumps = Jumps(self._theme, said, parts, stands_first="what")
        self.jumps.chosen.connect(self._jump)
        self.head.addWidget(self.jumps)

    def _part(self, key: str, words: str = "", *, card: bool = False) -> QVBoxLayout:
        """Begin a part; with words, it has a heading."""
        part = QFrame() if card else QWidget()
        if card:
            part.setProperty("role", "card")
        inside = QVBoxLayout(part)
        self._parts[key] = part
        self._columns[key] = inside
        if words:
            self._titles[key] = self.heading(words)
            inside.addWidget(self._titles[key])
        return inside

    def _build_what(self, page: StepPage) -> None:
        step = page.step
        inside = self._part("what", self.tr("What to do"))
        short = Label(step.what, "lead", wrap=True)
        inside.addWidget(self.fold_in_small(short) if page.acts else short)
        if page.acts:
            inside.addWidget(Acts(self._theme, page.acts))
        inside.addWidget(self.fold_at_night(self.quiet(step.why)))
        inside.addWidget(self.fold_at_night(self.quiet(self._when(step))))

    def _build_who(self, page: StepPage) -> None:
        inside = self._part("who", self.tr("Who should not"))
        inside.addWidget(self.body(page.step.who_not))
        for words, conditions in (
            (self.tr("Left out with: {0}."), page.never_with),
            (self.tr("Ask first with: {0}."), page.ask_first_with),
        ):
            if conditions:
                inside.addWidget(self.quiet(words.format(_titles(conditions))))
        if page.step.caution:
            inside.addWidget(self.body(page.step.caution))
        inside.addWidget(self.heading(self.tr("For your answers")))
        inside.addWidget(self._verdict)

    def _build_stop(self, page: StepPage) -> None:
        inside = self._part("stop")
        words = self.tr("When to stop")
        inside.addWidget(Banner(self._theme, BannerKind.WARN, words, page.step.stop, icon="stop"))
        flags = QVBoxLayout(self._flags)
        flags.setContentsMargins(0, 0, 0, 0)
        for flag in page.red_flags:
            flags.addWidget(self.body(f"{flag.text} {flag.action}"))
        inside.addWidget(self._flags)
        act = partial(self.wanted.emit, ToHelp())
        inside.addLayout(self.link(self.tr("When to get help"), act))

    def _build_found(self, page: StepPage) -> None:
        inside = self._part("found", self.tr("What guidance says"))
        self._add_findings(inside, page.guidance)
        inside.addWidget(self.heading(self.tr("What trials found")))
        self._add_findings(inside, page.trials)

    def _add_findings(self, inside: QVBoxLayout, findings: Sequence[Finding]) -> None:
        for finding in findings:
            inside.addWidget(self.body(finding.text))
            told = self.tr("Seen in {0}. {1}.").format(finding.in_whom, finding.source)
            if finding.sureness is Sureness.TO_CONFIRM:
                told = self.tr("{0} To be confirmed.").format(told)
            inside.addWidget(self.quiet(told))
        if not findings:
            inside.addWidget(self.body(self.tr("Nothing was found.")))

    def _build_views(self, page: StepPage) -> None:
        inside = self._part("views", self.tr("What the articles say"), card=True)
        inside.addWidget(self.quiet(self.tr("In our words, with what each one sells.")))
        for view in page.views:
            self._add_view(inside, view)

    def _add_view(self, inside: QVBoxLayout, view: View) -> None:
        document = view.document
        inside.addWidget(rule())
        inside.addWidget(self.strong(document.name))
        by = self.tr("By: {0}. Site: {1}.").format(document.author, document.site)
        inside.addWidget(self.quiet(by))
        inside.addWidget(self.quiet(self.tr("What they sell: {0}").format(document.sells)))
        for said in view.statements:
            inside.addWidget(StatementBlock(self._theme, said))
        words = self.tr("All that it says")
        act = partial(self.wanted.emit, ToArticle(document.id))
        inside.addLayout(self.link(words, act, name=f"{document.name}: {words}"))

    def _build_disagreements(self, page: StepPage) -> None:
        inside = self._part("differ", self.tr("Where they disagree"))
        for each in page.disagreements:
            inside.addWidget(self.strong(each.topic))
            inside.addWidget(self.body(each.text))
        if not page.disagreements:
            inside.addWidget(self.body(self.tr("We noted nothing.")))
        act = partial(self.wanted.emit, ToDisagreements())
        inside.addLayout(self.link(self.tr("All disagreements"), act))

    # ----------------------------------------------------------------------- moving

    def _jump(self, key: str) -> None:
        self._chosen = key
        self.jumps.show_part(key)
        self._arrange()
        if self._theme.mode is not Mode.NIGHT:
            self.scroll_to(self._parts[key])

    # ---------------------------------------------------------------------- showing

    def show_chosen(self, *, chosen: bool) -> None:
        """Say that the step is switched on, or offer to do it."""
        held = self.add.hasFocus() or self.there.hasFocus()
        self.add.setVisible(self._may_be_added and not chosen)
        self.there.setVisible(self._may_be_added and chosen)
        if held:
            (self.there if chosen else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_verdict(self, page: StepPage) -> None:
        """Say what the gate says, for the answers as they stand."""
        ruling = page.ruling
        start = {
            Verdict.BLOCKED: self.tr("Left out."),
            Verdict.QUESTIONS: self.tr("Not known yet: {0} questions are open.").format(
                len(page.unanswered)
            ),
            Verdict.ASK: self.tr("Ask a doctor or pharmacist first."),
            Verdict.SPACED: self.tr("Keep the hours below."),
            Verdict.CAUTION: self.tr("Take care."),
            Verdict.FINE: self._fine(ruling),
            Verdict.UNCHECKED: self.tr("Not checked by this app."),
        }[ruling.verdict]
        reasons = (reason.text for reason in ruling.reasons)
        hours = (rule.text for rule in ruling.spacing)
        self._verdict.setText("\n".join(dict.fromkeys((start, *reasons, *hours))))

    def _fine(self, ruling: Ruling) -> str:
        if ruling.has_no_caution:
            return self.tr("No extra caution in our list. This is not a medical check.")
        if ruling.reasons:
            return self.tr("Someone who knows you agreed. Keep in mind:")
        return self.tr("Keep the hours below.")

    def _when(self, step: Step) -> str:
        words = [
            {
                Moment.EVENING: self.tr("In the evening."),
                Moment.FLARE_UP: self.tr("In a flare-up."),
                Moment.BOTH: self.tr("In the evening or in a flare-up."),
                Moment.DAY: self.tr("By day."),
            }[step.moment]
        ]
        if step.clock is not None:
            words.append(self.tr("Usually at {0}.").format(f"{step.clock:%H:%M}"))
        elif step.before_bed is not None:
            words.append(self.tr("Usually {0} min before bed.").format(step.before_bed))
        if step.minutes:
            words.append(self.tr("It takes {0} min.").format(step.minutes))
        if not step.offered:
            words.append(self.tr("Not offered as a step here."))
        return " ".join(words)

    def _measure(self) -> None:
        px = self._theme.px
        self._name.setSpacing(px(16))
        self._head_pair.setSpacing(px(16))
        self._head_pair.set_line_gap(px(8))
        self._acts.setSpacing(px(16))
        self.jumps.setContentsMargins(0, px(8), 0, px(16))
        for key, inside in self._columns.items():
            edge = (px(24), px(8), px(24), px(12)) if key == "views" else (0, 0, 0, 0)
            inside.setContentsMargins(*edge)
            inside.setSpacing(px(12))
        for column in (self._left, self._right):
            column.setSpacing(px(8))
        self._panes.setSpacing(px(24))
        self._arrange()

    def _arrange(self) -> None:
        """Put guidance and articles beside the rest, or under it; at night show one part at a time."""
        night = self._theme.mode is Mode.NIGHT
        beside = self.width() >= self._theme.px(BESIDE_FROM) and not night
        way = QBoxLayout.Direction
        self._panes.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._put_disagreements(self._left if beside else self._right)
        for key, part in self._parts.items():
            part.setVisible(not night or key in {self._chosen, "stop"})
        self._flags.setVisible(not night or self._chosen == "who")
        for title in self._titles.values():
            title.setVisible(not night)  # the list above says it

    def _put_disagreements(self, column: QVBoxLayout) -> None:
        """Let them end a column, for the eye and for Tab."""
        part = self._parts["differ"]
        if column.indexOf(part) < 0:
            column.insertWidget(column.count() - 1, part)
            order = [*LEFT, *RIGHT]
            order.insert(len(LEFT) if column is self._left else len(order), "differ")
            let_tab_follow(self._parts[key] for key in order)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _titles(conditions: Iterable[Condition]) -> str:
    return "; ".join(condition.title for condition in conditions)

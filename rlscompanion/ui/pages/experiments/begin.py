"""Starting a test: which step, which rating, how many nights, what that can find, what is expected."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout

from rlscompanion.domain.experiment import (
    LENGTHS,
    NORMAL_LENGTH,
    RUN_IN_NIGHTS,
    NoExperiment,
    Outcome,
)
from rlscompanion.domain.library import Condition
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.profile import Answer
from rlscompanion.services.experimenting import Choice, Experimenting, Wish
from rlscompanion.ui.pages.experiments.words import Words
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.card import Card
from rlscompanion.ui.widgets.chips import ChoiceChip
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rating import Rating
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.ticked_words import TickedWords

RATING_WIDTH: Final = 590
"""Of eleven figures beside each other."""


class Plan(Struct, frozen=True):
    """What is chosen so far of a test that is not begun."""

    step: str = ""
    outcome: str = Outcome.FALLING_ASLEEP
    nights: str = str(NORMAL_LENGTH)
    expectation: int | None = None
    clinician_set: bool = False
    dialysis: str = ""


class BeginCard(Card):
    """``begun`` follows the start; ``questions_wanted`` names a step whose questions are open."""

    begun = Signal()
    left = Signal()
    """The test is not wanted now; what was chosen for it may go."""
    answered = Signal()
    """Follows an answer about health: other steps may be open now."""
    questions_wanted = Signal(str)

    def __init__(
        self, theme: Theme, experimenting: Experimenting, plan: Plan | None = None, part: int = 0
    ) -> None:
        super().__init__(theme, "")
        self.setAccessibleName(self.tr("Start a test"))
        self._experimenting = experimenting
        self._words = Words(self)
        self._choices = experimenting.choices()
        self.steps: dict[str, ChoiceChip] = {}
        self._group = QButtonGroup(self)
        self._part = part
        for add in (
            self._add_steps,
            self._add_rating,
            self._add_length,
            self._add_expectation,
            self._add_start,
        ):
            self.begin_part()
            add()
        self.end_parts()
        self._add_turning()
        self._put_back(plan or Plan())
        theme.changed.connect(self._fold)
        self._fold()
        self._tell()

    @property
    def plan(self) -> Plan:
        """What is chosen so far."""
        return Plan(
            self._step,
            self.outcome.current,
            self.length.current,
            self.expectation.value,
            self.clinician.isChecked(),
            self.dialysis.current if self.dialysis is not None else "",
        )

    @property
    def part(self) -> int:
        """The part that is in sight at night."""
        return self._part

    # ------------------------------------------------------------------- building

    def _add_steps(self) -> None:
        self.say(self.tr("1. What do you want to test?"), "h2")
        self.say_quietly(self.tr("One step at a time. Everything else stays as it is."))
        for choice in self._open:
            chip = ChoiceChip(self.theme, choice.title)
            self._group.addButton(chip)
            self.steps[choice.step] = chip
        self._group.buttonClicked.connect(self._tell)
        if self.steps:
            self.flow(*self.steps.values())
        self.who_not = self.say("")
        self._add_closed()

    @property
    def _open(self) -> list[Choice]:
        return [choice for choice in self._choices if choice.is_open]

    def _add_closed(self) -> None:
        """Say what cannot be tested now, each reason once, with the way to open it."""
        question = self._experimenting.question()
        if question is not None:
            self._ask(question)
            return
        closed = [choice for choice in self._choices if not choice.is_open]
        for reason in dict.fromkeys(choice.reason for choice in closed):
            of_it = [choice for choice in closed if choice.reason == reason]
            everything = len(of_it) == len(self._choices)
            titles = ", ".join(choice.title for choice in of_it)
            said = reason if everything else self.tr("{0}: {1}").format(titles, reason)
            self.say_quietly(said)
            self.flow(*(self._question_link(choice) for choice in of_it if choice.questions))

    def _ask(self, question: Condition) -> None:
        """Ask the one question that stands before every test."""
        self.say(question.question, "strong")
        words = {
            Answer.YES: self.tr("Yes"),
            Answer.NO: self.tr("No"),
            Answer.UNKNOWN: self.tr("I don't know"),
        }
        self.answers: dict[Answer, Button] = {}
        for answer, said in words.items():
            made = self.button(said)
            made.setAccessibleName(f"{question.title}: {said}")
            made.clicked.connect(partial(self._answer, question.id, answer))
            self.answers[answer] = made
        self.flow(*self.answers.values())

    def _answer(self, condition: str, answer: Answer) -> None:
        try:
            self._experimenting.answer(condition, answer)
        except StoreError as problem:
            self.refusal.setText(str(problem))
            self.refusal.show()
            return
        self.answered.emit()

    def _question_link(self, choice: Choice) -> Button:
        made = self.button(self.tr("{0}: answer its questions").format(choice.title), "link")
        made.clicked.connect(partial(self.questions_wanted.emit, choice.step))
        return made

    def _add_rating(self) -> None:
        self.say(self.tr("2. Which morning rating decides?"), "h2")
        self.outcome = Segmented(
            self.theme,
            self.tr("Rating"),
            [
                (Outcome.EVENING, self.tr("In the evening")),
                (Outcome.FALLING_ASLEEP, self.tr("Falling asleep")),
                (Outcome.IN_THE_NIGHT, self.tr("In the night")),
            ],
            current=Outcome.FALLING_ASLEEP,
        )
        self.outcome.changed.connect(self._tell)
        self.flow(self.outcome)
        self.run_in = self.say("")

    def _add_length(self) -> None:
        self.say(self.tr("3. How many nights?"), "h2")
        names = (
            self.tr("{0}, quick"),
            self.tr("{0}, normal"),
            self.tr("{0}, thorough"),
        )
        self.length = Segmented(
            self.theme,
            self.tr("Nights"),
            [(str(n), name.format(n)) for n, name in zip(LENGTHS, names, strict=True)],
            current=str(NORMAL_LENGTH),
        )
        self.length.changed.connect(self._tell)
        self.flow(self.length)
        self.can_find = self.say("")
        self.say_quietly(self._experimenting.words["commonest"])

    def _add_expectation(self) -> None:
        self.say(self.tr("4. How much do you expect it to help?"), "h2")
        self.expectation = Rating(
            self.theme,
            self.tr("Expectation"),
            low=self.tr("Not at all"),
            high=self.tr("A great deal"),
        )
        self.expectation.changed.connect(self._tell)
        self.add(self.expectation)
        self._keep_ends_near()
        self.theme.changed.connect(self._keep_ends_near)

    def _keep_ends_near(self) -> None:
        self.expectation.setMaximumWidth(self.theme.px(RATING_WIDTH))

    def _add_start(self) -> None:
        self.dialysis: Segmented | None = None
        if self._experimenting.asks_about_dialysis():
            self._ask_about_dialysis()
        told_to = TickedWords(self.tr("A clinician told me to do this step"))
        self.clinician = told_to.tick
        self.clinician.toggled.connect(self._tell)
        self.add(told_to)
        how = QVBoxLayout()
        how.setContentsMargins(0, 0, 0, 0)
        for line in self._how():
            how.addWidget(Label(line, "body", wrap=True))
        self.fold(self.tr("How it works"), how)
        self.refusal = self.say("", "strong")
        self.start = self.button(self.tr("Start the test"), "primary", icon="flask")
        self.start.clicked.connect(self._start)
        self.not_now = self.button(self.tr("Not now"), "quiet")
        self.not_now.clicked.connect(self.left)
        self.flow(self.start, self.not_now)

    def _put_back(self, plan: Plan) -> None:
        """Choose what was chosen before; a step that can no longer be tested is left out."""
        if plan.step in self.steps:
            self.steps[plan.step].setChecked(True)
        self.outcome.set_current(plan.outcome)
        self.length.set_current(plan.nights)
        self.expectation.set_value(plan.expectation)
        self.clinician.setChecked(plan.clinician_set)
        if self.dialysis is not None:
            self.dialysis.set_current(plan.dialysis)

    def _ask_about_dialysis(self) -> None:
        self.say(self._experimenting.words["about-dialysis"])
        yes_or_no = [("no", self.tr("No")), ("yes", self.tr("Yes"))]
        self.dialysis = Segmented(self.theme, self.tr("On dialysis"), yes_or_no, clearable=True)
        self.dialysis.changed.connect(self._tell)
        self.flow(self.dialysis)

    def _add_turning(self) -> None:
        """At night one part is shown at a time, for less light."""
        self.back = self.button(self.tr("Back"), icon="left")
        self.next = self.button(self.tr("Next"), icon="right")
        self.back.clicked.connect(partial(self._turn, -1))
        self.next.clicked.connect(partial(self._turn, 1))
        self.flow(self.back, self.next)

    def _turn(self, by: int) -> None:
        self._part = min(max(self._part + by, 0), len(self.parts) - 1)
        self._fold()

    def _fold(self) -> None:
        folded = self.theme.mode is Mode.NIGHT
        for n, part in enumerate(self.parts):
            part.setVisible(not folded or n == self._part)
        self.back.setVisible(folded and self._part > 0)
        self.next.setVisible(folded and self._part < len(self.parts) - 1)

    def _how(self) -> Sequence[str]:
        return (
            self.tr("Chance decides which nights are with the step and which without."),
            self.tr("Every four nights hold two of each. The plan is drawn and sealed now."),
            self.tr("Tonight's part is told at 17:00, or with the step's first reminder."),
            self.tr("Each morning you rate your legs. There is no result before the end."),
            self.tr("You can pause or stop at any time."),
            self._experimenting.words["adherence-matters"],
        )

    # ------------------------------------------------------------------- its state

    @property
    def _step(self) -> str:
        return next((step for step, chip in self.steps.items() if chip.isChecked()), "")

    @property
    def _outcome(self) -> Outcome:
        return Outcome(self.outcome.current)

    @property
    def _on_dialysis(self) -> bool | None:
        said = self.dialysis.current if self.dialysis is not None else "no"
        return said == "yes" if said else None

    def _tell(self) -> None:
        self.run_in.setText(self._run_in_words())
        self.can_find.setText(self._findable_words())
        chosen = next((one.who_not for one in self._choices if one.step == self._step), "")
        self.who_not.setText(chosen)
        self.who_not.setVisible(bool(chosen))
        missing = self._missing()
        self.refusal.setText(missing)
        self.refusal.setVisible(bool(missing))
        self.start.setEnabled(not missing)
        self.start.setAccessibleDescription(missing)

    def _run_in_words(self) -> str:
        run_in = self._experimenting.run_in(self._outcome)
        if not run_in.is_enough:
            return self.tr(
                "First {0} ordinary mornings with this rating. You have {1} so far."
            ).format(RUN_IN_NIGHTS, run_in.rated)
        return self.tr("Ready: {0} ordinary nights rated, {1} on average.").format(
            run_in.rated, f"{run_in.mean or 0:.1f}"
        )

    def _findable_words(self) -> str:
        nights = int(self.length.current)
        points = self._words.points(self._experimenting.findable(self._outcome, nights))
        own = self._experimenting.run_in(self._outcome).sd is not None
        basis = (
            self.tr("With nights that vary like yours")
            if own
            else self.tr("With nights that vary as in most diaries, a guess")
        )
        return self.tr("{0}, {1} nights find a change of {2} 8 times in 10.").format(
            basis, nights, points
        )

    def _missing(self) -> str:
        """Return the first thing that stands between the person and the start, in words."""
        run_in = self._experimenting.run_in(self._outcome)
        more = self.tr("{0} more rated mornings, then it can start.")
        hurdles = (
            (not self.steps, self.tr("No step can be tested now.")),
            (not run_in.is_enough, more.format(RUN_IN_NIGHTS - run_in.rated)),
            (
                run_in.is_on_the_floor,
                self.tr("Your ratings are below 2: too few symptoms to improve."),
            ),
            (self.clinician.isChecked(), self._experimenting.words["clinician-set"]),
            (self._on_dialysis is True, self._experimenting.words["blocked-dialysis"]),
            (not self._step, self.tr("Choose a step.")),
            (self.expectation.value is None, self.tr("Say what you expect, 0 to 10.")),
            (self._on_dialysis is None, self._experimenting.words["asked-dialysis"]),
        )
        return next((words for stands, words in hurdles if stands), "")

    def _start(self) -> None:
        expectation = self.expectation.value
        wish = Wish(
            step=self._step,
            outcome=self._outcome,
            nights=int(self.length.current),
            expectation=expectation if expectation is not None else -1,
            clinician_set=self.clinician.isChecked(),
            on_dialysis=self._on_dialysis,
        )
        try:
            self._experimenting.start(wish)
        except (NoExperiment, StoreError) as problem:
            self.refusal.setText(str(problem))
            self.refusal.show()
            return
        self.begun.emit()

"""The weekly check: two minutes about the days. Every answer is saved as it is pressed."""

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.forms import Value
from rlscompanion.domain.weekly import ChangeSaid, Said, Sides, WeeklyCheck, WeeklyQuestion
from rlscompanion.ui.pages.journal.sheet import Sheet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.rating import Rating
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.translating import tr

MINUTES = (5, 15, 30, 60, 90)
DAYS = 7


class SaidWeekly(Struct, frozen=True):
    """One answer, as it was pressed."""

    question: WeeklyQuestion
    value: Value


class WeeklySheet(Sheet):
    """``said`` brings one SaidWeekly for each answer."""

    said = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Weekly check"), parent)
        self.choices: dict[WeeklyQuestion, Segmented] = {}
        days = [(str(days), str(days)) for days in range(DAYS + 1)]
        yes_no = [(Said.YES.value, self.tr("Yes")), (Said.NO.value, self.tr("No"))]
        sides = [(Sides.BOTH.value, self.tr("Both sides")), (Sides.ONE.value, self.tr("One side"))]
        self._ask(
            WeeklyQuestion.DAYS_WITH_SYMPTOMS,
            self.tr("On how many of the last 7 days were your legs restless by day?"),
            days,
        )
        self._ask(
            WeeklyQuestion.MINUTES_AT_REST,
            self.tr("Sitting still, after how many minutes does it begin?"),
            [(str(n), words) for n, words in zip(MINUTES, self._minutes(), strict=True)],
        )
        self._ask(WeeklyQuestion.ARMS, self.tr("Arms too?"), yes_no)
        self._ask(WeeklyQuestion.SIDES, self.tr("One side or both?"), sides)
        self._ask(WeeklyQuestion.PAIN, self.tr("Does it hurt?"), yes_no)
        self.sleepiness = Rating(
            theme,
            self.tr("Sleepy by day"),
            low=self.tr("0 wide awake"),
            high=self.tr("10 very sleepy"),
        )
        self.sleepiness.changed.connect(self._say_sleepiness)
        self.section(self.tr("How sleepy are you by day?")).addWidget(self.sleepiness)
        self._ask(
            WeeklyQuestion.CHANGE,
            self.tr("Against last month?"),
            [
                (ChangeSaid.MUCH_BETTER.value, self.tr("Much better")),
                (ChangeSaid.BETTER.value, self.tr("Better")),
                (ChangeSaid.SAME.value, self.tr("Same")),
                (ChangeSaid.WORSE.value, self.tr("Worse")),
                (ChangeSaid.MUCH_WORSE.value, self.tr("Much worse")),
            ],
        )

    def show_check(self, check: WeeklyCheck) -> None:
        """Show what stands; says nothing to anyone."""
        for question, choice in self.choices.items():
            value = check.answer(question)
            choice.set_current("" if value is None else str(value))
        self.sleepiness.set_value(check.sleepiness)

    @override
    def take_focus(self) -> None:
        self.choices[WeeklyQuestion.DAYS_WITH_SYMPTOMS].button("0").setFocus()

    def _say_sleepiness(self, value: int | None) -> None:
        self.said.emit(SaidWeekly(WeeklyQuestion.SLEEPINESS, value))

    def _minutes(self) -> tuple[str, ...]:
        return (
            self.tr("5 min"),
            self.tr("15 min"),
            self.tr("30 min"),
            self.tr("1 hour"),
            self.tr("Longer"),
        )

    def _ask(self, question: WeeklyQuestion, words: str, choices: list[tuple[str, str]]) -> None:
        made = Segmented(self._theme, words, choices, clearable=True)
        numbers = question in {WeeklyQuestion.DAYS_WITH_SYMPTOMS, WeeklyQuestion.MINUTES_AT_REST}

        def say(key: str) -> None:
            value: Value = None if not key else int(key) if numbers else key
            self.said.emit(SaidWeekly(question, value))

        made.changed.connect(say)
        self.choices[question] = made
        self.section(words).addWidget(made)

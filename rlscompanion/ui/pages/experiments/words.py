"""How the page says ratings, nights, arms and figures."""

from datetime import date
from math import ceil
from typing import Final

from PySide6.QtCore import QDate, QLocale, QObject

from rlscompanion.domain.experiment import Adherence, Arm, Experiment, Outcome, Phase

QUARTER: Final = 4


class Words(QObject):
    """Sentences that several parts of the page say."""

    def outcome(self, outcome: Outcome) -> str:
        return {
            Outcome.EVENING: self.tr("Legs in the evening"),
            Outcome.FALLING_ASLEEP: self.tr("Legs while falling asleep"),
            Outcome.IN_THE_NIGHT: self.tr("Legs in the night"),
        }[outcome]

    def arm(self, arm: Arm, name: str) -> str:
        if arm is Arm.WITH:
            return self.tr("with {0}").format(name)
        return self.tr("without {0}").format(name)

    def tonight(self, arm: Arm, name: str) -> str:
        """Say tonight's arm, as Tonight says it too."""
        return self.tr("Tonight {0}.").format(self.arm(arm, name))

    def adherence(self, said: Adherence, arm: Arm) -> str:
        if arm is Arm.WITHOUT:
            left = self.tr("Left it out")
            return left if said is Adherence.NOT_DONE else self.tr("Did it anyway")
        return {
            Adherence.DONE: self.tr("Done"),
            Adherence.PARTLY: self.tr("Partly"),
            Adherence.NOT_DONE: self.tr("Not done"),
            Adherence.DID_IT_ANYWAY: self.tr("Did it anyway"),
        }[said]

    def phase(self, phase: Phase) -> str:
        return {
            Phase.WAITING: self.tr("Starts soon"),
            Phase.RUNNING: self.tr("Running"),
            Phase.PAUSED: self.tr("Paused"),
            Phase.FINISHED: self.tr("Finished"),
            Phase.STOPPED: self.tr("Ended early"),
        }[phase]

    def night(self, night: date) -> str:
        """Say a night such as "Mon 23 Nov"."""
        return QLocale().toString(QDate(night.year, night.month, night.day), "ddd d MMM")

    def span(self, experiment: Experiment) -> str:
        """Say from when to when it ran."""
        first, last = experiment.plan.first_night, experiment.last_night
        if experiment.ended is not None and last is not None:
            last = min(last, experiment.ended)
        if last is None or last <= first:
            return self.night(first)
        return self.tr("{0} to {1}").format(self.night(first), self.night(last))

    def points(self, points: float) -> str:
        """Say an amount of points, up to the next quarter, such as "2¼"."""
        quarters = ceil(round(points * QUARTER, 6))
        whole, rest = divmod(quarters, QUARTER)
        said = f"{whole or ''}{('', '¼', '½', '¾')[rest]}" or "0"
        return self.tr("1 point") if said == "1" else self.tr("{0} points").format(said)


def begin_large(words: str) -> str:
    return words[:1].upper() + words[1:]

"""How the Routine page says times, nights, reminders and locks."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Final

from PySide6.QtCore import QDate, QLocale, QObject

from rlscompanion.domain.library import Kind
from rlscompanion.domain.night import DAYS, Day
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    Nights,
    OnDays,
    ReminderSetting,
    Timing,
)
from rlscompanion.domain.safety import Ruling, Verdict
from rlscompanion.services.routine_view import Clash, Section, StepRow, lacks_blood_test
from rlscompanion.services.taking_back import Change, ChangeKind

_FREEING: Final = frozenset({ChangeKind.ANSWERS, ChangeKind.CLINICIAN_OK, ChangeKind.BLOOD_TEST})
"""What is told so that a step may be switched on."""
_HOUR: Final = 60
_HALF: Final = 30
_LONGEST_WORD: Final = 18
_PIECE: Final = 6
_ONE_LINE: Final = 30
_SAID_IN_HOURS_FROM: Final = 2 * _HOUR


class Words(QObject):
    """Sentences and short forms; every one can be translated."""

    def when(self, timing: Timing | None) -> str:
        match timing:
            case BeforeBed(0):
                return self.tr("At bedtime")
            case BeforeBed(minutes):
                return self.tr("{0} before bed").format(self.length(minutes))
            case AtClock(at):
                return self.tr("At {0}").format(clock(at))
            case None:
                return self.tr("When your legs need it")

    def push(self, row: StepRow) -> str:
        """Say where a step was moved out of another's way; empty where it was not."""
        return self._pushed(row, self.tr("Moved to {0}: {1} is at {2}"))

    def was_pushed(self, row: StepRow) -> str:
        """Say the same of a step that was named before."""
        return self._pushed(row, self.tr("moved to {0}: {1} is at {2}"))

    @staticmethod
    def _pushed(row: StepRow, words: str) -> str:
        if row.push is None or row.start is None:
            return ""
        return words.format(clock(row.start.time()), row.push.by, clock(row.push.at))

    def clash(self, clash: Clash) -> tuple[str, str, str]:
        """Say a conflict: what, why, and the words of its button."""
        what, why = split_sentence(clash.conflict.message)
        fix = clash.conflict.fix
        if fix is not None and clash.moves_to is not None:
            at = clock(clash.moves_to)
            if fix.step == clash.conflict.steps[0]:
                return what, why, self.tr("Move it to {0}").format(at)
            return what, why, self.tr("Move {0} to {1}").format(clash.moves, at)
        if clash.conflict.is_question:
            return what, why, self.tr("Add its times")
        return what, why, self.tr("Switch it off")

    def length(self, minutes: int) -> str:
        """Say a length of time: 50 min, 2½ h."""
        hours, rest = divmod(minutes, _HOUR)
        if minutes < _SAID_IN_HOURS_FROM or rest % _HALF:
            return self.tr("{0} min").format(minutes)
        return self.tr("{0} h").format(f"{hours}½" if rest else hours)

    def nights(self, nights: Nights) -> str:
        """Say the nights in little room: a letter for each day, a dot for a day without."""
        match nights:
            case EveryNight():
                return self._letters(frozenset(DAYS))
            case OnDays(days):
                return self._letters(days)
            case EveryNth(2):
                return self.tr("Every other night")
            case EveryNth(every):
                return self.tr("Every {0} nights").format(every)

    def nights_spoken(self, nights: Nights) -> str:
        """Say the nights in full, for those who listen."""
        match nights:
            case EveryNight():
                return self.tr("every night")
            case OnDays(days):
                return ", ".join(self.day(day) for day in DAYS if day in days)
            case EveryNth():
                return self.nights(nights)

    def day(self, day: Day) -> str:
        return {
            Day.MON: self.tr("Monday"),
            Day.TUE: self.tr("Tuesday"),
            Day.WED: self.tr("Wednesday"),
            Day.THU: self.tr("Thursday"),
            Day.FRI: self.tr("Friday"),
            Day.SAT: self.tr("Saturday"),
            Day.SUN: self.tr("Sunday"),
        }[day]

    def day_only(self, day: Day) -> str:
        """Say that something holds on one day of the week."""
        return {
            Day.MON: self.tr("Mondays"),
            Day.TUE: self.tr("Tuesdays"),
            Day.WED: self.tr("Wednesdays"),
            Day.THU: self.tr("Thursdays"),
            Day.FRI: self.tr("Fridays"),
            Day.SAT: self.tr("Saturdays"),
            Day.SUN: self.tr("Sundays"),
        }[day]

    def dated(self, day: date) -> str:
        """Say a day with its date."""
        return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM yyyy")

    def dates(self, nights: Sequence[date]) -> str:
        """Say some coming nights with their dates."""
        local = QLocale()
        said = [local.toString(QDate(n.year, n.month, n.day), "ddd d MMM") for n in nights]
        return ", ".join(said)

    def reminder(self, reminder: ReminderSetting) -> str:
        if not reminder.on:
            return self.tr("Quiet")
        if reminder.lead:
            return self.tr("{0} early").format(self.length(reminder.lead))
        return self.tr("At the time")

    def title(self, row: StepRow) -> str:
        """Say a step's title; on the axis a supplement says that it is one."""
        if row.kind is not Kind.SUPPLEMENT or row.start is None:
            return row.title
        first, second = row.title[:1], row.title[1:2]
        name = first.lower() + row.title[1:] if second.islower() else row.title
        return self.tr("Supplement: {0}").format(name)

    def section(self, section: Section, day: Day | None = None) -> str:
        """Name a section, where a day of the week is shown in place of tonight with that."""
        if day is not None and section is Section.OTHER_NIGHTS:
            return self.tr("On, but not on {0}").format(self.day_only(day))
        return {
            Section.TONIGHT: self.tr("Tonight"),
            Section.OTHER_NIGHTS: self.tr("On, but not tonight"),
            Section.EVENING: self.tr("More for the evening"),
            Section.DAY: self.tr("By day"),
            Section.FLARE_UP: self.tr("For a flare-up"),
            Section.SUPPLEMENTS: self.tr("Supplements, only as agreed with your pharmacist"),
            Section.OWN: self.tr("My own steps"),
            Section.BLOCKED: self.tr("Left out because of what you told us"),
        }[section]

    def lock(self, ruling: Ruling) -> str:
        """Say what unlocks a step, on the link that leads there."""
        match ruling.verdict:
            case Verdict.QUESTIONS if len(ruling.questions) == 1:
                return self.tr("Answer 1 question first")
            case Verdict.QUESTIONS:
                return self.tr("Answer {0} questions first").format(len(ruling.questions))
            case Verdict.ASK:
                return self.tr("Ask a doctor or pharmacist first")
            case Verdict.BLOCKED if lacks_blood_test(ruling):
                return self.tr("Record a blood test first")
            case Verdict.BLOCKED:
                return self.tr("Why it is left out")
            case _:
                return ""

    def change(self, change: Change) -> tuple[str, str]:
        """Say what was changed, and what became of it."""
        match change.kind:
            case ChangeKind.BEDTIME:
                return self._of_day(self.tr("Bedtime"), change.of), self.tr("has a new time")
            case ChangeKind.BEDTIME_TONIGHT:
                return self.tr("Bedtime tonight"), self.tr("has a new time")
            case ChangeKind.WAKE:
                return self._of_day(self.tr("Waking up"), change.of), self.tr("has a new time")
            case ChangeKind.MEDICINES:
                return self.tr("My medicines"), self.tr("kept")
            case _:
                verb = self._verb(change.kind)
                if change.switched_on and change.kind in _FREEING:
                    verb = self.tr("{0}, switched on").format(verb)
                return change.of, verb

    def _verb(self, kind: ChangeKind) -> str:
        return {
            ChangeKind.SWITCHED_ON: self.tr("switched on"),
            ChangeKind.SWITCHED_OFF: self.tr("switched off"),
            ChangeKind.MOVED: self.tr("has a new time"),
            ChangeKind.LENGTH: self.tr("takes another time"),
            ChangeKind.NIGHTS: self.tr("has other nights"),
            ChangeKind.REMINDER: self.tr("reminds in another way"),
            ChangeKind.NAME: self.tr("renamed"),
            ChangeKind.ADDED: self.tr("added"),
            ChangeKind.REMOVED: self.tr("removed"),
            ChangeKind.ANSWERS: self.tr("answers kept"),
            ChangeKind.CLINICIAN_OK: self.tr("OK kept"),
            ChangeKind.BLOOD_TEST: self.tr("blood test kept"),
        }[kind]

    def _of_day(self, what: str, day: str) -> str:
        if not day:
            return what
        return self.tr("{0}, {1}").format(what, self.day_only(Day(day)))

    def hours(self, hours: float) -> str:
        if hours == int(hours):
            return self.tr("{0} h").format(int(hours))
        return self.tr("{0} min").format(round(hours * _HOUR))

    def _letters(self, days: frozenset[Day]) -> str:
        letters = {
            Day.MON: self.tr("M", "Monday"),
            Day.TUE: self.tr("T", "Tuesday"),
            Day.WED: self.tr("W", "Wednesday"),
            Day.THU: self.tr("T", "Thursday"),
            Day.FRI: self.tr("F", "Friday"),
            Day.SAT: self.tr("S", "Saturday"),
            Day.SUN: self.tr("S", "Sunday"),
        }
        return "  ".join(letters[day] if day in days else "·" for day in DAYS)


def clock(at: time) -> str:
    """Say a time of day."""
    return f"{at:%H:%M}"


def breakable(words: str) -> str:
    """Let words that are longer than any line be broken, with signs that nobody sees."""
    return " ".join(
        word if len(word) <= _LONGEST_WORD else "\u200b".join(_pieces(word))
        for word in words.split(" ")
    )


def _pieces(word: str) -> Iterator[str]:
    for begin in range(0, len(word), _PIECE):
        yield word[begin : begin + _PIECE]


def in_two_lines(words: str) -> str:
    """Break words at the space nearest to their middle."""
    spaces = [place for place, sign in enumerate(words) if sign == " "]
    if not spaces:
        return words
    middle = min(spaces, key=lambda place: abs(2 * place - len(words)))
    return f"{words[:middle]}\n{words[middle + 1 :]}"


def shortened(words: str) -> str:
    """Return the beginning of a long name, for places where one line is enough."""
    return words if len(words) <= _ONE_LINE else words[: _ONE_LINE - 1].rstrip() + "…"


def split_sentence(words: str) -> tuple[str, str]:
    """Return the first sentence, and the rest."""
    ends = [words.find(end) for end in (". ", "? ") if end in words]
    if not ends:
        return words, ""
    cut = min(ends) + 1
    return words[:cut], words[cut:].strip()

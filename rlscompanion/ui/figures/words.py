"""How figures are said: nights, clock times, points, and what is missing."""

from datetime import date, time

from PySide6.QtCore import QDate, QLocale, QTime

from rlscompanion.domain.check_in import Question
from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.insight import wall_time
from rlscompanion.ui.widgets.translating import tr


def night_words(night: date, form: str = "ddd d MMM") -> str:
    return QLocale().toString(QDate(night.year, night.month, night.day), form)


def clock_words(wall: time) -> str:
    return QLocale().toString(QTime(wall.hour, wall.minute), "HH:mm")


def since_noon_words(minutes: float) -> str:
    """Return the clock time so many minutes after noon."""
    return clock_words(wall_time(minutes))


def number_words(value: float) -> str:
    """Return a figure without needless zeros, such as "3" or "3.5"."""
    return f"{value:.1f}".removesuffix(".0").replace("-", "−")


def signed_words(value: float) -> str:
    return f"+{number_words(value)}" if value > 0 else number_words(value)


def minutes_words(minutes: int) -> str:
    """Return an amount of time, such as "70 minutes"."""
    return tr("1 minute") if minutes == 1 else tr("{0} minutes").format(minutes)


def nights_words(nights: int) -> str:
    return tr("1 night") if nights == 1 else tr("{0} nights").format(nights)


def flare_ups_words(count: int) -> str:
    return tr("1 flare-up") if count == 1 else tr("{0} flare-ups").format(count)


def rating_words(question: Question) -> str:
    return {
        Question.LEGS_EVENING: tr("Legs in the evening"),
        Question.LEGS_FALLING_ASLEEP: tr("Legs while falling asleep"),
        Question.LEGS_IN_NIGHT: tr("Legs in the night"),
    }[question]


def parts_words(parts: tuple[Part, ...]) -> str:
    """Return what was done in a flare-up, such as "Movement and stretching"."""
    names = {
        Part.MOVE: tr("movement"),
        Part.STRETCH: tr("stretching"),
        Part.AIDS: tr("an aid"),
        Part.BREATHE: tr("breathing"),
        Part.PUZZLE: tr("a puzzle"),
    }
    said = [names[part] for part in parts if part in names]
    if not said:
        return tr("Nothing to its end")
    if len(said) == 1:
        return tr("{0} alone").format(begin_large(said[0]))
    together = tr("{0} and {1}").format(", ".join(said[:-1]), said[-1])
    return begin_large(together)


def begin_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def missing_words(without: int, nights: int) -> str:
    """Count the nights of which nothing was said."""
    if not nights:
        return tr("No notes yet. One tap in the morning is enough.")
    if not without:
        return tr("Each of {0} has a note.").format(nights_words(nights))
    if without == 1:
        return tr("1 of {0} has no note. It is in no figure.").format(nights_words(nights))
    return tr("{0} of {1} have no note. They are in no figure.").format(
        without, nights_words(nights)
    )

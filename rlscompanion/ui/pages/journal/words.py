"""The words of the journal: nights, chips, answers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QDate, QLocale

from rlscompanion.domain.check_in import OWN_CHIP, Chip, Question
from rlscompanion.domain.episodes import Episode
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.journal import BodyValue
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.nights import NightRecord
from rlscompanion.ui.widgets.translating import tr

MONTH_UNSAID: Final = timedelta(days=27)
"""So long, a day of the month can be no other."""


def day(on: date, form: str = "ddd d") -> str:
    return QLocale().toString(QDate(on.year, on.month, on.day), form)


def night_name(night: date, newest: date) -> tuple[str, str]:
    """Return ``Wed 13`` and ``to Thu 14``; of older nights the month, and the year, as well."""
    if night.year != newest.year:
        return day(night, "ddd d MMM yyyy"), ""
    form = "ddd d" if newest - night < MONTH_UNSAID else "ddd d MMM"
    return day(night, form), tr("to {0}").format(day(night + ONE_DAY))


def night_in_full(night: date) -> str:
    """Return ``Wed 13 to Thu 14 May``, with both months where they differ."""
    morning = night + ONE_DAY
    first = day(night) if night.month == morning.month else day(night, "ddd d MMM")
    return tr("{0} to {1}").format(first, day(morning, "ddd d MMM yyyy"))


def night_summary(record: NightRecord) -> str:
    """Return the second line of a night in the list."""
    said = record.check_in
    parts: list[str] = []
    if said.sick_or_away:
        parts.append(tr("Sick or away"))
    if said.times_up is not None:
        parts.append(times_up(said.times_up))
    if record.flare_ups:
        one = record.flare_ups == 1
        words = tr("1 flare-up") if one else tr("{0} flare-ups").format(record.flare_ups)
        parts.append(words)
    if not parts and said.is_blank:
        return tr("No note, that's fine")
    if not parts:
        parts.append(said.note or tr("Noted"))
    return ", ".join(parts)


def times_up(times: int) -> str:
    if times == 0:
        return tr("Not up")
    return tr("Up once") if times == 1 else tr("Up {0} times").format(times)


def night_spoken(record: NightRecord) -> str:
    """Return the whole row as a screen reader says it."""
    legs = record.check_in.worst_legs
    rating = tr("legs {0}").format(legs) if legs is not None else tr("legs not rated")
    return f"{night_in_full(record.night)}: {rating}. {night_summary(record)}."


def chip_words() -> Mapping[str, tuple[str, str]]:
    """Return words and icon of each chip the app knows."""
    return {
        Chip.CAFFEINE: (tr("Caffeine after noon"), "cup"),
        Chip.ALCOHOL: (tr("Alcohol"), "glass"),
        Chip.LONG_SITTING: (tr("Long sitting"), "seat"),
        Chip.LATE_MEAL: (tr("Late meal"), "snack"),
        Chip.NEW_MEDICINE: (tr("New medicine"), "pill"),
        Chip.HARD_EXERCISE: (tr("Hard exercise late"), "walk"),
        Chip.ANTIHISTAMINE: (tr("Antihistamine"), "pill"),
    }


def chip_name(chip: str) -> str:
    known = chip_words().get(chip)
    return known[0] if known else chip.removeprefix(OWN_CHIP)


def question_words() -> Mapping[str, str]:
    """Return what each answer is called in a sentence such as "Sleep 6 saved"."""
    return {
        Question.LEGS_EVENING: tr("Legs in the evening"),
        Question.LEGS_FALLING_ASLEEP: tr("Legs falling asleep"),
        Question.LEGS_IN_NIGHT: tr("Legs in the night"),
        Question.BEGAN: tr("It began"),
        Question.MINUTES_TO_FALL_ASLEEP: tr("Minutes to fall asleep"),
        Question.TIMES_UP: tr("Times up"),
        Question.SLEEP: tr("Sleep"),
        Question.CHIPS: tr("Anything different"),
        Question.NOTE: tr("Note"),
        Question.SICK_OR_AWAY: tr("Sick or away"),
    }


def answer_words(field: str, value: BodyValue) -> str:
    """Return an answer as it stands in the journal, in words."""
    if value is None:
        return tr("no answer")
    if isinstance(value, tuple):
        return ", ".join(map(chip_name, value))
    if field == Question.SICK_OR_AWAY:
        return tr("yes")
    return str(value)


def part_words() -> Mapping[Part, str]:
    return {
        Part.MOVE: tr("moved"),
        Part.STRETCH: tr("stretched"),
        Part.AIDS: tr("used an aid"),
        Part.BREATHE: tr("breathed"),
    }


def ending_words() -> Mapping[Answer, str]:
    return {
        Answer.BETTER: tr("Better"),
        Answer.SAME: tr("Same"),
        Answer.WORSE: tr("Worse"),
    }


def episode_words(episode: Episode, began: datetime) -> str:
    """Return what was done in a flare-up and how it ended. ``began`` is by the wall clock."""
    minutes = max(round((episode.ended - episode.began).total_seconds() / 60), 1)
    known = part_words()
    done = dict.fromkeys(known[part.part] for part in episode.parts if part.part in known)
    parts = [tr("{0}, {1} min").format(f"{began:%H:%M}", minutes)]
    if done:
        parts.append(", ".join(done).capitalize())
    if not episode.used:
        parts.append(tr("Opened, not used"))
    elif episode.last_answer is not None:
        parts.append(ending_words()[episode.last_answer])
    return ". ".join(parts) + "."

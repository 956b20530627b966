"""One Night for the report's charts and its table."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.check_in import OWN_CHIP, CheckIn, Chip
from rlscompanion.domain.insight import minutes_since_noon
from rlscompanion.domain.night import NOON
from rlscompanion.domain.nights import NightRecord
from rlscompanion.domain.report_sheet import DrawnNight

LETTERS: Final = ((Chip.CAFFEINE, "C"), (Chip.ALCOHOL, "A"), (Chip.HARD_EXERCISE, "X"))
"""The letters of the sleep diaries that doctors know."""


class Around(Struct, frozen=True):
    """What a Night was like beside its answers: bed and wake as planned, supplements as ticked."""

    bed: datetime
    wake: datetime
    supplements: tuple[datetime, ...] = ()


def drawn_night(
    record: NightRecord, around: Around, zone: ZoneInfo, words: Mapping[str, str]
) -> DrawnNight:
    """Return a Night as it is drawn."""

    def at(instant: datetime) -> float:
        return into_the_night(record.night, instant, zone)

    said = record.check_in
    noted = {*said.chips, *((Chip.ALCOHOL,) if record.had_a_drink else ())}
    asleep = at(around.bed) + said.minutes_to_fall_asleep if said.minutes_to_fall_asleep else None
    return DrawnNight(
        night=record.night,
        label=f"{record.night:%a} {record.night.day} {record.night:%b}",
        worst=None if record.sick_or_away else said.worst_legs,
        began=None if said.began is None else minutes_since_noon(said.began),
        asleep=asleep,
        bed=at(around.bed),
        wake=at(around.wake),
        flare_ups=tuple((at(one.began), at(one.ended)) for one in record.episodes if one.used),
        supplements=tuple(map(at, around.supplements)),
        letters=" ".join(letter for chip, letter in LETTERS if chip in noted),
        cells=tuple(_cells(record, said, words)),
    )


def into_the_night(night: date, instant: datetime, zone: ZoneInfo) -> float:
    """Return the minutes from noon of ``night`` to ``instant``, by the wall clock."""
    wall = instant.astimezone(zone).replace(tzinfo=None)
    return (wall - datetime.combine(night, NOON)).total_seconds() / 60


def _cells(record: NightRecord, said: CheckIn, words: Mapping[str, str]) -> list[str]:
    noted = [_chip(chip, words) for chip in said.chips]
    if record.had_a_drink and Chip.ALCOHOL not in said.chips:
        noted.append(words[Chip.ALCOHOL])
    if record.sick_or_away:
        noted.append(words["away-mark"])
    if said.filled_in_late:
        noted.append(words["late-mark"])
    return [
        f"{record.night:%a} {record.night.day} {record.night:%b}",
        _figure(said.legs_evening),
        _figure(said.legs_falling_asleep),
        _figure(said.legs_in_night),
        "" if said.began is None else f"{said.began:%H:%M}",
        _figure(said.minutes_to_fall_asleep),
        _figure(said.times_up),
        _figure(said.sleep),
        _figure(record.flare_ups or None),
        ", ".join(noted),
    ]


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)


def _chip(chip: str, words: Mapping[str, str]) -> str:
    return chip.removeprefix(OWN_CHIP) if chip.startswith(OWN_CHIP) else words[chip]

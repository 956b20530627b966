"""Nights, over every pattern of clock change that the time zone database knows for 2025 to 2028."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from typing_extensions import override

from rlscompanion.domain.night import (
    ONE_DAY,
    ONE_MINUTE,
    Day,
    NightCalendar,
    Turn,
    day_of,
    instant_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
LAST = datetime(2029, 1, 1, tzinfo=UTC)
NOON = time(12)
ENOUGH = settings(deadline=None, derandomize=True, max_examples=150)


class Change(Struct, frozen=True):
    """A clock change: ``at`` is the first instant after it; ``wall`` the clock just before."""

    zone: str
    at: datetime
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> datetime:
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def jumps_ahead(self) -> bool:
        return self.after > self.before

    @override
    def __str__(self) -> str:
        return f"{self.zone} {self.wall:%Y-%m-%d %H:%M} {self.before} to {self.after}"


def offset(zone: ZoneInfo, at: datetime) -> timedelta:
    found = at.astimezone(zone).utcoffset()
    assert found is not None
    return found


def changes_of(name: str) -> list[Change]:
    zone = ZoneInfo(name)
    found: list[Change] = []
    at = FIRST
    while at < LAST:
        later = at + timedelta(days=7)
        if offset(zone, at) != offset(zone, later):
            low, high = at, later
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                if offset(zone, middle) == offset(zone, at):
                    low = middle
                else:
                    high = middle
            instant = high.replace(microsecond=0)
            found.append(Change(name, instant, offset(zone, at), offset(zone, high)))
        at = later
    return found


@cache
def all_changes() -> tuple[Change, ...]:
    """Return one change of each distinct pattern: offsets and wall time of day."""
    patterns: dict[tuple[timedelta, timedelta, time], Change] = {}
    for name in sorted(available_timezones()):
        for change in changes_of(name):
            patterns.setdefault((change.before, change.after, change.wall.time()), change)
    return tuple(patterns.values())


CHANGES = all_changes()
GAPS = [change for change in CHANGES if change.jumps_ahead]
FOLDS = [change for change in CHANGES if not change.jumps_ahead]
each_change = pytest.mark.parametrize("change", CHANGES, ids=str)
each_gap = pytest.mark.parametrize("change", GAPS, ids=str)
each_fold = pytest.mark.parametrize("change", FOLDS, ids=str)


def turns_worth_trying(change: Change) -> list[time]:
    """Return day turns around the change: inside it, at its ends, and noon."""
    inside = change.wall + abs(change.after - change.before) / 2 * (1 if change.jumps_ahead else -1)
    ends = [change.wall, change.wall + (change.after - change.before)]
    return [NOON, time(0), *[moment.time().replace(second=0) for moment in (inside, *ends)]]


def test_the_patterns_hold_gaps_and_folds_of_several_lengths() -> None:
    lengths = {change.after - change.before for change in CHANGES}
    assert {timedelta(hours=1), timedelta(hours=-1), timedelta(minutes=30)} <= lengths
    assert GAPS
    assert FOLDS


@each_change
def test_every_instant_belongs_to_exactly_one_night(change: Change) -> None:
    for turn in turns_worth_trying(change):
        calendar = NightCalendar(ZoneInfo(change.zone), (Turn(date.min, turn),))
        for minutes in range(-36 * 60, 36 * 60, 47):
            instant = change.at + timedelta(minutes=minutes)
            night = calendar.night_of(instant)
            holding = [
                near
                for near in (night + n * ONE_DAY for n in range(-2, 3))
                if calendar.start(near) <= instant < calendar.start(near + ONE_DAY)
            ]
            assert holding == [night]


@each_change
def test_nights_follow_each_other_in_order_without_being_doubled_or_lost(change: Change) -> None:
    zone = ZoneInfo(change.zone)
    for turn in turns_worth_trying(change):
        calendar = NightCalendar(zone, (Turn(date.min, turn),))
        first = change.at.astimezone(zone).date() - 3 * ONE_DAY
        nights = [first + n * ONE_DAY for n in range(7)]
        starts = [calendar.start(night) for night in nights]
        assert starts == sorted(set(starts))
        for night, start, end in zip(nights, starts, starts[1:], strict=False):
            assert calendar.night_of(start) == night
            assert calendar.night_of(end - timedelta(seconds=1)) == night


@each_gap
def test_a_wall_time_in_a_gap_becomes_the_first_valid_minute_after_it(change: Change) -> None:
    zone = ZoneInfo(change.zone)
    length = int((change.after - change.before).total_seconds()) // 60
    for minutes in {0, 1, length // 2, length - 1}:
        wall = change.wall + timedelta(minutes=minutes)
        assert instant_of(wall.date(), wall.time(), zone) == change.at


@each_gap
def test_wall_times_at_both_ends_of_a_gap_are_what_they_say(change: Change) -> None:
    zone = ZoneInfo(change.zone)
    before = change.wall - ONE_MINUTE
    after = change.wall + (change.after - change.before)
    assert instant_of(before.date(), before.time(), zone) == change.at - ONE_MINUTE
    assert instant_of(after.date(), after.time(), zone) == change.at


@each_fold
def test_a_wall_time_in_a_fold_becomes_the_first_of_the_two(change: Change) -> None:
    zone = ZoneInfo(change.zone)
    length = int((change.before - change.after).total_seconds()) // 60
    for minutes in {1, length // 2, length}:
        wall = change.wall - timedelta(minutes=minutes)
        at = instant_of(wall.date(), wall.time(), zone)
        assert at == change.at - timedelta(minutes=minutes)
        assert at < change.at


@each_change
def test_changing_the_day_turn_keeps_the_night_in_which_it_is_changed_whole(
    change: Change,
) -> None:
    zone = ZoneInfo(change.zone)
    for old in turns_worth_trying(change):
        for new in turns_worth_trying(change):
            before = NightCalendar(zone, (Turn(date.min, old),))
            for hours in (-20, -1, 0, 1, 20):
                saved = change.at + timedelta(hours=hours)
                night = before.night_of(saved)
                after = before.with_turn(new, saved)
                assert after.start(night) == before.start(night)
                assert after.night_of(saved) == night
                for n in range(-3, 1):
                    assert after.start(night + n * ONE_DAY) == before.start(night + n * ONE_DAY)
                starts = [after.start(night + n * ONE_DAY) for n in range(-2, 4)]
                assert starts == sorted(set(starts))


@given(
    saved=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001
    turns=st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), max_size=4),
    hours=st.integers(0, 72),
)
@ENOUGH
def test_changing_the_day_turn_again_and_again_never_renames_what_is_past(
    saved: datetime, turns: list[time], hours: int
) -> None:
    calendar = NightCalendar(BERLIN)
    at = saved.replace(tzinfo=UTC)
    seen = [(at - timedelta(hours=h), calendar.night_of(at - timedelta(hours=h))) for h in (0, 30)]
    for turn in turns:
        calendar = calendar.with_turn(turn, at)
        seen.append((at, calendar.night_of(at)))
        at += timedelta(hours=hours)
        for instant, night in seen:
            assert calendar.night_of(instant) == night


def test_setting_the_day_turn_to_what_it_is_changes_nothing() -> None:
    calendar = NightCalendar(BERLIN)
    assert calendar.with_turn(NOON, datetime(2026, 11, 22, 20, tzinfo=UTC)) is calendar


def test_twenty_to_one_at_night_belongs_to_the_evening_before() -> None:
    calendar = NightCalendar(BERLIN)
    at = datetime(2026, 11, 23, 0, 40, tzinfo=BERLIN).astimezone(UTC)
    assert calendar.night_of(at) == date(2026, 11, 22)
    assert calendar.night_of(datetime(2026, 11, 23, 11, 59, tzinfo=BERLIN)) == date(2026, 11, 22)
    assert calendar.night_of(datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)) == date(2026, 11, 23)


def test_a_clock_time_is_the_first_at_or_after_the_day_turn() -> None:
    calendar = NightCalendar(BERLIN)
    night = date(2026, 11, 22)
    for wall, day in ((time(12), 22), (time(13), 22), (time(1), 23), (time(11, 59), 23)):
        found = calendar.at_or_after_turn(night, wall)
        assert found == datetime.combine(date(2026, 11, day), wall, tzinfo=BERLIN)
        assert calendar.night_of(found) == night


def test_wake_is_the_first_such_time_strictly_after_bedtime() -> None:
    calendar = NightCalendar(BERLIN)
    bedtime = datetime(2026, 11, 22, 22, 30, tzinfo=BERLIN)
    assert calendar.after(bedtime, time(22, 30)) == bedtime + timedelta(days=1)
    assert calendar.after(bedtime, time(23, 0)) == bedtime + timedelta(minutes=30)


def test_a_night_has_the_day_name_of_its_date() -> None:
    assert day_of(date(2026, 11, 22)) is Day.SUN
    assert day_of(date(2026, 11, 23)) is Day.MON

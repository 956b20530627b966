"""Old backups thin out: days, then weeks, and the newest is never among what goes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.retention import DAILY, WEEKLY, worth_keeping

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.sets(days, max_size=60))
def test_the_newest_seven_and_the_newest_of_eight_weeks_stay(made: set[date]) -> None:
    kept = worth_keeping(made)
    newest = sorted(made, reverse=True)
    weeks = {day.isocalendar()[:2] for day in made}
    assert kept <= made
    assert set(newest[:DAILY]) <= kept
    for week in sorted(weeks, reverse=True)[:WEEKLY]:
        assert max(day for day in made if day.isocalendar()[:2] == week) in kept
    assert len(kept) <= DAILY + WEEKLY


@given(st.sets(days, max_size=60))
def test_keeping_twice_keeps_the_same(made: set[date]) -> None:
    assert worth_keeping(worth_keeping(made)) == worth_keeping(made)


def test_a_year_of_daily_backups_is_a_dozen_files() -> None:
    kept: frozenset[date] = frozenset()
    for n in range(365):
        kept = worth_keeping({*kept, date(2026, 1, 1) + timedelta(days=n)})
    assert DAILY + WEEKLY - 2 <= len(kept) < DAILY + WEEKLY
    assert max(kept) - min(kept) >= timedelta(weeks=WEEKLY - 1) - timedelta(days=DAILY)

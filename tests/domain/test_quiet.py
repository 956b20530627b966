from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlscompanion.domain.quiet import Quiet, read_quiet

AT = datetime(2026, 11, 22, 20, 15, 7, 125, tzinfo=UTC)
HOUR = timedelta(hours=1)
QUIET = Quiet(AT, AT + 9 * HOUR)


def test_it_holds_until_its_end_whatever_the_clock_does_before() -> None:
    assert QUIET.holds(AT)
    assert QUIET.holds(AT - 2 * HOUR)
    assert not QUIET.holds(QUIET.until)


def test_a_clock_that_is_years_wrong_does_not_keep_it_for_years() -> None:
    assert not QUIET.holds(AT - timedelta(days=365))


def test_what_was_due_in_it_stays_unsaid_after_it() -> None:
    ended = QUIET.ended(AT + HOUR)
    assert ended.covers(AT)
    assert ended.covers(AT + HOUR / 2)
    assert not ended.covers(AT + HOUR)
    assert not ended.covers(AT - HOUR)
    assert QUIET.ended(QUIET.until + HOUR) == QUIET


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
@settings(deadline=None, derandomize=True)
def test_it_comes_back_as_it_was_written(since: datetime, until: datetime) -> None:
    assert read_quiet(Quiet(since, until).as_text()) == Quiet(since, until)


@pytest.mark.parametrize("text", [None, "", "/", "tomorrow", "2026-11-22", f"{AT.isoformat()}/"])
def test_anything_else_in_the_store_is_no_quiet(text: str | None) -> None:
    assert read_quiet(text) is None

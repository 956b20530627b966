"""A light that is kept for a while is stored as one text, and no text can break it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.light import Hold, Light

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@given(light=st.sampled_from(Light), until=st.datetimes(timezones=st.just(UTC)))
def test_a_kept_light_survives_the_store(light: Light, until: datetime) -> None:
    assert Hold.from_text(Hold(light, until).as_text()) == Hold(light, until)


@given(st.one_of(st.none(), st.text(), st.text().map(lambda text: f"day {text}")))
def test_a_text_of_another_kind_keeps_nothing_or_something_whole(text: str | None) -> None:
    found = Hold.from_text(text)
    assert found is None or found.until.tzinfo is not None


@pytest.mark.parametrize("text", ["", "dusk 2026-11-23T06:30:00+00:00", "day 2026-11-23T06:30:00"])
def test_what_names_no_light_or_no_instant_keeps_nothing(text: str) -> None:
    assert Hold.from_text(text) is None


def test_it_ends_at_its_instant() -> None:
    hold = Hold(Light.DAY, NOW)
    assert hold.holds(NOW - timedelta(seconds=1))
    assert not hold.holds(NOW)

"""Preferences survive being stored, and no stored text can lock a person out."""

from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.preferences import (
    RANGES,
    TEXT_SIZES,
    BreathingPattern,
    InBackground,
    Motion,
    PaletteChoice,
    Preferences,
    as_texts,
    from_texts,
    key_of,
)

KEYS = [key_of(field) for field in Preferences.__struct_fields__]
ODD_TEXTS = st.one_of(
    st.text(max_size=300), st.integers().map(str), st.sampled_from(["yes", "²", "-1", "0", "99999"])
)


def whole(field: str) -> st.SearchStrategy[int]:
    return st.integers(*RANGES[field])


any_preferences = st.builds(
    Preferences,
    text_size=st.sampled_from(TEXT_SIZES),
    palette=st.sampled_from(PaletteChoice),
    motion=st.sampled_from(Motion),
    emergency_number=st.text(max_size=40),
    report_name=st.text(max_size=40),
    names_in_notices=st.booleans(),
    in_background=st.sampled_from(InBackground),
    volume=whole("volume"),
    tones=st.booleans(),
    move_seconds=whole("move_seconds"),
    stretch_seconds=whole("stretch_seconds"),
    breathing_minutes=whole("breathing_minutes"),
    breathing_pattern=st.sampled_from(BreathingPattern),
    left_out_parts=st.frozensets(st.sampled_from(["stretch", "breathe", "aid-cold"])),
)


@given(any_preferences)
def test_what_is_stored_is_what_was_chosen(preferences: Preferences) -> None:
    assert from_texts(as_texts(preferences)) == preferences


@given(st.dictionaries(st.sampled_from(KEYS), ODD_TEXTS))
def test_whatever_the_store_says_every_number_stays_in_its_range(texts: dict[str, str]) -> None:
    preferences = from_texts(texts)
    for field, (low, high) in RANGES.items():
        assert low <= getattr(preferences, field) <= high
    assert preferences.text_size in TEXT_SIZES


def test_nothing_stored_gives_the_defaults() -> None:
    assert from_texts({}) == Preferences()


def test_one_bad_value_leaves_the_others_alone() -> None:
    texts = as_texts(Preferences(volume=10, tones=True)) | {"volume": "loud"}
    assert from_texts(texts) == Preferences(tones=True)

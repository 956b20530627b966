"""Reading the library: what the files say becomes values that cannot change."""

from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path
from typing import Any, cast

import pytest

from misspelt import misspell
from rlscompanion.adapters.library_files import COMPILED, compiled, read_library
from rlscompanion.assets import resources
from rlscompanion.domain.library import (
    Code,
    Condition,
    Cue,
    Group,
    Guide,
    Kind,
    KnownName,
    Library,
    Moment,
    Note,
    Side,
    SpacingRule,
    Step,
)

SMALL = {
    "steps.toml": """
        [[step]]
        id = "walk"
        title = "Walk"
        kind = "habit"
        moment = "day"
        offered = true
        open = true
        default_on = false
        clock = 16:30:00
        minutes = 30
        hands_on = true
        what = "Walk."
        why = "It is pleasant."
        who_not = "Nobody."
        stop = "When tired."
        evidence = "Expert advice"
        claims = ["G32", "V45"]
        """,
    "conditions.toml": """
        [[condition]]
        id = "tired"
        title = "Tired"
        question = "Are you tired?"
        group = "other"
        """,
    "matrix.toml": """
        [walk]
        tired = "T2"
        """,
    "notes.toml": """
        [code]
        T2 = "{condition}: {step} later."
        [rule]
        fine = "Nothing on our list."
        [[note]]
        steps = ["walk"]
        conditions = ["tired"]
        text = "The special one."
        [[note]]
        steps = ["walk", "run"]
        conditions = ["tired", "ill"]
        text = "The general one."
        """,
    "spacing.toml": """
        [[spacing]]
        id = "T2"
        items = ["walk"]
        others = ["tired"]
        hours_before = 2
        hours_after = 0.5
        text = "Keep them apart."
        [[spoken]]
        id = "S-x"
        steps = ["walk"]
        text = "Only words."
        [window]
        S-h = "In good time."
        """,
    "guides.toml": """
        [[guide]]
        id = "stroll"
        title = "Stroll"
        [[guide.cue]]
        text = "Left foot"
        seconds = 4
        picture = "walk"
        side = "left"
        [[guide.cue]]
        text = "Both feet"
        seconds = 6
        picture = "walk"
        """,
    "acts.toml": """
        [walk]
        acts = ["Stand up.", "Walk."]
        """,
    "texts.toml": """
        [text]
        consent = "We are editors."
        """,
    "names.csv": "name,maps_to,kind\nMagnesiumÄ,magnesium,supplement\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Library:
    return read_library(folder)


def test_a_step_is_read_with_its_kinds_time_and_claims(library: Library) -> None:
    assert library.steps["walk"] == Step(
        id="walk",
        title="Walk",
        kind=Kind.HABIT,
        moment=Moment.DAY,
        offered=True,
        open=True,
        default_on=False,
        minutes=30,
        hands_on=True,
        what="Walk.",
        why="It is pleasant.",
        who_not="Nobody.",
        stop="When tired.",
        evidence="Expert advice",
        claims=("G32", "V45"),
        clock=time(16, 30),
    )


def test_a_condition_lasts_a_year_unless_the_file_says_otherwise(library: Library) -> None:
    assert library.conditions["tired"] == Condition(
        "tired", "Tired", "Are you tired?", Group.OTHER, no_lasts_days=365
    )


def test_a_cell_is_read_as_its_code(library: Library) -> None:
    assert library.cells["walk"]["tired"] is Code.SPACED_2
    assert library.code_texts == {Code.SPACED_2: "{condition}: {step} later."}


def test_notes_stay_in_the_order_of_the_file(library: Library) -> None:
    assert [note.text for note in library.notes] == ["The special one.", "The general one."]
    assert library.notes[1] == Note(
        frozenset({"walk", "run"}), frozenset({"tired", "ill"}), "The general one."
    )


def test_a_spacing_rule_keeps_its_hours(library: Library) -> None:
    assert library.spacing == (
        SpacingRule("T2", frozenset({"walk"}), frozenset({"tired"}), 2, 0.5, "Keep them apart."),
    )


def test_a_guide_is_played_once_and_on_both_sides_unless_the_file_says_otherwise(
    library: Library,
) -> None:
    assert library.guides["stroll"] == Guide(
        "stroll",
        "Stroll",
        (Cue("Left foot", 4, "walk", Side.LEFT), Cue("Both feet", 6, "walk", Side.BOTH)),
        rounds=1,
    )


def test_names_are_found_whatever_their_case(library: Library) -> None:
    assert library.names["MAGNESIUMÄ".casefold()] == KnownName(
        "MagnesiumÄ", "magnesium", "supplement"
    )


def test_window_sentences_join_the_rules_and_spoken_rules_join_the_texts(
    library: Library,
) -> None:
    assert library.rule_texts == {"fine": "Nothing on our list.", "S-h": "In good time."}
    assert library.texts == {"consent": "We are editors.", "S-x": "Only words."}


@pytest.mark.parametrize(
    "name", [field for field in Library.__struct_fields__ if field not in {"notes", "spacing"}]
)
def test_no_table_can_be_changed(library: Library, name: str) -> None:
    table = cast("dict[str, Any]", getattr(library, name))
    assert isinstance(table, Mapping)
    with pytest.raises(TypeError, match="does not support item assignment"):
        table["new"] = None


def test_no_column_of_the_matrix_can_be_changed(library: Library) -> None:
    column = cast("dict[str, Code]", library.cells["walk"])
    with pytest.raises(TypeError, match="does not support item assignment"):
        column["tired"] = Code.CAUTION


def test_no_step_can_be_changed(library: Library) -> None:
    with pytest.raises(AttributeError):
        library.steps["walk"].title = "Run"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("file", "good", "bad", "error"),
    [
        ("steps.toml", 'kind = "habit"', 'kind = "hobby"', ValueError),
        ("steps.toml", "minutes = 30", "minuets = 30", ValueError),
        ("steps.toml", "minutes = 30", 'minutes = "half an hour"', ValueError),
        ("steps.toml", "clock = 16:30:00", "o_clock = 16:30:00", ValueError),
        ("conditions.toml", 'group = "other"', 'group = "odds"', ValueError),
        ("matrix.toml", '"T2"', '"T3"', ValueError),
        ("guides.toml", 'side = "left"', 'side = "inside"', ValueError),
        ("texts.toml", "[text]", "[texts]", KeyError),
    ],
)
def test_a_mistake_in_a_file_is_not_read_over(
    folder: Path, file: str, good: str, bad: str, error: type[Exception]
) -> None:
    misspell(folder / file, good, bad)
    with pytest.raises(error):
        read_library(folder)


def test_acts_stay_in_their_order(library: Library) -> None:
    assert library.acts == {"walk": ("Stand up.", "Walk.")}


def test_what_is_compiled_says_the_same_as_the_files(folder: Path, library: Library) -> None:
    (folder / COMPILED).write_bytes(compiled(folder))

    assert read_library(folder) == library


def test_what_is_compiled_is_read_in_the_place_of_the_files(folder: Path) -> None:
    (folder / COMPILED).write_bytes(compiled(folder).replace(b"Are you tired?", b"Sleepy?"))

    assert read_library(folder).conditions["tired"].question == "Sleepy?"


def test_what_is_compiled_of_other_files_counts_for_nothing(folder: Path) -> None:
    (folder / COMPILED).write_bytes(compiled(folder))
    misspell(folder / "matrix.toml", '"T2"', '"T4"')

    assert read_library(folder).cells["walk"]["tired"] is Code.SPACED_4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"\xff\x00" + content,
        lambda _: b"[1, 2, 3]",
        lambda content: content.replace(b'"T2"', b'"T9"'),
        lambda content: content.replace(b'"cells"', b'"fields"'),
    ],
    ids=["empty", "half", "garbage", "another thing", "no such code", "of another version"],
)
def test_a_compiled_library_that_cannot_be_read_counts_for_nothing(
    folder: Path, library: Library, spoil: Callable[[bytes], bytes]
) -> None:
    (folder / COMPILED).write_bytes(spoil(compiled(folder)))

    assert read_library(folder) == library


def test_reading_the_library_writes_nothing(folder: Path) -> None:
    before = sorted(folder.iterdir())

    read_library(folder)

    assert sorted(folder.iterdir()) == before


def test_a_mistake_in_a_file_is_not_compiled(folder: Path) -> None:
    misspell(folder / "matrix.toml", '"T2"', '"T3"')

    with pytest.raises(ValueError, match="T3"):
        compiled(folder)


def test_what_is_read_has_the_types_it_claims() -> None:
    library = read_library(resources() / "library")
    for step in library.steps.values():
        assert isinstance(step.kind, Kind)
        assert isinstance(step.moment, Moment)
        assert isinstance(step.clock, time | None)
        for whole in (step.minutes, step.before_bed, step.earliest, step.latest):
            assert isinstance(whole, int | None)
        for yes_or_no in (step.offered, step.open, step.default_on, step.hands_on):
            assert isinstance(yes_or_no, bool)
    for condition in library.conditions.values():
        assert isinstance(condition.group, Group)
    for guide in library.guides.values():
        assert all(isinstance(cue.side, Side) for cue in guide.cues)

"""Reading the knowledge: what the files say becomes values that cannot change."""

import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from misspelt import misspell
from rlscompanion.adapters.knowledge_files import read_knowledge
from rlscompanion.domain.knowledge import (
    Claim,
    ClaimKind,
    Disagreement,
    Document,
    Knowledge,
    RedFlag,
    Urgency,
)

SMALL = {
    "documents.toml": """
        [[document]]
        id = "G"
        name = "Gina's article"
        title = "On legs"
        author = "Gina"
        site = "Her blog"
        date = "Not printed"
        sells = "Socks."
        missing = "The end."
        about = "It is short."
        """,
    "claims.toml": """
        [[claim]]
        id = "G01"
        kinds = ["EH", "SU"]
        text = "The author says walk."
        timing = "evening"
        figures = "1 mile"
        caution = "Not far."
        contradicts = ["G02"]
        also_see = ["G03"]
        never_advice = true
        limit = "Less is enough."
        [[claim]]
        id = "G02"
        kinds = []
        text = "The author says stay."
        """,
    "disagreements.toml": """
        [[disagreement]]
        id = "D1"
        topic = "Walking"
        side_a = "Walk."
        side_b = "Stay."
        claims_a = ["G01"]
        claims_b = ["G02"]
        text = "They differ."
        [[disagreement]]
        id = "D2"
        topic = "Socks"
        side_a = "Socks."
        side_b = "Guidance says none."
        claims_a = ["G02"]
        text = "Guidance differs."
        """,
    "help.toml": """
        [[red_flag]]
        id = "H1"
        urgency = "now"
        text = "Chest pain."
        action = "Call."
        claims = ["G01"]
        [[red_flag]]
        id = "H2"
        urgency = "soon"
        text = "A fall."
        action = "Ask."
        """,
    "texts.toml": """
        [text]
        consent = "We are editors."
        help-night-1 = "Chest pain."
        help-night-2 = "A fall."
        help-call = "Call."
        """,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    return read_knowledge(folder)


def test_a_document_is_read(knowledge: Knowledge) -> None:
    assert knowledge.documents == {
        "G": Document(
            id="G",
            name="Gina's article",
            title="On legs",
            author="Gina",
            site="Her blog",
            date="Not printed",
            sells="Socks.",
            missing="The end.",
            about="It is short.",
        )
    }


def test_a_claim_belongs_to_the_document_its_id_begins_with(knowledge: Knowledge) -> None:
    assert knowledge.claims["G01"] == Claim(
        id="G01",
        document="G",
        kinds=(ClaimKind.EVENING_HABIT, ClaimKind.SUPPLEMENT),
        text="The author says walk.",
        timing="evening",
        figures="1 mile",
        caution="Not far.",
        contradicts=("G02",),
        also_see=("G03",),
        never_advice=True,
        limit="Less is enough.",
    )


def test_what_a_claim_leaves_out_is_empty(knowledge: Knowledge) -> None:
    assert knowledge.claims["G02"] == Claim("G02", "G", (), "The author says stay.")
    assert not knowledge.claims["G02"].never_advice


def test_a_disagreement_knows_the_claims_of_both_sides(knowledge: Knowledge) -> None:
    walking = Disagreement("D1", "Walking", "Walk.", "Stay.", ("G01",), ("G02",), "They differ.")
    assert knowledge.disagreements["D1"] == walking
    assert walking.claims == ("G01", "G02")


def test_guidances_side_of_a_disagreement_has_no_claims(knowledge: Knowledge) -> None:
    assert knowledge.disagreements["D2"].claims_b == ()


def test_red_flags_are_found_by_their_urgency(knowledge: Knowledge) -> None:
    pain = RedFlag("H1", Urgency.NOW, "Chest pain.", "Call.", ("G01",))
    fall = RedFlag("H2", Urgency.SOON, "A fall.", "Ask.", ())
    assert list(knowledge.red_flags.values()) == [pain, fall]
    assert knowledge.red_flags_of(Urgency.NOW) == (pain,)
    assert knowledge.red_flags_of(Urgency.SOON) == (fall,)
    assert knowledge.red_flags_of(Urgency.ROUTINE) == ()


def test_the_nights_lines_come_from_the_texts(knowledge: Knowledge) -> None:
    assert knowledge.night_lines == ("Chest pain.", "A fall.")


def test_every_kind_of_claim_has_its_own_label() -> None:
    labels = [kind.label for kind in ClaimKind]
    assert all(labels)
    assert len(set(labels)) == len(labels) == 11


@pytest.mark.parametrize(
    "name", [field for field in Knowledge.__struct_fields__ if field != "night_lines"]
)
def test_no_table_can_be_changed(knowledge: Knowledge, name: str) -> None:
    table = cast("dict[str, Any]", getattr(knowledge, name))
    with pytest.raises(TypeError, match="does not support item assignment"):
        table["new"] = None


def test_no_claim_can_be_changed(knowledge: Knowledge) -> None:
    with pytest.raises(AttributeError):
        knowledge.claims["G01"].limit = ""  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("file", "good", "bad", "error"),
    [
        ("documents.toml", "sells =", "buys =", TypeError),
        ("claims.toml", '"EH"', '"EX"', ValueError),
        ("claims.toml", "figures =", "numbers =", TypeError),
        ("disagreements.toml", "[[disagreement]]", "[[quarrel]]", KeyError),
        ("help.toml", '"now"', '"whenever"', ValueError),
        ("texts.toml", "[text]", "[texts]", KeyError),
    ],
)
def test_a_mistake_in_a_file_is_not_read_over(
    folder: Path, file: str, good: str, bad: str, error: type[Exception]
) -> None:
    misspell(folder / file, good, bad)
    with pytest.raises(error):
        read_knowledge(folder)


def test_reading_the_library_does_not_load_the_knowledge() -> None:
    look = (
        "import sys, rlscompanion.adapters.library_files;"
        "print([name for name in sys.modules if 'knowledge' in name])"
    )
    seen = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert seen.stdout.strip() == "[]"

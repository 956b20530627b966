"""Reading the evidence: what the files say becomes values that cannot change."""

from pathlib import Path
from typing import Any, cast

import pytest

from misspelt import misspell
from rlscompanion.adapters import library_files
from rlscompanion.adapters.evidence_files import read_evidence
from rlscompanion.assets import resources
from rlscompanion.domain.evidence import Check, Evidence, Finding, NeverAdvice, Sureness

SMALL = {
    "evidence.toml": """
        [[finding]]
        step = "walk"
        text = "The guideline likes walks."
        source = "Guideline"
        in_whom = "everyone"
        sureness = "to be confirmed"
        is_guidance = true
        [[finding]]
        step = "run"
        text = "Nobody ran."
        source = "Our search"
        in_whom = "everyone"
        sureness = "read"
        is_guidance = false
        [[finding]]
        step = "walk"
        text = "Walkers slept."
        source = "Fußgänger 2019"
        year = 2019
        in_whom = "12 walkers"
        sureness = "read"
        is_guidance = false
        """,
    "checking.toml": """
        [[check]]
        id = "shoes"
        title = "Shoes on?"
        text = "Look down."
        [[never]]
        claims = ["L15", "L17"]
        text = "It does harm."
        [[never]]
        claims = []
        text = "They sell it."
        """,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def evidence(folder: Path) -> Evidence:
    return read_evidence(folder)


def test_the_findings_of_a_step_come_together_in_the_order_of_the_file(
    evidence: Evidence,
) -> None:
    assert list(evidence.findings) == ["walk", "run"]
    assert evidence.findings["walk"] == (
        Finding(
            "walk",
            "The guideline likes walks.",
            "Guideline",
            None,
            "everyone",
            Sureness.TO_CONFIRM,
            is_guidance=True,
        ),
        Finding(
            "walk",
            "Walkers slept.",
            "Fußgänger 2019",
            2019,
            "12 walkers",
            Sureness.READ,
            is_guidance=False,
        ),
    )


def test_a_check_is_read(evidence: Evidence) -> None:
    assert evidence.checks == (Check("shoes", "Shoes on?", "Look down."),)


def test_what_is_never_advice_names_its_claims_or_none(evidence: Evidence) -> None:
    assert evidence.never == (
        NeverAdvice(("L15", "L17"), "It does harm."),
        NeverAdvice((), "They sell it."),
    )


def test_the_findings_cannot_be_changed(evidence: Evidence) -> None:
    findings = cast("dict[str, Any]", evidence.findings)
    with pytest.raises(TypeError, match="does not support item assignment"):
        findings["walk"] = ()
    with pytest.raises(AttributeError):
        evidence.findings["run"][0].text = "All ran."  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("file", "good", "bad", "error"),
    [
        ("evidence.toml", '"to be confirmed"', '"hearsay"', ValueError),
        ("evidence.toml", "year = 2019", "yaer = 2019", TypeError),
        ("evidence.toml", 'sureness = "read"', "", KeyError),
        ("evidence.toml", "[[finding]]", "[[findings]]", KeyError),
        ("checking.toml", "[[check]]", "[[checks]]", KeyError),
        ("checking.toml", 'title = "Shoes on?"', "", TypeError),
        ("checking.toml", "claims = []", "", KeyError),
    ],
)
def test_a_mistake_in_a_file_is_not_read_over(
    folder: Path, file: str, good: str, bad: str, error: type[Exception]
) -> None:
    misspell(folder / file, good, bad)
    with pytest.raises(error):
        read_evidence(folder)


def test_what_is_read_has_the_types_it_claims() -> None:
    evidence = read_evidence(resources() / "library")
    for finding in (each for findings in evidence.findings.values() for each in findings):
        assert isinstance(finding.sureness, Sureness)
        assert isinstance(finding.year, int | None)
        assert isinstance(finding.is_guidance, bool)
    assert all(isinstance(never.claims, tuple) for never in evidence.never)


def test_the_library_is_read_without_the_evidence() -> None:
    assert "evidence" not in Path(library_files.__file__).read_text(encoding="utf-8")

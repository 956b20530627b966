"""The library on the terminal: everything in one file, or one step as its page shows it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rlscompanion.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["--home", str(home), "library", *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def told(run: Run, *arguments: str) -> Any:
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    return json.loads(out)


def printed(run: Run, *arguments: str) -> str:
    """What is printed, its lines joined."""
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    return " ".join(out.split())


def test_the_json_holds_everything_each_with_its_id(run: Run) -> None:
    library = told(run, "--json")
    assert {part: len(library[part]) for part in library} == {
        "documents": 4,
        "claims": 143,
        "steps": 38,
        "disagreements": 26,
        "help": 31,
        "night": 6,
        "checks": 4,
        "never": 13,
    }
    for part, things in library.items():
        ids = [thing["id"] for thing in things]
        assert all(ids), part
        assert len(set(ids)) == len(ids), part


def test_references_in_the_json_lead_somewhere(run: Run) -> None:
    library = told(run, "--json")
    claims = {claim["id"]: claim for claim in library["claims"]}
    for document in library["documents"]:
        assert {claims[claim]["document"] for claim in document["claims"]} == {document["id"]}
    for step in library["steps"]:
        shown = {claim["id"] for view in step["views"] for claim in view["claims"]}
        assert shown == set(step["claims"]) <= set(claims)
    for each in library["disagreements"]:
        assert set(each["claims_a"] + each["claims_b"]) <= set(claims)
    for claim in claims.values():
        assert claim["why_never"] if claim["never_advice"] else not claim["why_never"]


def test_a_printed_amount_stands_beside_its_limit(run: Run) -> None:
    claims = {claim["id"]: claim for claim in told(run, "--json")["claims"]}
    assert claims["V20"]["figures"] == ["400mg"]
    assert "350 mg" in claims["V20"]["limit"]
    text = printed(run)
    assert text.count("“400mg” [Limit: Usual upper limits from supplements are 350 mg") >= 2
    assert "“400mg”" not in text.replace("“400mg” [Limit:", "")


def test_the_text_holds_every_claim_step_disagreement_and_sign(run: Run) -> None:
    text, library = printed(run), told(run, "--json")
    for part, fields in (
        ("documents", ("author", "site", "sells", "missing")),
        ("claims", ("text", "caution", "timing", "limit")),
        ("steps", ("title", "what", "who_not", "stop")),
        ("disagreements", ("topic", "text", "side_a", "side_b")),
        ("help", ("text", "action")),
        ("night", ("text",)),
        ("checks", ("title", "text")),
        ("never", ("text",)),
    ):
        for thing in library[part]:
            for field in fields:
                assert " ".join(thing[field].split()) in text, (thing["id"], field)


def test_one_step_answers_all_four_questions_on_its_page(run: Run) -> None:
    text = printed(run, "--step", "magnesium")
    says = text.index("The author puts magnesium on his list")
    sells = text.index("What they sell: He offers to sell the supplements himself")
    disagrees = text.index("had little luck")
    must_not = text.index("Who should not: Not with kidney disease")
    order = [must_not, text.index("Guidance:"), text.index("Trials:"), sells, says, disagrees]
    assert order == sorted(order)
    for topic in ("D5 Magnesium.", "D6 How much magnesium.", "D24 Magnesium near gabapentin."):
        assert topic in text
    assert "to be confirmed" in text
    assert "For your answers: Not known yet: 28 questions are open." in text


def test_what_to_do_is_numbered_act_by_act(run: Run) -> None:
    acts = told(run, "--step", "warm-bath", "--json")["acts"]
    assert len(acts) == 6
    text = printed(run, "--step", "warm-bath")
    places = [text.index(f"{n}. {act}") for n, act in enumerate(acts, 1)]
    assert places == sorted(places)
    assert text.index("What to do:") < places[0] < places[-1] < text.index("When:")
    assert told(run, "--step", "lights-out", "--json")["acts"] == []


def test_one_step_in_json_has_the_same(run: Run) -> None:
    step = told(run, "--step", "magnesium", "--json")
    assert step["id"] == "magnesium"
    assert [view["id"] for view in step["views"]] == ["G", "W", "L", "V"]
    assert all(view["sells"] for view in step["views"])
    assert {"D5", "D6", "D24"} <= {each["id"] for each in step["disagreements"]}
    assert "kidney-disease" in step["never_with"]
    assert step["verdict"] == "questions"
    assert step["clock"] is None
    assert step["before_bed"] == 60
    assert step in told(run, "--json")["steps"]


@pytest.mark.parametrize("step", ["stretching", "iron", "melatonin", "lights-out", "morning-light"])
def test_every_kind_of_step_has_its_page(run: Run, step: str) -> None:
    assert f"({step}, " in printed(run, "--step", step)


@pytest.mark.parametrize("step", ["dancing", "own/foot-soak", ""])
def test_an_unknown_step_gets_one_line_and_status_2(run: Run, step: str) -> None:
    status, out, err = run("--step", step)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "is no step" in err


def test_reading_leaves_no_trace(run: Run, home: Path) -> None:
    run()
    assert not home.exists()


def python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )


def test_it_loads_no_qt(home: Path) -> None:
    done = python(
        "import sys; from rlscompanion.cli import main;"
        f"status = main(['--home', {str(home)!r}, 'library']);"
        "sys.exit(status or any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert done.returncode == 0, done.stderr


def test_the_evening_is_printed_without_reading_what_only_the_library_shows(home: Path) -> None:
    done = python(
        "import sys; from rlscompanion.cli import main;"
        f"status = main(['--home', {str(home)!r}, 'tonight']);"
        "late = {'knowledge_files', 'evidence_files', 'consulting', 'knowledge', 'evidence'};"
        "sys.exit(status or bool(late & {name.rpartition('.')[2] for name in sys.modules"
        " if name.startswith('rlscompanion')}))"
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_may_go_away_and_a_file_takes_it_all(home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rlscompanion", "--home", str(home), "library"]
    for arguments in ([], ["--step", "magnesium"]):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as closed:
            done = subprocess.run(
                [*command, *arguments], stdout=closed, stderr=subprocess.PIPE, check=False
            )
        assert (done.returncode, done.stderr) == (0, b"")
    file = tmp_path / "library.txt"
    with file.open("w") as whole:
        assert subprocess.run(command, stdout=whole, check=False).returncode == 0
    assert "Never shown as advice" in file.read_text(encoding="utf-8")

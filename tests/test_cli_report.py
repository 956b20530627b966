"""``rlscompanion report`` and ``bedside-card``, as people call them."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.cli import main
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.night import ONE_DAY

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main(["--home", str(home), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def paint(home: Path) -> Run:
    """Run a command that starts Qt in a process of its own: there is one Qt in a process."""
    pytest.importorskip("PySide6.QtGui", exc_type=ImportError)

    def paint(*arguments: object) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "rlscompanion", "--home", home, *arguments]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return paint


def test_a_text_report_of_a_new_home_is_whole_and_says_that_nothing_is_there(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "report.txt"
    status, out, err = run("report", file)
    assert (status, err) == (0, "")
    assert str(file) in out
    text = file.read_text(encoding="utf-8")
    assert "No night is noted yet." in text
    assert "nothing written down" in text


@pytest.mark.parametrize("weeks", [2, 4, 8, 12])
def test_the_weeks_are_those_that_were_asked_for(run: Run, tmp_path: Path, weeks: int) -> None:
    status, out, _ = run("report", tmp_path / "report.txt", "--weeks", weeks, "--json")
    assert status == 0
    told = json.loads(out)
    assert told["weeks"] == weeks
    assert told["file"] == str(tmp_path / "report.txt")


def test_a_rating_of_last_week_is_in_the_report(run: Run, home: Path, tmp_path: Path) -> None:
    companion = Companion(home_folders(home))
    night = companion.journaling.last_night() - 7 * ONE_DAY
    at = companion.clock.now()
    companion.journal.append(entry_of(night, Question.LEGS_EVENING, 8, at))
    companion.database.close()
    file = tmp_path / "report.txt"
    status, out, _ = run("report", file)
    assert status == 0
    assert "1 of 8 nights are rated." in out
    assert "highest 8, n = 1" in file.read_text(encoding="utf-8")


def test_the_pdf_is_for_its_owner_only(paint: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    status, out, _ = paint("report", file, "--thresholds", "--json")
    assert status == 0
    assert json.loads(out)["pages"] >= 2
    assert file.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_bedside_card_is_one_pdf(paint: Run, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    status, out, _ = paint("bedside-card", file)
    assert status == 0
    assert str(file) in out
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("command", ["report", "bedside-card"])
def test_a_place_that_cannot_be_written_is_one_sentence(
    paint: Run, tmp_path: Path, command: str
) -> None:
    status, out, err = paint(command, tmp_path / "nowhere" / "file.pdf")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "cannot be written" in err


@pytest.mark.parametrize("command", ["report", "bedside-card"])
def test_a_file_of_another_kind_is_refused_before_anything_is_read(
    run: Run, home: Path, command: str
) -> None:
    status, _, err = run(command, "report.odt")
    assert status == 2
    assert "FILE.pdf" in err
    assert not home.exists()


def test_weeks_that_are_no_choice_are_refused(run: Run, tmp_path: Path) -> None:
    status, _, err = run("report", tmp_path / "report.txt", "--weeks", 3)
    assert status == 2
    assert "2, 4, 8, 12" in err


def test_a_text_report_starts_no_qt(run: Run, tmp_path: Path) -> None:

    code = (
        "import sys; from rlscompanion.cli import main;"
        f"main(['--home', {str(tmp_path / 'own')!r}, 'report', {str(tmp_path / 'a.txt')!r}]);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

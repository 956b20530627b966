"""Homes as they come: odd names, read-only, none; files as they may be found; clocks gone wrong."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from rlscompanion.adapters.store import database as database_module
from rlscompanion.cli import main

COMMAND = (sys.executable, "-m", "rlscompanion")
Run = Callable[..., tuple[int, str, str]]
PRINTING = (("tonight",), ("status",), ("experiment",), ("routine",), ("safety",))
WRITING = (("mark", "stretching", "skip"),)
DAMAGES = int(os.environ.get("RLSCOMPANION_DAMAGES", "8"))

TURNS_TO_WAIT = 10
"""A writer without a pause may keep another out for longer than it waits; it says so then."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(home: Path, *arguments: object) -> tuple[int, str, str]:
        status = main(["--home", str(home), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def lived_in(run: Run, tmp_path: Path) -> Path:
    """A home with a routine and marks in it."""
    home = tmp_path / "lived in"
    run(home, "routine", "export", tmp_path / "routine.json")
    run(home, "routine", "import", tmp_path / "routine.json")
    for step in ("stretching", "dim-lights", "screens-off"):
        assert run(home, "mark", step, "done")[0] == 0
    return home


def in_a_sentence(said: tuple[int, str, str]) -> bool:
    """Return whether it was refused; fail where it was anything but one sentence."""
    status, out, err = said
    assert status in {0, 2}, err
    if status == 2:
        assert out == ""
        assert err.startswith("rlscompanion: ")
        assert err.count("\n") == 1
    return status == 2


def done(run: Run, home: Path) -> int:
    status, out, err = run(home, "tonight", "--json")
    assert status == 0, err
    return sum(step["status"] == "done" for step in json.loads(out)["steps"])


@pytest.mark.parametrize("name", ["with spaces", "🌙 ünïcode", "x" * 200, "-dash", "100%?#&'\""])
def test_any_name_of_a_home_keeps_everything(run: Run, tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    assert run(home, "mark", "stretching", "done")[0] == 0
    assert run(home, "backup", home / "copy.sqlite3")[0] == 0
    assert run(home, "mark", "dim-lights", "done")[0] == 0
    assert run(home, "restore", home / "copy.sqlite3")[0] == 0
    assert done(run, home) == 1
    assert run(home, "export", home / "out")[0] == 0
    assert run(home, "import", home / "out")[0] == 0
    assert done(run, home) == 1


@pytest.fixture
def read_only(lived_in: Path) -> Iterator[Path]:
    """The same home on a disk that takes no writes; root may write anywhere else."""
    bound = subprocess.run(
        ["mount", "--bind", "-o", "ro", str(lived_in), str(lived_in)],
        check=False,
        capture_output=True,
    )
    if bound.returncode != 0:
        pytest.skip("needs a read-only mount: run as root (unshare -rm pytest)")
    yield lived_in
    subprocess.run(["umount", "-l", str(lived_in)], check=True)


def test_a_read_only_home_is_shown_copied_and_never_written(
    run: Run, read_only: Path, tmp_path: Path
) -> None:
    for command in PRINTING:
        assert not in_a_sentence(run(read_only, *command))
    assert done(run, read_only) == 3
    assert not in_a_sentence(run(read_only, "export", tmp_path / "out"))
    assert not in_a_sentence(run(read_only, "backup", tmp_path / "copy.sqlite3"))
    for command in (*WRITING, ("restore", tmp_path / "copy.sqlite3"), ("import", tmp_path / "out")):
        assert in_a_sentence(run(read_only, *command)), command


@pytest.mark.parametrize("home", ["/proc/nowhere", "/dev/null", ""])
def test_without_a_usable_home_folder_it_is_one_sentence(home: str) -> None:
    environment = {name: value for name, value in os.environ.items() if "XDG" not in name}
    environment.pop("RLSCOMPANION_HOME", None)
    named = () if home else ("--home", "~nobody-of-this-name")
    command = [*COMMAND, *named, "mark", "stretching", "done"]
    told = subprocess.run(
        command,
        env=environment | {"HOME": home or "/"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert in_a_sentence((told.returncode, told.stdout, told.stderr))


def file_of(home: Path) -> Path:
    return home / "data" / "companion.sqlite3"


def _zero(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _diary(path: Path) -> None:
    path.write_bytes(b"dear diary " * 1000)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def _future(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE entry")


@pytest.mark.parametrize(
    "spoil", [_zero, _folder, _diary, _cut, _future, _foreign, _without_a_table]
)
def test_whatever_stands_in_the_place_of_the_data_a_backup_comes_back(
    run: Run, lived_in: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    assert run(lived_in, "backup", tmp_path / "copy.sqlite3")[0] == 0
    spoil(file_of(lived_in))
    found = file_of(lived_in)
    before = found.read_bytes() if found.is_file() else None
    refused = [in_a_sentence(run(lived_in, *command)) for command in (*PRINTING, *WRITING)]
    assert any(refused) or spoil is _zero
    if spoil is not _zero:
        assert found.is_dir() or found.read_bytes() == before
    status, out, err = run(lived_in, "restore", tmp_path / "copy.sqlite3", "--json")
    assert status == 0, err
    assert done(run, lived_in) == 3
    kept = Path(json.loads(out)["replaced"])
    assert kept.is_dir() or spoil is _zero or kept.read_bytes() == before


def test_damage_anywhere_is_a_sentence_and_the_newest_good_backup_comes_back(
    run: Run, lived_in: Path, tmp_path: Path
) -> None:
    (lived_in / "data" / "backups").mkdir()
    backup = lived_in / "data" / "backups" / "companion-2026-11-20.sqlite3"
    assert run(lived_in, "backup", backup)[0] == 0
    whole = tmp_path / "whole"
    shutil.copytree(lived_in, whole)
    chance = random.Random(7)
    said = 0
    for n in range(DAMAGES):
        home = tmp_path / f"damaged {n}"
        shutil.copytree(whole, home)
        content = bytearray(file_of(home).read_bytes())
        for _ in range(chance.choice([1, 1, 3, 30])):
            place = chance.randrange(len(content))
            some = chance.randbytes(chance.choice([1, 1, 8, 200]))
            content[place : place + len(some)] = some
        file_of(home).write_bytes(content)
        for command in (*PRINTING, *WRITING, ("export", home / "out"), ("backup", home / "copy")):
            said += in_a_sentence(run(home, *command))
        assert not in_a_sentence(run(home, "restore"))
        assert done(run, home) == 3
        shutil.rmtree(home)
    print(f"{DAMAGES} damaged files, {said} refusals in a sentence, every one brought back")
    assert said > 0


def test_a_file_in_use_elsewhere_is_a_sentence(
    run: Run, lived_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(file_of(lived_in), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE setting SET value = value")
        for command in (*WRITING, ("restore", "/nowhere")):
            assert in_a_sentence(run(lived_in, *command))
        for command in PRINTING:
            in_a_sentence(run(lived_in, *command))
        other.execute("ROLLBACK")
    assert done(run, lived_in) == 3


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_gone_wrong_loses_nothing(
    run: Run, lived_in: Path, tmp_path: Path, year: int
) -> None:
    with time_machine.travel(datetime(year, 1, 2, 21, tzinfo=UTC), tick=False):
        for command in PRINTING:
            assert not in_a_sentence(run(lived_in, *command))
        assert run(lived_in, "mark", "stretching", "skip")[0] == 0
        assert run(lived_in, "backup", tmp_path / "copy.sqlite3")[0] == 0
        assert run(lived_in, "export", tmp_path / "out")[0] == 0
        assert run(lived_in, "import", tmp_path / "out")[0] == 0
        assert run(lived_in, "export", tmp_path / "again")[0] == 0
        assert run(lived_in, "restore", tmp_path / "copy.sqlite3")[0] == 0
    assert (tmp_path / "out" / "entry.csv").read_bytes() == (
        tmp_path / "again" / "entry.csv"
    ).read_bytes()
    assert f"{year}-01-0" in (tmp_path / "out" / "entry.csv").read_text("utf-8")
    assert done(run, lived_in) == 3
    assert run(lived_in, "mark", "slow-breathing", "done")[0] == 0
    assert done(run, lived_in) == 4


def _marked(home: Path, kind: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--home", str(home), "mark", "slow-breathing", kind],
        check=False,
        capture_output=True,
        text=True,
    )


def test_two_companions_at_once_lose_nothing_of_each_other(lived_in: Path, run: Run) -> None:
    writer = Path(__file__).parents[1] / "endless_writer.py"
    with subprocess.Popen(
        [sys.executable, str(writer), str(lived_in), "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        for kind in ("done", "undo") * 4:
            told = _marked(lived_in, kind)
            for _ in range(TURNS_TO_WAIT):
                if "in use by another program" not in told.stderr:
                    break
                told = _marked(lived_in, kind)
            assert told.returncode == 0, told.stderr
        other.terminate()
        confirmed = [int(line) for line in other.stdout.read().split()]
    with closing(sqlite3.connect(file_of(lived_in))) as connection:
        marks, entries = connection.execute(
            "SELECT sum(kind = 'mark'), sum(kind = 'visit') FROM entry"
        ).fetchone()
    assert marks == 3 + 8
    assert entries >= 3 * (confirmed[-1] // 3 + 1)

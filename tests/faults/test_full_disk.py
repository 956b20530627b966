"""The disk is full at every possible write: one sentence, nothing half done, nothing lost."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from confirmed import hold_against
from endless_writer import write

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.cli import main
from rlscompanion.domain.mendable import StoreError

KIB = 1024
ROOM = range(0, 132, 4)
"""KiB that are left: from nothing to enough for every command below."""

Said = tuple[int, str, str]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return the mount point of a file system of 2 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(place)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip("needs a small file system: run as root (unshare -rm pytest)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def leave(place: Path, kib: int) -> None:
    """Fill the disk until that much is left."""
    (place / "filler").unlink(missing_ok=True)
    found = os.statvfs(place)
    (place / "filler").write_bytes(bytes(max(found.f_bavail * found.f_frsize - kib * KIB, 0)))


def told(capsys: pytest.CaptureFixture[str], home: Path, *arguments: object) -> Said:
    status = main(["--home", str(home), *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_every_confirmed_write_stays_and_every_other_is_refused_whole(small_disk: Path) -> None:
    home, n = small_disk / "home", 0
    said: list[str] = []
    for kib in reversed(ROOM):
        leave(small_disk, kib)
        for _ in range(6):
            parts = Companion(home_folders(home))
            try:
                write(parts, n)
                n += 1
            except StoreError as problem:
                said.append(str(problem))
            finally:
                parts.database.close()
        (small_disk / "filler").unlink()
        assert hold_against(home, n - 1) == n - 1
    print(f"{n} writes confirmed, {len(said)} refused in a sentence, nothing lost")
    assert n > 20
    assert len(said) > 20
    assert all(str(home) in words and "\n" not in words for words in said)


def test_every_command_says_it_in_a_sentence_and_leaves_all_as_it_was(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out = small_disk / "home", small_disk / "out"
    assert told(capsys, home, "routine", "export", tmp_path / "routine.json")[0] == 0
    assert told(capsys, home, "routine", "import", tmp_path / "routine.json")[0] == 0
    assert told(capsys, home, "mark", "stretching", "done")[0] == 0
    assert told(capsys, home, "backup", tmp_path / "whole.sqlite3")[0] == 0
    assert told(capsys, home, "export", tmp_path / "everything")[0] == 0
    before = told(capsys, home, "routine", "--json")[1]
    refused = 0
    for kib in ROOM[::4]:
        for command in (
            ("backup", out),
            ("export", out),
            ("restore", tmp_path / "whole.sqlite3"),
            ("import", tmp_path / "everything"),
            ("routine", "import", tmp_path / "routine.json"),
            ("calendar", out),
        ):
            leave(small_disk, kib)
            status, _, err = told(capsys, home, *command)
            assert status in {0, 2}, (kib, command, err)
            if status == 2:
                refused += 1
                assert err.count("\n") == 1, err
                assert not out.exists() or command[0] == "export"
                assert not out.exists() or not list(out.iterdir())
            remove(out)
            (small_disk / "filler").unlink()
            assert told(capsys, home, "routine", "--json")[1] == before, (kib, command)
            left = [file.name for file in (home / "data").iterdir() if file.name.startswith(".")]
            assert left == [], (kib, command)
    print(f"{refused} commands refused in a sentence, nothing changed")
    assert refused > 10


def remove(path: Path) -> None:
    if path.is_dir():
        for file in path.iterdir():
            file.unlink()
        path.rmdir()
    path.unlink(missing_ok=True)

"""The power goes: what was not synced to the disk is dropped, or torn. A model over a real trace.

The writer runs under strace; every write and sync of its files is replayed up to some moment. What
a sync has covered is there; of the later writes each sector of 512 bytes is there or is not.
"""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from confirmed import hold_against
from msgspec import Struct, field

WRITER = Path(__file__).parents[1] / "endless_writer.py"
WRITES = 260
MOMENTS = 150
SECTOR: Final = 512
TRACED = "openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename"
CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
STDOUT = 1

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace: apt install strace"
)


class Call(Struct, frozen=True):
    """A system call: its name, the strings among its arguments, the numbers, and the result."""

    name: str
    strings: tuple[bytes, ...]
    numbers: tuple[int, ...]
    result: int


class File(Struct):
    """What a file holds: on the disk for certain, and what was written since the last sync."""

    synced: bytes = b""
    since: list[tuple[int, bytes] | int] = field(default_factory=list)
    """A place with what was written there, or a new length."""

    def sync(self) -> None:
        self.synced = self.after(self.since)
        self.since.clear()

    def after(self, changes: list[tuple[int, bytes] | int]) -> bytes:
        content = bytearray(self.synced)
        for change in changes:
            if isinstance(change, int):
                del content[change:]
                content.extend(bytes(change - len(content)))
            else:
                place, written = change
                content.extend(bytes(max(place - len(content), 0)))
                content[place : place + len(written)] = written
        return bytes(content)

    def torn(self, chance: random.Random) -> bytes:
        kept: list[tuple[int, bytes] | int] = []
        for change in self.since:
            if isinstance(change, int):
                kept.extend([change] if chance.random() < 0.5 else [])
                continue
            place, written = change
            kept.extend(
                (place + n, written[n : n + SECTOR])
                for n in range(0, len(written), SECTOR)
                if chance.random() < 0.5
            )
        return self.after(kept)


class Disk:
    """The files of one home, as a trace writes them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, str] = {}
        self.files: dict[str, File] = {}
        self.confirmed = -1
        self._said = ""

    def take(self, call: Call) -> None:  # noqa: C901  (one arm for each call)
        """Do what a call did."""
        number = call.numbers[0] if call.numbers else -1
        name = self._open.get(number)
        match call.name:
            case "openat" if call.result >= 0:
                path = Path(call.strings[0].decode())
                if path.parent == self._folder and not path.name.endswith("-shm"):
                    self._open[call.result] = path.name
                    self.files.setdefault(path.name, File())
            case "close":
                self._open.pop(number, None)
            case "write" if number == STDOUT:
                self._said += call.strings[0].decode()
                if self._said.endswith("\n"):
                    self.confirmed = int(self._said)
                    self._said = ""
            case "write":
                assert name is None, "the database is written by place"
            case "pwrite64" if name is not None:
                self.files[name].since.append((call.numbers[-1], call.strings[0][: call.result]))
            case "ftruncate" if name is not None:
                self.files[name].since.append(call.numbers[1])
            case "fsync" | "fdatasync" if name is not None:
                self.files[name].sync()
            case "unlink" if Path(call.strings[0].decode()).parent == self._folder:
                self.files.pop(Path(call.strings[0].decode()).name, None)
            case _:
                pass

    def write_out(self, folder: Path, chance: random.Random | None) -> None:
        """Write what is left after a cut: without ``chance`` all that was not synced is gone."""
        folder.mkdir(parents=True)
        for name, file in self.files.items():
            (folder / name).write_bytes(file.synced if chance is None else file.torn(chance))


def calls(trace: Path) -> Iterator[Call]:
    for line in trace.read_text("ascii").splitlines():
        found = CALL.match(line)
        if found is None:
            continue
        name, said, result = found.groups()
        strings = tuple(bytes.fromhex(s.replace("\\x", "")) for s in STRING.findall(said))
        numbers = tuple(int(n) for n in re.findall(r"-?\b\d+\b", STRING.sub("", said)))
        yield Call(name, strings, numbers, int(result))


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    """Return the folder that was written to, and every call."""
    home = tmp_path_factory.mktemp("traced")
    file = home / "trace"
    command = ["strace", "-qq", "-xx", "-s", "200000", "-e", f"trace={TRACED}", "-e"]
    command += ["signal=none", "-o", str(file), sys.executable, str(WRITER), str(home), "0"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) == WRITES:
                break
        writer.terminate()
    found = list(calls(file))
    if not any(call.name == "pwrite64" for call in found):
        pytest.skip("strace may not trace here")
    return home / "data", found


@pytest.mark.parametrize("unsynced", ["dropped", "torn"])
def test_what_was_confirmed_survives_a_power_cut(
    trace: tuple[Path, list[Call]], tmp_path: Path, unsynced: str
) -> None:
    folder, every = trace
    chance = random.Random(5)
    disk = Disk(folder)
    begun = next(n for n, call in enumerate(every) if call.name == "pwrite64")
    tried = set(chance.sample(range(begun, len(every)), MOMENTS))
    waiting = 0
    for n, call in enumerate(every):
        disk.take(call)
        if n in tried:
            waiting += sum(len(file.since) for file in disk.files.values())
            home = tmp_path / str(n)
            disk.write_out(home / "data", chance if unsynced == "torn" else None)
            hold_against(home, disk.confirmed)
            shutil.rmtree(home)
    print(f"{len(tried)} cuts in {len(every)} calls, {waiting} unsynced writes, nothing lost")
    assert waiting > 0


def test_every_confirmed_write_was_synced_before_it_was_confirmed(
    trace: tuple[Path, list[Call]],
) -> None:
    folder, every = trace
    disk = Disk(folder)
    checked = 0
    for call in every:
        before = disk.confirmed
        disk.take(call)
        if disk.confirmed != before:
            log = disk.files["companion.sqlite3-wal"]
            assert log.since == []
            checked += 1
    assert checked >= WRITES

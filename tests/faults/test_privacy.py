"""Nothing goes online, nobody else can read it, and the log says nothing personal."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import logging
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from rlscompanion.adapters.folders import home_folders
from rlscompanion.adapters.log_file import logging_to
from rlscompanion.adapters.rotating_file import LOG_BYTES
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.profile import Medicine, Profile
from rlscompanion.domain.routine import AtClock, Routine, RoutineStep

GUARDED = Path(__file__).parents[1] / "guarded.py"
AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
MARKED = "Zyxxy"
"""In everything that a person typed, and in nothing else."""
LIMIT = 60.0
PAUSE = 0.1


def typed_everywhere(home: Path) -> None:
    parts = Companion(home_folders(home))
    own = RoutineStep("own/soak", title=f"{MARKED} soak", when=AtClock(AT.time()), minutes=5)
    medicine = Medicine(f"{MARKED}pexole", "dopamine-agonist", (AT.time(),), f"{MARKED} mg")
    parts.planning.routines.save(Routine(steps=(own,)), AT, Profile(medicines=(medicine,)))
    parts.preferring.change(emergency_number=f"112 {MARKED}"[:20], report_name=MARKED)
    night = AT.date()
    parts.journal.append(
        entry_of(night, Question.NOTE, f"{MARKED} at night", AT),
        entry_of(night, Question.CHIPS, (f"own/{MARKED}",), AT),
    )
    parts.database.close()


def broken(home: Path) -> None:
    """Leave what the person typed where it cannot be read."""
    with closing(sqlite3.connect(home / "data" / "companion.sqlite3")) as connection:
        connection.execute("UPDATE routine_revision SET body = replace(body, 'true', '\"Zyxxy\"')")
        connection.execute(
            "INSERT INTO entry (night, kind, at, body) VALUES ('Zyxxy', 'mark', 0, 'Zyxxy')"
        )
        connection.commit()


def window(home: Path, *before: str, backup: bool = True) -> None:
    """Run the real window until it has settled, and end it in order."""
    log = home / "guard"
    command = [*before, sys.executable, str(GUARDED), str(log), "--home", str(home)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as running:
        looks = 0
        data = home / "data"
        while looks < LIMIT / PAUSE and running.poll() is None:
            settled = list((data / "backups").glob("companion-*")) if backup else logged(home)
            if settled:
                break
            looks += 1
            time.sleep(PAUSE)
        os.kill(_program(running.pid) if before else running.pid, signal.SIGTERM)
        assert running.wait(LIMIT) in {0, -15, 143}
    assert not log.exists(), log.read_text()


def _program(strace: int) -> int:
    """Return the process that strace has started: strace itself would leave it running."""
    children = Path(f"/proc/{strace}/task/{strace}/children").read_text("ascii")
    return int(children.split()[0])


def logged(home: Path) -> str:
    return "".join(file.read_text("utf-8") for file in (home / "logs").glob("*"))


def told(home: Path, *arguments: str) -> int:
    log = home.with_name("guard of commands")
    command = [sys.executable, str(GUARDED), str(log), "--home", str(home), *arguments]
    done = subprocess.run(command, check=False, capture_output=True)
    assert not log.exists(), log.read_text()
    return done.returncode


def test_no_command_opens_a_socket_to_anywhere(tmp_path: Path) -> None:
    home = tmp_path / "home"
    typed_everywhere(home)
    commands = (
        ("tonight",),
        ("status",),
        ("library",),
        ("safety", "--table"),
        ("experiment",),
        ("calendar", str(tmp_path / "evening.ics")),
        ("backup", str(tmp_path / "copy.sqlite3")),
        ("export", str(tmp_path / "out")),
        ("import", str(tmp_path / "out")),
        ("restore", str(tmp_path / "copy.sqlite3")),
        ("flare-up", "--close"),
    )
    assert [told(home, *command) for command in commands] == [0] * len(commands)
    private(home / "data")
    private(tmp_path / "out")
    assert (tmp_path / "copy.sqlite3").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "evening.ics").stat().st_mode & 0o777 == 0o600


def private(folder: Path) -> None:
    """Fail where anybody else could read, whatever the umask is."""
    for path in (folder, *folder.rglob("*")):
        expected = 0o700 if path.is_dir() else 0o600
        assert path.stat().st_mode & 0o777 == expected, path


def test_the_window_opens_no_socket_to_anywhere_and_keeps_all_to_its_owner(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    typed_everywhere(home)
    window(home)
    for folder in ("data", "logs"):
        private(home / folder)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace: apt install strace")
def test_not_even_qt_opens_a_socket_to_anywhere(tmp_path: Path) -> None:
    home = tmp_path / "home"
    typed_everywhere(home)
    trace = tmp_path / "trace"
    window(home, "strace", "-f", "-qq", "-e", "trace=socket", "-e", "signal=none", "-o", str(trace))
    families = set(re.findall(r"socket\((AF_\w+)", trace.read_text("utf-8")))
    assert families
    assert families <= {"AF_UNIX", "AF_NETLINK"}


def test_the_log_holds_nothing_that_a_person_typed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    typed_everywhere(home)
    window(home)
    for command in (("tonight",), ("status",), ("mark", "own/soak", "done")):
        told(home, *command)
    shutil.rmtree(home / "data" / "backups")
    broken(home)
    window(home, backup=False)
    for command in (("tonight",), ("status",), ("experiment",), ("export", str(tmp_path / "o"))):
        assert told(home, *command) in {0, 2}
    assert logged(home)
    assert MARKED not in logged(home)


def test_the_log_is_limited_and_for_its_owner_only(tmp_path: Path) -> None:
    log = logging.getLogger("rlscompanion.test")
    before = os.umask(0)
    try:
        with logging_to(tmp_path / "logs"):
            for _ in range(50):
                log.warning("x" * 100_000)
    finally:
        os.umask(before)
    private(tmp_path / "logs")
    assert sum(file.stat().st_size for file in (tmp_path / "logs").iterdir()) <= 3 * LOG_BYTES


def test_a_refused_row_is_not_quoted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    typed_everywhere(home)
    broken(home)
    parts = Companion(home_folders(home))
    with pytest.raises(Mendable) as refused:
        parts.planning.routines.revisions()
    parts.database.close()
    assert MARKED not in str(refused.value)

"""Whatever a command opens of the home is closed when it ends, well or badly."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from connections import still_open

from rlscompanion.bootstrap import Companion
from rlscompanion.cli import main
from rlscompanion.commands.arguments import COMMANDS

Run = Callable[..., int]

ENDINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "tonight": (("--json",), ("--at", "someday")),
    "mark": (("stretching", "skip"), ("nothing-known", "done")),
    "safety": ((), ("--table",), ("--answer", "nothing-known=yes")),
    "routine": ((), ("export", "out.json"), ("import", "routine.json"), ("import", "bad.json")),
    "backup": (("again.sqlite3",), ("nowhere/copy.sqlite3",)),
    "restore": (("copy.sqlite3",), ("bad.json",)),
    "export": (("out",), ("as-text",)),
    "import": (("as-text",), ("nowhere",)),
    "library": (("--json",), ("--step", "stretching"), ("--step", "nothing-known")),
    "status": (("--json",),),
    "experiment": ((),),
    "calendar": (("evening.ics",), ("nowhere/evening.ics",)),
    "report": (("report.txt",), ("nowhere/report.txt",)),
}
BY_PICTURES = {"flare-up", "bedside-card", "screenshots"}
WITHOUT_A_HOME = {"desktop"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.json").write_text("{}")

    def run(*arguments: str) -> int:
        return main(["--home", "home", *arguments])

    return run


@pytest.fixture
def lived_in(run: Run) -> None:
    """Fill the home, and put beside it what the commands read."""
    for command in (
        ("routine", "export", "routine.json"),
        ("routine", "import", "routine.json"),
        ("mark", "stretching", "done"),
        ("backup", "copy.sqlite3"),
        ("export", "as-text"),
    ):
        assert run(*command) == 0


def test_every_command_is_here() -> None:
    assert set(ENDINGS) | BY_PICTURES | WITHOUT_A_HOME == set(COMMANDS)


@pytest.mark.usefixtures("lived_in")
@pytest.mark.parametrize(
    ("command", "rest"), [(name, rest) for name, ways in ENDINGS.items() for rest in ways]
)
def test_nothing_stays_open(
    run: Run, opened: list[sqlite3.Connection], command: str, rest: tuple[str, ...]
) -> None:
    assert run(command, *rest) in {0, 2}
    assert still_open(opened) == []


@pytest.mark.usefixtures("lived_in")
def test_nothing_stays_open_after_a_fault_of_ours(
    run: Run, opened: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_fault(companion: Companion) -> None:
        companion.planning.tonight()
        raise ValueError("ours")

    monkeypatch.setattr(Companion, "expecting", property(at_fault))
    assert run("status") == 1
    assert opened
    assert still_open(opened) == []


@pytest.mark.usefixtures("qt_libraries", "lived_in")
@pytest.mark.parametrize(
    "command", [("bedside-card", "card.pdf"), ("report", "report.pdf"), ("screenshots", "shots")]
)
def test_nothing_stays_open_where_it_is_painted(
    run: Run, opened: list[sqlite3.Connection], command: tuple[str, ...], request: Any
) -> None:
    request.getfixturevalue("qapp")
    assert run(*command) == 0
    assert opened
    assert still_open(opened) == []


@pytest.mark.usefixtures("lived_in")
def test_nothing_stays_open_where_there_is_no_display(
    run: Run, opened: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert run("flare-up") == 0
    assert opened
    assert still_open(opened) == []

"""Desktop entries: what is written is read back, whatever a path is called."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.adapters.desktop_entry import (
    entry,
    exec_line,
    own_command,
    own_program,
    read_entry,
    words_of,
)
from rlscompanion.adapters.folders import home_folders

WORDS = st.lists(
    st.text(st.characters(min_codepoint=32, exclude_categories=["C", "Z"]) | st.just(" ")),
    min_size=1,
)


@given(WORDS)
def test_any_command_survives_the_quoting_of_an_exec_key(command: list[str]) -> None:
    assert words_of(exec_line(command)) == tuple(command)


def test_a_plain_command_stays_plain() -> None:
    assert exec_line(["/usr/bin/rlscompanion", "flare-up"]) == "/usr/bin/rlscompanion flare-up"
    assert exec_line(["/my tools/50%", "$HOME"]) == r'"/my tools/50%%" "\\$HOME"'


def test_the_program_is_the_script_that_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "rlscompanion"
    script.write_text("")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert own_program() == (str(script),)


def test_without_a_script_the_interpreter_starts_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "__main__.py")])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert own_program() == (str(tmp_path / "python"), "-m", "rlscompanion")


def test_a_named_home_goes_with_the_command(tmp_path: Path) -> None:
    assert own_command(home_folders(tmp_path))[-2:] == ("--home", str(tmp_path))
    assert "--home" not in own_command(home_folders(None))


def test_every_exec_of_the_menu_entry_starts_the_program(tmp_path: Path) -> None:
    file = tmp_path / "a.desktop"
    file.write_text(entry("rlscompanion.desktop", ["/opt/r l s", "--home", "/h"]))
    keys = read_entry(file)
    assert keys is not None
    assert words_of(keys["Exec"]) == ("/opt/r l s", "--home", "/h")
    assert 'Exec="/opt/r l s" --home /h flare-up\n' in file.read_text()

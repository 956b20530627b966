"""``desktop``: the menu entry for this user, put in place and taken away."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rlscompanion.adapters.desktop_entry import entry
from rlscompanion.cli import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="free desktops only")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def files(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_the_entry_and_its_icons_come_and_go(home: Path, data: Path) -> None:
    assert main(["--home", str(home), "desktop", "--install"]) == 0
    assert files(data) == {
        "applications/rlscompanion.desktop",
        "icons/hicolor/scalable/apps/rlscompanion.svg",
        "icons/hicolor/symbolic/apps/rlscompanion-symbolic.svg",
    }
    assert main(["--home", str(home), "desktop", "--install"]) == 0
    assert main(["--home", str(home), "desktop", "--remove"]) == 0
    assert files(data) == set()


def test_files_of_others_stay(home: Path, data: Path) -> None:
    other = data / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("")
    main(["--home", str(home), "desktop", "--install"])
    main(["--home", str(home), "desktop", "--remove"])
    assert files(data) == {"applications/other.desktop"}


def test_removing_what_is_not_there_is_said(
    home: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "desktop", "--remove"]) == 0
    assert "nothing to remove" in capsys.readouterr().out


def test_one_of_the_two_has_to_be_named(home: Path, data: Path) -> None:
    assert main(["--home", str(home), "desktop"]) == 2


def test_a_folder_that_cannot_be_used_is_said_in_one_line(
    home: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("a file")
    assert main(["--home", str(home), "desktop", "--install"]) == 2
    assert str(data) in capsys.readouterr().err


def test_desktop_file_validate_finds_nothing_to_say(home: Path, data: Path, tmp_path: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("apt install desktop-file-utils")
    assert main(["--home", str(tmp_path / "50% of $x"), "desktop", "--install"]) == 0
    autostart = tmp_path / "rlscompanion.desktop"
    autostart.write_text(entry("rlscompanion-autostart.desktop", ["/opt/r l s"]))
    done = subprocess.run(
        ["desktop-file-validate", data / "applications" / "rlscompanion.desktop", autostart],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)

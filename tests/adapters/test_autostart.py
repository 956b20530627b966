"""Starting with the computer, read back from the disk as a desktop reads it."""

import os
import stat
import sys
from pathlib import Path

import pytest

from rlscompanion.adapters.autostart import XdgAutostart
from rlscompanion.domain.mendable import Mendable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="XDG folders")


class Desk:
    """A person's autostart folder, and a program that can be started."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "my tools" / "rlscompanion"
        self.program.parent.mkdir(parents=True)
        self.program.write_text("#!/bin/sh\n")
        self.program.chmod(0o755)
        self.config, self.system = folder / "config", folder / "system"
        self.file = self.config / "autostart" / "rlscompanion.desktop"

    def autostart(self, *more: str, desktop: str = "XFCE", platform: str = "linux") -> XdgAutostart:
        environ = {
            "XDG_CONFIG_HOME": str(self.config),
            "XDG_CONFIG_DIRS": str(self.system),
            "XDG_CURRENT_DESKTOP": desktop,
        }
        return XdgAutostart(environ, [str(self.program), *more], platform=platform)

    def write(self, *lines: str, system: bool = False) -> None:
        folder = (self.system if system else self.config) / "autostart"
        folder.mkdir(parents=True, exist_ok=True)
        text = "\n".join(["[Desktop Entry]", "Type=Application", *lines])
        (folder / "rlscompanion.desktop").write_text(text)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_it_is_off_until_somebody_switches_it_on(desk: Desk) -> None:
    autostart = desk.autostart()
    assert autostart.is_on() is False
    assert not desk.file.exists()
    autostart.set(on=True)
    assert autostart.is_on() is True
    assert autostart.trouble() == ""


def test_it_starts_hidden_and_by_a_path_with_spaces(desk: Desk) -> None:
    desk.autostart().set(on=True)
    assert f'Exec="{desk.program}" --hidden\n' in desk.file.read_text()


def test_the_entry_is_a_plain_file_that_the_desktop_may_read(desk: Desk) -> None:
    desk.autostart().set(on=True)
    assert stat.S_IMODE(desk.file.stat().st_mode) & 0o400
    assert not list(desk.file.parent.glob(".*"))


def test_what_the_person_removes_stays_removed(desk: Desk) -> None:
    autostart = desk.autostart()
    autostart.set(on=True)
    desk.file.unlink()
    assert autostart.is_on() is False
    assert desk.autostart().is_on() is False
    assert not desk.file.exists()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Hidden=True"])
def test_what_the_desktop_switched_off_is_off(desk: Desk, line: str) -> None:
    desk.write(f'Exec="{desk.program}" --hidden', line)
    assert desk.autostart().is_on() is False
    assert desk.autostart().trouble() == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Name=RLS Companion", "names no program"),
        ("Exec=/gone/rlscompanion --hidden", "/gone/rlscompanion is not there any more"),
        ("Exec=sh\nTryExec=/gone/too", "/gone/too is not there"),
        ("Exec=sh\nOnlyShowIn=KDE;", "another desktop"),
        ("Exec=sh\nNotShowIn=XFCE;", "another desktop"),
        ("Exec=sh -c rlscompanion --home /elsewhere", "another home"),
    ],
)
def test_an_entry_that_starts_nothing_is_off_and_says_why(
    desk: Desk, line: str, words: str
) -> None:
    desk.write(line)
    assert desk.autostart().is_on() is False
    assert words in desk.autostart().trouble()


def test_a_broken_entry_is_mended_by_switching_it_on(desk: Desk) -> None:
    desk.file.parent.mkdir(parents=True)
    desk.file.write_bytes(b"\xff\x00 what is this")
    assert desk.autostart().is_on() is False
    desk.autostart().set(on=True)
    assert desk.autostart().is_on() is True


def test_an_entry_of_the_person_s_own_that_starts_us_counts(desk: Desk) -> None:
    desk.write("Exec=sh -c 'sleep 5; rlscompanion --hidden'", "OnlyShowIn=KDE;XFCE;")
    assert desk.autostart().is_on() is True


def test_what_the_system_installed_is_switched_off_for_this_user_alone(desk: Desk) -> None:
    desk.write(f'Exec="{desk.program}" --hidden', system=True)
    autostart = desk.autostart()
    assert autostart.is_on() is True
    autostart.set(on=False)
    assert autostart.is_on() is False
    assert (desk.system / "autostart" / "rlscompanion.desktop").exists()
    autostart.set(on=True)
    assert autostart.is_on() is True


def test_switching_off_takes_our_file_away(desk: Desk) -> None:
    autostart = desk.autostart()
    autostart.set(on=True)
    autostart.set(on=False)
    assert not desk.file.exists()
    autostart.set(on=False)


def test_a_home_of_its_own_is_started_with_it(desk: Desk) -> None:
    autostart = desk.autostart("--home", "/data/rls 100%")
    autostart.set(on=True)
    assert autostart.is_on() is True
    assert '--home "/data/rls 100%%" --hidden' in desk.file.read_text()
    assert "another home" in desk.autostart().trouble()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(desk: Desk) -> None:
    desk.config.mkdir()
    desk.config.chmod(0o500)
    with pytest.raises(Mendable, match="cannot be"):
        desk.autostart().set(on=True)


def test_a_file_in_the_place_of_the_folder_is_said_in_one_sentence(desk: Desk) -> None:
    desk.config.write_text("")
    assert desk.autostart().is_on() is False
    with pytest.raises(Mendable, match="cannot be"):
        desk.autostart().set(on=True)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_there_is_no_switch_and_that_is_said(desk: Desk, platform: str) -> None:
    autostart = desk.autostart(platform=platform)
    assert autostart.is_on() is None
    with pytest.raises(Mendable, match="no autostart folder"):
        autostart.set(on=True)

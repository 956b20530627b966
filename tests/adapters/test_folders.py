import os
import stat
from pathlib import Path

import pytest

from rlscompanion.adapters.folders import Folders, HomeError, home_folders, make

not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere"
)


def test_a_named_home_holds_everything(tmp_path: Path) -> None:
    assert home_folders(tmp_path) == Folders(data=tmp_path / "data", logs=tmp_path / "logs")


def test_a_tilde_is_the_persons_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert home_folders(Path("~/legs")).data == tmp_path / "legs" / "data"


def test_a_relative_home_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert home_folders(Path("legs")).data == tmp_path / "legs" / "data"


def test_the_tilde_of_nobody_is_one_clear_sentence() -> None:
    with pytest.raises(HomeError, match=r"^~no-such-person/x: there is no such home folder\.$"):
        home_folders(Path("~no-such-person/x"))


def test_without_a_home_the_folders_of_the_desktop_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    folders = home_folders(None)

    assert folders.data == tmp_path / "data" / "rlscompanion"
    assert tmp_path / "state" / "rlscompanion" in folders.logs.parents


def test_a_made_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    make(tmp_path / "a" / "b")

    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_a_folder_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    make(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_file_in_the_place_of_the_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(HomeError, match=r"^\S+/home is a file, not a folder\.$"):
        make(tmp_path / "home")


def test_a_file_on_the_way_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(HomeError, match=r"home/inner cannot be made: a part of it is a file\.$"):
        make(tmp_path / "home" / "inner")


@pytest.mark.parametrize("name", ["x" * 300, "nul\0byte"])
def test_a_name_no_folder_can_have_is_one_clear_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(HomeError, match=r"^[^\n]+\.$"):
        make(tmp_path / name)


@not_root
def test_a_place_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(HomeError, match=r"cannot be made: writing is not allowed there\.$"):
        make(tmp_path / "home")
    with pytest.raises(HomeError, match=r"is not writable\.$"):
        make(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no file system that refuses root too")
def test_a_file_system_that_takes_nothing_is_one_clear_sentence() -> None:
    with pytest.raises(HomeError, match=r"^/proc/rlscompanion cannot be made: [^\n]+\.$"):
        make(Path("/proc/rlscompanion"))

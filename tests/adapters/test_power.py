from pathlib import Path

import pytest

from rlscompanion.adapters.power import SystemPower


def supply(folder: Path, name: str, **says: str) -> None:
    (folder / name).mkdir()
    for about, text in says.items():
        (folder / name / about).write_text(f"{text}\n", encoding="ascii")


def test_a_plugged_in_laptop_is_on_mains(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "BAT0", type="Battery", status="Full", scope="System")
    assert SystemPower(tmp_path).on_mains()


def test_an_unplugged_laptop_is_not(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", type="Battery", status="Discharging")
    assert not SystemPower(tmp_path).on_mains()


def test_one_of_several_sockets_is_enough(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "ucsi", type="USB", online="1")
    supply(tmp_path, "BAT0", type="Battery", status="Charging")
    assert SystemPower(tmp_path).on_mains()


def test_a_machine_without_a_battery_is_on_mains(tmp_path: Path) -> None:
    supply(tmp_path, "mouse", type="Battery", status="Discharging", scope="Device")
    assert SystemPower(tmp_path).on_mains()


@pytest.mark.parametrize("status", ["Discharging", "Full", "Not charging", "Unknown"])
def test_a_battery_that_is_not_known_to_charge_counts_as_one(tmp_path: Path, status: str) -> None:
    supply(tmp_path, "BAT0", type="Battery", status=status)
    assert not SystemPower(tmp_path).on_mains()


def test_a_socket_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains")
    supply(tmp_path, "BAT0", type="Battery", status="Charging")
    assert not SystemPower(tmp_path).on_mains()


def test_where_nothing_is_told_it_is_not_on_mains(tmp_path: Path) -> None:
    assert not SystemPower(tmp_path / "none").on_mains()

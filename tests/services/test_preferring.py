"""Preferences are read once and written only where they changed."""

from rlscompanion.domain.preferences import Preferences
from rlscompanion.services.preferring import Preferring
from store_fakes import MemorySettings


def test_a_change_is_there_after_a_restart_and_leaves_the_rest_alone() -> None:
    settings = MemorySettings()
    Preferring(settings).change(volume=20)
    Preferring(settings).change(emergency_number="112")
    assert Preferring(settings).load() == Preferences(volume=20, emergency_number="112")


def test_only_what_changed_is_written() -> None:
    settings = MemorySettings()
    preferring = Preferring(settings)
    preferring.change(volume=20)
    preferring.change(volume=20)
    assert settings.all() == {"volume": "20"}


def test_after_the_store_was_replaced_it_is_read_again() -> None:
    settings = MemorySettings()
    preferring = Preferring(settings)
    assert preferring.load().volume != 5
    settings.put("volume", "5")
    preferring.forget()
    assert preferring.load().volume == 5

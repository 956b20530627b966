"""The older kind of tray, where there is no X server to ask."""

import pytest

from rlscompanion.adapters.x_tray import x_tray


@pytest.mark.parametrize("environ", [{}, {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}])
def test_windows_that_are_not_of_x_have_no_such_tray(environ: dict[str, str]) -> None:
    assert x_tray(environ) is False


def test_a_server_that_does_not_answer_says_nothing() -> None:
    assert x_tray({"DISPLAY": ":4711"}) is None

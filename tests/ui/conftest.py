"""The application, dressed for the day."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from rlscompanion.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp: "QApplication") -> "Iterator[Theme]":
    from rlscompanion.ui.theme.theme import Theme  # noqa: PLC0415
    from rlscompanion.ui.theme.tokens import Mode  # noqa: PLC0415

    worn = Theme(qapp)
    worn.reduced_motion = True
    worn.apply(Mode.DAY)
    yield worn
    worn.deleteLater()

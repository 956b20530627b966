"""What the commands share that paint on paper: Qt without a window, and the paper's size."""

import os
from typing import TYPE_CHECKING

from rlscompanion.adapters.display import display_problem
from rlscompanion.domain.mendable import Mendable

if TYPE_CHECKING:
    from rlscompanion.ui.report.paper import Paper


def with_qt() -> None:
    """Start Qt's painting, offscreen. Raises Mendable where a part of it is not installed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = display_problem(os.environ)
    if problem is not None:
        raise Mendable(problem.message)
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  (Qt only from here on)

    if QGuiApplication.instance() is None:
        # Qt keeps the one instance alive itself.
        QGuiApplication(["rlscompanion"]).setQuitOnLastWindowClosed(False)


def paper() -> "Paper":
    """Return what is in the printers of this country."""
    from PySide6.QtCore import QLocale  # noqa: PLC0415  (Qt only from here on)

    from rlscompanion.ui.report.paper import Paper  # noqa: PLC0415

    return Paper.of(QLocale.system())

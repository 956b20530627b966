import subprocess
import sys

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QObject


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be lost from Python 3.12 on")
def test_calls_into_qt_lose_no_reference_to_none() -> None:
    """PySide6 6.12.0 loses one a call, and ends the program when none is left."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("legs")
    assert sys.getrefcount(None) > before - 100


def test_qt_reads_no_source_of_the_modules_that_are_imported_after_it() -> None:
    """PySide6 does, for a feature that is not used here; it costs a tenth of the start."""
    done = subprocess.run(
        [sys.executable, "-c", "import rlscompanion.ui; print(__import__.__name__)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "__import__\n"

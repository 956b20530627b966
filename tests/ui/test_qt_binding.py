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

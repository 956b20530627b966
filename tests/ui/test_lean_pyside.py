"""PySide6 loaded without what only its error messages need: it says the same, later."""

import subprocess
import sys

import pytest

WRONG_CALLS = """
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

for call in (
    lambda: QPoint("a"),
    lambda: QColor([], 2),
    lambda: QWidget.resize(3),
    lambda: QTimer.singleShot("x"),
    lambda: QRect(1, 2, 3, 4).adjust(nope=3),
    lambda: QRect(1, 2, 3, 4).united("q"),
    lambda: Qt.AlignmentFlag("z"),
    lambda: QPoint.nowhere,
    lambda: setattr(QSize(), "width", None) or QSize(None, 1),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(QPoint.__doc__, QTimer.singleShot.__doc__)
"""
LEAN = """
import builtins
from rlscompanion.reading_later import is_unread
import rlscompanion.ui
import PySide6.QtWidgets
assert is_unread("shibokensupport.signature.errorhandler"), "errors were read about"
assert is_unread("shibokensupport.signature.mapping") == {mapping}, "mapping"
assert builtins.__import__.__name__ == "__import__", "import is wrapped"
"""
NOT_SEEN = """
import rlscompanion.reading_later
import importlib.util, sys
spec = importlib.util.find_spec("rlscompanion.ui.lean_pyside".rpartition(".")[0])
folder = spec.submodule_search_locations[0]
source = open(folder + "/lean_pyside.py", encoding="utf-8").read()
names = {}
exec(source.replace("= (6, 12)", "= (6, 0)"), names)
names["load_pyside"]()
"""

AT_ONCE = """
import threading
from PySide6.QtCore import QDate, QLine, QPoint, QRect, QSize, QTime

KINDS = (QDate, QLine, QPoint, QRect, QSize, QTime)
together = threading.Barrier({of})
answers = dict()

def call(kind):
    together.wait()
    try:
        kind("a")
    except TypeError as error:
        answers[kind.__name__] = str(error)

threads = [threading.Thread(target=call, args=(kind,)) for kind in KINDS]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for kind in KINDS:
    print(answers[kind.__name__])
"""
ONE_BY_ONE = AT_ONCE.replace("thread.start()", "thread.run()").replace("thread.join()", "pass")


def said(*before: str, calls: str = WRONG_CALLS) -> str:
    """Return what a new process says to calls that fit no function."""
    done = subprocess.run(
        [sys.executable, "-c", "\n".join((*before, calls))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def said_by_pyside() -> str:
    return said()


def test_a_wrong_call_is_answered_as_by_pyside_itself(said_by_pyside: str) -> None:
    assert "Supported signatures" in said_by_pyside
    assert said(LEAN.format(mapping=True)) == said_by_pyside


def test_of_a_newer_pyside_the_mapping_is_read_at_once(said_by_pyside: str) -> None:
    assert said(NOT_SEEN, LEAN.format(mapping=False)) == said_by_pyside


def test_wrong_calls_in_many_threads_at_once_are_each_answered() -> None:
    answered = said(calls=ONE_BY_ONE.format(of=1))
    assert answered.count("called with wrong argument types") == 6
    assert said(LEAN.format(mapping=True), calls=AT_ONCE.format(of=6)) == answered

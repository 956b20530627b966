"""Tests that need Qt skip, with what to install, where Qt cannot be loaded."""

import gc
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn
from weakref import WeakSet

import pytest
from hypothesis import HealthCheck, settings
from typing_extensions import override

from rlscompanion.adapters.display import display_problem
from rlscompanion.adapters.store.database import Database

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
"""How fast an example runs is the machine's business; benchmarks measure ours."""

DEBIAN_LINE = (
    "apt install libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 "
    "libxcb-cursor0"
)
QT_PROBLEM = display_problem({"QT_QPA_PLATFORM": "offscreen"})


gc.disable()
"""As the program does: a widget collected in another thread would end the run."""
TESTS_BETWEEN_COLLECTIONS = 20
_ended: list[str] = []


def pytest_runtest_logfinish(nodeid: str) -> None:
    _ended.append(nodeid)
    if len(_ended) % TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    if QT_PROBLEM is not None:
        # pytest-qt would end the run before the first test.
        pluginmanager.unregister(name="pytest-qt")


def pytest_report_header() -> str:
    return "Qt: ready" if QT_PROBLEM is None else f"Qt: {QT_PROBLEM.message}"


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> "NeedsQt | None":
    needs_qt = 'importorskip("PySide6' in module_path.read_text(encoding="utf-8")
    if QT_PROBLEM is None or not needs_qt:
        return None
    return NeedsQt.from_parent(parent, path=module_path)


class NeedsQt(pytest.Module):
    """A module of tests that cannot run here."""

    @override
    def collect(self) -> NoReturn:
        assert QT_PROBLEM is not None
        pytest.skip(f"{QT_PROBLEM.message}; on Debian: {DEBIAN_LINE}", allow_module_level=True)


@pytest.fixture(autouse=True)
def _no_database_stays_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what is still in a test's hands at its end, as no command and no window leaves it."""
    held: WeakSet[Database] = WeakSet()
    begin = Database.__init__

    def begun(database: Database, folder: Path) -> None:
        begin(database, folder)
        held.add(database)

    monkeypatch.setattr(Database, "__init__", begun)
    yield
    for database in held:
        database.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Return every connection that is opened from now on, with those that are closed again."""
    kept: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def kept_connection(*given: Any, **named: Any) -> sqlite3.Connection:
        kept.append(connect(*given, **named))
        return kept[-1]

    monkeypatch.setattr(sqlite3, "connect", kept_connection)
    return kept


@pytest.fixture
def qt_libraries() -> None:
    """Skip where the system libraries of Qt are missing."""
    if QT_PROBLEM is not None:
        pytest.skip(f"{QT_PROBLEM.message}; on Debian: {DEBIAN_LINE}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home of its own, that is not there yet."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Return what pytest-qt makes its application with: the style that the program has."""
    return ["pytest", "-style", "Fusion"]

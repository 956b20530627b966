"""Modules of libraries that are read when they are first asked."""

import importlib
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from threading import Barrier, Thread
from types import ModuleType

import pytest

from rlscompanion.backports import override
from rlscompanion.reading_later import is_unread, reading_later

BODY = """
import builtins
builtins.times_read = getattr(builtins, "times_read", 0) + 1
words = ["small", "light"]
"""
A_MOMENT = 0.1
"""Seconds in which a thread would have got what it asks for, if nothing held it back."""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder that modules are imported from."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("builtins.times_read", 0, raising=False)
    known = set(sys.modules)
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "__init__.py").write_text("")
    (tmp_path / "shelf" / "book.py").write_text(BODY)
    yield tmp_path / "shelf"
    for name in set(sys.modules) - known:
        del sys.modules[name]


def times_read() -> int:
    return importlib.import_module("builtins").times_read


def imported_for_later() -> ModuleType:
    with reading_later({"shelf.book"}):
        return importlib.import_module("shelf.book")


@pytest.mark.usefixtures("shelf")
def test_a_module_is_read_when_something_in_it_is_first_asked_for() -> None:
    book = imported_for_later()
    assert times_read() == 0
    assert is_unread("shelf.book")

    assert book.words == ["small", "light"]
    assert not is_unread("shelf.book")
    assert book.words is book.words
    assert times_read() == 1


@pytest.mark.usefixtures("shelf")
def test_importing_it_again_and_knowing_its_name_do_not_read_it() -> None:
    book = imported_for_later()
    assert importlib.import_module("shelf.book") is book
    assert importlib.import_module("shelf").book is book
    assert book.__name__ == "shelf.book"
    assert times_read() == 0


@pytest.mark.usefixtures("shelf")
def test_whoever_imports_a_name_out_of_it_gets_that_name() -> None:
    imported_for_later()
    names: dict[str, object] = {}
    exec("from shelf.book import words", names)  # noqa: S102
    assert names["words"] == ["small", "light"]


@pytest.mark.usefixtures("shelf")
def test_what_it_does_not_have_is_missed_as_anywhere() -> None:
    book = imported_for_later()
    with pytest.raises(AttributeError, match=r"shelf\.book.*noise"):
        _ = book.noise
    assert book.words == ["small", "light"]


@pytest.mark.usefixtures("shelf")
def test_many_threads_read_it_once() -> None:
    book = imported_for_later()
    together = Barrier(8)
    seen: list[object] = []

    def ask() -> None:
        together.wait()
        seen.append(book.words)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [["small", "light"]] * 8
    assert times_read() == 1


@pytest.mark.parametrize("asked", ["words", "pages"])
def test_who_asks_while_another_reads_it_gets_all_of_it(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    (shelf / "book.py").write_text(
        "import builtins\nwords = []\nbuiltins.half_read()\nwords = ['small']\npages = ['small']"
    )
    book = imported_for_later()
    seen: list[object] = []
    other = Thread(target=lambda: seen.append(getattr(book, asked)))

    def half_read() -> None:
        other.start()
        other.join(A_MOMENT)

    monkeypatch.setattr("builtins.half_read", half_read, raising=False)
    assert book.words == ["small"]
    other.join()
    assert seen == [["small"]]


def test_a_fault_in_it_comes_out_where_it_is_asked_every_time(shelf: Path) -> None:
    (shelf / "book.py").write_text("words = []\n1 / 0")
    book = imported_for_later()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _ = book.words


def test_what_could_not_be_read_is_read_when_it_is_asked_again(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "book.py").write_text("import builtins\nwords = builtins.lamp")
    book = imported_for_later()
    with pytest.raises(AttributeError, match="lamp"):
        _ = book.words
    monkeypatch.setattr("builtins.lamp", "on", raising=False)
    assert book.words == "on"


@pytest.mark.usefixtures("shelf")
def test_once_read_it_is_a_module_as_any_other() -> None:
    book = imported_for_later()
    assert book.words == ["small", "light"]
    assert type(book) is ModuleType


@pytest.mark.usefixtures("shelf")
def test_a_library_that_puts_its_own_finder_in_front_is_left_unread_too() -> None:
    class Own(MetaPathFinder):
        """Finds the book, and would read it."""

        @override
        def find_spec(
            self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
        ) -> ModuleSpec | None:
            return PathFinder.find_spec(fullname, path)

    own = Own()
    with reading_later({"shelf.book"}):
        sys.meta_path.insert(0, own)
        importlib.import_module("shelf.book")
        assert is_unread("shelf.book")
    assert sys.meta_path[0] is own
    sys.meta_path.remove(own)


@pytest.mark.usefixtures("shelf")
def test_afterwards_modules_are_found_as_before() -> None:
    before = list(sys.meta_path)
    imported_for_later()
    assert sys.meta_path == before
    assert type(sys.meta_path) is list


def test_what_is_not_named_is_read_at_once(shelf: Path) -> None:
    (shelf / "other.py").write_text(BODY)
    with reading_later({"shelf.book"}):
        importlib.import_module("shelf.other")
    assert times_read() == 1


@pytest.mark.usefixtures("shelf")
def test_what_is_not_there_is_missed_at_once() -> None:
    with reading_later({"shelf.gone"}), pytest.raises(ModuleNotFoundError):
        importlib.import_module("shelf.gone")

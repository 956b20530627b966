"""Modules of libraries that a start does not need are read when they are first asked."""

import builtins
import sys
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Final, SupportsIndex, cast

from rlscompanion.backports import override

if TYPE_CHECKING:
    from importlib.abc import Loader

    from _typeshed.importlib import MetaPathFinderProtocol as Finder

_plain_import: Final = builtins.__import__
_unread: Final[dict[ModuleType, tuple[ModuleSpec, "Loader"]]] = {}
_reading: Final = RLock()
_OF_EVERY_MODULE: Final = frozenset(dir(ModuleType)) | vars(ModuleType("")).keys()


@contextmanager
def reading_later(names: Collection[str]) -> Generator[None]:
    """Leave these modules, full names, unread where they are imported meanwhile.

    Each is read when something that it defines is first asked for; the import itself, and what
    every module has, such as its name, do not read it.
    """
    finders = sys.meta_path
    first = _Finder(names)
    sys.meta_path = _Finders([first, *finders])
    try:
        yield
    finally:
        finders[:] = [finder for finder in sys.meta_path if finder is not first]
        sys.meta_path = finders


def read(module: ModuleType) -> None:
    """Read a module that was left unread, or wait for the thread that does. Raises what it does."""
    with _reading:
        unread = _unread.pop(module, None)
        if unread is None:
            return
        try:
            _read(module, *unread)
        except BaseException:
            _unread[module] = unread
            raise
        module.__class__ = ModuleType


def is_unread(name: str) -> bool:
    """Return whether a module was imported, and nothing was asked of it yet."""
    return any(module.__name__ == name for module in tuple(_unread))


class _ReadWhenAsked(ModuleType):
    """A module as any other from when it is read; whoever asks it before waits for that."""

    @override
    def __getattribute__(self, name: str) -> object:
        if name not in _OF_EVERY_MODULE:
            read(self)
        return ModuleType.__getattribute__(self, name)


def _read(module: ModuleType, spec: ModuleSpec, loader: "Loader") -> None:
    # PySide6 publishes modules under names of its own, which their loader does not know, and
    # wraps import in a function that asks one of them.
    published, module.__spec__ = module.__spec__, spec
    wrapped, builtins.__import__ = builtins.__import__, _plain_import
    try:
        loader.exec_module(module)
    finally:
        module.__spec__ = published
        builtins.__import__ = wrapped


class _Finder:
    """Finds the named modules as the other finders do, and leaves them unread."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)
        self._found: dict[str, tuple[ModuleSpec, Loader]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if fullname not in self._names:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                self._found[fullname] = spec, spec.loader
                # For importlib this has all that a loader has.
                return ModuleSpec(fullname, cast("Loader", self), origin=spec.origin)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _ReadWhenAsked(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        _unread[module] = self._found[module.__name__]


class _Finders(list["Finder"]):
    """``sys.meta_path`` with a finder that stays the first."""

    @override
    def insert(self, index: SupportsIndex, finder: "Finder", /) -> None:
        super().insert(int(index) or 1, finder)

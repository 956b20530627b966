"""PySide6 loaded without what only its error messages need.

At every start PySide6 unpacks and compiles modules that know the signatures of its functions, more
than two fifths of all that opening an empty window costs. They are asked only when a call does not
fit its function, or for a signature.
"""

import builtins
import sys
from functools import partial
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Final

from rlscompanion.reading_later import is_unread, read, reading_later

_SUPPORT: Final = {
    "shibokensupport.feature",
    "shibokensupport.signature.errorhandler",
    "shibokensupport.signature.importhandler",
    "shibokensupport.signature.layout",
    "shibokensupport.signature.lib.enum_sig",
    "shibokensupport.signature.lib.pyi_generator",
    "shibokensupport.signature.lib.tool",
    "shibokensupport.signature.parser",
}
_LOADED_FOR_THEM: Final = {"bz2", "lzma", "shutil", "tempfile", "traceback"}
"""What of Python itself PySide6 loads only for these."""

_MAPPING: Final = "shibokensupport.signature.mapping"
_MAPPING_SEEN: Final = (6, 12)
"""The newest PySide6 in which ``update_mapping`` was seen to be all that is taken out of it."""


def load_pyside() -> None:
    """Load PySide6.QtCore, and with it what PySide6 does once in a process. Raises ImportError."""
    plain_import = builtins.__import__
    with reading_later(_SUPPORT | _LOADED_FOR_THEM | {_MAPPING}):
        # Before PySide6, which would read what is left unread.
        import_module("shiboken6")
        _let_mapping_be_taken()
        import_module("PySide6.QtCore")
    # PySide6 may have wrapped import, to read the source of every later module in search of
    # ``__feature__``, which nobody here uses: 20 ms of the start, and all that source in memory.
    builtins.__import__ = plain_import


def _let_mapping_be_taken() -> None:
    """Let PySide6 take ``update_mapping`` out of its module's dictionary without asking it.

    It takes it at each wrong call, in any thread, and then looks into that dictionary: what is
    there stands before the module and is no part of it, so that nobody finds it half read.
    """
    if not is_unread(_MAPPING):
        return
    mapping = sys.modules[_MAPPING]
    if sys.modules["shiboken6"].__version_info__[:2] > _MAPPING_SEEN:
        read(mapping)
        return
    one_by_one = RLock()

    def update_mapping() -> None:
        with one_by_one:
            for name in sys.modules.keys() & _SUPPORT:
                read(sys.modules[name])
            mapping.update_mapping()
            vars(taken).update({**vars(mapping), **own})

    taken = ModuleType(_MAPPING)
    own = {"__getattr__": partial(getattr, mapping), "update_mapping": update_mapping}
    vars(taken).update(own)
    sys.modules[_MAPPING] = taken

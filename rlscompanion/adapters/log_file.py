"""The log folder: our own faults with their tracebacks, nothing personal."""

import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rlscompanion.adapters.folders import make
from rlscompanion.backports import override

if TYPE_CHECKING:
    from rlscompanion.adapters.rotating_file import RotatingPrivateFile

log = logging.getLogger(__name__)


class _LogFile(logging.Handler):
    """The log file, which is there, and loaded, from its first line on: most days have none."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path

    @cached_property
    def _file(self) -> "RotatingPrivateFile":
        from rlscompanion.adapters.rotating_file import RotatingPrivateFile  # noqa: PLC0415

        file = RotatingPrivateFile(self._path)
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        return file

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._file.emit(record)

    @override
    def close(self) -> None:
        if "_file" in self.__dict__:
            self._file.close()
        super().close()


@contextmanager
def logging_to(logs: Path) -> Generator[None]:
    """Log our own faults with their tracebacks into the log folder; uncaught ones as well."""
    make(logs)
    handler = _LogFile(logs / "rlscompanion.log")
    root = logging.getLogger()
    root.addHandler(handler)
    hook = sys.excepthook
    sys.excepthook = lambda kind, error, trace: log.critical(
        "a fault of ours", exc_info=(kind, error, trace)
    )
    try:
        yield
    finally:
        sys.excepthook = hook
        root.removeHandler(handler)
        handler.close()

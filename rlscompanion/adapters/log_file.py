"""The log folder: our own faults with their tracebacks, nothing personal."""

import logging
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from typing_extensions import override

from rlscompanion.adapters.folders import make

LOG_BYTES: Final = 1_000_000

log = logging.getLogger(__name__)


class _PrivateFileHandler(RotatingFileHandler):
    @override
    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return TextIOWrapper(os.fdopen(number, "ab"), encoding=self.encoding)


@contextmanager
def logging_to(logs: Path) -> Generator[None]:
    """Log our own faults with their tracebacks into the log folder; uncaught ones as well."""
    make(logs)
    handler = _PrivateFileHandler(
        logs / "rlscompanion.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
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

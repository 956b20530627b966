"""A log file for its owner only, that begins anew before it grows too large."""

import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from rlscompanion.backports import override

LOG_BYTES: Final = 1_000_000
OLD_ONES: Final = 2


class RotatingPrivateFile(RotatingFileHandler):
    """Made with its first line."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=LOG_BYTES, backupCount=OLD_ONES, encoding="utf-8", delay=True
        )

    @override
    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return TextIOWrapper(os.fdopen(number, "ab"), encoding=self.encoding)

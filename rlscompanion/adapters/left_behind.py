"""The numbers of our notices on the screen, for the start after a crash. No word is in it."""

import logging
from collections.abc import Iterable
from pathlib import Path

from msgspec import MsgspecError, Struct, json

from rlscompanion.adapters.files import write_whole
from rlscompanion.domain.mendable import Mendable

_logger = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    service: str
    notices: frozenset[int]


class LeftBehind:
    """A small file of ours. Its numbers mean something to one run of one service only."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, service: str) -> frozenset[int]:
        """Return the numbers that this run of a service gave to us; none where it is another."""
        try:
            kept = json.decode(self._file.read_bytes(), type=_Kept)
        except (OSError, MsgspecError):
            return frozenset()
        return kept.notices if kept.service == service else frozenset()

    def keep(self, service: str, numbers: Iterable[int]) -> None:
        """Keep what stands now in the place of what was kept before."""
        kept = _Kept(service, frozenset(numbers))
        try:
            if kept.notices:
                write_whole(self._file, json.encode(kept))
            else:
                self._file.unlink(missing_ok=True)
        except (OSError, Mendable) as error:
            _logger.warning("What stands on the screen is not kept: %s", type(error).__name__)

"""Writes through the services without end, and says each number once it is confirmed.

python endless_writer.py HOME FIRST
"""

import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.profile import Profile

NIGHT = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
TOGETHER = 3


def write(parts: Companion, n: int) -> None:
    """Write something that belongs together and carries the number."""
    match n % 3:
        case 0:
            entries = [
                Entry(NIGHT, EntryKind.VISIT, AT, AT, {"field": f"{n}/{k}", "value": "x" * 99})
                for k in range(TOGETHER)
            ]
            parts.journal.append(*entries)
        case 1:
            parts.settings.put_all({"one": str(n), "two": str(n)})
        case _:
            at = AT + timedelta(seconds=n)
            parts.planning.routines.save(
                parts.planning.routine(), at, Profile(birth_year=1900 + n % 100)
            )


def main() -> None:
    parts = Companion(home_folders(Path(sys.argv[1])))
    for n in count(int(sys.argv[2])):
        write(parts, n)
        print(n, flush=True)


if __name__ == "__main__":
    main()

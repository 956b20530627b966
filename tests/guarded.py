"""Runs the program with a guard that writes down every address a socket is used with.

python guarded.py LOG ARGUMENT …
"""

import os
import sys
from pathlib import Path

NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request")


def main() -> int:
    log = Path(sys.argv[1])

    def guard(event: str, given: tuple[object, ...]) -> None:
        if event in NETWORK and not isinstance(given[1], str | bytes | None):
            log.open("a").write(f"{event} {given[1]}\n")
        elif event in NAMES:
            log.open("a").write(f"{event} {given}\n")

    sys.addaudithook(guard)
    os.umask(0)
    from rlscompanion.cli import main as program  # noqa: PLC0415  (under the guard)

    return program(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())

"""The connections that a test opens, and those among them that nobody closed."""

import sqlite3
from collections.abc import Iterable


def still_open(connections: Iterable[sqlite3.Connection]) -> list[sqlite3.Connection]:
    return [connection for connection in connections if _is_open(connection)]


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True

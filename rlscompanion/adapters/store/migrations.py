"""Ordered migrations: the n-th makes a database of version n out of one of version n - 1."""

from typing import Final

MIGRATIONS: Final = (
    """
    CREATE TABLE routine_revision (
        id INTEGER PRIMARY KEY,
        saved TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE profile_revision (
        id INTEGER PRIMARY KEY,
        saved TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        night TEXT NOT NULL,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        recorded TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entry_by_night ON entry (night, id);
    CREATE TABLE fired (
        reminder TEXT PRIMARY KEY,
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)

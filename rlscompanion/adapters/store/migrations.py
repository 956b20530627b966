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
    """
    CREATE INDEX entry_seldom ON entry (kind, id)
        WHERE kind NOT IN ('mark', 'drink', 'flare-up', 'check-in')
    """,
    """
    CREATE TABLE reminder_event (
        id INTEGER PRIMARY KEY,
        reminder TEXT NOT NULL UNIQUE,
        due TEXT NOT NULL,
        at TEXT NOT NULL,
        outcome TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE experiment (
        id INTEGER PRIMARY KEY,
        step TEXT NOT NULL,
        question TEXT NOT NULL,
        outcome TEXT NOT NULL,
        nights INTEGER NOT NULL,
        block INTEGER NOT NULL,
        max_run INTEGER NOT NULL,
        seed TEXT NOT NULL,
        generator INTEGER NOT NULL,
        expectation INTEGER NOT NULL,
        first_night TEXT NOT NULL,
        plan_sha256 TEXT NOT NULL,
        created TEXT NOT NULL,
        run_in_rated INTEGER NOT NULL,
        run_in_mean REAL,
        run_in_sd REAL,
        state TEXT NOT NULL,
        ended TEXT,
        went_on TEXT
    ) STRICT;
    CREATE TABLE assignment (
        experiment INTEGER NOT NULL REFERENCES experiment (id),
        number INTEGER NOT NULL,
        block INTEGER NOT NULL,
        arm TEXT NOT NULL,
        night TEXT,
        revealed TEXT,
        adherence TEXT,
        note TEXT NOT NULL DEFAULT '',
        void INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (experiment, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE kept (
        id INTEGER PRIMARY KEY,
        night TEXT NOT NULL,
        kind TEXT NOT NULL,
        at INTEGER NOT NULL,
        recorded INTEGER,
        body TEXT NOT NULL
    ) STRICT;
    INSERT INTO kept
        SELECT id, night, kind, micros, nullif(recorded_micros, micros), body
        FROM (
            SELECT *,
                strftime('%s', substr(at, 1, 19)) * 1000000
                    + CASE substr(at, 20, 1) WHEN '.' THEN substr(at, 21, 6) ELSE 0 END AS micros,
                strftime('%s', substr(recorded, 1, 19)) * 1000000
                    + CASE substr(recorded, 20, 1) WHEN '.' THEN substr(recorded, 21, 6) ELSE 0 END
                    AS recorded_micros
            FROM entry
        )
        ORDER BY id;
    DROP TABLE entry;
    ALTER TABLE kept RENAME TO entry;
    CREATE INDEX entry_by_night ON entry (night, id);
    CREATE INDEX entry_seldom ON entry (kind, id)
        WHERE kind NOT IN ('mark', 'drink', 'flare-up', 'check-in')
    """,
)
NEWEST_TABLES: Final = (
    "assignment",
    "entry",
    "experiment",
    "fired",
    "profile_revision",
    "reminder_event",
    "routine_revision",
    "setting",
)
"""What is there after the last of them."""

"""Entries of the first version of the store, read by this one."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import rlscompanion.adapters.store.database as database_module
from rlscompanion.adapters.store.database import FILE_NAME, Database
from rlscompanion.adapters.store.journal import EPOCH, SqliteJournal
from rlscompanion.adapters.store.migrations import MIGRATIONS
from rlscompanion.domain.journal import Entry, EntryKind

NIGHT = date(2026, 11, 22)


@pytest.mark.parametrize("micros", [0, 1, 123456, 999999])
def test_entries_written_as_texts_keep_every_microsecond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, micros: int
) -> None:
    at = datetime(2026, 11, 22, 20, 0, 59, micros, tzinfo=UTC)
    later = at + timedelta(hours=9)
    body = '{"step": "stretching", "mark": "done"}'
    with monkeypatch.context() as first_version:
        first_version.setattr(database_module, "MIGRATIONS", MIGRATIONS[:1])
        old = Database(tmp_path)
        with old.transaction() as connection:
            for recorded in (at, later):
                connection.execute(
                    "INSERT INTO entry (night, kind, at, recorded, body) VALUES (?, ?, ?, ?, ?)",
                    (NIGHT.isoformat(), "mark", at.isoformat(), recorded.isoformat(), body),
                )
        old.close()
    database = Database(tmp_path)
    said = {"step": "stretching", "mark": "done"}
    assert SqliteJournal(database).entries([NIGHT]) == (
        Entry(NIGHT, EntryKind.MARK, at, at, said),
        Entry(NIGHT, EntryKind.MARK, at, later, said),
    )
    database.close()


def test_seldom_kinds_are_found_by_their_index(tmp_path: Path) -> None:
    database = Database(tmp_path)
    SqliteJournal(database).append(Entry(NIGHT, EntryKind.VISIT, EPOCH, EPOCH, {}))
    asked: list[str] = []
    with database.transaction() as connection:
        connection.set_trace_callback(asked.append)
        SqliteJournal(database).of_kind(EntryKind.VISIT)
        connection.set_trace_callback(None)
    database.close()
    (query,) = [text for text in asked if text.startswith("SELECT")]
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert "entry_seldom" in str(plan)

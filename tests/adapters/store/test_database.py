import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from connections import still_open

from rlscompanion.adapters.store import database as database_module
from rlscompanion.adapters.store import shape
from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.fired import SqliteFired
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.migrations import MIGRATIONS, NEWEST_TABLES
from rlscompanion.adapters.store.profiles import SqliteProfiles
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.adapters.store.settings import SqliteSettings
from rlscompanion.adapters.store.tables import NewDatabase
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import Routine

AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
NIGHT = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "data"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    made = Database(folder)
    yield made
    made.close()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def ask(path: Path, question: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchone()[0]


def put_a_setting(folder: Path, value: str = "soft") -> Path:
    made = Database(folder)
    SqliteSettings(made).put("sound", value)
    made.close()
    return made.path


def entry(text: str) -> Entry:
    return Entry(NIGHT, EntryKind.DRINK, AT, AT, {"had": text})


def test_looking_at_a_new_home_creates_nothing(folder: Path, database: Database) -> None:
    assert SqliteRoutines(database).revisions() == ()
    assert SqliteProfiles(database).load() == Profile()
    assert SqliteJournal(database).entries([NIGHT]) == ()
    assert SqliteFired(database).of_night(NIGHT) == frozenset()
    assert SqliteSettings(database).get("sound") is None
    assert not folder.parent.exists()


def test_the_file_and_its_folder_are_for_their_owner_only(folder: Path, database: Database) -> None:
    SqliteSettings(database).put("sound", "soft")
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert {path.suffix for path in folder.iterdir()} >= {".sqlite3", ".sqlite3-wal"}


def test_a_file_and_folder_that_others_could_read_are_closed_to_them(folder: Path) -> None:
    path = put_a_setting(folder)
    path.chmod(0o644)
    folder.chmod(0o755)
    put_a_setting(folder, "bell")
    assert (mode(path), mode(folder)) == (0o600, 0o700)


def test_it_writes_ahead_and_knows_its_version(folder: Path) -> None:
    path = put_a_setting(folder)
    assert ask(path, "PRAGMA journal_mode") == "wal"
    assert ask(path, "PRAGMA user_version") == len(MIGRATIONS)


def test_what_was_confirmed_is_there_for_another_process(folder: Path, database: Database) -> None:
    SqliteSettings(database).put("sound", "soft")
    assert ask(database.path, "SELECT value FROM setting") == "soft"
    other = Database(folder)
    SqliteSettings(other).put("sound", "bell")
    assert SqliteSettings(database).get("sound") == "bell"
    other.close()


def refusal(folder: Path) -> str:
    """Return the sentence with which a file is refused, for looking and for writing alike."""
    made = Database(folder)
    with pytest.raises(StoreError) as looking:
        SqliteSettings(made).get("sound")
    with pytest.raises(StoreError) as writing:
        SqliteSettings(made).put("sound", "soft")
    made.close()
    assert str(looking.value) == str(writing.value)
    assert str(made.path) in str(looking.value)
    assert "\n" not in str(looking.value)
    return str(looking.value)


def test_a_file_of_a_newer_version_is_refused_in_a_sentence_and_left_alone(folder: Path) -> None:
    path = put_a_setting(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    assert "newer version" in refusal(folder)
    assert ask(path, "PRAGMA user_version") == len(MIGRATIONS) + 1
    assert ask(path, "SELECT value FROM setting") == "soft"


def test_a_zero_length_file_is_begun_anew(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "companion.sqlite3").touch()
    made = Database(folder)
    assert SqliteRoutines(made).revisions() == ()
    made.close()
    put_a_setting(folder)


def test_what_is_no_database_is_refused_in_a_sentence_and_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "companion.sqlite3"
    path.write_bytes(b"My diary. " * 500)
    assert "move it aside" in refusal(folder)
    assert path.read_bytes() == b"My diary. " * 500


def test_a_damaged_file_is_refused_in_a_sentence(folder: Path) -> None:
    path = put_a_setting(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xa5" * (len(whole) - 100))
    assert "damaged" in refusal(folder)


def test_a_file_that_was_cut_short_is_refused_in_a_sentence(folder: Path) -> None:
    path = put_a_setting(folder)
    path.write_bytes(path.read_bytes()[:5000])
    assert "damaged" in refusal(folder)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    made = Database(tmp_path / "home" / "data")
    with pytest.raises(StoreError, match="home"):
        SqliteSettings(made).put("sound", "soft")


def test_a_copy_is_kept_before_a_migration(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_a_setting(folder)
    more = (*MIGRATIONS, "CREATE TABLE more (x TEXT NOT NULL) STRICT; DELETE FROM setting")
    monkeypatch.setattr(database_module, "MIGRATIONS", more)
    made = Database(folder)
    assert SqliteSettings(made).get("sound") is None
    made.close()
    assert ask(path, "PRAGMA user_version") == len(more)
    (kept,) = (folder / "backups").glob("before-migration*.sqlite3")
    assert mode(kept) == 0o600
    assert ask(kept, "PRAGMA user_version") == len(MIGRATIONS)
    assert ask(kept, "SELECT value FROM setting") == "soft"


def test_a_migration_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_a_setting(folder)
    broken = (*MIGRATIONS, "DELETE FROM setting; CREATE NONSENSE")
    monkeypatch.setattr(database_module, "MIGRATIONS", broken)
    made = Database(folder)
    with pytest.raises(sqlite3.OperationalError):
        SqliteSettings(made).get("sound")
    made.close()
    assert ask(path, "PRAGMA user_version") == len(MIGRATIONS)
    assert ask(path, "SELECT value FROM setting") == "soft"


def test_entries_are_written_all_together_or_not_at_all(database: Database) -> None:
    journal = SqliteJournal(database)
    journal.append(entry("one"))
    with pytest.raises(TypeError):
        journal.append(entry("two"), Entry(NIGHT, EntryKind.DRINK, AT, AT, {"had": object()}))  # type: ignore[dict-item]
    assert [found.body["had"] for found in journal.entries([NIGHT])] == ["one"]


def test_a_routine_and_its_profile_are_written_together_or_not_at_all(database: Database) -> None:
    routines, profiles = SqliteRoutines(database), SqliteProfiles(database)
    routines.save(Routine(), AT)
    with database.transaction() as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON profile_revision "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(sqlite3.IntegrityError):
        routines.save(Routine(), AT, Profile(birth_year=1968))
    assert len(routines.revisions()) == 1
    assert profiles.load() == Profile()


def test_a_full_disk_is_said_in_a_sentence_and_the_next_write_works(database: Database) -> None:
    journal = SqliteJournal(database)
    journal.append(entry("one"))
    (pages,) = database.rows("PRAGMA page_count")[0]
    database.rows(f"PRAGMA max_page_count={pages + 4}")
    with pytest.raises(StoreError, match="the disk is full"):
        journal.append(entry("x" * 100_000))
    journal.append(entry("two"))
    assert [found.body["had"] for found in journal.entries([NIGHT])] == ["one", "two"]


def test_a_database_in_use_elsewhere_is_said_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_a_setting(folder)
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.0)
    made = Database(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use"):
            SqliteSettings(made).put("sound", "bell")
        other.execute("ROLLBACK")
    SqliteSettings(made).put("sound", "bell")
    made.close()


def test_of_many_threads_one_claims_a_reminder(database: Database) -> None:
    fired = SqliteFired(database)
    claims: list[bool] = []
    threads = [
        threading.Thread(target=lambda: claims.append(fired.claim("2026-11-22/a/due", AT)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claims) == [False] * 7 + [True]


def test_the_tables_of_the_newest_version_are_the_named_ones() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        shape.migrate(fresh, MIGRATIONS)
        assert tuple(sorted(shape.columns(fresh))) == NEWEST_TABLES


@pytest.mark.parametrize("version", [1, len(MIGRATIONS) - 1, len(MIGRATIONS)])
def test_another_programs_file_with_our_number_on_it_is_left_alone(
    folder: Path, version: int
) -> None:
    folder.mkdir(parents=True)
    path = folder / "companion.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.execute(f"PRAGMA user_version={version}")
    before = path.read_bytes()
    assert "another program" in refusal(folder)
    assert path.read_bytes() == before


def test_a_table_that_somebody_added_is_no_hindrance(folder: Path) -> None:
    path = put_a_setting(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    put_a_setting(folder, "bell")
    assert ask(path, "SELECT value FROM setting") == "bell"


def test_a_migration_without_a_whole_copy_is_not_begun(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_a_setting(folder)
    (folder / "backups").write_text("a file in its place")
    monkeypatch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, "DELETE FROM setting"))
    made = Database(folder)
    with pytest.raises(StoreError, match="backups"):
        SqliteSettings(made).get("sound")
    made.close()
    assert ask(path, "SELECT value FROM setting") == "soft"


def out_of_order(*_: object) -> None:
    raise sqlite3.OperationalError("disk I/O error")


def test_a_file_that_may_only_be_read_and_cannot_be_is_closed(
    folder: Path, opened: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_a_setting(folder)
    monkeypatch.setattr("os.access", lambda _, mode: mode == os.R_OK)
    monkeypatch.setattr(shape, "version_of", out_of_order)
    with pytest.raises(sqlite3.OperationalError):
        Database(folder).rows("SELECT 1")
    assert opened
    assert still_open(opened) == []


def test_a_file_that_cannot_be_filled_is_closed(
    tmp_path: Path, opened: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape, "migrate", out_of_order)
    with pytest.raises(sqlite3.OperationalError), NewDatabase(tmp_path / "new"):
        pass
    assert opened
    assert still_open(opened) == []

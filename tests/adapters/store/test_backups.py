"""Backups of a real database: whole, private, and able to bring it back."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from rlscompanion.adapters.store import database as database_module
from rlscompanion.adapters.store.backups import FOLDER, SqliteBackups
from rlscompanion.adapters.store.copies import checked_copy
from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.adapters.store.settings import SqliteSettings
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.mendable import StoreDamagedError, StoreError
from rlscompanion.domain.routine import Routine

AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a home with ünusual 🌙 name" / "data"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    made = Database(folder)
    SqliteSettings(made).put("sound", "soft")
    SqliteRoutines(made).save(Routine(), AT)
    yield made
    made.close()


@pytest.fixture
def backups(database: Database) -> SqliteBackups:
    return SqliteBackups(database)


def sound(database: Database) -> str | None:
    return SqliteSettings(database).get("sound")


def test_a_backup_brings_back_what_was_there_and_keeps_what_it_replaces(
    database: Database, backups: SqliteBackups
) -> None:
    assert backups.make(TODAY)
    SqliteSettings(database).put("sound", "bell")

    kept = backups.restore(backups.file_of(TODAY), AT)

    assert sound(database) == "soft"
    assert kept is not None
    backups.restore(kept, AT + timedelta(seconds=1))
    assert sound(database) == "bell"


def test_there_is_one_backup_a_day(database: Database, backups: SqliteBackups) -> None:
    assert backups.make(TODAY)
    SqliteSettings(database).put("sound", "bell")
    assert not backups.make(TODAY)
    assert backups.make(TODAY + timedelta(days=1))
    assert backups.days() == (TODAY + timedelta(days=1), TODAY)


def test_a_year_of_backups_stays_small(database: Database, backups: SqliteBackups) -> None:
    for n in range(0, 120, 3):
        backups.make(TODAY + timedelta(days=n))
    assert len(backups.days()) <= 15
    assert backups.days()[0] == TODAY + timedelta(days=117)


def test_a_backup_is_made_while_the_database_is_written_to(
    database: Database, backups: SqliteBackups
) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE setting SET value = 'half done'")
        backups.make(TODAY)
    backups.restore(backups.file_of(TODAY), AT)
    assert sound(database) == "soft"


def test_backups_are_for_their_owner_only(backups: SqliteBackups, folder: Path) -> None:
    backups.make(TODAY)
    assert (folder / FOLDER).stat().st_mode & 0o777 == 0o700
    assert backups.file_of(TODAY).stat().st_mode & 0o777 == 0o600


def test_before_the_first_run_is_over_there_is_nothing_to_go_back_to(folder: Path) -> None:
    made = Database(folder)
    SqliteSettings(made).put("sound", "soft")
    assert not SqliteBackups(made).make(TODAY)
    SqliteRoutines(made).save(Routine(), AT)
    assert SqliteBackups(made).make(TODAY)
    made.close()


def test_a_backup_makes_no_folders(backups: SqliteBackups, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a folder"):
        backups.write(tmp_path / "nowhere" / "copy.sqlite3")
    assert not (tmp_path / "nowhere").exists()


def test_looking_for_backups_in_a_new_home_leaves_no_trace(tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    backups = SqliteBackups(database)
    assert backups.days() == ()
    assert backups.newest_good(TODAY) is None
    assert not backups.make(TODAY)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_set_aside_and_the_newest_good_backup_comes_back(
    database: Database, backups: SqliteBackups
) -> None:
    backups.make(TODAY)
    backups.make(TODAY + timedelta(days=1))
    database.close()
    damaged = b"not a database at all" * 1000
    database.path.write_bytes(damaged)
    backups.file_of(TODAY + timedelta(days=1)).write_bytes(b"nor is this")

    assert backups.newest_good(TODAY + timedelta(days=1)) == TODAY
    kept = backups.restore(backups.file_of(TODAY), AT)

    assert sound(database) == "soft"
    assert kept is not None
    assert kept.read_bytes() == damaged


def test_starting_anew_keeps_the_damaged_file(database: Database, backups: SqliteBackups) -> None:
    database.close()
    database.path.write_bytes(b"rubbish" * 100)
    with pytest.raises(StoreDamagedError, match="not a database"):
        sound(database)

    kept = backups.start_anew(AT)

    assert sound(database) is None
    assert kept is not None
    assert kept.read_bytes() == b"rubbish" * 100


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _from_the_future(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")


def _foreign_with_our_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.execute("PRAGMA user_version=1")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _hollow(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(5000))


def _rubbish(path: Path) -> None:
    path.write_bytes(b"rubbish" * 100)


def _missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_empty, "not a database"),
        (_rubbish, "cannot be read as a backup; name another one"),
        (_hollow, "a.sqlite3"),
        (Path.mkdir, "not there"),
        (_missing, "not there"),
        (_foreign, "not a database of RLS Companion"),
        (_foreign_with_our_version, "not a database of RLS Companion"),
        (_from_the_future, "newer version"),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_changes(
    tmp_path: Path,
    database: Database,
    backups: SqliteBackups,
    make: Callable[[Path], None],
    words: str,
) -> None:
    file = tmp_path / "a.sqlite3"
    make(file)
    with pytest.raises(StoreError, match=words):
        backups.restore(file, AT)
    assert sound(database) == "soft"
    assert not (database.path.parent / FOLDER).exists()


def test_a_backup_with_any_damage_is_never_restored_as_if_it_were_whole(
    tmp_path: Path, database: Database, backups: SqliteBackups
) -> None:
    SqliteJournal(database).append(
        *(
            Entry(date(2026, 1, 1), EntryKind.DRINK, AT, AT, {"had": f"{n}" * 20})
            for n in range(2000)
        )
    )
    whole = tmp_path / "whole.sqlite3"
    backups.write(whole)
    content = whole.read_bytes()
    chance = random.Random(22)
    for _ in range(40):
        damaged = tmp_path / "damaged.sqlite3"
        cut = chance.randrange(1, len(content) - 1)
        damaged.write_bytes(content[:cut])
        with pytest.raises(StoreError):
            backups.restore(damaged, AT)
    assert sound(database) == "soft"


def test_everything_that_is_deleted_takes_the_backup_along_that_is_being_made(
    database: Database, backups: SqliteBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def slowly(source: Path, target: Path) -> None:
        begun.set()
        assert go_on.wait(60)
        checked_copy(source, target)

    monkeypatch.setattr("rlscompanion.adapters.store.backups.checked_copy", slowly)
    with ThreadPoolExecutor() as threads:
        making = threads.submit(backups.make, TODAY)
        assert begun.wait(60)
        deleting = threads.submit(backups.delete_everything)
        go_on.set()
        assert making.result()
        deleting.result()
    assert not (database.path.parent / FOLDER).exists()
    assert not database.path.exists()


def test_everything_can_be_deleted(database: Database, backups: SqliteBackups) -> None:
    backups.make(TODAY)
    backups.restore(backups.file_of(TODAY), AT)
    backups.delete_everything()
    assert list(database.path.parent.iterdir()) == []
    assert sound(database) is None


def test_another_programs_database_in_our_place_is_left_alone(tmp_path: Path) -> None:
    database = Database(tmp_path)
    _foreign(database.path)
    before = database.path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        SqliteSettings(database).put("sound", "soft")
    database.close()
    assert database.path.read_bytes() == before


def test_a_clock_that_was_once_wrong_hides_no_newer_backup(
    database: Database, backups: SqliteBackups
) -> None:
    backups.make(date(2099, 1, 1))
    SqliteSettings(database).put("sound", "bell")
    backups.make(TODAY)
    assert backups.newest_good(TODAY) == TODAY
    backups.make(date(1970, 1, 1))
    assert backups.newest_good(date(1970, 1, 1)) == date(1970, 1, 1)
    assert set(backups.days()) == {date(2099, 1, 1), TODAY, date(1970, 1, 1)}


@pytest.mark.parametrize("today", [date(1970, 1, 1), TODAY, date(2099, 12, 31)])
def test_the_backup_just_made_is_never_thinned_out(
    database: Database, backups: SqliteBackups, today: date
) -> None:
    for n in range(0, 90, 2):
        backups.make(date(2026, 1, 1) + timedelta(days=n))
    assert backups.make(today)
    assert today in backups.days()
    assert not backups.make(today)
    assert sound(database) == "soft"


def test_what_was_replaced_is_kept_twice_in_a_second_and_whatever_the_clock_says(
    database: Database, backups: SqliteBackups
) -> None:
    backups.make(TODAY)
    kept: list[Path] = []
    for n in range(9):
        SqliteSettings(database).put("sound", f"sound {n}")
        at = AT if n < 8 else datetime(1970, 1, 1, tzinfo=UTC)
        made = backups.restore(backups.file_of(TODAY), at)
        assert made is not None
        kept.append(made)
    assert kept[-1].exists()
    assert len({file for file in kept if file.exists()}) == 5
    backups.restore(kept[-1], AT + timedelta(days=1))
    assert sound(database) == "sound 8"


def test_who_had_the_old_file_open_writes_into_the_new_one(
    folder: Path, database: Database, backups: SqliteBackups
) -> None:
    other = Database(folder)
    SqliteSettings(other).put("palette", "day")
    backups.make(TODAY)
    backups.restore(backups.file_of(TODAY), AT)

    SqliteSettings(other).put("sound", "bell")
    other.close()

    assert sound(database) == "bell"
    database.close()
    again = Database(folder)
    assert SqliteSettings(again).all() == {"sound": "bell", "palette": "day"}
    again.close()


def test_nothing_is_replaced_while_another_program_writes(
    database: Database, backups: SqliteBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.0)
    backups.make(TODAY)
    database.close()
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE setting SET value = 'bell'")
        with pytest.raises(StoreError, match="in use"):
            backups.restore(backups.file_of(TODAY), AT)
        with pytest.raises(StoreError, match="in use"):
            backups.delete_everything()
        other.execute("COMMIT")
    assert sound(database) == "bell"


def test_the_log_of_a_damaged_database_is_kept_with_it(
    database: Database, backups: SqliteBackups
) -> None:
    backups.make(TODAY)
    database.close()
    whole = database.path.read_bytes()
    database.path.write_bytes(whole[:-4096] + b"\xa5" * 4096)
    SqliteSettings(database).put("sound", "bell")
    log = database.path.with_name(f"{database.path.name}-wal").read_bytes()

    kept = backups.restore(backups.file_of(TODAY), AT)

    assert kept is not None
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == log
    assert sound(database) == "soft"


def test_a_folder_in_the_place_of_the_database_is_moved_aside(
    folder: Path, tmp_path: Path, database: Database, backups: SqliteBackups
) -> None:
    backups.write(tmp_path / "whole.sqlite3")
    database.close()
    database.path.unlink()
    database.path.mkdir()
    (database.path / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(StoreError):
        sound(database)
    kept = backups.restore(tmp_path / "whole.sqlite3", AT)
    assert kept is not None
    assert (kept / "letter.txt").read_text("utf-8") == "dear"
    assert sound(database) == "soft"


def test_a_backup_whose_rows_cannot_be_read_is_not_called_good(
    database: Database, backups: SqliteBackups
) -> None:
    backups.make(TODAY)
    backups.make(TODAY + timedelta(days=1))
    newest = backups.file_of(TODAY + timedelta(days=1))
    with closing(sqlite3.connect(newest)) as connection:
        connection.execute(
            "INSERT INTO entry (night, kind, at, body) VALUES ('2026-11-22', 'mark', 0, '{}')"
        )
        connection.commit()
    assert backups.newest_good(TODAY + timedelta(days=1)) == TODAY


def test_a_backup_that_acts_by_itself_is_refused(
    tmp_path: Path, database: Database, backups: SqliteBackups
) -> None:
    file = tmp_path / "hostile.sqlite3"
    backups.write(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM setting; END")
    with pytest.raises(StoreError, match="not a database of RLS Companion"):
        backups.restore(file, AT)
    assert sound(database) == "soft"


def test_a_table_that_somebody_added_does_not_stop_the_backups(
    database: Database, backups: SqliteBackups
) -> None:
    with database.transaction() as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    assert backups.make(TODAY)
    backups.restore(backups.file_of(TODAY), AT)
    assert sound(database) == "soft"


def test_a_damaged_database_is_not_backed_up_and_no_good_backup_goes(
    database: Database, backups: SqliteBackups
) -> None:
    for n in range(12):
        backups.make(TODAY - timedelta(days=20 - n))
    before = backups.days()
    database.close()
    whole = database.path.read_bytes()
    database.path.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
    with pytest.raises(StoreDamagedError, match="damaged") as refused:
        backups.make(TODAY)
    assert str(database.path) in str(refused.value)
    assert backups.days() == before
    assert not list((database.path.parent / FOLDER).glob(".*"))

"""Everything out to a folder and back: the same bytes, or nothing changed and one line says why."""

import csv
import hashlib
import io
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rlscompanion.adapters.folders import home_folders
from rlscompanion.adapters.store.backups import FOLDER, SqliteBackups
from rlscompanion.adapters.store.tables import TABLES, known_columns
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.episodes import Correction, episodes_in, retellings_in
from rlscompanion.domain.flare_record import Answer
from rlscompanion.domain.journal import BodyValue, Entry, EntryKind
from rlscompanion.domain.made_up_nights import MadeUp, made_up_nights
from rlscompanion.domain.mendable import Mendable

AT = datetime(2026, 11, 22, 20, tzinfo=UTC)


class Person:
    """Somebody with a home and a few weeks in it."""

    def __init__(self, home: Path) -> None:
        self.parts = Companion(home_folders(home))
        self.backups = SqliteBackups(self.parts.database)

    def lives(self) -> None:
        planning = self.parts.planning
        planning.save(planning.routine())
        self.parts.settings.put("emergency-number", '112, or "ask"\nthe neighbour 🌙')
        for n in range(20):
            at = AT + timedelta(days=n, microseconds=n * 7)
            self.parts.checking_off.mark("stretching", MarkKind.DONE, at)
            self.parts.fired.claim(f"2026-11-{n + 1:02}/stretching/due", at)

    def close(self) -> None:
        self.parts.database.close()


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    one = Person(tmp_path / "home")
    one.lives()
    yield one
    one.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Person]:
    one = Person(tmp_path / "other")
    yield one
    one.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_every_column_of_every_table_is_exported() -> None:
    assert {table: frozenset(columns) for table, columns in TABLES.items()} == known_columns()


def test_export_import_export_gives_the_same_bytes(
    person: Person, other: Person, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    person.backups.export_to(first)
    other.backups.import_from(first, AT)
    other.backups.export_to(second)
    assert contents(first) == contents(second)
    assert other.parts.planning.routine() == person.parts.planning.routine()


def test_a_flare_up_put_right_is_the_same_after_the_journey(
    person: Person, other: Person, tmp_path: Path
) -> None:
    night = AT.date()
    said = (
        Correction(AT, began=AT - timedelta(minutes=10), answer=Answer.WORSE),
        Correction(AT, ended=AT + timedelta(minutes=20), unanswered=True),
    )
    opened: dict[str, BodyValue] = {"event": "opened", "began": AT.isoformat()}
    person.parts.journal.append(
        *(
            Entry(night, EntryKind.FLARE_UP, AT, AT, body)
            for body in (opened, *(one.body() for one in said))
        )
    )
    person.backups.export_to(tmp_path / "out")
    other.backups.import_from(tmp_path / "out", AT)
    (stands,) = episodes_in(other.parts.journal.entries([night]))
    assert (stands,) == episodes_in(person.parts.journal.entries([night]))
    assert stands.ended - stands.began == timedelta(minutes=30)
    assert stands.last_answer is None
    assert len(retellings_in(other.parts.journal.entries([night]))) == 2


def test_instants_have_their_offset_and_nights_their_local_date(
    person: Person, tmp_path: Path
) -> None:
    person.backups.export_to(tmp_path / "out")
    rows = (tmp_path / "out" / "entry.csv").read_text("utf-8").splitlines()
    assert rows[1].split(",")[1:4] == ["2026-11-22", "mark", "2026-11-22T20:00:00+00:00"]


def test_an_export_is_for_its_owner_only(person: Person, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    person.backups.export_to(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_a_folder_with_something_in_it_is_left_alone(person: Person, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(Mendable, match="not empty"):
        person.backups.export_to(tmp_path / "out")
    assert contents(tmp_path / "out") == {"letter.txt": b"dear"}


def test_what_an_import_replaces_is_kept(person: Person, other: Person, tmp_path: Path) -> None:
    other.parts.settings.put("emergency-number", "999")
    person.backups.export_to(tmp_path / "out")
    kept = other.backups.import_from(tmp_path / "out", AT)
    assert kept is not None
    other.backups.restore(kept, AT + timedelta(seconds=1))
    assert other.parts.settings.get("emergency-number") == "999"


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        sign(folder)

    return spoil


def sign(folder: Path) -> None:
    """Make the checksums right, so that what is inside has to be looked at."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in manifest["sha256"]:
        manifest["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def _unsigned(folder: Path) -> None:
    file = folder / "setting.csv"
    file.write_text(file.read_text("utf-8").replace("112", "110"), "utf-8")


def _not_utf8(folder: Path) -> None:
    (folder / "setting.csv").write_bytes(b"key,value\nsound,\xff\n")


def _link(folder: Path) -> None:
    (folder / "entry.csv").unlink()
    (folder / "entry.csv").symlink_to("/dev/zero")


def _pipe(folder: Path) -> None:
    (folder / "entry.csv").unlink()
    os.mkfifo(folder / "entry.csv")


def _huge(folder: Path) -> None:
    os.truncate(folder / "entry.csv", 600 * 1024 * 1024)


def _no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _missing(folder: Path) -> None:
    (folder / "entry.csv").unlink()


SPOILT = {
    "changed by hand": (_unsigned, "setting.csv is not what was exported"),
    "no text": (_not_utf8, "setting.csv line 2: not UTF-8"),
    "a link": (_link, "entry.csv cannot be read"),
    "a pipe": (_pipe, "entry.csv is not a plain file"),
    "huge": (_huge, "entry.csv is too large"),
    "no manifest": (_no_manifest, "no export of RLS Companion"),
    "a file missing": (_missing, "entry.csv cannot be read"),
    "newer": (replaced("manifest.json", '"version": 1', '"version": 2'), "another version"),
    "of another app": (replaced("manifest.json", "rlscompanion-export", "diary"), "not an export"),
    "no night": (replaced("entry.csv", "2026-11-22", "yesterday"), "entry.csv line 2: night:"),
    "no offset": (replaced("entry.csv", "+00:00", ""), "entry.csv line 2: at:"),
    "no kind": (replaced("entry.csv", ",mark,", ",spell,"), "entry.csv line 2: kind:"),
    "no number": (replaced("entry.csv", "\n1,", "\none,"), "entry.csv line 2: id:"),
    "huge number": (replaced("entry.csv", "\n1,", "\n99999999999999999999,"), "line 2"),
    "twice": (replaced("entry.csv", "\n2,", "\n1,"), "entry.csv line 3: UNIQUE"),
    "another column": (replaced("entry.csv", "id,night", "night,id"), "entry.csv line 1"),
    "too few": (replaced("fired.csv", "reminder,at\n", "reminder,at\nalone\n"), "fired.csv line 2"),
    "no routine": (
        replaced("routine_revision.csv", "rlscompanion-routine", "cake"),
        "routine_revision.csv line 2: body:",
    ),
    "deep": (
        replaced("entry.csv", '"{""step"', '"' + "[" * 100_000 + '{""step"'),
        "entry.csv line 2: body:",
    ),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_bad_export_is_refused_whole_with_its_place(
    person: Person, other: Person, tmp_path: Path, spoilt: str
) -> None:
    spoil, words = SPOILT[spoilt]
    other.parts.settings.put("emergency-number", "999")
    person.backups.export_to(tmp_path / "out")
    spoil(tmp_path / "out")
    with pytest.raises(Mendable, match=words) as refused:
        other.backups.import_from(tmp_path / "out", AT)
    assert "\n" not in str(refused.value)
    assert other.parts.settings.get("emergency-number") == "999"
    left = {file.name for file in (tmp_path / "other" / "data").iterdir()}
    assert FOLDER not in left
    assert not any("part" in name for name in left)


def test_no_random_change_comes_through_or_ends_in_an_exception_of_another_kind(
    person: Person, other: Person, tmp_path: Path
) -> None:
    person.backups.export_to(tmp_path / "out")
    other.parts.settings.put("emergency-number", "999")
    chance = random.Random(8)
    files = [f"{table}.csv" for table in TABLES]
    for _ in range(150):
        folder = tmp_path / "spoilt"
        shutil.copytree(tmp_path / "out", folder)
        file = folder / chance.choice(files)
        content = bytearray(file.read_bytes())
        place = chance.randrange(len(content))
        content[place] ^= chance.randrange(1, 256)
        file.write_bytes(bytes(content))
        with pytest.raises(Mendable):
            other.backups.import_from(folder, AT)
        shutil.rmtree(folder)
    assert other.parts.settings.get("emergency-number") == "999"


def test_one_file_has_a_row_for_each_night_to_read_in_a_spreadsheet(
    person: Person, other: Person, tmp_path: Path
) -> None:
    night, at = AT.date(), AT
    zone = ZoneInfo("Europe/Berlin")
    journal = person.parts.journal
    journal.append(
        entry_of(night, Question.SLEEP, 7, at),
        entry_of(night, Question.BEGAN, time(21, 5), at),
        entry_of(night, Question.CHIPS, ("caffeine", "own/late film"), at),
        entry_of(night, Question.NOTE, 'calm, "mostly"', at),
        *made_up_nights(MadeUp(zone), night - timedelta(days=1), 5),
    )
    person.backups.export_to(tmp_path / "out")
    text = (tmp_path / "out" / "nights.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    first = next(row for row in rows if row["night"] == night.isoformat())
    assert first["sleep"] == "7"
    assert first["began"] == "21:05"
    assert first["chips"] == "caffeine; own/late film"
    assert first["note"] == 'calm, "mostly"'
    assert first["steps-done"] == "stretching"
    assert first["legs-evening"] == ""
    assert len(rows) == len({row["night"] for row in rows}) == 25
    assert any(int(row["flare-ups"]) and int(row["flare-up-minutes"]) for row in rows)
    (tmp_path / "out" / "nights.csv").unlink()
    other.backups.import_from(tmp_path / "out", AT)
    other.backups.export_to(tmp_path / "again")
    assert len((tmp_path / "again" / "nights.csv").read_text("utf-8").splitlines()) == 26

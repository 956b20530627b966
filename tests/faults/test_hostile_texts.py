"""Whatever a file or the database holds, reading it ends well or in one sentence of ours."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.preferences import Preferences, as_texts, from_texts
from rlscompanion.domain.routine_file import FORMAT
from rlscompanion.services.safekeeping import parse

KEYS = st.sampled_from(
    [
        "format",
        "version",
        "bedtime",
        "wake",
        "day_turns",
        "steps",
        "profile",
        "id",
        "on",
        "when",
        "minutes",
        "nights",
        "reminder",
        "title",
        "before_bed",
        "clock",
        "every",
        "days",
        "from",
        "lead",
        "answers",
        "medicines",
        "blood_tests",
        "name",
        "class",
        "times",
        "dose",
        "step",
        "mark",
        "until",
        "had",
        "event",
        "detail",
        "began",
        "new-began",
        "new-ended",
        "answer",
        "used",
        "field",
        "value",
        "bedtime",
        "seconds",
        "lasted",
        "guide",
    ]
)
WORDS = st.sampled_from(
    f"{FORMAT} 22:30 2026-11-22 2026-11-22T20:00:00 2026-11-22T20:00:00+00:00 done skip snooze undo "
    "yes no opened closed corrected part-done answered better stretching own/x NaN note sleep "
    "legs-evening chips began".split()
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(), inner, max_size=5)
    ),
    max_leaves=15,
)
BODY = (
    st.dictionaries(KEYS, PLAIN | st.lists(WORDS, max_size=3), max_size=5).map(json.dumps)
    | JSON.map(json.dumps)
    | st.text(max_size=30)
)
NIGHT = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Companion]:
    made = Companion(home_folders(tmp_path / "home"))
    made.planning.save(made.planning.routine())
    yield made
    made.database.close()


@often
@given(st.text() | JSON.map(json.dumps))
def test_a_routine_file_is_data_only(parts: Companion, text: str) -> None:
    before = parts.planning.routine()
    with suppress(Mendable):
        parse(text)
        parts.safekeeping.import_routine(text, with_profile=True)
        return
    assert parts.planning.routine() == before


@often
@given(st.dictionaries(st.sampled_from(sorted(as_texts(Preferences()))), st.text() | WORDS))
def test_settings_texts_always_give_preferences(texts: dict[str, str]) -> None:
    assert isinstance(from_texts(texts), Preferences)


@often
@given(st.sampled_from(EntryKind), BODY, st.integers(-(2**62), 2**62) | st.just(0))
def test_a_row_of_the_journal_is_read_or_refused(
    parts: Companion, kind: EntryKind, body: str, at: int
) -> None:
    with parts.database.transaction() as connection:
        connection.execute("DELETE FROM entry")
        with suppress(UnicodeEncodeError):
            connection.execute(
                "INSERT INTO entry (night, kind, at, body) VALUES (?, ?, ?, ?)",
                (NIGHT.isoformat(), kind.value, at, body),
            )
    for look in _looks(parts):
        with suppress(Mendable):
            look()


def _looks(parts: Companion) -> list[Any]:
    return [
        lambda: parts.planning.tonight(AT),
        lambda: parts.journaling.night(NIGHT),
        lambda: list(parts.database.rows("SELECT 1")),
        parts.noting.visit_notes,
        parts.expecting.coming,
        parts.journaling.offer,
        parts.experimenting.all,
    ]


@often
@given(st.integers(0, 10**6), st.sampled_from(["entry", "setting", "fired"]), st.text() | BODY)
def test_a_signed_export_with_anything_in_it_is_taken_or_refused(
    parts: Companion, place: int, table: str, text: str
) -> None:
    folder = parts.folders.data.parent / "out"
    shutil.rmtree(folder, ignore_errors=True)
    parts.backups.export_to(folder)
    file = folder / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))
    row = ["1", "2026-11-22", "mark", AT.isoformat(), "", "{}"][: len(rows[0])]
    row[place % len(row)] = text
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([rows[0], row])
    file.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["sha256"][file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with suppress(Mendable):
        parts.backups.import_from(folder, AT)
    for look in _looks(parts):
        with suppress(Mendable):
            look()

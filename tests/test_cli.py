"""The commands, as people script against them (interfaces.md)."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.cli import _understood, main
from rlscompanion.commands.arguments import COMMANDS, understood

AT = "2026-11-22T20:00"
BERLIN = ("--zone", "Europe/Berlin")
ROUTINE: dict[str, Any] = {
    "format": "rlscompanion-routine",
    "version": 1,
    "bedtime": {"every": "22:30", "fri": "23:15"},
    "wake": {"every": "06:30"},
    "day_turns": "12:00",
    "steps": [
        {
            "id": "warm-bath",
            "on": True,
            "when": {"before_bed": 100},
            "minutes": 20,
            "reminder": {"on": True, "lead": 5, "repeat_every": 10, "repeat_at_most": 2},
        },
        {"id": "stretching"},
        {"id": "own/foot-soak", "title": "Foot soak", "when": {"before_bed": 75}, "minutes": 10},
    ],
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main(["--home", str(home), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def told(run: Run, *arguments: object) -> Any:
    status, out, err = run(*arguments)
    assert status == 0, err
    return json.loads(out)


def written(folder: Path, routine: object) -> Path:
    file = folder / "routine.json"
    file.write_text(json.dumps(routine), encoding="utf-8")
    return file


def refused(run: Run, *arguments: object) -> str:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    return err


def test_a_new_home_has_the_built_in_evening_and_is_left_without_a_trace(
    run: Run, home: Path
) -> None:
    evening = told(run, "tonight", "--json", "--at", AT, *BERLIN)
    assert [step["id"] for step in evening["steps"]] == [
        "dim-lights",
        "stretching",
        "screens-off",
        "slow-breathing",
        "lights-out",
    ]
    assert evening["night"] == "2026-11-22"
    assert evening["bedtime"] == "2026-11-22T22:30:00+01:00"
    assert evening["wake"] == "2026-11-23T06:30:00+01:00"
    assert not home.exists()


def test_after_midnight_it_is_still_the_night_before(run: Run) -> None:
    told_at = told(run, "tonight", "--json", "--at", "2026-11-23T00:40", *BERLIN)
    assert told_at["night"] == "2026-11-22"


def test_a_stored_routine_is_planned_and_a_locked_step_comes_in_switched_off(
    run: Run, tmp_path: Path
) -> None:
    answer = told(run, "routine", "import", written(tmp_path, ROUTINE), "--json")
    assert [locked["id"] for locked in answer["locked"]] == ["warm-bath"]
    evening = told(run, "tonight", "--json", "--at", AT, *BERLIN)
    by_id = {step["id"]: step for step in evening["steps"]}
    assert "warm-bath" not in by_id
    assert by_id["own/foot-soak"]["verdict"] == "unchecked"
    assert by_id["stretching"]["claims"]


def test_friday_has_its_own_bedtime(run: Run, tmp_path: Path) -> None:
    run("routine", "import", written(tmp_path, ROUTINE))
    friday = told(run, "tonight", "--json", "--at", "2026-11-27T20:00", *BERLIN)
    assert friday["bedtime"] == "2026-11-27T23:15:00+01:00"


def test_reminders_have_their_public_ids_and_expire(run: Run, tmp_path: Path) -> None:
    routine = ROUTINE | {"steps": [{**ROUTINE["steps"][0], "id": "stretching"}]}
    run("routine", "import", written(tmp_path, routine))
    (stretching, _) = told(run, "tonight", "--json", "--at", AT, *BERLIN)["steps"]
    assert [(r["id"], r["due"], r["expires"]) for r in stretching["reminders"]] == [
        (
            f"2026-11-22/stretching/{kind}",
            f"2026-11-22T{due}:00+01:00",
            f"2026-11-22T{expires}:00+01:00",
        )
        for kind, due, expires in (
            ("heads-up", "20:45", "21:05"),
            ("due", "20:50", "21:10"),
            ("repeat-1", "21:00", "21:20"),
            ("repeat-2", "21:10", "21:30"),
        )
    ]


def test_a_mark_is_on_the_disk_and_can_be_undone_until_nothing_is_left(
    run: Run, home: Path
) -> None:
    at = ("--at", "2026-11-22T21:15", "--json")
    assert told(run, "mark", "stretching", "done", *at)["status"] == "done"
    later = told(run, "tonight", "--json", "--at", "2026-11-23T01:00")
    assert {step["id"]: step["status"] for step in later["steps"]}["stretching"] == "done"
    assert told(run, "mark", "stretching", "undo", *at)["status"] == "due"
    assert "nothing to undo" in refused(run, "mark", "stretching", "undo", *at)
    (file,) = home.rglob("*.sqlite3")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_snooze_says_until_when_and_is_refused_once_answered(run: Run) -> None:
    at = ("--at", "2026-11-22T21:15")
    snoozed = told(run, "mark", "stretching", "snooze", *at, "--json")
    assert snoozed["status"] == "upcoming"
    assert snoozed["snoozed_until"] == "2026-11-22T21:25:00+01:00"
    run("mark", "stretching", "done", *at)
    assert "done already" in refused(run, "mark", "stretching", "snooze", *at)


def test_marking_what_is_not_planned_names_what_is(run: Run) -> None:
    assert "stretching" in refused(run, "mark", "warm-bath", "done", "--at", AT)


def test_export_and_import_are_inverse(run: Run, tmp_path: Path) -> None:
    run("routine", "import", written(tmp_path, ROUTINE))
    out = tmp_path / "out.json"
    assert run("routine", "export", out)[0] == 0
    first = out.read_text(encoding="utf-8")
    assert run("routine", "import", out)[0] == 0
    assert run("routine", "export", out)[0] == 0
    assert out.read_text(encoding="utf-8") == first
    assert "profile" not in json.loads(first)


def test_health_answers_are_neither_written_nor_read_unasked(run: Run, tmp_path: Path) -> None:
    profile = {"medicines": [{"name": "Gabapentin", "class": "gabapentinoid", "times": ["21:30"]}]}
    file = written(tmp_path, ROUTINE | {"profile": profile})
    assert "--with-profile" in refused(run, "routine", "import", file)
    assert run("routine", "import", file, "--with-profile")[0] == 0
    out = tmp_path / "out.json"
    run("routine", "export", out)
    assert "Gabapentin" not in out.read_text(encoding="utf-8")
    run("routine", "export", out, "--with-profile")
    assert "Gabapentin" in out.read_text(encoding="utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"steps": [{"id": "stretching", "when": {"clock": "25:00"}}]}, "steps[0].when.clock"),
        ({"steps": [{"id": "stretching"}, {"id": "stretching"}]}, "steps[1]"),
        ({"steps": [{"id": "no-such-step"}]}, "steps[0].id"),
        ({"steps": [{"id": "melatonin"}]}, "steps[0].id"),
        ({"steps": [{"id": "stretching", "minutes": 241}]}, "steps[0].minutes"),
        (
            {"steps": [{"id": "own/x", "title": "Quinine tablets", "when": {"clock": "21:00"}}]},
            "steps[0].title",
        ),
        ({"version": 2}, "version"),
        ({"surprise": 1}, "surprise"),
        ({"bedtime": {"every": "22:30", "someday": "23:00"}}, "bedtime.someday"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_with_its_place(
    run: Run, tmp_path: Path, change: dict[str, object], place: str
) -> None:
    before = run("routine", "--json")[1]
    assert f" {place}:" in refused(run, "routine", "import", written(tmp_path, ROUTINE | change))
    assert run("routine", "--json")[1] == before


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{}", b"[" * 100_000, b"NaN"])
def test_what_is_no_routine_is_refused_in_one_line(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "no.json"
    file.write_bytes(content)
    refused(run, "routine", "import", file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ('{\n "format": 1,', "line 2 column 14: is not JSON"),
        ('{"a": \0}', "line 1 column 7: is no text"),
        ('{"steps": [', "mend it there, or export it again"),
        ('{"format": "rlscompanion-routine", "version": 7}', "version: 7 is not known"),
    ],
)
def test_a_refusal_names_the_file_the_place_and_what_to_do(
    run: Run, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(content, encoding="utf-8")
    line = refused(run, "routine", "import", file)
    assert f" {file}: " in line
    assert said in line


def test_what_never_ends_is_no_routine(run: Run) -> None:
    assert "/dev/zero is too large to be a routine" in refused(
        run, "routine", "import", "/dev/zero"
    )


def test_a_folder_and_a_file_one_may_not_read_are_refused_by_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"{tmp_path} cannot be read: " in refused(run, "routine", "import", tmp_path)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = written(tmp_path, ROUTINE)
    monkeypatch.setattr(Path, "open", forbidden)
    assert f"{file} cannot be read: Permission denied" in refused(run, "routine", "import", file)


def test_a_doubled_key_is_named_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "twice.json"
    step = '{"id": "stretching", "on": true, "on": false}'
    file.write_text(
        f'{{"format": "rlscompanion-routine", "version": 1, "steps": [{step}]}}', encoding="utf-8"
    )
    assert " steps[0].on:" in refused(run, "routine", "import", file)


def test_a_medicine_that_comes_later_voids_an_older_ok(run: Run, tmp_path: Path) -> None:
    today = SystemClock().now().date()
    told_no = {"answer": "no", "on": f"{today - timedelta(days=2)}"}
    asked = told(run, "safety", "--json", "--blank")["steps"]["magnesium"]["questions"]
    profile: dict[str, Any] = {
        "answers": dict.fromkeys(asked, told_no),
        "clinician_ok": {"magnesium": f"{today - timedelta(days=12)}"},
    }
    routine = {**ROUTINE, "steps": [{"id": "magnesium"}], "profile": profile}
    run("routine", "import", written(tmp_path, routine), "--with-profile")
    profile["medicines"] = [{"name": "Selegiline", "class": "maoi", "times": ["08:00"]}]
    run("routine", "import", written(tmp_path, routine), "--with-profile")
    assert told(run, "safety", "--json")["steps"]["magnesium"]["verdict"] == "ask"


@pytest.mark.parametrize(
    "title",
    [
        "Gabapentin, 300mg",
        "Gabapentin: 300 mg",
        "Gabapentin-300",
        "Melatonin, 3 mg",
        "melatonin-spray",
        "Valerian-tea",
        "Quinine!",
        "St John’s wort",
    ],
)
def test_punctuation_does_not_hide_what_a_step_is(run: Run, tmp_path: Path, title: str) -> None:
    step = {"id": "own/mine", "title": title, "when": {"clock": "21:00"}}
    file = written(tmp_path, {**ROUTINE, "steps": [step]})
    assert " steps[0].title:" in refused(run, "routine", "import", file)


def test_an_import_of_hard_exercise_says_what_is_read_before_it(run: Run, tmp_path: Path) -> None:
    status, out, err = run("safety", "--json")
    assert status == 0, err
    asked = json.loads(out)["steps"]["hard-burst"]["questions"]
    today = SystemClock().now().date().isoformat()
    answers = {name: {"answer": "no", "on": today} for name in asked}
    profile = {"answers": answers}
    file = written(tmp_path, {**ROUTINE, "steps": [{"id": "hard-burst"}], "profile": profile})
    status, out, _ = run("routine", "import", file, "--with-profile")
    assert status == 0
    urgencies = ["Get help now", "See a doctor soon", "Ask at your next visit"]
    places = [out.index(words) for words in ("is on. Before hard exercise, read", *urgencies)]
    assert places == sorted(places)
    chest_pain = "trouble breathing, during a hard burst or at any time. Stop moving."
    said = " ".join(out.split())
    assert said.index("Get help now") < said.index(chest_pain) < said.index("See a doctor soon")
    status, out, _ = run("routine", "import", file, "--with-profile", "--json")
    assert [flag["urgency"] for flag in json.loads(out)["help"]][::30] == ["now", "routine"]


def test_an_import_without_hard_exercise_reads_no_signs_out(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, {**ROUTINE, "steps": [{"id": "stretching"}]})
    out = run("routine", "import", file)[1]
    assert "1 step imported." in out
    assert "Get help now" not in out
    assert json.loads(run("routine", "import", file, "--json")[1])["help"] == []


@pytest.mark.parametrize("title", ["Magnesium glycinate", "Eisentabletten"])
def test_a_supplement_inside_a_name_is_imported_switched_off(
    run: Run, tmp_path: Path, title: str
) -> None:
    step = {"id": "own/mine", "title": title, "when": {"clock": "21:00"}}
    status, out, _ = run("routine", "import", written(tmp_path, {**ROUTINE, "steps": [step]}))
    assert status == 0
    assert f"Switched off: {title}" in out


def test_a_medicine_inside_a_name_is_refused(run: Run, tmp_path: Path) -> None:
    step = {"id": "own/mine", "title": "Take my Neurontin", "when": {"clock": "21:00"}}
    file = written(tmp_path, {**ROUTINE, "steps": [step]})
    assert "steps[0].title: Neurontin is a medicine" in refused(run, "routine", "import", file)


def test_ironing_shirts_is_not_iron(run: Run, tmp_path: Path) -> None:
    step = {"id": "own/shirts", "title": "Iron the shirts", "when": {"clock": "21:00"}}
    run("routine", "import", written(tmp_path, {**ROUTINE, "steps": [step]}))
    (shirts, _) = told(run, "tonight", "--json", "--at", AT, *BERLIN)["steps"]
    assert shirts["verdict"] == "unchecked"


def test_an_export_goes_through_a_link_and_leaves_the_link(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    link.symlink_to(target)
    assert run("routine", "export", link)[0] == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "rlscompanion-routine"


def test_a_snooze_keeps_its_id_when_a_later_one_is_undone(run: Run) -> None:
    def snooze_id(*arguments: str) -> str:
        told(run, "mark", "stretching", *arguments, "--json")
        steps = told(run, "tonight", "--json", "--at", "2026-11-22T21:16", *BERLIN)["steps"]
        (found,) = [step for step in steps if step["id"] == "stretching"]
        (reminder,) = found["reminders"]
        return reminder["id"]

    first = snooze_id("snooze", "--at", "2026-11-22T21:12")
    second = snooze_id("snooze", "--at", "2026-11-22T21:15")
    assert first != second
    assert snooze_id("undo", "--at", "2026-11-22T21:16") == first


def test_safety_takes_answers_for_one_print_only(run: Run) -> None:
    blank = told(run, "safety", "--json", "--blank")["steps"]
    assert blank["magnesium"]["verdict"] == "questions"
    assert blank["iron"]["verdict"] == "blocked"
    assert blank["stretching"]["verdict"] == "fine"
    assert blank["melatonin"]["offered"] is False
    kidney = told(run, "safety", "--json", "--blank", "--answer", "kidney-disease=yes")["steps"]
    assert kidney["magnesium"]["verdict"] == "blocked"
    assert ["kidney-disease", "B"] in [
        [reason["condition"], reason["code"]] for reason in kidney["magnesium"]["reasons"]
    ]
    assert kidney["magnesium"]["questions"] == []
    spacing = {rule["other"]: rule for rule in kidney["magnesium"]["spacing"]}
    assert spacing["gabapentinoid"]["hours_before"] == 2
    assert spacing["gabapentinoid"]["rule"] == "T2"
    assert told(run, "safety", "--json", "--blank")["steps"] == blank


def test_the_table_prints_every_cell(run: Run) -> None:
    _, out, _ = run("safety", "--table")
    habits, supplements = [
        [line.split(",") for line in part.splitlines()] for part in out.strip().split("\n\n")
    ]
    cells = [cell for row in habits[1:] + supplements[1:] for cell in row[1:] if cell]
    assert len(cells) == 639
    assert {"B", "A", "C", "T2", "T4", "T6"} == set(cells)


@pytest.mark.parametrize(
    "arguments",
    [
        ("tonight", "--at", "yesterday"),
        ("tonight", "--zone", "Europe/Nowhere"),
        ("tonight", "--at", "9999-12-31T23:59"),
        ("tonight", "--at", "0001-01-01T00:00"),
        ("safety", "--answer", "kidney-disease"),
        ("safety", "--answer", "left-handed=yes"),
        ("safety", "--ok", "sleeping"),
        ("safety", "--ferritin", "nan"),
        ("safety", "--ferritin", "much"),
        ("safety", "--tsat", "500"),
        ("safety", "--answer", "a\nb=yes"),
        ("mark", "a\nb", "done"),
        ("routine", "import", "/no/such/file"),
        ("mark", "stretching", "finished"),
        ("dance",),
    ],
)
def test_bad_input_gets_one_line_and_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    refused(run, *arguments)


KINDS = "done, skip, snooze"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "mark",
            (
                "mark: STEP and KIND are missing; write rlscompanion mark STEP KIND, where STEP is "
                f"the id of a step, such as stretching, and KIND is {KINDS} or undo"
            ),
        ),
        (
            "mark stretching",
            (
                "mark: KIND is missing; write rlscompanion mark STEP KIND, where KIND is "
                f"{KINDS} or undo"
            ),
        ),
        (
            "mark stretching finished",
            f"mark: KIND: finished is none of {KINDS}, undo; write one of them",
        ),
        (
            "mark stretching d",
            f"mark: KIND: d is none of {KINDS}, undo; write one of them",
        ),
        (
            "mark stretching done now",
            "mark: now is not understood here; see rlscompanion mark --help",
        ),
        (
            "report",
            (
                "report: FILE is missing; write rlscompanion report FILE, where FILE is a name in "
                ".pdf or .txt"
            ),
        ),
        ("report a.pdf --weeks 3", "report: --weeks: 3 is none of 2, 4, 8, 12; write one of them"),
        ("report a.pdf --weeks x", "report: --weeks: x is none of 2, 4, 8, 12; write one of them"),
        ("report --weeks", "report: --weeks needs N after it: 2, 4, 8 or 12 weeks back"),
        ("backup", "backup: FILE is missing; write rlscompanion backup FILE"),
        ("export", "export: DIR is missing; write rlscompanion export DIR"),
        (
            "bedside-card",
            "bedside-card: FILE.pdf is missing; write rlscompanion bedside-card FILE.pdf",
        ),
        ("restore a b", "restore: b is not understood here; see rlscompanion restore --help"),
        ("routine imp", "routine: imp is none of export, import; write one of them"),
        (
            "routine export",
            "routine export: FILE is missing; write rlscompanion routine export FILE",
        ),
        (
            "tonight --at",
            "tonight: --at needs WHEN after it: as of then, such as 2026-03-28T19:00",
        ),
        ("tonight --at bad", "--at: bad is no moment; write it as 2026-03-28T19:00"),
        (
            "tonight --zone Mars/Phobos",
            "--zone: Mars/Phobos is no time zone; try one such as Europe/Berlin",
        ),
        ("tonight --js", "tonight: --js is not understood here; see rlscompanion tonight --help"),
        ("--json tonight", "--json is not understood here; see rlscompanion --help"),
        ("flare-up now", "flare-up: now is not understood here; see rlscompanion flare-up --help"),
        ("flare-up --close=2", "flare-up: --close takes no value; write it alone"),
        ("desktop", "desktop: --install or --remove is missing; write one of them"),
        (
            "desktop --remove --install",
            "desktop: --remove and --install do not go together; write one of them",
        ),
        (
            "safety --tsat 140",
            "safety: --tsat: 140 is no number from 0 to 100; write such a number",
        ),
    ],
)
def test_what_is_wrong_with_an_argument_and_what_to_write_is_said_in_plain_words(
    run: Run, typed: str, said: str
) -> None:
    assert refused(run, *typed.split()) == f"rlscompanion: {said}\n"


@pytest.mark.parametrize(
    "arguments", [("mark", "", "done"), ("mark", "stretching", ""), ("backup", ""), ("",)]
)
def test_an_empty_word_is_named(run: Run, arguments: tuple[str, ...]) -> None:
    assert '""' in refused(run, *arguments)


def test_the_routine_is_written_for_the_calendar_of_a_phone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "evening.ics"
    assert told(run, "calendar", file, "--json")["zone"] == "Europe/Berlin"
    assert b"SUMMARY:Gentle stretching" in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(tmp_path / "no") in refused(run, "calendar", tmp_path / "no" / "evening.ics")


def test_everything_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    told(run, "mark", "stretching", "done", "--at", "2026-11-22T21:10", "--json")
    backup, export = tmp_path / "companion.backup", tmp_path / "everything"
    assert told(run, "backup", backup, "--json") == {"file": str(backup)}
    assert told(run, "export", export, "--json") == {"folder": str(export)}
    told(run, "mark", "stretching", "undo", "--at", "2026-11-22T21:11", "--json")

    for act, source in (("restore", backup), ("import", export)):
        assert told(run, act, source, "--json")["replaced"] is not None
        steps = told(run, "tonight", "--at", "2026-11-22T21:30", "--json")["steps"]
        assert [s["status"] for s in steps if s["id"] == "stretching"] == ["done"]


def test_a_backup_never_overwrites_a_file_and_a_restore_needs_one(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "letter.txt"
    there.write_text("dear", "utf-8")
    assert "there already" in refused(run, "backup", there)
    assert "no backup" in refused(run, "restore")
    assert str(tmp_path / "no") in refused(run, "restore", tmp_path / "no")
    assert "no export" in refused(run, "import", tmp_path)


def test_status_tells_the_next_reminders_and_what_works(run: Run) -> None:
    status = told(run, "status", "--json")
    assert status["running"] is False
    assert status["next_reminders"]
    assert set(status["desktop"]) == {"tray", "notifications", "autostart", "sleep_signal"}


def test_a_fault_of_ours_is_logged_and_never_ends_in_silence(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("rlscompanion.commands.tonight.Companion", broken)
    status, out, err = run("tonight")
    assert (status, out) == (1, "")
    assert str(home / "logs") in err
    assert "ZeroDivisionError" in (home / "logs" / "rlscompanion.log").read_text(encoding="utf-8")


def program(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rlscompanion", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            k: v
            for k, v in os.environ.items()
            if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        }
        | environ,
    )


def test_without_a_display_it_says_so_and_prints_the_evening(home: Path) -> None:
    done = program("--home", str(home))
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "display" in done.stderr
    assert "Gentle stretching" in done.stdout


@pytest.mark.parametrize("asked", [("-h",), ("--help",), ("-h", "tonight"), ("--help", "mark")])
def test_help_names_every_command(
    capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(asked)

    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n    {name}" not in shown] == []


@pytest.mark.parametrize("typed", ["dance", "tonigh", "--home tonight dance"])
def test_an_unknown_command_is_answered_with_all_that_there_are(
    capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert main(typed.split()) == 2

    said = capsys.readouterr().err
    assert [name for name in COMMANDS if name not in said] == []


@pytest.mark.parametrize(
    "typed", ["", "flare-up", "--home here", "--home here flare-up", "--home flare-up"]
)
def test_what_somebody_waits_for_is_understood_at_once_and_as_by_argparse(typed: str) -> None:
    at_once = _understood(typed.split())
    assert isinstance(at_once, SimpleNamespace)

    by_argparse = vars(understood(typed.split()))
    assert vars(at_once).items() >= by_argparse.items()
    assert vars(at_once).keys() - by_argparse.keys() <= {"home", "close"}
    assert at_once.home == by_argparse.get("home")
    assert at_once.close is False


@pytest.mark.parametrize("typed", ["--home", "--home --hidden", "--home here flare-up now"])
def test_what_is_not_quite_that_is_left_to_argparse(
    capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert main(typed.split()) == 2
    said = capsys.readouterr().err
    assert typed.rsplit(" ", maxsplit=1)[-1] in said or "--home needs DIR" in said


def test_a_home_may_be_called_like_a_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["--home", "tonight", "status", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["home"] == str(tmp_path / "tonight")


def test_printing_commands_import_no_qt(home: Path) -> None:
    script = (
        "import sys; from rlscompanion.cli import main;"
        f"status = main(['--home', {str(home)!r}, 'tonight']);"
        "sys.exit(status or any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

"""The front door: arguments and printing commands. Loads no Qt."""

import argparse
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from typing_extensions import override

from rlscompanion import VERSION, bootstrap
from rlscompanion.adapters import instance
from rlscompanion.adapters.display import display_problem
from rlscompanion.adapters.folders import Folders, HomeError, home_folders
from rlscompanion.domain.checklist import MarkKind, Status, StepState
from rlscompanion.domain.evening import Conflict
from rlscompanion.domain.library import Library
from rlscompanion.domain.profile import Answer, BloodTest
from rlscompanion.domain.routine import AtClock, BeforeBed
from rlscompanion.domain.routine_file import BadRoutine
from rlscompanion.domain.safety import ALCOHOL, Gate, Ruling
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.planning import Tonight
from rlscompanion.services.ports import StoreError
from rlscompanion.services.safekeeping import FILE_AT_MOST
from rlscompanion.services.telling import marked_told, rulings_told, tonight_told

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion

MENDABLE: Final = 2
OURS: Final = 1
NEXT_SHOWN: Final = 5

log = logging.getLogger(__name__)


class UsageError(Exception):
    """One line for standard error: what is wrong and what to do."""


class _Parser(argparse.ArgumentParser):
    @override
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Return 0, 2 for what the person can mend, 1 for a fault of ours."""
    try:
        options = _parser().parse_args(arguments)
        folders = home_folders(_home(options))
        return _run(options, folders)
    except (UsageError, HomeError, StoreError, BadRoutine, Refused) as problem:
        print(f"rlscompanion: {problem}", file=sys.stderr)
        return MENDABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace, folders: Folders) -> int:
    command: Callable[[argparse.Namespace, Folders], int] = options.run
    try:
        return command(options, folders)
    except (UsageError, HomeError, StoreError, BadRoutine, Refused, BrokenPipeError):
        raise
    except Exception:
        try:
            with bootstrap.logging_to(folders.logs):
                log.exception("a fault of ours")
            where = f"it is written down in {folders.logs}"
        except HomeError:
            where = "it could not be written down"
        print(f"rlscompanion: something went wrong inside; {where}.", file=sys.stderr)
        return OURS


def _home(options: argparse.Namespace) -> Path | None:
    named = getattr(options, "home", None) or os.environ.get("RLSCOMPANION_HOME")
    return Path(named) if named else None


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument(
        "--home",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="keep data, settings and logs under DIR",
    )
    parser = _Parser(
        prog="rlscompanion",
        description="A calm evening companion for people with restless legs.",
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)

    def command(
        name: str, run: Callable[[argparse.Namespace, Folders], int], words: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words, parents=[shared])
        added.set_defaults(run=run)
        return added

    flare_up = command("flare-up", _flare_up, "open the flare-up screen")
    flare_up.add_argument("--close", action="store_true", help="close it instead")

    tonight = command("tonight", _tonight, "print tonight's evening")
    _add_moment(tonight)
    tonight.add_argument("--zone", metavar="ZONE", help="as in this zone, such as Europe/Berlin")
    _add_json(tonight)

    mark = command("mark", _mark, "tick tonight's step")
    mark.add_argument("step", metavar="STEP")
    mark.add_argument("kind", choices=[kind.value for kind in MarkKind])
    _add_moment(mark)
    _add_json(mark)

    safety = command("safety", _safety, "print every step's verdict and reasons")
    safety.add_argument("--blank", action="store_true", help="start from no stored answers")
    safety.add_argument(
        "--answer", action="append", default=[], metavar="ID=VALUE", help="yes, no or unknown"
    )
    safety.add_argument("--ferritin", type=_figure, metavar="N", help="in ng/mL")
    safety.add_argument("--tsat", type=_figure, metavar="N", help="in percent")
    safety.add_argument("--ok", action="append", default=[], metavar="STEP")
    safety.add_argument("--table", action="store_true", help="print both matrices for review")
    _add_json(safety)

    routine = command("routine", _routine, "print the routine; export it, import it")
    _add_json(routine)
    inner = routine.add_subparsers(metavar="export|import", parser_class=_Parser)
    for name, run, words in (
        ("export", _export, "write the routine to FILE"),
        ("import", _import, "replace the routine by FILE's"),
    ):
        added = inner.add_parser(name, help=words, parents=[shared])
        added.add_argument("file", metavar="FILE", type=Path)
        added.add_argument("--with-profile", action="store_true", help="health answers as well")
        added.set_defaults(run=run)
        _add_json(added)

    status = command("status", _status, "print the next reminders and what works here")
    _add_json(status)

    screenshots = command("screenshots", _screenshots, "render every screen as PNG")
    screenshots.add_argument("folder", metavar="DIR", type=Path)
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print as JSON"
    )


def _wants_json(options: argparse.Namespace) -> bool:
    return getattr(options, "json", False)


def _add_moment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="WHEN", help="as of then, such as 2026-03-28T19:00")


def _figure(text: str) -> float:
    value = float(text)
    if not 0 <= value < 100_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} is not a plausible figure")
    return value


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"--zone: {name} is no time zone; try one such as Europe/Berlin"
        ) from error


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant that ``--at`` names, local where it has no offset."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        local = found if found.tzinfo is not None else found.replace(tzinfo=zone)
        instant = local.astimezone(UTC)
        instant.replace(year=instant.year + 1).replace(year=instant.year - 1)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--at: {text} is no moment; write it as 2026-03-28T19:00") from error
    return instant


# ------------------------------------------------------------------------ printing commands


def _tonight(options: argparse.Namespace, folders: Folders) -> int:
    parts = bootstrap.companion(folders)
    zone = _zone(options.zone) or parts.clock.zone()
    tonight = parts.planning.tonight(_moment(options.at, zone), zone)
    if _wants_json(options):
        _print_json(tonight_told(tonight))
    else:
        _print_tonight(tonight)
    return 0


def _print_tonight(tonight: Tonight) -> None:
    evening = tonight.checklist.evening
    zone = evening.zone
    print(f"The night of {evening.night:%A} {evening.night.isoformat()} ({zone.key})")
    lines = [
        (
            state.step.start,
            state.step.title,
            "" if state.step.is_mark else _status_words(state, zone),
        )
        for state in tonight.checklist.states
    ] + [(mark.at, f"{mark.name} (your medicine)", "") for mark in evening.medicines]
    for start, title, words in sorted(lines, key=lambda line: line[0]):
        print(f"{start.astimezone(zone):%H:%M}  {title:<32}{words}".rstrip())
    for conflict in evening.conflicts:
        print(f"! {conflict.message}{_fix_words(conflict)}")
    for left in evening.left_out:
        reasons = " ".join(reason.text for reason in left.ruling.reasons)
        why = reasons or f"{len(left.ruling.questions)} questions are not answered yet."
        print(f"- {left.title} is left out: {why}")


def _status_words(state: StepState, zone: ZoneInfo) -> str:
    if state.snoozed_until is not None and state.status is Status.UPCOMING:
        return f"again at {state.snoozed_until.astimezone(zone):%H:%M}"
    return state.status.value


def _fix_words(conflict: Conflict) -> str:
    if conflict.fix is None:
        return ""
    match conflict.fix.when:
        case AtClock(at):
            return f" It fits at {at:%H:%M}."
        case BeforeBed(minutes):
            return f" It fits {minutes} minutes before bed."


def _mark(options: argparse.Namespace, folders: Folders) -> int:
    parts = bootstrap.companion(folders)
    zone = parts.clock.zone()
    marked = parts.checking_off.mark(
        options.step, MarkKind(options.kind), _moment(options.at, zone)
    )
    parts.database.close()
    instance.tell(folders.data, instance.Message.CHANGED)
    if _wants_json(options):
        _print_json(marked_told(marked, zone))
        return 0
    until = marked.snoozed_until
    again = f", again at {until.astimezone(zone):%H:%M}" if until is not None else ""
    print(f"{marked.title}: {marked.status.value}{again}")
    for words in marked.broken:
        print(f"! {words}")
    return 0


def _safety(options: argparse.Namespace, folders: Folders) -> int:
    parts = bootstrap.companion(folders)
    if options.table:
        _print_table(parts.library)
        return 0
    gate = _asked_gate(options, parts)
    rulings = gate.rule_all()
    if _wants_json(options):
        _print_json(rulings_told(parts.library, rulings))
    else:
        for name, ruling in rulings.items():
            _print_ruling(parts.library, name, ruling)
    return 0


def _asked_gate(options: argparse.Namespace, parts: "Companion") -> Gate:
    """Return the gate for the stored answers and those of the command line, dated today."""
    stored = parts.advising.gate()
    profile, today, alcohol = stored.profile, stored.today, False
    if options.blank:
        profile = type(profile)()
    for given in options.answer:
        condition, _, value = given.partition("=")
        if condition not in parts.library.conditions:
            raise UsageError(f"--answer: {condition} is no question; see safety --table")
        if value not in set(Answer):
            raise UsageError(f"--answer: {given} needs yes, no or unknown after the =")
        if condition == ALCOHOL:
            alcohol = value != Answer.NO
        else:
            profile = profile.answered(condition, Answer(value), today)
    if options.ferritin is not None or options.tsat is not None:
        profile = profile.with_blood_test(BloodTest(today, options.ferritin, options.tsat))
    for step in options.ok:
        if step not in parts.library.cells:
            raise UsageError(f"--ok: {step} is no step with questions; see safety --table")
        profile = profile.with_ok(step, today)
    return Gate(parts.library, profile, today, alcohol=alcohol)


def _print_ruling(library: Library, name: str, ruling: Ruling) -> None:
    offered = "" if library.steps[name].offered else " (not offered as a step)"
    print(f"{library.steps[name].title}: {ruling.verdict.value}{offered}")
    for reason in ruling.reasons:
        print(f"    {reason.code.value:<3}{reason.text}")
    if ruling.questions:
        print(f"    not answered: {', '.join(ruling.questions)}")


def _print_table(library: Library) -> None:
    """Print both matrices as comma-separated values, in the shape of their source."""
    columns = list(library.cells)
    cut = columns.index("magnesium")
    for part in (columns[:cut], columns[cut:]):
        print(",".join(["condition", *part]))
        for condition in library.conditions:
            cells = [library.cells[step].get(condition, "") for step in part]
            if any(cells):
                print(",".join([condition, *cells]))
        print()


def _routine(options: argparse.Namespace, folders: Folders) -> int:
    parts = bootstrap.companion(folders)
    if _wants_json(options):
        print(parts.safekeeping.export_routine(with_profile=False), end="")
        return 0
    routine = parts.planning.routine()
    print(f"Bedtime {routine.bedtime.every:%H:%M}, wake {routine.wake.every:%H:%M}")
    for step in routine.steps:
        known = parts.library.steps.get(step.id)
        title = known.title if known is not None else step.title
        print(f"{'on ' if step.on else 'off'}  {step.id:<20} {title}")
    return 0


def _export(options: argparse.Namespace, folders: Folders) -> int:
    parts = bootstrap.companion(folders)
    text = parts.safekeeping.export_routine(with_profile=options.with_profile)
    file: Path = options.file
    temporary = file.with_name(f".{file.name}.part")
    try:
        mode = 0o600 if options.with_profile else 0o644
        with os.fdopen(
            os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode), "w", encoding="utf-8"
        ) as out:
            out.write(text)
        temporary.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    if _wants_json(options):
        _print_json({"file": str(file), "with_profile": options.with_profile})
    else:
        print(f"The routine is in {file}.")
    return 0


def _import(options: argparse.Namespace, folders: Folders) -> int:
    file: Path = options.file
    try:
        if file.stat().st_size > FILE_AT_MOST:
            raise UsageError(f"{file} is too large to be a routine")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not text in UTF-8 (byte {error.start})") from error
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "no such name"
        raise UsageError(f"{file} cannot be read: {words}") from error
    parts = bootstrap.companion(folders)
    done = parts.safekeeping.import_routine(text, with_profile=options.with_profile)
    parts.database.close()
    instance.tell(folders.data, instance.Message.CHANGED)
    if _wants_json(options):
        _print_json(
            {
                "steps": done.steps,
                "with_profile": done.with_profile,
                "locked": [
                    {
                        "id": locked.ruling.step,
                        "title": locked.title,
                        "verdict": locked.ruling.verdict.value,
                        "reasons": [reason.text for reason in locked.ruling.reasons],
                        "questions": list(locked.ruling.questions),
                    }
                    for locked in done.locked
                ],
            }
        )
        return 0
    print(f"{done.steps} steps imported.")
    for locked in done.locked:
        words = " ".join(reason.text for reason in locked.ruling.reasons)
        why = words or f"{len(locked.ruling.questions)} questions are not answered yet."
        print(f"Switched off: {locked.title} ({locked.ruling.verdict.value}). {why}")
    return 0


def _status(options: argparse.Namespace, folders: Folders) -> int:
    from rlscompanion.adapters.desktop import desktop_now  # noqa: PLC0415  (D-Bus only here)

    parts = bootstrap.companion(folders)
    now = parts.clock.now()
    zone = parts.clock.zone()
    coming = [
        reminder
        for nights_on in (0, 1)
        for reminder in parts.planning.tonight(now, nights_on=nights_on).checklist.reminders
        if reminder.due > now
    ][:NEXT_SHOWN]
    desktop = desktop_now(os.environ)
    told = {
        "version": VERSION,
        "home": str(folders.data.parent),
        "running": instance.is_running(folders.data),
        "next_reminders": [
            {
                "id": reminder.id,
                "due": reminder.due.astimezone(zone).isoformat(timespec="seconds"),
            }
            for reminder in coming
        ],
        "desktop": desktop,
    }
    if _wants_json(options):
        _print_json(told)
        return 0
    print(f"RLS Companion {VERSION}, home {told['home']}")
    print("running" if told["running"] else "not running: reminders arrive only while it runs")
    for reminder in coming:
        print(f"{reminder.due.astimezone(zone):%a %H:%M}  {reminder.id}")
    for name, works in desktop.items():
        words = {True: "works", False: "is not there", None: "is not known"}[works]
        print(f"{name.replace('_', ' ')} {words}")
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


# ------------------------------------------------------------------------------ the window


def _window(_options: argparse.Namespace, folders: Folders) -> int:
    if instance.tell(folders.data, instance.Message.RAISE):
        return 0
    return _open(folders, flare_up=False)


def _flare_up(options: argparse.Namespace, folders: Folders) -> int:
    if options.close:
        if not instance.tell(folders.data, instance.Message.CLOSE_FLARE_UP):
            print("RLS Companion is not running; there is nothing to close.")
        return 0
    if instance.tell(folders.data, instance.Message.FLARE_UP):
        return 0
    return _open(folders, flare_up=True)


def _open(folders: Folders, *, flare_up: bool) -> int:
    problem = display_problem(os.environ)
    if problem is not None and not problem.no_display:
        raise UsageError(problem.message)
    if problem is not None:
        print(f"rlscompanion: {problem.message}", file=sys.stderr)
        parts = bootstrap.companion(folders)
        _print_tonight(parts.planning.tonight())
        return 0
    with bootstrap.logging_to(folders.logs):
        from rlscompanion.ui.application import run  # noqa: PLC0415  (Qt only from here on)

        parts = bootstrap.companion(folders)
        return run(parts, bootstrap.outside(folders, parts.clock), flare_up=flare_up)


def _screenshots(options: argparse.Namespace, _folders: Folders) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = display_problem(os.environ)
    if problem is not None:
        raise UsageError(problem.message)
    from rlscompanion.ui.screenshots import render_all  # noqa: PLC0415  (Qt only from here on)

    folder: Path = options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as home:
            for name in render_all(folder, bootstrap.made_up(Path(home))):
                print(name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
    return 0

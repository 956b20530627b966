"""``routine``: prints it, writes it to a file, reads it from one."""

from argparse import Namespace
from typing import TYPE_CHECKING

from rlscompanion.adapters import instance
from rlscompanion.adapters.files import write_whole
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.routine_file import BadRoutine
from rlscompanion.domain.safety import is_hard
from rlscompanion.services.safekeeping import FILE_AT_MOST

if TYPE_CHECKING:
    from pathlib import Path


def run(options: Namespace, folders: Folders) -> int:
    act = {"export": _export, "import": _import}.get(options.act, _print)
    with Companion(folders) as parts:
        return act(options, parts)


def _print(options: Namespace, parts: Companion) -> int:
    if options.json:
        print(parts.safekeeping.export_routine(with_profile=False), end="")
        return 0
    routine = parts.planning.routine()
    print(f"Bedtime {routine.bedtime.every:%H:%M}, wake {routine.wake.every:%H:%M}")
    for step in routine.steps:
        known = parts.library.steps.get(step.id)
        title = known.title if known is not None else step.title
        print(f"{'on ' if step.on else 'off'}  {step.id:<20} {title}")
    return 0


def _export(options: Namespace, parts: Companion) -> int:
    text = parts.safekeeping.export_routine(with_profile=options.with_profile)
    file: Path = options.file
    mode = 0o600 if options.with_profile else 0o644
    write_whole(file, text.encode(), mode=mode)
    if options.json:
        print_json({"file": str(file), "with_profile": options.with_profile})
    else:
        print(f"The routine is in {file}.")
    return 0


def _import(options: Namespace, parts: Companion) -> int:
    file: Path = options.file
    text = _read(file)
    try:
        done = parts.safekeeping.import_routine(text, with_profile=options.with_profile)
    except BadRoutine as problem:
        raise Mendable(f"{file}: {problem}") from problem
    hard = [step.id for step in parts.planning.routine().steps if step.on and is_hard(step.id)]
    parts.database.close()
    instance.tell(parts.folders.data, instance.Message.CHANGED)
    if options.json:
        print_json(
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
                "help": [
                    {"urgency": urgency.value, "text": flag.text, "action": flag.action}
                    for urgency, flags in (parts.consulting.red_flags() if hard else ())
                    for flag in flags
                ],
            }
        )
        return 0
    print("1 step imported." if done.steps == 1 else f"{done.steps} steps imported.")
    for locked in done.locked:
        words = " ".join(reason.text for reason in locked.ruling.why_locked)
        why = words or f"{len(locked.ruling.questions)} questions are not answered yet."
        print(f"Switched off: {locked.title} ({locked.ruling.verdict.value}). {why}")
    if hard:
        from rlscompanion.commands.library_text import signs_text  # noqa: PLC0415  (seldom)

        titles = ", ".join(parts.library.steps[step].title for step in hard)
        print(f"{titles} is on. Before hard exercise, read when to stop and get help:\n")
        print(signs_text(parts.consulting))
    return 0


def _read(file: "Path") -> str:
    """Return the text of a file. Raises Mendable; what never ends is read so far only."""
    try:
        with file.open("rb") as opened:
            found = opened.read(FILE_AT_MOST + 1)
        if len(found) > FILE_AT_MOST:
            raise Mendable(f"{file} is too large to be a routine")
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mendable(f"{file} is not text in UTF-8 (byte {error.start})") from error
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "no such name"
        raise Mendable(f"{file} cannot be read: {words}") from error

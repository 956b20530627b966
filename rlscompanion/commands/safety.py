"""``safety``: every step's verdict and its reasons; both matrices for review."""

from argparse import Namespace

from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.library import Library
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.profile import Answer, BloodTest
from rlscompanion.domain.safety import ALCOHOL, Gate, Ruling
from rlscompanion.services.telling import rulings_told


def run(options: Namespace, folders: Folders) -> int:
    with Companion(folders) as parts:
        library = parts.library
        if options.table:
            _print_table(library)
            return 0
        gate = _asked_gate(options, parts)
    rulings = gate.rule_all()
    if options.json:
        print_json(rulings_told(library, rulings))
    else:
        for name, ruling in rulings.items():
            _print_ruling(library, name, ruling)
    return 0


def _asked_gate(options: Namespace, parts: Companion) -> Gate:
    """Return the gate for the stored answers and those of the command line, dated today."""
    stored = parts.advising.gate()
    profile, today, alcohol = stored.profile, stored.today, False
    if options.blank:
        profile = type(profile)()
    for given in options.answer:
        condition, _, value = given.partition("=")
        if condition not in parts.library.conditions:
            raise Mendable(f"--answer: {condition} is no question; see safety --table")
        if value not in set(Answer):
            raise Mendable(f"--answer: {given} needs yes, no or unknown after the =")
        if condition == ALCOHOL:
            alcohol = value != Answer.NO
        else:
            profile = profile.answered(condition, Answer(value), today)
    if options.ferritin is not None or options.tsat is not None:
        profile = profile.with_blood_test(BloodTest(today, options.ferritin, options.tsat))
    for step in options.ok:
        if step not in parts.library.cells:
            raise Mendable(f"--ok: {step} is no step with questions; see safety --table")
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

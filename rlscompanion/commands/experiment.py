"""``experiment``: lists the tests on oneself, sealed plan and all. A running one tells no result."""

from argparse import Namespace
from datetime import date

from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.experiment import Experiment
from rlscompanion.services.experimenting import Experimenting, Progress
from rlscompanion.services.judging import Result


def run(options: Namespace, folders: Folders) -> int:
    with Companion(folders) as parts:
        _print(options, parts.experimenting)
    return 0


def _print(options: Namespace, experimenting: Experimenting) -> None:
    tests = experimenting.all()
    if options.json:
        print_json([_told(experimenting, test) for test in tests])
        return
    if not tests:
        print("No tests yet. A test is started on the Insights page.")
    for test in tests:
        for line in _lines(experimenting, test):
            print(line)


def _lines(experimenting: Experimenting, test: Experiment) -> list[str]:
    progress = experimenting.progress(test)
    plan = test.plan
    course = (
        f"{progress.phase.value}, {progress.begun} of {progress.nights} nights, "
        f"{progress.rated} rated"
    )
    lines = [
        f"{test.id}  {plan.step}, {plan.outcome.value}, from {plan.first_night}: {course}",
        f"   plan {test.sealed}",
    ]
    if not progress.intact and not progress.phase.is_over:
        lines.append(f"   {experimenting.words['changed']}")
    if not progress.phase.is_over:
        if progress.arm is not None:
            lines.append(f"   tonight: {progress.arm.value} {progress.name}")
        elif progress.reveals_at is not None:
            zone = experimenting.clock.zone()
            lines.append(f"   tonight is told at {progress.reveals_at.astimezone(zone):%H:%M}")
        return lines
    result = experimenting.result(test)
    lines.append(f"   {' '.join(filter(None, (result.prefix, str(result.sentence))))}")
    lines.extend(f"   {note}" for note in result.notes)
    return lines


def _told(experimenting: Experimenting, test: Experiment) -> dict[str, object]:
    progress = experimenting.progress(test)
    over = progress.phase.is_over
    return {
        **experimenting.exported(test),
        "phase": progress.phase.value,
        "nights_begun": progress.begun,
        "nights_planned": progress.nights,
        "nights_rated": progress.rated,
        "tonight": _tonight(experimenting, progress),
        "result": _result(experimenting.result(test)) if over else None,
    }


def _tonight(experimenting: Experimenting, progress: Progress) -> dict[str, object] | None:
    if progress.reveals_at is None:
        return None
    reveals_at = progress.reveals_at.astimezone(experimenting.clock.zone())
    return {
        "arm": progress.arm.value if progress.arm is not None else None,
        "told_at": reveals_at.isoformat(timespec="seconds"),
    }


def _result(result: Result) -> dict[str, object]:
    compared = result.compared
    return {
        "finding": result.finding.value,
        "words": " ".join(filter(None, (result.prefix, str(result.sentence)))),
        "notes": list(result.notes),
        "rated": result.rated,
        "missing": result.missing,
        "swapped": result.swapped,
        "comparison": None
        if compared is None
        else {
            "with_mean": compared.with_mean,
            "without_mean": compared.without_mean,
            "difference": compared.difference,
            "low_90": compared.low,
            "high_90": compared.high,
            "p": compared.p,
            "schedules": compared.schedules,
            "every_schedule": compared.complete,
        },
        "ratings": [
            {"night": _iso(dot.night), "arm": dot.arm.value, "rating": dot.rating}
            for dot in result.dots
        ],
    }


def _iso(night: date | None) -> str | None:
    return night.isoformat() if night is not None else None

"""``tonight``: the evening, as it stands."""

from argparse import Namespace
from zoneinfo import ZoneInfo

from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import moment, print_json, zone_named
from rlscompanion.domain.checklist import Status, StepState
from rlscompanion.domain.evening import Conflict
from rlscompanion.domain.routine import AtClock, BeforeBed
from rlscompanion.services.planning import Tonight
from rlscompanion.services.telling import tonight_told


def run(options: Namespace, folders: Folders) -> int:
    with Companion(folders) as parts:
        zone = zone_named(options.zone) or parts.clock.zone()
        tonight = parts.planning.tonight(moment(options.at, zone), zone)
    if options.json:
        print_json(tonight_told(tonight))
    else:
        print_tonight(tonight)
    return 0


def print_tonight(tonight: Tonight) -> None:
    evening = tonight.checklist.evening
    zone = evening.zone
    print(f"The night of {evening.night:%A} {evening.night.isoformat()} ({zone.key})")
    tested = tonight.tested
    if tested is not None and tested.arm is not None:
        print(f"Tonight {tested.arm} {tested.name}")
    elif tested is not None:
        print(f"Your test is told at {tested.told_at.astimezone(zone):%H:%M}")
    lines = [
        (
            state.step.start,
            state.step.title,
            "" if state.step.is_mark else _status_words(state, zone),
        )
        for state in tonight.checklist.states
    ] + [(mark.at, f"{mark.name} (your medicine)", "") for mark in evening.medicines]
    for start, title, words in sorted(lines, key=lambda line: line[0]):
        print(f"{start.astimezone(zone):%H:%M}  {title:<30}  {words}".rstrip())
    for conflict in evening.conflicts:
        print(f"! {conflict.message}{_fix_words(conflict)}")
    for left in evening.left_out:
        reasons = " ".join(reason.text for reason in left.ruling.why_locked)
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

"""Telling: services' values as the public JSON of interfaces.md."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rlscompanion.domain.checklist import StepState
from rlscompanion.domain.evening import Conflict, Fix
from rlscompanion.domain.library import Library, SpacingRule
from rlscompanion.domain.reminder_record import impersonal
from rlscompanion.domain.reminders import Reminder, evening_start
from rlscompanion.domain.routine import AtClock
from rlscompanion.domain.safety import Ruling
from rlscompanion.services.planning import Tonight

if TYPE_CHECKING:
    from rlscompanion.services.accounting import Account
    from rlscompanion.services.checking_off import Marked

Told = dict[str, object]


def tonight_told(tonight: Tonight) -> Told:
    evening = tonight.checklist.evening
    zone = evening.zone
    start = evening_start(evening)
    return {
        "night": evening.night.isoformat(),
        "zone": zone.key,
        "bedtime": _at(evening.bedtime, zone),
        "wake": _at(evening.wake, zone),
        "start": _reminder(start, zone) if start is not None else None,
        "steps": [_step(state, zone) for state in tonight.checklist.states],
        "medicines": [
            {"name": mark.name, "class": mark.kind, "at": _at(mark.at, zone)}
            for mark in sorted(evening.medicines, key=lambda mark: mark.at)
        ],
        "conflicts": [_conflict(conflict) for conflict in evening.conflicts],
        "left_out": [
            {"id": left.step, "title": left.title, **_ruling(left.ruling)}
            for left in evening.left_out
        ],
        **_test(tonight, zone),
    }


def _test(tonight: Tonight, zone: ZoneInfo) -> Told:
    """Return what an experiment says of the night; nothing where there is none."""
    tested = tonight.tested
    if tested is None:
        return {}
    told_at = _at(tested.told_at, zone)
    return {"test": {"step": tested.step, "arm": tested.arm, "told_at": told_at}}


def account_told(account: "Account") -> Told:
    """Return what ``status`` tells of reminders and of this desktop."""
    zone = account.zone
    return {
        "quiet_until": _maybe_at(account.quiet_until, zone),
        "next_reminders": [
            {"id": reminder.id, "due": _at(reminder.due, zone)} for reminder in account.coming
        ],
        "last_reminders": [
            {
                "id": impersonal(event.reminder, account.numbers),
                "due": _at(event.due, zone),
                "at": _at(event.at, zone),
                "outcome": event.outcome.value,
            }
            for event in account.events
        ],
        "desktop": dict(account.works),
    }


def marked_told(marked: "Marked", zone: ZoneInfo) -> Told:
    return {
        "night": marked.night.isoformat(),
        "step": marked.step,
        "status": marked.status.value,
        "at": _at(marked.at, zone),
        "snoozed_until": _maybe_at(marked.snoozed_until, zone),
        "broken": list(marked.broken),
    }


def rulings_told(library: Library, rulings: Mapping[str, Ruling]) -> Told:
    return {
        "steps": {
            name: _ruling(ruling)
            | {"offered": library.steps[name].offered}
            | {"spacing": [_spacing(rule) for rule in ruling.spacing]}
            for name, ruling in rulings.items()
        }
    }


def _step(state: StepState, zone: ZoneInfo) -> Told:
    step = state.step
    return {
        "id": step.id,
        "title": step.title,
        "kind": step.kind.value,
        "start": _at(step.start, zone),
        "end": _at(step.end, zone),
        "status": state.status.value,
        "marked_at": _maybe_at(state.marked_at, zone),
        "verdict": step.ruling.verdict.value,
        "claims": list(step.known.claims) if step.known is not None else [],
        "snoozed_until": _maybe_at(state.snoozed_until, zone),
        "reminders": [_reminder(reminder, zone) for reminder in state.reminders],
    }


def _reminder(reminder: Reminder, zone: ZoneInfo) -> Told:
    return {
        "id": reminder.id,
        "due": _at(reminder.due, zone),
        "expires": _at(reminder.expires, zone),
    }


def _conflict(conflict: Conflict) -> Told:
    return {
        "rule": conflict.rule,
        "steps": list(conflict.steps),
        "with": conflict.other,
        "message": conflict.message,
        "fix": _fix(conflict.fix) if conflict.fix is not None else None,
    }


def _fix(fix: Fix) -> Told:
    if isinstance(fix.when, AtClock):
        return {"step": fix.step, "clock": f"{fix.when.time:%H:%M}"}
    return {"step": fix.step, "before_bed": fix.when.minutes}


def _ruling(ruling: Ruling) -> Told:
    return {
        "verdict": ruling.verdict.value,
        "reasons": [
            {"condition": reason.condition, "code": reason.code.value, "text": reason.text}
            for reason in ruling.reasons
        ],
        "questions": list(ruling.questions),
    }


def _spacing(rule: SpacingRule) -> Told:
    (other,) = rule.others
    return {
        "other": other,
        "hours_before": rule.hours_before,
        "hours_after": rule.hours_after,
        "rule": rule.id,
    }


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _maybe_at(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else _at(moment, zone)

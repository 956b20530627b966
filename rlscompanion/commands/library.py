"""``library``: documents, claims, steps, disagreements and when to get help, for reading."""

import sys
from argparse import Namespace
from datetime import time
from enum import Enum
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.commands.library_text import step_text, whole_text
from rlscompanion.domain.mendable import Mendable

if TYPE_CHECKING:
    from rlscompanion.services.consulting import Consulting, Statement, StepPage


def run(options: Namespace, folders: Folders) -> int:
    with Companion(folders) as parts:
        answer = _answer(options, parts)
    if isinstance(answer, str):
        print(answer)
    else:
        print_json(answer)
    sys.stdout.flush()  # here, where a pipe that closed early is forgiven
    return 0


def _answer(options: Namespace, parts: Companion) -> str | dict[str, object]:
    consulting = parts.consulting
    if options.step is None:
        return _told(consulting) if options.json else whole_text(consulting)
    if options.step not in parts.library.steps:
        raise Mendable(f"--step: {options.step} is no step; rlscompanion library names them all")
    page = consulting.step(options.step)
    return _step(page) if options.json else step_text(page)


def _told(consulting: "Consulting") -> dict[str, object]:
    """Return all of it: lists of objects, each with its id."""
    knowledge, evidence = consulting.knowledge, consulting.evidence
    documents = consulting.documents()
    return {
        "documents": [
            _plain(page.document) | {"claims": [one.claim.id for one in page.statements]}
            for page in documents
        ],
        "claims": [_statement(one) for page in documents for one in page.statements],
        "steps": [_step(page) for page in consulting.steps()],
        "disagreements": [
            _plain(page.disagreement) | {"steps": [step.id for step in page.steps]}
            for page in consulting.disagreements()
        ],
        "help": [_plain(flag) for flag in knowledge.red_flags.values()],
        "night": [
            {"id": f"night-{n}", "text": text} for n, text in enumerate(knowledge.night_lines, 1)
        ],
        "checks": [_plain(check) for check in evidence.checks],
        "never": [{"id": f"never-{n}"} | _plain(each) for n, each in enumerate(evidence.never, 1)],
    }


def _step(page: "StepPage") -> dict[str, object]:
    ruling = page.ruling
    return _plain(page.step) | {
        "acts": list(page.acts),
        "never_with": [condition.id for condition in page.never_with],
        "ask_first_with": [condition.id for condition in page.ask_first_with],
        "verdict": ruling.verdict.value,
        "reasons": [_plain(reason) for reason in ruling.reasons],
        "questions": list(ruling.questions),
        "spacing": list(dict.fromkeys(rule.text for rule in ruling.spacing)),
        "guidance": [_plain(finding) for finding in page.guidance],
        "trials": [_plain(finding) for finding in page.trials],
        "views": [
            _plain(view.document) | {"claims": [_statement(one) for one in view.statements]}
            for view in page.views
        ],
        "disagreements": [_plain(each) for each in page.disagreements],
        "help": [_plain(flag) for flag in page.red_flags],
    }


def _statement(one: "Statement") -> dict[str, object]:
    return _plain(one.claim) | {"figures": list(one.figures), "why_never": one.why_never}


def _plain(value: object) -> dict[str, object]:
    """Return a frozen value as an object of JSON, with every field."""
    assert isinstance(value, Struct), "the library is made of these"  # noqa: S101
    return {field: _simple(getattr(value, field)) for field in value.__struct_fields__}


def _simple(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return [_simple(each) for each in cast("tuple[object, ...]", value)]
        case _:
            return value

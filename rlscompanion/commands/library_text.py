"""The library as text that a reviewer can read from top to end."""

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import TYPE_CHECKING, Final

from rlscompanion.domain.evidence import Sureness
from rlscompanion.domain.knowledge import Urgency
from rlscompanion.domain.library import Moment
from rlscompanion.domain.safety import Verdict

if TYPE_CHECKING:
    from rlscompanion.domain.evidence import Finding
    from rlscompanion.domain.knowledge import Document, RedFlag
    from rlscompanion.domain.library import Condition, Step
    from rlscompanion.services.consulting import (
        Consulting,
        DisagreementPage,
        DocumentPage,
        SideOf,
        Statement,
        StepPage,
    )

WIDTH: Final = 96
URGENCIES: Final = {
    Urgency.NOW: "Get help now",
    Urgency.SOON: "See a doctor soon",
    Urgency.ROUTINE: "Ask at your next visit",
}
MOMENTS: Final = {
    Moment.EVENING: "in the evening",
    Moment.FLARE_UP: "in a flare-up",
    Moment.BOTH: "in the evening or in a flare-up",
    Moment.DAY: "by day",
}


def whole_text(consulting: "Consulting") -> str:
    """Return all of it, each part under its heading."""
    return "\n".join(_whole(consulting))


def step_text(page: "StepPage") -> str:
    """Return one step in the order of its page."""
    return "\n".join(_step(page))


def signs_text(consulting: "Consulting") -> str:
    """Return when to get help, the most urgent first, without what stands behind it."""
    return "\n".join(_signs(consulting))


def _signs(consulting: "Consulting") -> Iterator[str]:
    for urgency, flags in consulting.red_flags():
        yield URGENCIES[urgency]
        yield from (_said(f"{flag.text} {flag.action}", "  - ", "    ") for flag in flags)


def _whole(consulting: "Consulting") -> Iterator[str]:
    knowledge, evidence = consulting.knowledge, consulting.evidence
    yield from _part("The library")
    yield _said(consulting.library.texts["consent"])
    yield from _part(f"The documents: {len(knowledge.documents)}")
    for page in consulting.documents():
        yield from _document(page.document)
    yield from _part(f"What they say: {len(knowledge.claims)} claims")
    for page in consulting.documents():
        yield from _claims(page)
    yield from _part(f"The steps: {len(consulting.library.steps)}")
    for step in consulting.steps():
        yield from _step(step)
        yield ""
    yield from _part(f"Where they disagree: {len(knowledge.disagreements)}")
    for each in consulting.disagreements():
        yield from _disagreement(each)
    yield from _part("When to get help")
    yield _said(f"At night, six lines, and: {consulting.library.texts['help-call']}")
    yield from (_said(line, "  - ") for line in knowledge.night_lines)
    for urgency, flags in consulting.red_flags():
        yield ""
        yield f"{URGENCIES[urgency]} ({len(flags)})"
        yield from map(_red_flag, flags)
    yield from _part("Worth checking first")
    for check in evidence.checks:
        yield check.title
        yield _said(check.text, "    ")
    yield from _part("Never shown as advice")
    for never in evidence.never:
        yield _said(never.text, f"{', '.join(never.claims) or 'All of them'}: ")


def _part(title: str) -> tuple[str, ...]:
    return ("", title, "=" * len(title), "")


def _said(text: str, start: str = "", inner: str | None = None) -> str:
    """Return a text in lines of the usual width, those after the first moved in."""
    later = " " * min(len(start), len("    "))
    return fill(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=later if inner is None else inner,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _facts(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in facts:
        if text:
            yield _said(text, f"  {name}: ", "    ")


def _document(document: "Document") -> Iterator[str]:
    yield f"{document.id}  {document.name}"
    yield from _facts(
        (
            ("Title", document.title),
            ("Author", document.author),
            ("Site", document.site),
            ("Date", document.date),
            ("Sells", document.sells),
            ("Missing in our copy", document.missing),
            ("About it", document.about),
        )
    )
    yield ""


def _claims(page: "DocumentPage") -> Iterator[str]:
    yield f"{page.document.name} ({page.document.id}): {len(page.statements)} claims"
    yield _said(page.document.sells, "  Sells: ", "    ")
    for one in page.statements:
        yield from _statement(one)
    yield ""


def _statement(one: "Statement", edge: str = "  ") -> Iterator[str]:
    claim = one.claim
    kinds = ", ".join(kind.label.lower() for kind in claim.kinds)
    inner = f"{edge}       "
    yield _said(f"{claim.text} ({kinds})" if kinds else claim.text, f"{edge}{claim.id}  ", inner)
    printed = ", ".join(f"“{figure}”" for figure in one.figures)
    for name, text in (
        ("When", claim.timing),
        ("The article printed", " ".join(filter(None, (printed, _limit(claim.limit))))),
        ("Its own caution", claim.caution),
        ("Not shown as advice", one.why_never),
        ("Stands against", ", ".join(claim.contradicts)),
        ("See also", ", ".join(claim.also_see)),
    ):
        if text:
            yield _said(text, f"{edge}     {name}: ", inner)


def _limit(limit: str) -> str:
    return f"[Limit: {limit}]" if limit else ""


def _step(page: "StepPage") -> Iterator[str]:
    step = page.step
    title = f"{step.title} ({step.id}, {step.kind.value})"
    yield title
    yield "-" * len(title)
    yield from _facts((("What to do", step.what),))
    yield from (_said(act, f"    {n}. ", " " * 7) for n, act in enumerate(page.acts, 1))
    yield from _facts(
        (
            ("When", when_words(step)),
            ("Why", step.why),
            ("Who should not", step.who_not),
            ("Left out with", _names(page.never_with)),
            ("Ask first with", _names(page.ask_first_with)),
            ("Take care", step.caution),
            ("When to stop", step.stop),
            ("For your answers", _verdict(page)),
            ("Hours between", " ".join(dict.fromkeys(rule.text for rule in page.ruling.spacing))),
            ("Evidence", step.evidence),
        )
    )
    for name, findings in (("Guidance", page.guidance), ("Trials", page.trials)):
        yield f"  {name}: {'' if findings else 'none found.'}".rstrip()
        yield from map(_finding, findings)
    yield "  What the articles say:"
    for view in page.views:
        document = view.document
        yield f"    {document.name}"
        yield _said(f"{document.author}. Site: {document.site}.", "      By: ", " " * 8)
        yield _said(document.sells, "      What they sell: ", " " * 8)
        for one in view.statements:
            yield from _statement(one, " " * 6)
    silent = "" if page.disagreements else "nothing noted."
    yield f"  Where they disagree: {silent}".rstrip()
    for each in page.disagreements:
        yield _said(each.text, f"    {each.id}  {each.topic}. ", " " * 9)
    if page.red_flags:
        yield "  When to get help:"
        yield from (_red_flag(flag, "    ") for flag in page.red_flags)


def when_words(step: "Step") -> str:
    """Say when a step is done, and how long it takes."""
    words = [MOMENTS[step.moment]]
    if step.clock is not None:
        words.append(f"usually at {step.clock:%H:%M}")
    elif step.before_bed is not None:
        words.append(f"usually {step.before_bed} minutes before bed")
    if step.minutes:
        words.append(f"takes {step.minutes} minutes")
    if not step.offered:
        words.append("not offered as a step here")
    return ", ".join(words).capitalize() + "."


def _names(conditions: Iterable["Condition"]) -> str:
    return "; ".join(condition.title for condition in conditions)


def _verdict(page: "StepPage") -> str:
    ruling = page.ruling
    start = {
        Verdict.BLOCKED: "Left out.",
        Verdict.QUESTIONS: f"Not known yet: {len(page.unanswered)} questions are open.",
        Verdict.ASK: "Ask a doctor or pharmacist first.",
        Verdict.SPACED: "Keep the hours below.",
        Verdict.CAUTION: "Take care.",
        Verdict.FINE: "Someone who knows you agreed."
        if ruling.reasons
        else "No extra caution in our list. This is not a medical check.",
        Verdict.UNCHECKED: "Not checked by this app.",
    }[ruling.verdict]
    return " ".join(dict.fromkeys((start, *(reason.text for reason in ruling.reasons))))


def _finding(finding: "Finding") -> str:
    sure = "" if finding.sureness is Sureness.READ else ", to be confirmed"
    told = f"{finding.text} ({finding.source}; seen in {finding.in_whom}{sure})"
    return _said(told, "    - ", " " * 6)


def _disagreement(page: "DisagreementPage") -> Iterator[str]:
    each = page.disagreement
    yield f"{each.id}  {each.topic}"
    yield _said(each.text, "    ")
    for side in page.sides:
        yield _said(_side(side), "    One side: " if side is page.sides[0] else "    The other: ")
    yield ""


def _side(side: "SideOf") -> str:
    behind = ", ".join(claim.id for claim in side.claims)
    return f"{side.text} ({behind or 'guidance'})"


def _red_flag(flag: "RedFlag", edge: str = "  ") -> str:
    behind = f" ({', '.join(flag.claims)})" if flag.claims else ""
    return _said(f"{flag.text} {flag.action}{behind}", f"{edge}{flag.id}  ", f"{edge}      ")

"""Reads the evidence: ``evidence.toml`` and ``checking.toml`` of ``resources/library``.

Apart from ``library_files``, so that a start of the application does not wait for pages of the
library that nobody has opened. The files are ours and ``tests/test_evidence_data.py`` holds them
to their rules; a mistake in them is a ``KeyError``, ``TypeError`` or ``ValueError`` here.
"""

from pathlib import Path
from types import MappingProxyType

from rlscompanion.adapters.toml_files import Row, toml
from rlscompanion.domain.evidence import Check, Evidence, Finding, NeverAdvice, Sureness


def read_evidence(folder: Path) -> Evidence:
    """Read all evidence from ``folder`` into values that cannot change."""
    findings: dict[str, tuple[Finding, ...]] = {}
    for finding in map(_finding, toml(folder / "evidence.toml")["finding"]):
        findings[finding.step] = (*findings.get(finding.step, ()), finding)
    checking = toml(folder / "checking.toml")
    return Evidence(
        findings=MappingProxyType(findings),
        checks=tuple(Check(**row) for row in checking["check"]),
        never=tuple(map(_never, checking["never"])),
    )


def _finding(row: Row) -> Finding:
    row.setdefault("year", None)
    row["sureness"] = Sureness(row["sureness"])
    return Finding(**row)


def _never(row: Row) -> NeverAdvice:
    row["claims"] = tuple(row["claims"])
    return NeverAdvice(**row)

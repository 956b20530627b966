"""Reads the knowledge: what the documents say, where they differ, when to get help.

Some hundred texts that only the library's pages and ``rlscompanion library`` show, so nobody reads
them before they are asked for. As in ``library_files``, a mistake in a file is an error of ours.
"""

from pathlib import Path

from rlscompanion.adapters.toml_files import Row, by_id, toml
from rlscompanion.domain.knowledge import (
    Claim,
    ClaimKind,
    Disagreement,
    Document,
    Knowledge,
    RedFlag,
    Urgency,
)


def read_knowledge(folder: Path) -> Knowledge:
    """Read all of it from ``folder`` into values that cannot change."""
    return Knowledge(
        documents=by_id(Document(**row) for row in _rows(folder, "documents", "document")),
        claims=by_id(map(_claim, _rows(folder, "claims", "claim"))),
        disagreements=by_id(map(_disagreement, _rows(folder, "disagreements", "disagreement"))),
        red_flags=by_id(map(_red_flag, _rows(folder, "help", "red_flag"))),
        night_lines=tuple(
            text
            for key, text in toml(folder / "texts.toml")["text"].items()
            if key.startswith("help-night-")
        ),
    )


def _rows(folder: Path, file: str, table: str) -> list[Row]:
    return toml(folder / f"{file}.toml")[table]


def _claim(row: Row) -> Claim:
    row["document"] = row["id"][0]
    row["kinds"] = tuple(map(ClaimKind, row["kinds"]))
    for references in ("contradicts", "also_see"):
        row[references] = tuple(row.get(references, ()))
    return Claim(**row)


def _disagreement(row: Row) -> Disagreement:
    for side in ("claims_a", "claims_b"):
        row[side] = tuple(row.get(side, ()))
    return Disagreement(**row)


def _red_flag(row: Row) -> RedFlag:
    row["urgency"] = Urgency(row["urgency"])
    row["claims"] = tuple(row.get("claims", ()))
    return RedFlag(**row)

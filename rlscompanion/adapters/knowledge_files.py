"""Reads the knowledge: what the documents say, where they differ, when to get help.

Some hundred texts that only the library's pages and ``rlscompanion library`` show, so nobody reads
them before they are asked for. As in ``library_files``, a mistake in a file is an error of ours.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from rlscompanion.domain.knowledge import (
    Claim,
    ClaimKind,
    Disagreement,
    Document,
    Knowledge,
    RedFlag,
    Urgency,
)

Row: TypeAlias = dict[str, Any]
_Identified = TypeVar("_Identified", Document, Claim, Disagreement, RedFlag)


def read_knowledge(folder: Path) -> Knowledge:
    """Read all of it from ``folder`` into values that cannot change."""
    return Knowledge(
        documents=_by_id(Document(**row) for row in _rows(folder, "documents", "document")),
        claims=_by_id(map(_claim, _rows(folder, "claims", "claim"))),
        disagreements=_by_id(map(_disagreement, _rows(folder, "disagreements", "disagreement"))),
        red_flags=_by_id(map(_red_flag, _rows(folder, "help", "red_flag"))),
        night_lines=tuple(
            text
            for key, text in _toml(folder / "texts.toml")["text"].items()
            if key.startswith("help-night-")
        ),
    )


def _toml(path: Path) -> Row:
    with path.open("rb") as file:
        return tomllib.load(file)


def _rows(folder: Path, file: str, table: str) -> list[Row]:
    return _toml(folder / f"{file}.toml")[table]


def _by_id(things: Iterable[_Identified]) -> Mapping[str, _Identified]:
    return MappingProxyType({thing.id: thing for thing in things})


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

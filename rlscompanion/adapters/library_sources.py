"""What people write of the library: TOML files and ``names.csv``, brought under its own names."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rlscompanion.adapters.toml_files import Row, toml


def tables(folder: Path) -> dict[str, Any]:
    """Return what the files say, under the names that the library has for it."""
    notes, spacing = toml(folder / "notes.toml"), toml(folder / "spacing.toml")
    acts = toml(folder / "acts.toml")
    spoken = {row["id"]: row["text"] for row in spacing["spoken"]}
    return {
        "steps": _by_id(toml(folder / "steps.toml")["step"]),
        "conditions": _by_id(toml(folder / "conditions.toml")["condition"]),
        "cells": toml(folder / "matrix.toml"),
        "notes": notes["note"],
        "code_texts": notes["code"],
        "rule_texts": notes["rule"] | spacing["window"],
        "spacing": spacing["spacing"],
        "guides": _by_id(map(_guide, toml(folder / "guides.toml")["guide"])),
        "names": _names(folder / "names.csv"),
        "texts": toml(folder / "texts.toml")["text"] | spoken,
        "acts": {step: table["acts"] for step, table in acts.items()},
    }


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _guide(row: Row) -> Row:
    return {"cues" if key == "cue" else key: value for key, value in row.items()}


def _names(path: Path) -> dict[str, Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"].casefold(): row for row in csv.DictReader(file)}

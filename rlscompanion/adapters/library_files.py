"""Reads the library: the TOML files of ``resources/library`` and ``names.csv``.

The files are ours and ``tests/test_library_data.py`` holds them to their rules; a mistake in them
is a ``KeyError``, ``TypeError`` or ``ValueError`` here, not a sentence for the person.
"""

# pyright: reportImplicitOverride=false
# (typing_extensions would be the only import that printing an evening does not need)

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, overload

from rlscompanion.adapters.toml_files import Row, by_id, toml
from rlscompanion.domain.library import (
    Code,
    Condition,
    Cue,
    Group,
    Guide,
    Kind,
    KnownName,
    Library,
    Moment,
    Note,
    Side,
    SpacingRule,
    Step,
)

_Key = TypeVar("_Key")
_Value_co = TypeVar("_Value_co", covariant=True)


def read_library(folder: Path) -> Library:
    """Read the library from ``folder`` into values that cannot change.

    What an ordinary evening does not look into is read when somebody does.
    """

    @cache
    def notes() -> Row:
        return toml(folder / "notes.toml")

    spacing = toml(folder / "spacing.toml")
    spoken = {row["id"]: row["text"] for row in spacing["spoken"]}
    return Library(
        steps=by_id(map(_step, toml(folder / "steps.toml")["step"])),
        conditions=by_id(map(_condition, toml(folder / "conditions.toml")["condition"])),
        cells=_cells(toml(folder / "matrix.toml")),
        notes=_LaterSequence(lambda: tuple(map(_note, notes()["note"]))),
        code_texts=_LaterMapping(
            lambda: {Code(code): text for code, text in notes()["code"].items()}
        ),
        rule_texts=_LaterMapping(lambda: {**notes()["rule"], **spacing["window"]}),
        spacing=tuple(map(_spacing_rule, spacing["spacing"])),
        guides=_LaterMapping(lambda: by_id(map(_guide, toml(folder / "guides.toml")["guide"]))),
        names=_LaterMapping(lambda: _names(folder / "names.csv")),
        texts=MappingProxyType({**toml(folder / "texts.toml")["text"], **spoken}),
        acts=_LaterMapping(lambda: _acts(toml(folder / "acts.toml"))),
    )


class _LaterMapping(Mapping[_Key, _Value_co]):
    """A mapping that is read from its file when somebody first looks into it."""

    def __init__(self, read: Callable[[], Mapping[_Key, _Value_co]]) -> None:
        self._read = cache(read)

    def __getitem__(self, key: _Key) -> _Value_co:
        return self._read()[key]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


class _LaterSequence(Sequence[_Value_co]):
    """A sequence that is read from its file when somebody first looks into it."""

    def __init__(self, read: Callable[[], tuple[_Value_co, ...]]) -> None:
        self._read = cache(read)

    @overload
    def __getitem__(self, index: int) -> _Value_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_Value_co, ...]: ...
    def __getitem__(self, index: int | slice) -> _Value_co | tuple[_Value_co, ...]:
        return self._read()[index]

    def __len__(self) -> int:
        return len(self._read())


def _step(row: Row) -> Step:
    row["kind"] = Kind(row["kind"])
    row["moment"] = Moment(row["moment"])
    row["claims"] = tuple(row["claims"])
    return Step(**row)


def _condition(row: Row) -> Condition:
    row["group"] = Group(row["group"])
    return Condition(**row)


def _guide(row: Row) -> Guide:
    row["cues"] = tuple(map(_cue, row.pop("cue")))
    return Guide(**row)


def _cue(row: Row) -> Cue:
    row["side"] = Side(row.get("side", Side.BOTH))
    return Cue(**row)


def _acts(tables: dict[str, dict[str, list[str]]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({step: tuple(table["acts"]) for step, table in tables.items()})


def _cells(tables: dict[str, dict[str, str]]) -> Mapping[str, Mapping[str, Code]]:
    return MappingProxyType(
        {
            step: MappingProxyType({condition: Code(code) for condition, code in column.items()})
            for step, column in tables.items()
        }
    )


def _note(row: Row) -> Note:
    row["steps"] = frozenset(row["steps"])
    row["conditions"] = frozenset(row["conditions"])
    return Note(**row)


def _spacing_rule(row: Row) -> SpacingRule:
    row["items"] = frozenset(row["items"])
    row["others"] = frozenset(row["others"])
    return SpacingRule(**row)


def _names(path: Path) -> Mapping[str, KnownName]:
    import csv  # noqa: PLC0415  (only own steps and medicines are looked up by name)

    with path.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {row["name"].casefold(): KnownName(**row) for row in csv.DictReader(file)}
        )

"""The door to the library's TOML files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias, TypeVar

import tomli

Row: TypeAlias = dict[str, Any]


class Identified(Protocol):
    @property
    def id(self) -> str: ...


_Thing = TypeVar("_Thing", bound=Identified)


def toml(path: Path) -> Row:
    """Return the tables of a file."""
    with path.open("rb") as file:
        return tomli.load(file)


def by_id(things: Iterable[_Thing]) -> Mapping[str, _Thing]:
    """Return things by their ids, unchangeable and in their order."""
    return MappingProxyType({thing.id: thing for thing in things})

"""Own steps: what the library knows of a name that a person typed (interfaces.md, Steps)."""

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from rlscompanion.domain.library import KnownName, Library

FORM_WORDS: Final = frozenset(
    {
        "tablet",
        "tablets",
        "pill",
        "pills",
        "capsule",
        "capsules",
        "drop",
        "drops",
        "spray",
        "sprays",
        "powder",
        "tea",
        "teas",
        "mg",
        "ml",
        "g",
        "µg",
        "μg",
        "mcg",
        "iu",
        "per",
        "day",
    }
)
MULTIVITAMIN_PARTS: Final = ("magnesium", "iron", "zinc")
"""The columns a multivitamin takes: it counts as these (and as calcium, which has none)."""
DRINKS: Final = {
    "coffee": "coffee",
    "espresso": "coffee",
    "cappuccino": "coffee",
    "kaffee": "coffee",
    "tea": "tea",
    "tee": "tea",
    "milk": "milk",
    "milch": "milk",
}
"""Words in an own step's title that spacing rules S-a and S-b speak of."""

NUMBER: Final = r"[\d.,]+(mg|ml|µg|mcg|iu|g)?"


class Unchecked(Struct, frozen=True):
    """No list knows it: allowed, and said to be not checked by this app."""


class TakesColumn(Struct, frozen=True):
    """A supplement: it takes the columns and the locks of these steps."""

    steps: tuple[str, ...]


class IsMedicine(Struct, frozen=True):
    """Refused as a step: medicines are added as marks, with this class."""

    name: str
    kind: str


class Refused(Struct, frozen=True):
    """Refused as a step, for everyone."""

    name: str
    kind: str


Recognition = Unchecked | TakesColumn | IsMedicine | Refused


@lru_cache(maxsize=1024)
def plain_name(title: str) -> str:
    """Return a title without form words and numbers, case-folded, spaces single."""
    words = re.sub(r"[^\w.,'-]+", " ", title.casefold().replace("’", "'")).split()
    words = [word.strip(".,'-") for word in words]
    kept = [word for word in words if word not in FORM_WORDS and not re.fullmatch(NUMBER, word)]
    return " ".join(filter(None, kept))


def known_name(library: Library, title: str) -> KnownName | None:
    """Return the entry of ``names.csv`` for a title, or None."""
    folded = " ".join(title.casefold().replace("’", "'").split())
    name = plain_name(title)
    apart = plain_name(title.replace("-", " "))
    for candidate in (folded, name, apart, apart.replace(" ", "-")):
        found = library.names.get(candidate)
        if found is not None:
            return found
    return None


def recognise(library: Library, title: str) -> Recognition:
    """Return what an own step called ``title`` is."""
    known = known_name(library, title)
    if known is None:
        return Unchecked()
    if known.kind == "refused-step":
        return Refused(known.name, known.maps_to)
    if known.kind == "supplement" and known.maps_to == "multivitamin":
        return TakesColumn(MULTIVITAMIN_PARTS)
    if known.kind == "supplement" and known.maps_to in library.cells:
        return TakesColumn((known.maps_to,))
    return IsMedicine(known.name, known.maps_to)


@lru_cache(maxsize=1024)
def drinks_in(title: str) -> frozenset[str]:
    """Return which of coffee, tea and milk an own step's title speaks of."""
    return frozenset(
        DRINKS[word] for word in re.findall(r"\w+", title.casefold()) if word in DRINKS
    )

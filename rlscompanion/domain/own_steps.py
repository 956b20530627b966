"""Own steps: what the library knows of a name that a person typed (interfaces.md, Steps)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from msgspec import Struct

from rlscompanion.domain.library import MULTIVITAMIN, KnownName, Library

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

LAUNDRY: Final = re.compile(
    r"\biron (?=(?:(?:a|all|her|his|my|our|some|the|their|tomorrows|white|work|your) )*"
    r"(?:blouses?|clothes|dress|dresses|jeans|laundry|linen|sheets|shirts?|skirts?|tablecloths?"
    r"|trousers|uniforms?|washing)\b)"
)
"""Where "iron" is what one does to shirts."""
PLURALS: Final = frozenset({"s", "n"})
COMPOUND_FROM: Final = 4
"""The letters of the shortest name that may begin a longer word: Zinktabletten."""
INSIDE_FROM: Final = 7
"""The letters of the shortest name that counts anywhere in a word: Dihydrocodeine."""
NO_COMPOUNDS: Final = frozenset({"iron", "centrum"})
"""Names that begin or end too many other words (ironing); only form words may follow."""
EVERYDAY: Final = (
    "ambience",
    "eisenach",
    "eisenbahn",
    "eisenhower",
    "eisenstein",
    "eisenwaren",
    "gabardine",
    "lyrical",
)
"""How words begin that begin like a name and are something else."""


class Unchecked(Struct, frozen=True):
    """No list knows it: allowed, and said to be not checked by this app."""


class TakesColumn(Struct, frozen=True):
    """A supplement: it takes the columns and the locks of these steps."""

    steps: tuple[str, ...]

    @property
    def substances(self) -> frozenset[str]:
        """Return the names under which spacing rules know it."""
        own = frozenset(self.steps)
        return own | MULTIVITAMIN if own.issuperset(MULTIVITAMIN_PARTS) else own


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


def known_names(library: Library, title: str) -> tuple[KnownName, ...]:
    """Return the entries of ``names.csv`` that a title speaks of, in the order of the title.

    The entry for the whole title, else every name that is in it as words, at the beginning of a
    word (Eisentabletten) or, if long, anywhere in one; none that is part of a longer name there.
    """
    found = library.names_found.get(title)
    if found is None:
        whole = known_name(library, title)
        found = (whole,) if whole is not None else _names_inside(library, title)
        library.names_found[title] = found
    return found


def _names_inside(library: Library, title: str) -> tuple[KnownName, ...]:
    text = LAUNDRY.sub("", _spaced(title))
    found = {
        span: name
        for name in library.names.values()
        for form in {_spaced(name.name), _joined(name.name)}
        for span in _spans(text, form)
    }
    return tuple(
        dict.fromkeys(
            name
            for (begin, end), name in sorted(found.items(), key=lambda entry: entry[0])
            if not any((a, b) != (begin, end) and a <= begin and end <= b for a, b in found)
        )
    )


@lru_cache(maxsize=2048)
def _spaced(words: str) -> str:
    """Return letters and numbers apart, with single spaces: "Omega-3" as "omega 3"."""
    folded = re.sub(r"['’]", "", normalize("NFKC", words).casefold())
    return " ".join(re.findall(r"[^\W\d_]+|\d+", folded))


@lru_cache(maxsize=2048)
def _joined(name: str) -> str:
    return _spaced(name).replace(" ", "")


def _spans(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where ``name`` stands in ``text`` as itself, as a plural, or in a longer word."""
    begin = text.find(name)
    while begin >= 0:
        end = begin + len(name)
        if _counts(text, name, begin, end):
            yield begin, end
        begin = text.find(name, begin + 1)


def _counts(text: str, name: str, begin: int, end: int) -> bool:
    at_start = begin == 0 or text[begin - 1] == " "
    rest = text[end:].partition(" ")[0]
    if at_start and not rest:
        return True
    if len(name.rpartition(" ")[2]) < COMPOUND_FROM or text.startswith(EVERYDAY, begin):
        return False
    if name in NO_COMPOUNDS:
        return at_start and rest in FORM_WORDS
    if at_start:
        return rest in PLURALS or (len(rest) > 1 and " " not in name)
    return len(name) >= INSIDE_FROM and " " not in name


def recognise(library: Library, title: str) -> Recognition:
    """Return what an own step called ``title`` is: the strictest of all that its words name."""
    found = [_recognised(library, name) for name in known_names(library, title)]
    for strict in (Refused, IsMedicine):
        for one in found:
            if isinstance(one, strict):
                return one
    columns = [step for one in found if isinstance(one, TakesColumn) for step in one.steps]
    return TakesColumn(tuple(dict.fromkeys(columns))) if columns else Unchecked()


def _recognised(library: Library, known: KnownName) -> Recognition:
    if known.kind == "refused-step":
        return Refused(known.name, known.maps_to)
    if known.kind == "supplement" and known.maps_to == "multivitamin":
        return TakesColumn(MULTIVITAMIN_PARTS)
    if known.kind == "supplement" and known.maps_to in library.cells:
        return TakesColumn((known.maps_to,))
    return IsMedicine(known.name, known.maps_to)


def why_refused(library: Library, title: str) -> str | None:
    """Return why a title is none for a step, or None."""
    match recognise(library, title):
        case IsMedicine(name):
            called = title if known_name(library, title) is not None else name.capitalize()
            return (
                f"{called} is a medicine; add it as a medicine, so that steps keep their distance"
            )
        case Refused(name, maps_to):
            called = title if known_name(library, title) is not None else name.capitalize()
            return library.texts.get(f"refused-{maps_to}") or library.texts["refused"].format(
                name=called
            )
        case _:
            return None


def substances_in(library: Library, title: str) -> frozenset[str]:
    """Return the names under which spacing rules know an own step called ``title``."""
    match recognise(library, title):
        case TakesColumn() as taken if known_name(library, title) is not None:
            return taken.substances
        case TakesColumn() as taken:
            return taken.substances | drinks_in(title)
        case IsMedicine(_, kind) | Refused(_, kind):
            return drinks_in(title) | {kind}
        case Unchecked():
            return drinks_in(title)


@lru_cache(maxsize=1024)
def drinks_in(title: str) -> frozenset[str]:
    """Return which of coffee, tea and milk an own step's title speaks of."""
    return frozenset(
        DRINKS[word] for word in re.findall(r"\w+", title.casefold()) if word in DRINKS
    )

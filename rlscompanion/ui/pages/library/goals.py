"""Where a line of the library may lead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToStep:
    step: str


@dataclass(frozen=True, slots=True)
class ToArticle:
    """An article's page; at a claim where one is named."""

    document: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class ToArticles:
    pass


@dataclass(frozen=True, slots=True)
class ToDisagreements:
    """The page of the disagreements; at one of them where it is named."""

    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class ToChecks:
    pass


@dataclass(frozen=True, slots=True)
class ToHelp:
    pass


Goal = ToStep | ToArticle | ToArticles | ToDisagreements | ToChecks | ToHelp

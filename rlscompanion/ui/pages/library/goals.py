"""Where a line of the library may lead."""

from msgspec import Struct


class ToStep(Struct, frozen=True):
    step: str


class ToArticle(Struct, frozen=True):
    """An article's page; at a claim where one is named."""

    document: str
    claim: str = ""


class ToArticles(Struct, frozen=True):
    pass


class ToDisagreements(Struct, frozen=True):
    """The page of the disagreements; at one of them where it is named."""

    disagreement: str = ""


class ToChecks(Struct, frozen=True):
    pass


class ToHelp(Struct, frozen=True):
    pass


Goal = ToStep | ToArticle | ToArticles | ToDisagreements | ToChecks | ToHelp

"""What the Tonight page shows, as values: two equal ones look the same, so nothing is redrawn."""

from typing import TYPE_CHECKING

from msgspec import Struct

from rlscompanion.domain.evening import Fix
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.timeline_row import RowAction, RowText

if TYPE_CHECKING:
    from rlscompanion.ui.widgets.light_band import LightSpan
    from rlscompanion.ui.widgets.now_card import NowText


class Head(Struct, frozen=True):
    """The top of the page."""

    title: str
    lead: str
    next: str
    """The next reminder and its time."""


class Ahead(Struct, frozen=True):
    """The light from noon to the next morning; ``now`` is a share of it."""

    spans: "tuple[LightSpan, ...]"
    now: float


class Clash(Struct, frozen=True):
    """A conflict under the step that it concerns, with its way out."""

    what: str
    why: str
    button: str
    fix: Fix | None
    leave_out: str = ""
    """The step to leave out tonight, where no time is found for it."""


class Line(Struct, frozen=True):
    """One line of the timeline, in the order of time."""

    key: str
    row: RowText
    clashes: tuple[Clash, ...] = ()


class Card(Struct, frozen=True):
    """The Now card, in the place of the line with this key."""

    key: str
    text: "NowText"
    time: str
    node: NodeState


class Plan(Struct, frozen=True):
    """The whole timeline."""

    lines: tuple[Line, ...]
    card: Card | None
    left_out: tuple[str, ...]


class Asked(Struct, frozen=True):
    """What the person asked of a step."""

    step: str
    action: RowAction

"""What the Tonight page shows, as values: two equal ones look the same, so nothing is redrawn."""

from dataclasses import dataclass

from rlscompanion.domain.evening import Fix
from rlscompanion.ui.widgets.light_band import LightSpan
from rlscompanion.ui.widgets.now_card import NowText
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.timeline_row import RowAction, RowText


@dataclass(frozen=True, slots=True)
class Head:
    """The top of the page."""

    title: str
    lead: str
    next: str
    """The next reminder and its time."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The light from noon to the next morning; ``now`` is a share of it."""

    spans: tuple[LightSpan, ...]
    now: float


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict under the step that it concerns, with its way out."""

    what: str
    why: str
    button: str
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline, in the order of time."""

    key: str
    row: RowText
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """The Now card, in the place of the line with this key."""

    key: str
    text: NowText
    time: str
    node: NodeState


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole timeline."""

    lines: tuple[Line, ...]
    card: Card | None
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asked of a step."""

    step: str
    action: RowAction

"""How the Now card goes from one step to the next, by an animation clock that a test moves."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import shiboken6
from houses import House
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from rlscompanion.domain.checklist import Status
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.pages.tonight.motion import LASTS_MS, CardMotion
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.now_card import NowCard
from rlscompanion.ui.widgets.timeline_row import RowAction
from rlscompanion.ui.widgets.unfolding import Ground

MADE_UP = Path(__file__).parents[3] / "resources" / "library" / "made_up_routine.json"


class Evening:
    """The made-up evening at 20:42: the warm bath has the card."""

    def __init__(self, theme: Theme, home: Path) -> None:
        self.house = House(home, "2026-11-22 20:42")
        parts = self.house.companion
        parts.safekeeping.import_routine(MADE_UP.read_text(encoding="utf-8"), with_profile=True)
        self.page = TonightPage(theme, parts.planning, lambda: parts.checking_off, parts.clock)
        self.page.resize(912, 760)
        self.page.show()
        self.settle()

    @property
    def card(self) -> NowCard:
        card = self.page._timeline.card
        assert card is not None
        return card

    @property
    def motion(self) -> CardMotion | None:
        return self.page._timeline._motion

    @property
    def place(self) -> QObject | None:
        return self.page._timeline._place

    @property
    def open_height(self) -> int:
        """So much of the card can be seen."""
        return self.card.visibleRegion().boundingRect().height()

    def done(self) -> None:
        """Press Space on Done, once what the card says was read."""
        self.house.clock.advance(timedelta(seconds=1))
        QTest.keyClick(self.card.button(RowAction.DONE), Qt.Key.Key_Space)

    def at(self, milliseconds: int) -> None:
        """Set the clock of the motion."""
        assert self.motion is not None
        self.motion.course.setCurrentTime(milliseconds)
        self.settle()

    def settle(self) -> None:
        """Let the page take its measure: each layout in the other takes a turn."""
        for _ in range(4):
            QApplication.processEvents()

    def heights(self) -> list[tuple[int, int]]:
        lines = self.page._timeline._lines
        items = filter(None, map(lines.itemAt, range(lines.count())))
        pieces = [item.widget() for item in items]
        return [(piece.y(), piece.height()) for piece in pieces if piece and piece.isVisible()]

    def close(self) -> None:
        self.page.hide()
        shiboken6.delete(self.page)
        self.house.companion.database.close()


@pytest.fixture
def evening(theme: Theme, home: Path) -> Iterator[Evening]:
    theme.reduced_motion = False
    made = Evening(theme, home)
    yield made
    made.close()


def test_a_tick_closes_the_card_here_and_opens_it_there(evening: Evening) -> None:
    evening.done()
    assert evening.house.state("warm-bath").status is Status.DONE, "at once, not when it has moved"
    seen: list[int] = []
    grounds: list[int] = []
    for moment in (1, 80, 120, 160, LASTS_MS):
        evening.at(moment)
        seen.append(evening.open_height)
        closing = [one for one in evening.page.findChildren(Ground) if one.maximumHeight() < 999]
        grounds.append(sum(one.height() for one in closing if one.isVisible()))
    assert seen == sorted(seen)
    assert seen[0] <= 50
    assert seen[-1] == evening.card.height()
    assert seen[0] < seen[2] < seen[-1]
    assert grounds == sorted(grounds, reverse=True)
    assert grounds[0] > 100
    assert grounds[-1] == 0


@pytest.mark.parametrize("width", [912, 560])
def test_what_closes_stands_where_the_card_stood(
    evening: Evening, theme: Theme, width: int
) -> None:
    theme.apply(Mode.EVENING, 2.0 if width < 600 else 1.0)
    evening.page.resize(width, 760)
    evening.settle()
    left = evening.card.mapTo(evening.page, QPoint(0, 0)).x()
    evening.done()
    evening.at(1)
    (goes,) = [one for one in evening.page.findChildren(Ground) if one.parent() != evening.place]
    assert goes.mapTo(evening.page, QPoint(goes.left, 0)).x() == left


def test_it_ends_as_if_it_had_never_moved(evening: Evening, theme: Theme) -> None:
    evening.done()
    evening.at(LASTS_MS)
    moved = evening.heights()
    theme.reduced_motion = True
    evening.page.undo()
    evening.done()
    evening.settle()
    assert evening.heights() == moved


def test_with_reduced_motion_it_is_there_at_once(evening: Evening, theme: Theme) -> None:
    theme.reduced_motion = True
    evening.done()
    evening.settle()
    assert evening.motion is None
    assert evening.open_height == evening.card.height()


def test_a_click_while_the_card_is_on_its_way_is_a_tick_of_its_own(
    evening: Evening, theme: Theme
) -> None:
    first = evening.page._timeline.card_key
    evening.done()
    evening.at(60)
    second = evening.page._timeline.card_key
    evening.card.button(RowAction.DONE).click()
    assert [evening.house.state(step).status for step in (first, second)] == [Status.DONE] * 2
    evening.at(60)
    evening.at(LASTS_MS)
    assert [ground for ground in evening.page.findChildren(Ground) if ground.isVisible()] == []
    assert evening.open_height == evening.card.height()
    moved = evening.heights()
    theme.reduced_motion = True
    evening.page.undo()
    evening.done()
    evening.settle()
    assert evening.heights() == moved


def test_a_tick_taken_back_on_the_way_leads_back(evening: Evening) -> None:
    before = evening.heights()
    evening.done()
    evening.at(100)
    evening.page.undo()
    evening.at(LASTS_MS)
    assert evening.page._timeline.card_key == "warm-bath"
    assert evening.heights() == before


def test_the_card_has_the_keyboard_from_the_beginning(evening: Evening) -> None:
    evening.page.activateWindow()
    evening.card.button(RowAction.DONE).setFocus()
    evening.done()
    evening.at(20)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert evening.card.isAncestorOf(focused)


class Paints(QObject):
    """Counts how often something is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_what_stays_where_it_is_is_not_painted_again(evening: Evening) -> None:
    evening.done()
    evening.at(1)
    above = evening.page._timeline.row("dim-lights")
    assert above is not None
    watch = Paints()
    above.installEventFilter(watch)
    begins = evening.card.mapTo(evening.page, QPoint(0, 0))
    for moment in (40, 80, 120):
        evening.at(moment)
    assert evening.card.mapTo(evening.page, QPoint(0, 0)) != begins, "it moves"
    assert watch.count == 0


@pytest.mark.parametrize("reduced", [True, False])
def test_what_slides_away_from_under_the_pointer_lets_it_go(
    evening: Evening, theme: Theme, *, reduced: bool
) -> None:
    theme.reduced_motion = reduced
    skip, row = evening.card.button(RowAction.SKIP), evening.page._timeline.row("screens-off")
    assert row is not None
    for piece in (skip, row):
        piece.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)  # as Qt leaves it
    evening.done()
    if not reduced:
        evening.at(LASTS_MS)
    evening.settle()
    assert not skip.underMouse()
    assert not row.underMouse()

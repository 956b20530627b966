"""Notices on a real notification service."""

import sys
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any, Protocol

import pytest

from rlscompanion.adapters.notifications import DesktopNotifier
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="dunst is a Linux program")

LIMIT = 10.0
STRETCHING = Notice(
    id="2026-11-22/stretching/due",
    title="Calf stretch",
    body="10 minutes, <now> & here",
    answers=(
        (Answer.DONE, "Done"),
        (Answer.SNOOZE, "Snooze 10 min"),
        (Answer.SKIP, "Skip tonight"),
    ),
)


class Dunst(Protocol):
    def ctl(self, *words: str) -> str: ...
    def press(self, label: str) -> None: ...
    def wait_until_displayed(self, count: int) -> None: ...
    def history(self) -> list[dict[str, Any]]: ...


class Desk:
    """A started notifier, and what comes back from it."""

    def __init__(self, address: str) -> None:
        self.answers: SimpleQueue[NoticeAnswered] = SimpleQueue()
        self.notifier = DesktopNotifier(bus_address=address)
        self.notifier.start(self.answers.put)

    def show(self, notice: Notice) -> bool:
        shown: SimpleQueue[bool] = SimpleQueue()
        self.notifier.show(notice, shown.put)
        return shown.get(timeout=LIMIT)


@pytest.fixture
def desk(dunst: Dunst, private_bus: str) -> Iterator[Desk]:
    desk = Desk(private_bus)
    yield desk
    desk.notifier.stop()


@pytest.mark.parametrize(("answer", "label"), STRETCHING.answers)
def test_each_of_the_three_buttons_brings_its_answer(
    desk: Desk, dunst: Dunst, answer: Answer, label: str
) -> None:
    assert desk.show(STRETCHING)
    dunst.wait_until_displayed(1)

    dunst.press(label)

    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, answer)


def test_pressing_the_notice_itself_opens_the_window(desk: Desk, dunst: Dunst) -> None:
    assert desk.show(STRETCHING)
    dunst.wait_until_displayed(1)

    dunst.ctl("action", "0")

    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, Answer.OPEN)


def test_the_same_notice_shown_again_takes_the_place_of_the_first(desk: Desk, dunst: Dunst) -> None:
    assert desk.show(STRETCHING)
    dunst.wait_until_displayed(1)

    assert desk.show(STRETCHING)

    dunst.wait_until_displayed(1)
    dunst.press("Done")
    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, Answer.DONE)


def test_a_withdrawn_notice_goes_away_without_an_answer(desk: Desk, dunst: Dunst) -> None:
    assert desk.show(STRETCHING)
    dunst.wait_until_displayed(1)

    desk.notifier.withdraw(STRETCHING.id)

    dunst.wait_until_displayed(0)
    assert desk.answers.empty()


def test_a_dismissed_notice_is_not_an_answer(desk: Desk, dunst: Dunst) -> None:
    assert desk.show(STRETCHING)
    dunst.wait_until_displayed(1)

    dunst.ctl("close")
    dunst.wait_until_displayed(0)

    assert desk.show(Notice("another", "Another", "", ()))
    assert desk.answers.empty()


def test_the_text_arrives_as_it_was_written(desk: Desk, dunst: Dunst) -> None:
    assert desk.show(STRETCHING)
    dunst.wait_until_displayed(1)
    dunst.ctl("close")
    dunst.wait_until_displayed(0)

    (shown,) = dunst.history()

    assert shown["summary"]["data"] == "Calf stretch"
    assert shown["body"]["data"] == STRETCHING.body
    assert shown["appname"]["data"] == "RLS Companion"


def test_a_service_that_works_is_known_to_work(desk: Desk) -> None:
    assert desk.show(STRETCHING)

    assert desk.notifier.works() is True

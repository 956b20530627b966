"""The whole list of signs, page by page."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.ui.flareup.help_pages import HelpPages, pages_of
from rlscompanion.ui.flareup.views import View

A_FEW = [(str(number), "Call.") for number in range(7)]
texts = st.text(max_size=30)
lists = st.lists(st.tuples(texts, texts), min_size=1, max_size=20)


@given(lists, st.integers(1, 4), st.integers(1, 100))
def test_every_sign_is_on_one_page_and_in_its_order(
    signs: list[tuple[str, str]], most: int, letters: int
) -> None:
    pages = pages_of(signs, most, letters)
    assert [sign for page in pages for sign in page] == signs
    for page in pages:
        assert 1 <= len(page) <= most
        assert len(page) == 1 or sum(len(text) + len(action) for text, action in page) <= letters


def test_the_sign_that_was_read_stays_when_the_room_changes() -> None:
    help_pages = HelpPages(lambda: A_FEW, alone=False)
    assert help_pages.open_all()
    help_pages.turn(1, 3, 1000)
    assert help_pages.page(3, 1000) == (tuple(A_FEW[3:6]), 1, 3)
    page, number, count = help_pages.page(1, 1000)
    assert (page, number, count) == ((A_FEW[3],), 3, 7)


def test_past_the_last_page_nothing_turns() -> None:
    help_pages = HelpPages(lambda: A_FEW, alone=False)
    help_pages.open_all()
    for _ in range(9):
        help_pages.turn(1, 3, 1000)
    assert help_pages.page(3, 1000) == ((A_FEW[6],), 2, 3)
    for _ in range(9):
        help_pages.turn(-1, 3, 1000)
    assert help_pages.page(3, 1000)[1] == 0


@pytest.mark.parametrize(("alone", "then"), [(False, View.HELP), (True, None)])
def test_back_from_the_list_are_the_six_lines(alone: bool, then: View | None) -> None:  # noqa: FBT001
    help_pages = HelpPages(lambda: A_FEW, alone=alone)
    help_pages.open_all()
    help_pages.back()
    assert help_pages.view is then


def test_where_no_sign_can_be_read_the_six_lines_stay() -> None:
    help_pages = HelpPages(tuple, alone=False)
    help_pages.open()
    assert not help_pages.open_all()
    assert help_pages.view is View.HELP

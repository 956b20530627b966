import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button, FlareButton, NavButton
from rlscompanion.ui.widgets.undo_strip import UndoStrip


@pytest.fixture
def strip(theme: Theme, qtbot: QtBot) -> UndoStrip:
    made = UndoStrip(theme)
    qtbot.addWidget(made)
    made.move(300, 300)  # away from the pointer
    made.show()
    return made


def test_what_was_done_can_be_undone_by_keyboard(strip: UndoStrip, qtbot: QtBot):
    strip.offer("Dim the lights", "marked done")
    button = strip.findChildren(QPushButton)[0]
    assert button.accessibleName() == "Undo: Dim the lights marked done"
    with qtbot.waitSignal(strip.undo, timeout=1000):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not strip.is_offering()


def test_the_keyboard_stays_on_it_where_it_says_what_was_undone(strip: UndoStrip, qtbot: QtBot):
    with qtbot.waitActive(strip):
        strip.activateWindow()
    lost: list[bool] = []
    strip.undo.connect(lambda: strip.tell_undone("Dim the lights", "done"))
    strip.undo.connect(lambda: lost.append(not strip.button.hasFocus()))
    strip.offer("Dim the lights", "marked done")
    strip.button.setFocus()
    qtbot.keyClick(strip.button, Qt.Key.Key_Space)
    assert lost == [False]
    assert strip.button.hasFocus()
    assert strip.is_offering()


def test_the_shortcut_undoes_only_what_is_on_offer(strip: UndoStrip, qtbot: QtBot):
    with qtbot.assertNotEmitted(strip.undo):
        strip.take_back()
    strip.offer("Dim the lights", "marked done")
    with qtbot.waitSignal(strip.undo, timeout=1000):
        strip.take_back()


def test_a_double_click_that_it_rises_under_takes_nothing_back(strip: UndoStrip, qtbot: QtBot):
    strip.offer("Dim the lights", "marked done")
    button = strip.findChildren(QPushButton)[0]
    with qtbot.assertNotEmitted(strip.undo):
        qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert strip.is_offering()


def test_in_little_room_its_words_go_without_the_icon(strip: UndoStrip):
    strip.offer("Dim the lights", "marked done")
    for width, seen in ((600, True), (340, False)):
        strip.resize(width, 60)
        assert strip._icon.isVisible() is seen


def test_its_place_stays(strip: UndoStrip):
    empty = strip.sizeHint().height()
    strip.offer("Dim the lights", "marked done")
    assert strip.sizeHint().height() == empty >= 52


def time_is_over(strip: UndoStrip) -> None:
    timer = strip.findChildren(QTimer)[0]
    assert timer.interval() == 30_000
    timer.stop()
    timer.timeout.emit()


def test_it_stays_after_its_time_until_the_next_action(strip: UndoStrip):
    strip.offer("Dim the lights", "marked done")
    time_is_over(strip)
    assert strip.is_offering(), "nothing came after it"
    strip.go_on()
    assert not strip.is_offering()


def test_an_action_that_comes_at_once_does_not_take_it_before_its_time(strip: UndoStrip):
    strip.offer("Dim the lights", "marked done")
    strip.go_on()
    assert strip.is_offering()
    time_is_over(strip)
    assert not strip.is_offering()


def test_another_offer_has_its_own_time(strip: UndoStrip):
    strip.offer("Dim the lights", "marked done")
    time_is_over(strip)
    strip.offer("Warm bath", "marked done")
    strip.go_on()
    assert strip.is_offering()


@pytest.mark.parametrize("late", [True, False])
def test_with_its_page_it_goes_once_its_time_is_over(theme: Theme, qtbot: QtBot, *, late: bool):
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    strip = UndoStrip(theme)
    pages.addWidget(strip)
    pages.addWidget(QWidget())
    pages.show()
    strip.offer("Dim the lights", "marked done")
    if late:
        time_is_over(strip)
    pages.setCurrentIndex(1)
    assert strip.is_offering() is not late
    pages.setCurrentIndex(0)
    assert strip.is_offering() is not late


def test_it_waits_while_it_is_in_use(strip: UndoStrip, qtbot: QtBot):
    strip.offer("Dim the lights", "marked done")
    with qtbot.waitActive(strip):
        strip.activateWindow()
    button = strip.findChildren(QPushButton)[0]
    button.setFocus()
    time_is_over(strip)
    strip.go_on()
    assert strip.is_offering()
    button.clearFocus()
    strip.findChildren(QTimer)[0].timeout.emit()
    assert not strip.is_offering()


@pytest.mark.parametrize(("width", "scale"), [(340, 1.0), (756, 1.0), (660, 2.0), (900, 2.0)])
@pytest.mark.parametrize("what", ["W" * 80, "i" * 80, "Donaudampfschifffahrt " * 5])
def test_a_very_long_title_is_broken_and_ends_in_an_ellipsis(
    strip: UndoStrip, theme: Theme, what: str, width: int, scale: float
):
    theme.apply(Mode.EVENING, scale)
    strip.offer(what, "marked done")
    strip.resize(max(width, strip.minimumSizeHint().width()), 10)
    strip.resize(strip.width(), strip.heightForWidth(strip.width()))
    assert strip.width() == width
    (said,) = [one for one in strip.findChildren(QLabel) if one.text().endswith("…")]
    pieces = said.text().replace("\u200b", " ").split()
    assert max(map(said.fontMetrics().horizontalAdvance, pieces)) <= said.contentsRect().width()
    assert said.height() >= said.heightForWidth(said.width())
    button = strip.findChildren(QPushButton)[0]
    assert button.accessibleName() == f"Undo: {what} marked done", "whole, and without signs"


@pytest.mark.parametrize("kind", list(BannerKind))
def test_a_banner_offers_one_way_to_mend_it(theme: Theme, qtbot: QtBot, kind: BannerKind):
    banner = Banner(theme, kind, "Too close", "Keep 2 hours apart.", icon="gap", button="Move it")
    qtbot.addWidget(banner)
    assert (banner.accessibleName(), banner.accessibleDescription()) == (
        "Too close",
        "Keep 2 hours apart.",
    )
    with qtbot.waitSignal(banner.pressed, timeout=1000):
        qtbot.keyClick(banner.button(), Qt.Key.Key_Space)
    banner.show_words("Fine now")
    assert banner.button().isHidden()


def test_a_banner_puts_its_button_under_the_words_when_narrow(theme: Theme, qtbot: QtBot):
    banner = Banner(theme, BannerKind.WARN, "Magnesium is too close", "Keep apart.", button="Move")
    qtbot.addWidget(banner)
    banner.show()
    words = banner.findChildren(QLabel)[0]
    for width, below in ((700, False), (230, True)):
        banner.resize(width, banner.heightForWidth(width))
        bottom = words.mapTo(banner, words.rect().bottomLeft()).y()
        assert (banner.button().y() > bottom) is below


def test_buttons_keep_their_icon_in_every_light(theme: Theme, qtbot: QtBot):
    start = Button(theme, "Start", "primary", icon="play")
    qtbot.addWidget(start)
    by_day = start.grab().toImage()
    theme.apply(Mode.NIGHT)
    assert start.grab().toImage() != by_day
    start.set_kind("quiet")
    start.set_icon("skip")
    with qtbot.waitSignal(start.clicked, timeout=1000):
        qtbot.keyClick(start, Qt.Key.Key_Space)


def test_places_are_chosen_by_keyboard_and_shrink_to_a_rail(theme: Theme, qtbot: QtBot):
    tonight, flare = NavButton(theme, "Tonight", "moon"), FlareButton(theme)
    for button in (tonight, flare):
        qtbot.addWidget(button)
        button.set_compact(compact=True)
        assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
    with qtbot.waitSignal(tonight.toggled, timeout=1000) as told:
        qtbot.keyClick(tonight, Qt.Key.Key_Space)
    assert told.args == [True]
    assert (flare.text(), flare.objectName()) == ("Flare-up", "flare")


def test_the_strip_rises_into_its_place_and_is_there_at_once_for_who_wants_no_motion(
    theme: Theme, qtbot: QtBot
):
    for reduced in (True, False):
        theme.reduced_motion = reduced
        strip = UndoStrip(theme)
        qtbot.addWidget(strip)
        strip.resize(600, 52)
        strip.show()
        strip.offer("Dim the lights", "marked done")
        frame = strip._strip
        assert (frame.y() == 0) is reduced
        qtbot.waitUntil(lambda frame=frame: frame.y() == 0)
    theme.reduced_motion = True


def test_folded_away_it_comes_back_as_it_offers(theme: Theme, qtbot: QtBot):
    page = QWidget()
    qtbot.addWidget(page)
    strip = UndoStrip(theme, parent=page)
    strip.hide()
    page.show()
    strip.offer("Dim the lights", "marked done")
    assert strip.isVisible()


def test_without_a_page_it_is_no_window_of_its_own(theme: Theme, qtbot: QtBot):
    strip = UndoStrip(theme)
    qtbot.addWidget(strip)
    strip.offer("Dim the lights", "marked done")
    assert not strip.isVisible()

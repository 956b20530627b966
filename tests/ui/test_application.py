"""The running companion, with its real store and window, its desktop in memory."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from houses import House
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid
from ui.reading import words_on

from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.preferences import InBackground
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered
from rlscompanion.ui.application import Application
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.insights import InsightsPage
from rlscompanion.ui.pages.journal import JournalPage
from rlscompanion.ui.pages.library import LibraryPage
from rlscompanion.ui.pages.routine import RoutinePage
from rlscompanion.ui.reminder_window import ReminderWindow
from rlscompanion.ui.reminders import ACTIVATION, DIM_FOR
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import NavButton
from rlscompanion.ui.widgets.focus_ring import FocusRing

Open = Callable[..., Application]
SKIP = "Skip tonight: Gentle stretching: it is time."


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 21:11").settle_in()


@pytest.fixture
def start(house: House, qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    running: list[Application] = []
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:

        def start(*, flare_up: bool = False) -> Application:
            application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
            assert application.claim()
            application.open(flare_up=flare_up)
            running.append(application)
            qtbot.waitUntil(lambda: application.reminders is not None)
            return application

        yield start
        for application in running:
            put_away(application)


def put_away(application: Application) -> None:
    """Delete it at once: a window that lives on is dressed and laid out anew in the next test."""
    theme, window = application._theme, application.window
    application.close()
    delete(application)
    if window is not None:
        window.close()
        delete(window)
    delete(theme)


def texts(application: Application) -> str:
    QApplication.processEvents()
    window = application.window
    assert window is not None
    buttons = [b.text() for b in window.findChildren(QAbstractButton) if b.isVisible()]
    return "\n".join(words_on(window) + buttons)


def pages(application: Application) -> PageSet:
    assert application.pages is not None
    return application.pages


def button(application: Application, name: str) -> QAbstractButton:
    QApplication.processEvents()
    window = application.window
    assert window is not None
    (found,) = [
        b
        for b in window.findChildren(QAbstractButton)
        if b.isVisible() and name in {b.text(), b.accessibleName()}
    ]
    return found


def test_tonight_shows_what_is_on_and_done_ticks_it_on_the_disk(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    assert "Gentle stretching" in texts(application)
    qtbot.mouseClick(button(application, "Done: Gentle stretching"), Qt.MouseButton.LeftButton)
    assert house.state("stretching").status is Status.DONE
    assert "marked done" in texts(application)


def test_enter_presses_what_has_the_keyboard(start: Open, house: House, qtbot: QtBot) -> None:
    application = start()
    done = button(application, "Done: Gentle stretching")
    done.setFocus()
    qtbot.keyClick(done, Qt.Key.Key_Return)
    assert house.state("stretching").status is Status.DONE


def test_undo_takes_the_last_mark_back(start: Open, house: House, qtbot: QtBot) -> None:
    application = start()
    qtbot.mouseClick(
        button(application, "Skip tonight: Gentle stretching"), Qt.MouseButton.LeftButton
    )
    assert house.state("stretching").status is Status.SKIPPED
    qtbot.mouseClick(button(application, "Undo"), Qt.MouseButton.LeftButton)
    assert house.state("stretching").status is Status.DUE


def test_a_snooze_says_until_when(start: Open, qtbot: QtBot) -> None:
    application = start()
    snooze = button(application, "Snooze to 21:21: Gentle stretching")
    qtbot.mouseClick(snooze, Qt.MouseButton.LeftButton)
    assert "snoozed until 21:21" in texts(application)


def test_the_next_reminder_is_named_with_its_time(start: Open) -> None:
    assert "Next reminder: 21:30, Screens off" in texts(start())


def test_a_step_that_is_far_off_offers_no_snooze(start: Open, house: House) -> None:
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    application = start()
    assert "Screens off" in texts(application)
    assert "Snooze" not in texts(application)


def test_in_the_night_the_next_evenings_reminder_is_named(start: Open, house: House) -> None:
    house.clock.jump(timedelta(hours=3))
    (line,) = [line for line in texts(start()).splitlines() if line.startswith("Next reminder")]
    assert line.endswith(", 19:30")


def test_started_without_a_window_it_goes_on_reminding_after_a_flare_up(
    house: House, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Application, "quit", lambda _: pytest.fail("it has ended"))
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.presence.has_tray = lambda: False
        application.open(hidden=True)
        application._told("flare-up")
        application._told("close-flare-up")
        house.clock.advance(timedelta(minutes=20))
        application._told("changed")
        qtbot.waitUntil(lambda: "2026-11-22/screens-off" in house.notifier.visible)
        put_away(application)


@pytest.mark.parametrize("flare_up", [False, True])
def test_a_routine_that_nobody_chose_reminds_of_nothing_until_one_is(
    home: Path,
    qtbot: QtBot,
    qapp: QApplication,
    flare_up: bool,  # noqa: FBT001
) -> None:
    house = House(home / "new", "2026-11-22 21:11")
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.presence.has_tray = lambda: True
        application.open(flare_up=flare_up, hidden=not flare_up)
        qtbot.waitUntil(lambda: application.reminders is not None)
        application._told("close-flare-up")
        application._told("changed")
        assert house.notifier.shown == []
        assert house.companion.expecting.promised() == ()
        house.settle_in()
        application._told("changed")
        name = "2026-11-22/stretching"
        qtbot.waitUntil(lambda: name in (*house.notifier.visible, *dim(application)))
        assert house.companion.expecting.promised() == house.companion.expecting.coming()
        put_away(application)
    house.companion.database.close()


def test_what_the_command_line_ticked_shows_at_once(start: Open, house: House) -> None:
    application = start()
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    application._told("changed")
    assert "Done 21:11" in texts(application)


def test_answered_on_the_desktop_it_is_ticked_in_the_window(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    qtbot.waitUntil(lambda: bool(house.notifier.visible))
    house.notifier.press("2026-11-22/stretching", Answer.DONE)
    qtbot.waitUntil(lambda: "Done 21:11" in texts(application))
    assert house.notifier.visible == {}


def dim(application: Application) -> tuple[str, ...]:
    """Return what stands in our own window."""
    windows = application.reminders.windows if application.reminders else ()
    return tuple(one for window in windows for one in window.showing)


def own_window(application: Application) -> ReminderWindow:
    assert application.reminders is not None
    (window,) = application.reminders.windows
    return window


def test_without_a_notification_service_our_own_window_reminds(
    start: Open, house: House, qtbot: QtBot
) -> None:
    house.notifier.works_here = False
    application = start()
    assert application.reminders is not None
    qtbot.waitUntil(lambda: bool(application.reminders and application.reminders.windows))
    window = own_window(application)
    house.clock.advance(timedelta(seconds=1))
    (skip,) = [b for b in window.findChildren(QAbstractButton) if b.accessibleName() == SKIP]
    qtbot.mouseClick(skip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: house.state("stretching").status is Status.SKIPPED)
    assert not window.isVisible()


def test_what_our_own_window_cannot_show_stands_in_the_window(
    start: Open, house: House, qtbot: QtBot
) -> None:
    house.notifier.works_here = False
    application = start()
    qtbot.waitUntil(lambda: bool(application.reminders and application.reminders.windows))
    notice = Notice(
        "2026-11-22/stretching", "Stretching: it is time.", "", ((Answer.SKIP, "Skip"),)
    )
    own_window(application).not_seen.emit(notice)
    assert "Stretching: it is time." in texts(application)
    qtbot.mouseClick(
        button(application, "Skip: Stretching: it is time."), Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: house.state("stretching").status is Status.SKIPPED)
    assert "it is time" not in texts(application)


@pytest.mark.parametrize("standby", [False, True])
@pytest.mark.parametrize("ours", [False, True])
def test_no_reminder_stands_over_the_dark_screen_and_none_is_lost(
    start: Open,
    house: House,
    qtbot: QtBot,
    ours: bool,  # noqa: FBT001
    standby: bool,  # noqa: FBT001
) -> None:
    house.companion.preferring.change(own_reminder_window=ours)
    application = start()
    name = "2026-11-22/stretching"

    def standing() -> tuple[str, ...]:
        reminders = application.reminders
        windows = reminders.windows if reminders is not None else ()
        return (*house.notifier.visible, *(one for window in windows for one in window.showing))

    qtbot.waitUntil(lambda: standing() == (name,))
    if standby:
        application.night.open_standby()
    else:
        application.night.open_flare_up()
    assert application.night.is_open
    qtbot.waitUntil(lambda: standing() == ())
    house.clock.advance(timedelta(minutes=5))
    application.night.close()
    qtbot.waitUntil(lambda: standing() == (name,))


def test_a_test_reminder_of_ours_is_out_of_sight_too(
    start: Open, house: House, qtbot: QtBot
) -> None:
    house.companion.preferring.change(own_reminder_window=True)
    application = start()
    qtbot.waitUntil(lambda: bool(application.reminders and application.reminders.windows))
    window = own_window(application)
    assert application.reminders is not None
    application.reminders.show(Notice("test", "This is a test.", "", ()), lambda _: None)
    qtbot.waitUntil(lambda: "test" in window.showing)
    application.night.open_flare_up()
    screen = application.night.flare_up
    assert screen is not None
    assert not window.isVisible()
    screen.close()
    qtbot.waitUntil(window.isVisible)
    assert "test" in window.showing


def test_what_waited_for_the_end_of_a_flare_up_comes_dim(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    application.night.open_flare_up()
    house.clock.advance(timedelta(minutes=20))
    shown = len(house.notifier.shown)
    application._told("close-flare-up")
    qtbot.waitUntil(lambda: dim(application) == ("2026-11-22/screens-off",))
    assert len(house.notifier.shown) == shown
    house.clock.advance(timedelta(seconds=DIM_FOR + 60))
    house.companion.checking_off.mark("screens-off", MarkKind.SNOOZE)
    house.clock.advance(timedelta(minutes=11))
    application._told("changed")
    qtbot.waitUntil(lambda: "2026-11-22/screens-off" in house.notifier.visible)
    qtbot.waitUntil(lambda: dim(application) == ())


def test_a_notice_opens_the_flare_up_screen_and_is_not_answered_by_it(
    start: Open, house: House, qtbot: QtBot
) -> None:
    house.clock.advance(timedelta(minutes=20))
    application = start()
    name = "2026-11-22/screens-off"
    qtbot.waitUntil(lambda: name in house.notifier.visible)
    house.notifier.press(name, Answer.FLARE_UP)
    qtbot.waitUntil(lambda: application.night.flare_up is not None)
    assert house.notifier.visible == {}
    application._told("close-flare-up")
    assert house.state("screens-off").status is Status.DUE
    qtbot.waitUntil(lambda: dim(application) == (name,))


def test_a_reminder_shown_again_elsewhere_stands_in_one_place_only(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    reminders = application.reminders
    assert reminders is not None
    notice = Notice("test", "This is a test.", "", ())

    def show(*, ours: bool) -> None:
        house.companion.preferring.change(own_reminder_window=ours)
        reminders.show(notice, lambda _: None)

    def standing() -> tuple[bool, bool]:
        own = any("test" in window.showing for window in reminders.windows)
        return "test" in house.notifier.visible, own

    show(ours=True)
    qtbot.waitUntil(lambda: standing() == (False, True))
    show(ours=False)
    qtbot.waitUntil(lambda: standing() == (True, False))
    show(ours=True)
    qtbot.waitUntil(lambda: standing() == (False, True))


def test_what_was_put_away_before_stays_away_after_a_flare_up(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    qtbot.waitUntil(lambda: bool(house.notifier.visible))
    house.notifier.put_away("2026-11-22/stretching")
    QApplication.processEvents()
    application.night.open_flare_up()
    screen = application.night.flare_up
    assert screen is not None
    screen.close()
    qtbot.waitUntil(lambda: application.night.flare_up is None)
    assert len(house.notifier.shown) == 1


def test_our_own_window_is_used_where_it_is_wished(start: Open, house: House, qtbot: QtBot) -> None:
    house.companion.preferring.change(own_reminder_window=True)
    application = start()
    qtbot.waitUntil(lambda: bool(application.reminders and application.reminders.windows))
    assert own_window(application).showing == ("2026-11-22/stretching",)
    assert house.notifier.shown == []


def test_ticked_in_the_window_our_own_window_goes(start: Open, house: House, qtbot: QtBot) -> None:
    house.notifier.works_here = False
    application = start()
    qtbot.waitUntil(lambda: bool(application.reminders and application.reminders.windows))
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    application._told("changed")
    assert not own_window(application).isVisible()


def test_started_hidden_it_reminds_and_shows_no_window(
    house: House, qtbot: QtBot, qapp: QApplication
) -> None:
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.open(hidden=True)
        qtbot.waitUntil(lambda: bool(house.notifier.visible))
        assert application.window is None
        application._told("raise")
        assert application.window is not None
        assert application.window.isVisible()
        application.close()
        qtbot.addWidget(application.window)
        application.deleteLater()


def test_a_click_on_a_notice_hands_the_desktop_s_token_to_the_window(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    reminders = application.reminders
    assert reminders is not None
    tokens: list[str | None] = []
    reminders.window_wanted.connect(lambda: tokens.append(os.environ.get(ACTIVATION)))
    reminders.answer(NoticeAnswered("2026-11-22/stretching", Answer.OPEN, "kwin-42"))
    assert tokens == ["kwin-42"]
    qtbot.waitUntil(lambda: ACTIVATION not in os.environ)
    assert house.state("stretching").status is Status.DUE


def test_quiet_until_tomorrow_takes_what_is_shown_away(start: Open, house: House) -> None:
    application = start()
    application.presence.quiet_wanted.emit()
    assert house.notifier.visible == {}
    assert house.companion.expecting.quiet_until() is not None
    application.presence.speech_wanted.emit()
    assert house.companion.expecting.quiet_until() is None


def test_without_a_tray_closing_asks_once_in_place_and_keeps_the_answer(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    window = application.window
    assert window is not None
    window.close()
    assert window.isVisible()
    assert "this desktop has no tray" in texts(application)
    assert "start RLS Companion again" in texts(application)
    qtbot.keyClick(button(application, "Keep it running"), Qt.Key.Key_Escape)
    assert window.isVisible()
    assert "this desktop has no tray" not in texts(application)
    window.close()
    qtbot.mouseClick(button(application, "Keep it running"), Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert house.companion.preferring.load().in_background is InBackground.STAY
    application._told("raise")
    window.close()
    assert not window.isVisible()


def shut(application: Application) -> None:
    """Close the window to the background, and wait until it is let go."""
    assert application.window is not None
    application.window.close()
    application._letting_go.timeout.emit()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@pytest.fixture
def staying(start: Open, house: House) -> Application:
    house.companion.preferring.change(in_background=InBackground.STAY)
    application = start()
    assert application.pages is not None
    application.pages.finish()
    return application


def test_closed_to_the_background_nothing_of_the_window_is_left_and_it_comes_back_as_it_was(
    staying: Application, house: House
) -> None:
    window = staying.window
    assert window is not None
    window.resize(900, 700)
    window.go_to("library")
    shut(staying)
    assert staying.window is None
    assert not isValid(window)
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    staying._told("changed")
    staying._told("raise")
    assert staying.window is not None
    assert staying.window.place == "library"
    assert (staying.window.width(), staying.window.height()) == (900, 700)
    staying.window.go_to("tonight")
    assert "Done 21:11" in texts(staying)


def test_opened_again_at_once_it_is_the_same_window(staying: Application) -> None:
    window = staying.window
    assert window is not None
    window.close()
    staying._told("raise")
    staying._letting_go.timeout.emit()
    assert staying.window is window
    assert window.isVisible()


def test_opened_and_closed_fifty_times_nothing_grows_and_nothing_gone_is_called(
    staying: Application, house: House
) -> None:
    def objects() -> int:
        assert len(QApplication.allWidgets()) == left
        return len(gc.get_objects()) + gc.get_freeze_count()

    shut(staying)
    left = len(QApplication.allWidgets())
    seen: list[int] = []
    for n in range(50):
        staying._told("raise")
        assert staying.pages is not None
        if n % 10 == 0:
            staying.pages.finish()
        staying.pages.page(staying.pages.places[n % 7])
        for _ in range(20):
            QApplication.processEvents()
        shut(staying)
        assert staying.window is None
        house.clock.advance(timedelta(minutes=20))
        staying._told("changed")
        if n % 10 == 0:
            seen.append(objects())
    # By then every module is loaded; what a window leaves behind would be some thousands each.
    assert seen[-1] - seen[1] < 30 * 100


def stored(house: House) -> list[Path]:
    return [file for file in house.companion.database.path.parent.rglob("*") if file.is_file()]


def test_everything_deleted_stays_deleted_when_the_program_ends(
    start: Open, house: House, qapp: QApplication
) -> None:
    application = start()
    assert application.window is not None
    house.companion.backing_up.delete_everything()
    application.window.close()
    qapp.aboutToQuit.emit()
    assert stored(house) == []


def test_a_first_start_that_is_closed_unanswered_writes_nothing(
    home: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    house = House(home / "new")
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.open()
        qtbot.waitUntil(lambda: house.alarms.running)
        assert application.window is not None
        application.presence.let_go()
        application.window.close()
        qapp.aboutToQuit.emit()
        put_away(application)
    assert stored(house) == []


def test_what_waits_for_a_button_keeps_the_window(staying: Application) -> None:
    routine = pages(staying).page("routine")
    assert isinstance(routine, RoutinePage)
    window = staying.window
    assert window is not None
    window.go_to("routine")
    QTest.keyClicks(routine.side.own_step.name, "Foot soak")
    shut(staying)
    assert staying.window is window
    routine.side.own_step.name.clear()
    staying._told("raise")
    shut(staying)
    assert staying.window is None


def test_ticks_that_are_not_saved_keep_the_window(staying: Application, qtbot: QtBot) -> None:
    window = staying.window
    assert window is not None
    window.go_to("routine")
    routine = pages(staying).page("routine")
    assert isinstance(routine, RoutinePage)
    pages(staying).add_to_routine("warm-bath")
    ticked = routine.side.questions.rows[0]
    ticked.yes.click()
    shut(staying)
    assert staying.window is window
    staying._told("raise")
    assert ticked.yes.isChecked()
    qtbot.keyClick(routine, Qt.Key.Key_Escape)
    shut(staying)
    assert staying.window is None


def test_a_half_made_plan_of_a_test_keeps_the_window(staying: Application) -> None:
    window = staying.window
    assert window is not None
    window.go_to("insights")
    insights = pages(staying).page("insights")
    assert isinstance(insights, InsightsPage)
    insights.open_tests()
    button(staying, "Plan a test").click()
    button(staying, "40, thorough").click()
    window.go_to("tonight")
    shut(staying)
    assert staying.window is window
    staying._told("raise")
    window.go_to("insights")
    assert button(staying, "40, thorough").isChecked()
    button(staying, "Not now").click()
    shut(staying)
    assert staying.window is None


def test_a_guide_that_is_followed_keeps_the_window(staying: Application, qtbot: QtBot) -> None:
    window = staying.window
    qtbot.mouseClick(button(staying, "Start: Gentle stretching"), Qt.MouseButton.LeftButton)
    shut(staying)
    assert staying.window is window


def test_what_is_being_typed_is_kept_when_the_window_is_closed(
    staying: Application, house: House
) -> None:
    assert staying.window is not None
    staying.window.go_to("settings")
    page = pages(staying).page("settings")
    (field,) = [f for f in page.findChildren(QLineEdit) if "mergency" in f.accessibleName()]
    field.setFocus()
    field.setText("144")
    shut(staying)
    assert house.companion.preferring.load().emergency_number == "144"


def ready(application: Application, qtbot: QtBot) -> MainWindow:
    """Let every page be made, and the keyboard be in the window."""
    window = application.window
    assert window is not None
    pages(application).finish()
    for _ in range(8):
        QApplication.processEvents()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def on_the_first_question(application: Application) -> bool:
    journal = pages(application).page("journal")
    assert isinstance(journal, JournalPage)
    focused = QApplication.focusWidget()
    return focused is not None and journal.form.evening.isAncestorOf(focused)


def test_who_opens_the_journal_has_the_keyboard_where_the_first_answer_goes(
    start: Open, house: House, qtbot: QtBot
) -> None:
    house.clock.jump(timedelta(hours=10))
    application = start()
    window = ready(application, qtbot)
    control, tonight = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_1
    qtbot.keyClick(window, Qt.Key.Key_3, control)
    assert on_the_first_question(application)

    qtbot.keyClick(window, tonight, control)
    qtbot.mouseClick(button(application, "Journal"), Qt.MouseButton.LeftButton)
    assert on_the_first_question(application)

    button(application, "Journal").setFocus()
    qtbot.keyClick(button(application, "Journal"), Qt.Key.Key_Return)
    assert on_the_first_question(application)

    qtbot.keyClick(window, tonight, control)
    pages(application).show_check_in(date(2026, 11, 21))
    assert on_the_first_question(application)


def test_arrow_keys_go_through_the_navigation_and_stay_in_it(start: Open, qtbot: QtBot) -> None:
    application = start()
    window = ready(application, qtbot)
    places = pages(application).places
    button(application, "Tonight").setFocus()
    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    been: list[str] = []
    for key in [down] * (len(places) - 1) + [up] * (len(places) - 1):
        qtbot.keyClick(QApplication.focusWidget(), key)
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert isinstance(focused, NavButton), f"{focused} on {window.place}"
        assert focused.isChecked()
        been.append(window.place)
    assert been == [*places[1:], *places[-2::-1]]


def test_the_keyboard_waits_in_the_navigation_and_is_marked_with_the_first_key(
    start: Open, qtbot: QtBot
) -> None:
    application = start()
    window = application.window
    assert window is not None
    qtbot.waitUntil(window.isActiveWindow)
    assert button(application, "Tonight").hasFocus()
    assert not window.findChildren(FocusRing)
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    (ring,) = window.findChildren(FocusRing)
    assert ring.isVisible()
    assert ring.target is QApplication.focusWidget()
    assert not button(application, "Tonight").hasFocus()


def close(application: Application) -> None:
    assert application.window is not None
    application.window.close()


@pytest.mark.parametrize("put_away", [close, shut])
def test_a_window_that_comes_back_has_the_keyboard_where_the_person_is(
    staying: Application, qtbot: QtBot, put_away: Callable[[Application], None]
) -> None:
    assert staying.window is not None
    staying.window.go_to("library")
    put_away(staying)
    staying.show_window()
    qtbot.waitUntil(staying.window.isActiveWindow)
    assert button(staying, "Library").hasFocus()


def test_who_comes_back_to_a_half_made_plan_has_the_keyboard_on_its_page(
    start: Open, qtbot: QtBot
) -> None:
    application = start()
    window = ready(application, qtbot)
    insights = pages(application).page("insights")
    assert isinstance(insights, InsightsPage)
    window.go_to("insights")
    insights.open_tests()
    button(application, "Plan a test").click()
    chosen = QApplication.focusWidget()
    assert isinstance(chosen, QAbstractButton)
    assert insights.isAncestorOf(chosen)
    words = chosen.text()
    for place in (Qt.Key.Key_1, Qt.Key.Key_4):
        qtbot.keyClick(window, place, Qt.KeyboardModifier.ControlModifier)
    assert insights.back.hasFocus()
    QApplication.processEvents()
    qtbot.keyClick(insights.back, Qt.Key.Key_Tab)
    assert button(application, words).hasFocus()


def test_a_place_that_is_gone_to_from_the_navigation_is_where_the_keyboard_is(
    start: Open, qtbot: QtBot
) -> None:
    application = start()
    window = ready(application, qtbot)
    button(application, "Tonight").setFocus()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert button(application, "Routine").hasFocus()


def test_hard_exercise_from_the_library_comes_after_the_signs_and_the_questions(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    routine = pages(application).page("routine")
    assert isinstance(routine, RoutinePage)
    pages(application).add_to_routine("hard-burst")
    assert "Before hard exercise, read when to stop and get help." in texts(application)
    qtbot.mouseClick(button(application, "Back to Routine"), Qt.MouseButton.LeftButton)
    pages(application).add_to_routine("hard-burst")
    assert routine.side.panel is routine.side.questions
    routine.side.questions.none.click()
    kept = house.companion.planning.routine().step("hard-burst")
    assert kept is not None
    assert kept.on


def test_before_hard_exercise_is_switched_on_the_signs_are_read(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    routine = pages(application).page("routine")
    assert isinstance(routine, RoutinePage)
    assert application.window is not None
    application.window.go_to("routine")
    routine._switch("hard-burst", on=True)
    assert "Before hard exercise, read when to stop and get help." in texts(application)
    assert "Call your emergency number." in texts(application)

    qtbot.mouseClick(button(application, "Back to Routine"), Qt.MouseButton.LeftButton)
    routine._switch("hard-burst", on=True)

    assert "Why we ask" in texts(application)


def test_quitting_says_first_what_will_not_arrive(start: Open, house: House, qtbot: QtBot) -> None:
    application = start()
    quits: list[bool] = []
    application.presence.quit_wanted.disconnect()
    application.presence.quit_wanted.connect(lambda: quits.append(True))
    application.presence.quit()
    assert "The reminder at 21:30 will not arrive" in texts(application)
    assert quits == []
    application.presence.quit()
    assert quits == [True]


def test_the_flare_up_screen_opens_first_when_asked_for_and_esc_leaves(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start(flare_up=True)
    screen = application.night.flare_up
    assert screen is not None
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: application.night.flare_up is None)
    kinds = [entry.kind for entry in house.companion.planning.tonight().entries]
    assert EntryKind.FLARE_UP in kinds


def test_a_flare_up_that_was_all_there_was_leaves_no_reminder_behind(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start(flare_up=True)
    application.presence.has_tray = lambda: False
    house.clock.advance(timedelta(minutes=20))
    screen = application.night.flare_up
    assert screen is not None
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: application.night.flare_up is None)
    QApplication.processEvents()
    assert house.notifier.shown == []
    assert house.companion.fired.of_night(date(2026, 11, 22)) == frozenset()


def test_the_flare_up_screen_opens_over_a_damaged_store(
    home: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    house = House(home / "damaged")
    house.companion.database.path.parent.mkdir(parents=True)
    house.companion.database.path.write_bytes(b"not a database, " * 4096)
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.open(flare_up=True)
        qtbot.waitUntil(lambda: house.alarms.running)
        screen = application.night.flare_up
        assert screen is not None
        qtbot.keyClick(screen, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: application.night.flare_up is None)
        put_away(application)


def test_asking_for_the_flare_up_screen_twice_opens_one(start: Open) -> None:
    application = start()
    application._told("flare-up")
    first = application.night.flare_up
    application._told("flare-up")
    assert application.night.flare_up is first
    application._told("close-flare-up")
    assert application.night.flare_up is None


def test_nothing_pops_up_while_the_flare_up_screen_is_open(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    shown = len(house.notifier.shown)
    application._told("flare-up")
    house.clock.advance(timedelta(minutes=20))
    application._told("changed")
    assert len(house.notifier.shown) == shown
    assert dim(application) == ()
    application._told("close-flare-up")
    qtbot.waitUntil(lambda: dim(application) == ("2026-11-22/screens-off",))


def test_the_window_wears_the_light_of_the_hour(start: Open, house: House) -> None:
    application = start()
    assert application._theme.mode is Mode.EVENING
    house.clock.jump(house.state("lights-out").step.start - house.clock.now())
    application._told("changed")
    assert application._theme.mode is Mode.NIGHT


def test_a_second_companion_of_the_same_home_gives_way(
    start: Open, house: House, qapp: QApplication
) -> None:
    application = start()
    twin = Application(qapp, house.companion, house.outside(application._outside.socket))
    assert not twin.claim()
    put_away(twin)


def test_the_first_start_asks_for_bedtime_and_then_shows_tonight(
    home: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    house = House(home / "new", "2026-11-22 18:00")
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.open()
        qtbot.waitUntil(lambda: house.alarms.running)
        assert "When do you want to be asleep?" in texts(application)
        qtbot.mouseClick(button(application, "Continue"), Qt.MouseButton.LeftButton)
        assert not house.companion.planning.is_first_run()
        assert "Worth checking first" in texts(application)
        qtbot.mouseClick(button(application, "Go to tonight"), Qt.MouseButton.LeftButton)
        assert "Your evening starts at 19:30" in texts(application)
        qtbot.waitUntil(lambda: "Routine" in texts(application))
        put_away(application)


def test_no_step_is_reminded_of_before_the_first_questions_are_answered(
    home: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    house = House(home / "new", "2026-11-22 21:11")
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        application.open()
        qtbot.waitUntil(lambda: house.alarms.running)
        qtbot.mouseClick(button(application, "Continue"), Qt.MouseButton.LeftButton)
        assert not house.notifier.shown
        qtbot.mouseClick(button(application, "Go to tonight"), Qt.MouseButton.LeftButton)
        assert len(house.notifier.shown) == 1
        put_away(application)


def test_the_source_on_the_card_opens_the_steps_page(
    start: Open, house: House, qtbot: QtBot
) -> None:
    application = start()
    qtbot.waitUntil(lambda: "Library" in texts(application))
    assert not {"knowledge", "evidence"} & set(vars(house.companion))
    qtbot.mouseClick(button(application, "Source: Small trials"), Qt.MouseButton.LeftButton)
    assert "What the articles say" in texts(application)
    assert "Gentle stretching" in texts(application)


def test_a_step_of_the_library_is_added_in_the_routine(start: Open, qtbot: QtBot) -> None:
    application = start()
    qtbot.waitUntil(lambda: "Library" in texts(application))
    pages(application).show_source("warm-bath")
    add = button(application, "Add to my evening: Warm bath")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert "Warm bath: questions first" in texts(application)


def test_help_is_one_click_away_and_from_the_library(start: Open, qtbot: QtBot) -> None:
    application = start()
    qtbot.waitUntil(lambda: "When to get help" in texts(application))
    pages(application).show_source("stretching")
    library = pages(application).page("library")
    assert isinstance(library, LibraryPage)
    library.help_wanted.emit()
    assert "Call your emergency number." in texts(application)
    assert "See a doctor soon" in texts(application)


def damaged(house: House) -> None:
    """Let something overwrite the database while nobody looks."""
    house.companion.database.close()
    house.companion.database.path.write_bytes(b"what the cat wrote" * 999)


def test_a_damaged_database_goes_back_to_the_newest_good_backup(
    start: Open, house: House, qtbot: QtBot
) -> None:
    house.companion.checking_off.mark("dim-lights", MarkKind.DONE)
    house.companion.backups.make(house.clock.now().date())
    damaged(house)
    application = start()
    assert "Your notes cannot be opened" in texts(application)

    qtbot.mouseClick(
        button(application, "Go back to the backup of Sunday, 22 November 2026"),
        Qt.MouseButton.LeftButton,
    )

    assert "Gentle stretching" in texts(application)
    assert house.state("dim-lights").status is Status.DONE


def test_without_a_backup_one_can_start_anew_and_the_old_file_is_kept(
    start: Open, house: House, qtbot: QtBot
) -> None:
    damaged(house)
    application = start()
    qtbot.mouseClick(
        button(application, "Start anew, keep the old file"), Qt.MouseButton.LeftButton
    )
    assert "When do you want to be asleep?" in texts(application)
    (kept,) = house.companion.database.path.parent.glob("backups/*")
    assert kept.read_bytes().startswith(b"what the cat wrote")


def test_the_flare_up_screen_opens_over_a_damaged_database(start: Open, house: House) -> None:
    damaged(house)
    application = start()
    application._told("flare-up")
    assert application.night.flare_up is not None
    application._told("close-flare-up")


def backed_up(house: House) -> tuple[date, ...]:
    return house.companion.backing_up.days()


def test_a_day_gets_its_backup_while_the_window_runs(
    start: Open, house: House, qtbot: QtBot
) -> None:
    start()
    qtbot.waitUntil(lambda: backed_up(house) == (date(2026, 11, 22),))
    house.clock.jump(timedelta(days=1))
    house.alarms.ring()
    qtbot.waitUntil(lambda: backed_up(house) == (date(2026, 11, 23), date(2026, 11, 22)))


def test_a_backup_that_cannot_be_made_is_said_in_the_window(
    start: Open, house: House, qtbot: QtBot
) -> None:
    (house.companion.folders.data / "backups").write_text("a file in its place")
    application = start()
    qtbot.waitUntil(lambda: "Today's backup could not be made." in texts(application))

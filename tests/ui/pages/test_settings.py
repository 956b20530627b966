"""The Settings page: kept at once, taken back at once, honest about what is not there."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import re
from collections.abc import Iterator
from pathlib import Path

import tomli
from houses import House
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.tab_chain import stops_from

from fakes import FakeNotifier, FakeSound
from rlscompanion import VERSION
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.preferences import BreathingPattern, PaletteChoice, Preferences
from rlscompanion.domain.reminder_record import Outcome, ReminderEvent
from rlscompanion.services.accounting import Accounting, Works
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.pages.settings import SettingsPage
from rlscompanion.ui.pages.settings.copies import YourData
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.switch import Switch
from rlscompanion.ui.widgets.undo_strip import UndoStrip


class FakeAutostart:
    """Keeps the port Autostart."""

    def __init__(self, *, on: bool | None = False, refuses: str = "") -> None:
        self.on = on
        self.refuses = refuses

    def trouble(self) -> str:
        return ""

    def is_on(self) -> bool | None:
        return self.on

    def set(self, *, on: bool) -> None:
        if self.refuses:
            raise Mendable(self.refuses)
        self.on = on


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 21:00")


@pytest.fixture
def trying_out() -> TryingOut:
    return TryingOut(FakeNotifier(), FakeSound(), FakeAutostart())


@pytest.fixture
def page(theme: Theme, house: House, trying_out: TryingOut) -> Iterator[SettingsPage]:
    made = page_of(theme, house, trying_out)
    yield made
    delete(made)


def page_of(
    theme: Theme, house: House, trying_out: TryingOut, window: QWidget | None = None
) -> SettingsPage:
    made = SettingsPage(
        theme,
        preferring=house.companion.preferring,
        planning=house.companion.planning,
        trying_out=trying_out,
        texts=house.companion.library.texts,
        data=YourData(
            folder=house.companion.folders.data,
            backing_up=house.companion.backing_up,
            write_calendar=lambda file: house.companion.write_calendar(file, hide_names=True),
            documents=house.home / "Documents",
        ),
    )
    if window is not None:
        QVBoxLayout(window).addWidget(made)
    (window or made).resize(912, 760)
    (window or made).show()
    return made


def kept(house: House) -> Preferences:
    house.companion.preferring.forget()
    return house.companion.preferring.load()


def button(page: QWidget, name: str) -> QAbstractButton:
    (found,) = [
        each
        for each in page.findChildren(QAbstractButton)
        if name in {each.text(), each.accessibleName()}
    ]
    return found


def said(page: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_switch_is_kept_at_once_and_ctrl_z_takes_it_back(
    page: SettingsPage, house: House, qtbot: QtBot
) -> None:
    switch = button(page, "Name supplements")
    with qtbot.waitSignal(page.changed):
        switch.click()
    assert kept(house).names_in_notices
    page.undo()
    assert not kept(house).names_in_notices
    assert not switch.isChecked()


def test_undo_by_key_leads_the_keyboard_back_to_what_was_changed(
    page: SettingsPage, qtbot: QtBot
) -> None:
    page.show()
    qtbot.waitUntil(page.window().isActiveWindow)
    switch = next(one for one in page.findChildren(Switch) if one.isVisible() and one.isEnabled())
    switch.setFocus()
    before = switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    (strip,) = page.findChildren(UndoStrip)
    strip.button.setFocus()
    qtbot.keyClick(strip.button, Qt.Key.Key_Space)
    assert switch.isChecked() is before
    assert switch.hasFocus()


def test_undo_goes_back_step_by_step(page: SettingsPage, house: House) -> None:
    button(page, "Light: Night").click()
    button(page, "Text size: 150 %").click()
    assert (kept(house).palette, kept(house).text_size) == (PaletteChoice.NIGHT, 150)
    page.undo()
    assert (kept(house).palette, kept(house).text_size) == (PaletteChoice.NIGHT, 100)
    page.undo()
    page.undo()
    assert kept(house) == Preferences()


def test_a_length_is_stepped_within_its_limits(
    page: SettingsPage, house: House, qtbot: QtBot
) -> None:
    for _ in range(9):
        button(page, "Movement: more").click()
    assert kept(house).move_seconds == 60


def test_the_emergency_number_is_kept_when_the_field_is_left(
    page: SettingsPage, house: House, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.flare_up.number, " 112 ")
    qtbot.keyClick(page.flare_up.number, Qt.Key.Key_Return)
    assert kept(house).emergency_number == "112"


def test_breathing_with_holds_is_a_choice_that_says_when_to_stop(
    page: SettingsPage, house: House
) -> None:
    assert "Stop if dizzy." not in said(page)
    button(page, "Breath: With holds").click()
    assert kept(house).breathing_pattern is BreathingPattern.WITH_HOLDS
    assert "Stop if dizzy." in said(page)


def test_parts_can_be_left_out_but_one_stays(page: SettingsPage, house: House) -> None:
    for part in ("Move", "Stretch", "Aids"):
        button(page, part).click()
    assert kept(house).left_out_parts == {"move", "stretch", "aids"}
    button(page, "Breathe").click()
    assert kept(house).left_out_parts == {"move", "stretch", "aids"}
    assert button(page, "Breathe").isChecked()
    assert "One part stays" in said(page)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("Yes, I saw it", "Reminders arrive on this desktop"), ("No", "do not disturb")],
)
def test_a_test_reminder_asks_whether_it_was_seen(
    page: SettingsPage, trying_out: TryingOut, qtbot: QtBot, answer: str, words: str
) -> None:
    button(page, "Send a test").click()
    qtbot.waitUntil(lambda: "Did you see it?" in said(page))
    notifier = trying_out.notifier
    assert isinstance(notifier, FakeNotifier)
    (notice,) = notifier.shown
    assert [words for _, words in notice.answers] == ["Done", "Snooze 10 min", "Skip tonight"]
    button(page, answer).click()
    assert words in said(page)


def test_without_a_notification_service_it_says_what_happens_instead(
    theme: Theme, house: House, qtbot: QtBot
) -> None:
    page = page_of(theme, house, TryingOut(FakeNotifier(works_here=False)))
    button(page, "Send a test").click()
    qtbot.waitUntil(lambda: "It came as a small window of our own" in said(page))
    delete(page)


def test_the_tone_can_be_heard_at_the_volume_it_has(
    page: SettingsPage, trying_out: TryingOut
) -> None:
    button(page, "Play it").click()
    sound = trying_out.sound
    assert isinstance(sound, FakeSound)
    assert sound.played


def test_what_is_not_there_is_said_and_cannot_be_switched(theme: Theme, house: House) -> None:
    page = page_of(theme, house, TryingOut())
    assert not button(page, "Start with the computer").isEnabled()
    assert not button(page, "Play it").isEnabled()
    assert "Not possible here" in said(page)
    assert "Sound does not work on this computer." in said(page)
    delete(page)


def test_start_with_the_computer_tells_the_truth(theme: Theme, house: House) -> None:
    autostart = FakeAutostart()
    page = page_of(theme, house, TryingOut(autostart=autostart))
    switch = button(page, "Start with the computer")
    switch.click()
    assert autostart.on
    autostart.refuses = "The folder cannot be written."
    switch.click()
    assert switch.isChecked()
    assert "The folder cannot be written." in said(page)
    delete(page)


def test_what_works_here_follows_the_switch_and_what_was_changed_elsewhere(
    theme: Theme, house: House
) -> None:
    autostart = FakeAutostart()
    accounting = Accounting(
        house.companion.expecting,
        house.companion.reminder_events,
        house.clock,
        lambda: {"autostart": autostart.is_on()},
    )
    page = page_of(theme, house, TryingOut(autostart=autostart, accounting=accounting))
    switch = button(page, "Start with the computer")
    switch.click()
    assert "Start with the computer: is on" in said(page.works)
    autostart.on = False
    QApplication.sendEvent(page, QEvent(QEvent.Type.WindowActivate))
    assert not switch.isChecked()
    assert "Start with the computer: is off" in said(page.works)
    delete(page)


def test_it_says_where_the_data_is_and_whose_work_it_is(page: SettingsPage, house: House) -> None:
    words = said(page).replace("\u200b", "")
    assert str(house.companion.folders.data) in words
    assert VERSION in words
    assert house.companion.library.texts["consent"] in words
    assert "No clinician has reviewed this app" in words


@pytest.mark.parametrize("mode", [Mode.DAY, Mode.NIGHT])
def test_tab_comes_to_the_jumps_before_what_they_lead_to(
    theme: Theme, house: House, trying_out: TryingOut, mode: Mode
) -> None:
    theme.apply(mode)
    window = QWidget()
    navigation = QPushButton("Settings", window)
    page = page_of(theme, house, trying_out, window)
    QApplication.processEvents()
    stops = stops_from(window)
    of_jumps = [n for n, one in enumerate(stops) if page.jumps.isAncestorOf(one)]
    assert stops[0] is navigation
    assert of_jumps == list(range(1, len(of_jumps) + 1))
    assert of_jumps
    delete(window)


def test_a_jump_takes_the_keyboard_along(page: SettingsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    jump = button(page, "Go to: Standby")
    jump.setFocus()
    qtbot.keyClick(jump, Qt.Key.Key_Space)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.standby.isAncestorOf(focused)


def test_at_night_one_section_is_enough(page: SettingsPage, theme: Theme) -> None:
    theme.apply(Mode.NIGHT)
    assert [section for section in page.sections if section.isVisible()] == [page.look]
    button(page, "Go to: About").click()
    assert [section for section in page.sections if section.isVisible()] == [page.about]


def test_a_store_that_cannot_be_written_changes_nothing_and_says_so(
    page: SettingsPage, house: House
) -> None:
    house.companion.database.close()
    house.companion.database.path.parent.mkdir(parents=True, exist_ok=True)
    house.companion.database.path.write_bytes(b"not a database, " * 4096)
    switch = button(page, "Name supplements")
    switch.click()
    assert not switch.isChecked()
    assert page.trouble.isVisible()


def test_the_bedtime_leads_to_the_routine(page: SettingsPage, qtbot: QtBot) -> None:
    assert "Tonight bed at 22:30, wake at 06:30." in said(page)
    with qtbot.waitSignal(page.routine_wanted):
        button(page, "Open Routine").click()


def accounted(house: House) -> TryingOut:
    companion = house.companion
    works: Works = {"notifications": False, "tray": True, "autostart": False, "sleep_signal": None}
    accounting = Accounting(
        companion.expecting,
        companion.reminder_events,
        house.clock,
        lambda: works,
        companion.library,
        lambda: companion.preferring.load().names_in_notices,
    )
    return TryingOut(accounting=accounting)


def test_what_works_here_is_said_with_what_happens_instead(theme: Theme, house: House) -> None:
    page = page_of(theme, house, accounted(house))
    text = said(page.works)
    assert "Notifications: is not there; reminders come in a small window of our own" in text
    assert "Tray: works" in text
    assert "Start with the computer: is off" in text
    assert "Word of sleep and waking: is not known" in text
    assert "Gentle stretching, due" in text


def test_why_each_reminder_came_or_did_not_is_copied_without_a_personal_word(
    theme: Theme, house: House, qapp: QApplication
) -> None:
    at = house.clock.now()
    house.companion.reminder_events.put(
        *(
            ReminderEvent(f"2026-11-{n + 1:02}/own/for-anna/due", at, at, outcome)
            for n, outcome in enumerate([*Outcome] * 2)
        )
    )
    page = page_of(theme, house, accounted(house))
    assert said(page.works).count("A step of your own, due") < len(Outcome) * 2
    page.works.more.click()
    assert said(page.works).count("A step of your own, due") == len(Outcome) * 2
    page.works.copy.click()
    copied = qapp.clipboard().text()
    assert copied.count("A step of your own, due") == len(Outcome) * 2
    assert "not shown: found too late" in copied
    assert "anna" not in copied


@pytest.mark.parametrize("shown", [False, True])
def test_what_somebody_takes_is_named_only_if_wished_and_in_a_copy_never(
    theme: Theme, house: House, qapp: QApplication, *, shown: bool
) -> None:
    at = house.clock.now()
    house.companion.preferring.change(names_in_notices=shown)
    house.companion.reminder_events.put(
        ReminderEvent("2026-11-21/magnesium/due", at, at, Outcome.SHOWN),
        ReminderEvent("2026-11-21/warm-bath/snooze-1", at, at, Outcome.SHOWN),
    )
    page = page_of(theme, house, accounted(house))
    assert ("Magnesium" in said(page.works)) is shown
    assert "Warm bath, after a snooze: shown" in said(page.works)
    page.works.copy.click()
    assert "agnesium" not in qapp.clipboard().text()
    assert "A step that is not named here, due: shown" in qapp.clipboard().text()


def test_before_the_reminders_have_begun_that_is_said(theme: Theme, house: House) -> None:
    page = page_of(theme, house, TryingOut())
    assert "Not known before the reminders have begun." in said(page.works)


NAMED_OTHERWISE = {
    "pyside6-essentials": "PySide6",
    "fontpkg-atkinson-hyperlegible": "Atkinson Hyperlegible",
}


def test_about_names_the_licence_of_every_part_that_is_installed_with_the_program(
    theme: Theme, house: House
) -> None:
    project = tomli.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    listed = said(page_of(theme, house, TryingOut()).about).lower()
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!; ]", requirement)[0].lower()
        assert f"{NAMED_OTHERWISE.get(name, name).lower()} (" in listed

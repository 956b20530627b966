"""A whole companion on a home of its own: real store, real library, a clock that a test moves."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fakes import FakeAlarms, FakeClock, FakeKeepAwake, FakeNotifier, FakePower, FakeSound
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion, Outside
from rlscompanion.domain.checklist import StepState
from rlscompanion.services.reminding import NoticeWords, Reminding

if TYPE_CHECKING:
    from rlscompanion.services.ports import Notice

BERLIN = ZoneInfo("Europe/Berlin")

WORDS = NoticeWords(
    evening_starts=lambda: "Your evening starts now.",
    due="{0}: it is time.".format,
    soon=lambda title, start: f"{title} at {start:%H:%M}.",
    unnamed="A step of your evening",
    done="Done",
    all_done="All done",
    snooze="Snooze 10 min",
    skip="Skip tonight",
    flare_up="Flare-up",
)


def local(text: str) -> datetime:
    """Return the instant of a wall time in Berlin, such as ``2026-11-22 19:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


class House:
    """One companion, its clock, and the desktop round it."""

    def __init__(self, home: Path, now: str = "2026-11-22 18:00") -> None:
        self.home = home
        self.clock = FakeClock(local(now))
        self.alarms = FakeAlarms()
        self.notifier = FakeNotifier()
        self.sound = FakeSound()
        self.keep_awake = FakeKeepAwake()
        self.power = FakePower()
        self.banners: list[Notice] = []
        self.taken_away: list[str] = []
        self.companion = self._move_in()
        self.reminding = self._remind()

    def settle_in(self) -> "House":
        """Have the first run over, with what is built in, and return the house."""
        self.companion.planning.save(self.companion.planning.routine())
        return self

    def _move_in(self) -> Companion:
        return Companion(home_folders(self.home), self.clock)

    def _remind(self) -> Reminding:
        self.notifier.start(lambda _: None)
        self.alarms.start(lambda: None)
        return Reminding(
            planning=self.companion.planning,
            checking_off=self.companion.checking_off,
            expecting=self.companion.expecting,
            fired=self.companion.fired,
            events=self.companion.reminder_events,
            alarms=self.alarms,
            notifier=self.notifier,
            clock=self.clock,
            words=WORDS,
            not_shown=self.banners.append,
            withdrawn=self.taken_away.append,
        )

    def outside(self, socket: Path) -> Outside:
        """Return what a window needs of the world, in memory."""
        made = Outside(home_folders(self.home), self.clock)
        made.alarms = self.alarms
        made.notifier = self.notifier
        made.sound = self.sound
        made.keep_awake = self.keep_awake
        made.power = self.power
        made.socket = socket
        return made

    def state(self, step: str) -> StepState:
        found = self.companion.planning.tonight().checklist.state(step)
        assert found is not None, f"{step} is not planned"
        return found

    def wait_until(self, when: str) -> None:
        """Let time pass, the alarms ringing at each instant that was asked for."""
        end = local(when)
        self.reminding.look()
        while (due := self.alarms.pending) is not None and due <= end:
            self.clock.advance(due - self.clock.now())
            self.reminding.look()
        self.clock.advance(max(end - self.clock.now(), timedelta()))

    def sleep_until(self, when: str) -> None:
        """Let the machine sleep; it looks once when it wakes."""
        self.clock.jump(local(when) - self.clock.now())
        self.reminding.look()

    def restart(self) -> None:
        """End the program without a word, and start it again."""
        self.companion.database.close()
        self.notifier = FakeNotifier()
        self.companion = self._move_in()
        self.reminding = self._remind()

    def titles(self) -> list[str]:
        return [notice.title for notice in self.notifier.shown]

"""Stand-ins that keep the ports, with nothing in them but memory."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rlscompanion.domain.tone import Tone
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered


class FakeClock:
    """Keeps the port Clock. Stands still until a test moves it."""

    def __init__(
        self,
        now: datetime = datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
        zone: str = "Europe/Berlin",
    ) -> None:
        self._now = now.astimezone(UTC)
        self._zone = ZoneInfo(zone)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def zone(self) -> ZoneInfo:
        return self._zone

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, by: timedelta) -> None:
        """Let time pass; for what counts seconds, asleep or awake."""
        self._now += by
        self._monotonic += by.total_seconds()

    def jump(self, by: timedelta) -> None:
        """Move the wall clock only: somebody set it, or a sleep, to what asks nothing else."""
        self._now += by

    def set(self, now: datetime) -> None:
        """Move the wall clock only, to this instant."""
        self._now = now.astimezone(UTC)

    def travel(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)


class FakeAlarms:
    """Keeps the port Alarms. Rings when a test says so."""

    def __init__(self) -> None:
        self.pending: datetime | None = None
        self.was_set: list[datetime | None] = []
        self.running = False
        self._ring: Callable[[], None] | None = None

    def set(self, at: datetime | None) -> None:
        self.pending = at
        self.was_set.append(at)

    def start(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self.running = True

    def stop(self) -> None:
        self.running = False

    def ring(self) -> None:
        assert self._ring is not None, "nobody has started the alarms"
        self._ring()


class FakeNotifier:
    """Keeps the port Notifier. ``works_here`` is what a service would say."""

    def __init__(self, *, works_here: bool = True) -> None:
        self.works_here = works_here
        self.visible: dict[str, Notice] = {}
        self.shown: list[Notice] = []
        self.withdrawn: list[str] = []
        self.running = False
        self._answered: Callable[[NoticeAnswered], None] | None = None
        self._gone: Callable[[str], None] = lambda _: None

    def start(
        self,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._answered, self._gone = answered, gone
        self.running = True

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None:
        if self.works_here:
            self.visible[notice.id] = notice
            self.shown.append(notice)
        shown(self.works_here)

    def withdraw(self, notice_id: str) -> None:
        self.visible.pop(notice_id, None)
        self.withdrawn.append(notice_id)

    def works(self) -> bool | None:
        return self.works_here

    def stop(self) -> None:
        self.running = False
        self.visible.clear()

    def press(self, notice_id: str, answer: Answer) -> None:
        assert self._answered is not None, "nobody has started the notifier"
        self._answered(NoticeAnswered(notice_id, answer))

    def put_away(self, notice_id: str) -> None:
        """Close a notice without an answer, as a person does, or as its time is over."""
        del self.visible[notice_id]
        self._gone(notice_id)


class FakeSound:
    """Keeps the port Sound. Remembers what was played while open."""

    def __init__(self, *, works_here: bool = True) -> None:
        self.works_here = works_here
        self.is_open = False
        self.volume = 0.0
        self.played: list[tuple[Tone, float | None, float]] = []
        self.sounding: Tone | None = None

    def open(self, volume: float = 1.0) -> None:
        self.is_open = True
        self.volume = volume

    def play(self, tone: Tone, seconds: float | None = None, after: float = 0.0) -> None:
        if self.is_open:
            self.played.append((tone, seconds, after))
            self.sounding = tone

    def hush(self) -> None:
        self.sounding = None

    def close(self) -> None:
        self.is_open = False
        self.sounding = None

    def works(self) -> bool | None:
        return self.works_here if self.is_open else None


class FakeKeepAwake:
    """Keeps the port KeepAwake."""

    def __init__(self, *, works_here: bool = True) -> None:
        self.works_here = works_here
        self.held = False
        self.times_held = 0

    def hold(self) -> None:
        if not self.held:
            self.times_held += 1
        self.held = True

    def release(self) -> None:
        self.held = False

    def works(self) -> bool | None:
        return self.works_here if self.times_held else None


class FakePower:
    """Keeps the port Power."""

    def __init__(self, *, mains: bool = True) -> None:
        self.mains = mains

    def on_mains(self) -> bool:
        return self.mains

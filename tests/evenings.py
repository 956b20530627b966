"""Random evenings: the reminding service in a world that sleeps, travels and crashes, and a simple
model that knows, without any of its code, what has to be shown, may be shown, and never may.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from fakes import FakeClock
from library import LIBRARY
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    ReminderSetting,
    Routine,
    RoutineRevision,
    RoutineStep,
    WeekTimes,
)
from rlscompanion.services.checking_off import CheckingOff, Refused
from rlscompanion.services.expecting import Expecting
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Answer, Fired, Journal, Notice, NoticeAnswered, Settings
from rlscompanion.services.reminding import NoticeWords, Reminding
from store_fakes import MemoryStore

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
NOON: Final = time(12)
BEAT: Final = 30.0
SETTLE: Final = 2.5
JUMP: Final = 5.0
FOUND_WITHIN: Final = timedelta(seconds=BEAT + SETTLE + 1)
"""After a disturbance that nobody told of."""
TOLD_WITHIN: Final = timedelta(seconds=5)
"""After a sleep whose end was told."""
ON_TIME: Final = timedelta(seconds=7)
"""A wall clock set by a few seconds is no jump: an alarm may come late by as much."""

PLAIN: Final = replace(LIBRARY, conditions={}, spacing=())
"""Own steps know no conditions and no spacing."""

WORDS: Final = NoticeWords(
    lambda: "Evening",
    "{0}".format,
    lambda title, _: title,
    "A step",
    "Done",
    "All",
    "Snooze",
    "Skip",
    flare_up="Flare-up",
)

CLOCK_CHANGES: Final = {
    "Europe/Berlin": [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 7), date(2026, 10, 31)],
    "Australia/Lord_Howe": [date(2026, 4, 4), date(2026, 10, 3)],
    "Pacific/Auckland": [date(2026, 4, 4), date(2026, 9, 26)],
    "Africa/Cairo": [date(2026, 4, 23), date(2026, 10, 29)],
    "America/Santiago": [date(2026, 4, 4), date(2026, 9, 5)],
    "Asia/Kolkata": [],
    "UTC": [],
}
ZONES: Final = sorted(CLOCK_CHANGES)


class FaultError(AssertionError):
    """The service did what the model forbids, or did not do what it demands."""


class Crash(BaseException):
    """kill -9, in the middle of something."""


# ---------------------------------------------------------------------------------- the world


class WorldsAlarms:
    """Keeps the port Alarms as the real adapter does: waits by the monotonic clock, and looks at
    the wall clock and the zone with every beat.
    """

    def __init__(self, clock: FakeClock, phase: float, *, beats: bool) -> None:
        self.clock = clock
        self.beats = beats
        self._phase = phase
        self._pending: datetime | None = None
        self._deadline: float | None = None
        self._told_at: float | None = None
        self._seen = self._now()
        self.ring: Callable[[], None] = lambda: None

    def set(self, at: datetime | None) -> None:
        self._pending = at
        wait = (at - self.clock.now()).total_seconds() if at is not None else 0.0
        self._deadline = self.clock.monotonic() + max(0.0, wait) if at is not None else None

    def start(self, ring: Callable[[], None]) -> None:
        self.ring = ring

    def stop(self) -> None:
        self.ring = lambda: None

    def told_of_resume(self) -> None:
        self._told_at = self.clock.monotonic() + SETTLE

    def forget(self) -> None:
        """Begin again, in another process."""
        self._pending = self._deadline = self._told_at = None
        self._seen = self._now()

    def pass_time(self, seconds: float) -> None:
        """Let the machine be awake for so long, ringing when the real one would."""
        end = self.clock.monotonic() + seconds
        while (at := self._next()) is not None and at <= end:
            self._wait_until(at)
            self._look()
        self._wait_until(end)

    def _next(self) -> float | None:
        instants = [at for at in (self._deadline, self._told_at) if at is not None]
        unheard = self._pending is not None and self._pending <= self.clock.now()
        if self.beats and (unheard or self._jumped()):
            now = self.clock.monotonic()
            instants.append(now + BEAT - (now - self._phase) % BEAT)
        return min(instants, default=None)

    def _look(self) -> None:
        now = self.clock.monotonic()
        told = self._told_at is not None and self._told_at <= now
        if told:
            self._told_at = None
        jumped = self._jumped() and self.beats
        if jumped and not told:
            self._wait_until(now + SETTLE)
        if jumped or told:
            self._seen = self._now()
        due = self._pending is not None and self._pending <= self.clock.now()
        if due:
            self._pending = self._deadline = None
        elif self._deadline is not None and self._deadline <= now:
            self.set(self._pending)
        if told or jumped or due:
            self.ring()

    def _now(self) -> tuple[datetime, float, str]:
        return self.clock.now(), self.clock.monotonic(), self.clock.zone().key

    def _jumped(self) -> bool:
        (wall, monotonic, zone), before = self._now(), self._seen
        gap = (wall - before[0]).total_seconds() - (monotonic - before[1])
        return abs(gap) > JUMP or zone != before[2]

    def _wait_until(self, monotonic: float) -> None:
        self.clock.advance(timedelta(seconds=max(0.0, monotonic - self.clock.monotonic())))


def _says_less(notice: Notice, before: Notice) -> bool:
    """Tell whether a notice on the screen only names no longer what was answered, silently."""
    same = (notice.id, notice.reminders) == (before.id, before.reminders)
    return same and notice.tone is None and len(notice.body) < len(before.body)


class WorldsNotifier:
    """Keeps the port Notifier, and may be where the program dies."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.visible: dict[str, Notice] = {}

    def start(
        self,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None] = lambda _: None,
    ) -> None: ...

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None:
        self._world.die_at("before showing")
        before = self.visible.get(notice.id)
        self.visible[notice.id] = notice
        self._world.model.read(self._world.store.journal.written)
        if before is None or not _says_less(notice, before):
            self._world.model.saw(notice)
        self._world.die_at("after showing")
        shown(True)

    def withdraw(self, notice_id: str) -> None:
        self.visible.pop(notice_id, None)

    def works(self) -> bool | None:
        return True

    def stop(self) -> None: ...


class DeadlyFired:
    """Keeps the port Fired, and may be where the program dies."""

    def __init__(self, fired: Fired, world: "World") -> None:
        self._fired = fired
        self._world = world

    def claim(self, reminder_id: str, at: datetime) -> bool:
        self._world.die_at("before claiming")
        claimed = self._fired.claim(reminder_id, at)
        self._world.die_at("after claiming")
        return claimed

    def of_night(self, night: date) -> frozenset[str]:
        return self._fired.of_night(night)


class Plan(Struct):
    """How the program is put together. A planted fault puts in something else."""

    beats: bool = True
    routine: Callable[[Routine], Routine] = lambda routine: routine
    fired: Callable[["World"], Fired] = lambda world: world.store.fired
    journal: Callable[["World"], Journal] = lambda world: world.store.journal
    settings: Callable[["World"], Settings] = lambda world: world.store.settings
    reminding: type[Reminding] = Reminding


class World:
    """One person, one machine, one evening and the morning after it."""

    def __init__(self, seed: int, plan: Plan) -> None:
        self.random = random = Random(seed)
        self.plan = plan
        zone = random.choice(ZONES)
        changes = CLOCK_CHANGES[zone]
        night = (
            random.choice(changes)
            if changes and random.random() < 0.6
            else date(2026, 1, 1) + DAY * random.randrange(365)
        )
        begin = datetime.combine(night, time(random.randint(12, 20), random.randint(1, 59)))
        self.clock = FakeClock(begin.replace(tzinfo=ZoneInfo(zone)), zone)
        self.store = MemoryStore()
        self.alarms = WorldsAlarms(self.clock, random.uniform(0, BEAT), beats=plan.beats)
        self.has_sleep_signal = random.random() < 0.5
        self.model = Model(self.clock)
        self.deadly: str | None = None
        self.starts = 0
        self.reminding: Reminding | None = None
        self.notifier = WorldsNotifier(self)
        self._save(self._some_routine())

    def run(self) -> None:
        """Live through the night, until the afternoon after it. Raises FaultError."""
        end = self.clock.now() + self.random.randint(20, 26) * HOUR
        self.start()
        while self.clock.now() < end:
            self._act(self.random.choice(ACTIONS))
            if self.reminding is None:
                self._pass(timedelta(minutes=self.random.choice([0, 0, 1, 30, 120])))
                self.start()
            self._pass(timedelta(minutes=self.random.choice([0, 1, 4, 11, 25, 60, 180])))
        self.model.end_of_segment()

    def die_at(self, place: str) -> None:
        if self.deadly == place:
            self.deadly = None
            raise Crash

    def start(self) -> None:
        self.starts += 1
        store, clock, plan = self.store, self.clock, self.plan
        journal = plan.journal(self)
        fired = DeadlyFired(plan.fired(self), self)
        planning = Planning(PLAIN, store.routines, store.profiles, journal, clock)
        self.notifier = WorldsNotifier(self)
        reminding = plan.reminding(
            planning=planning,
            checking_off=CheckingOff(planning, journal, clock),
            expecting=Expecting(planning, fired, plan.settings(self), clock),
            fired=fired,
            events=store.reminder_events,
            alarms=self.alarms,
            notifier=self.notifier,
            clock=clock,
            words=WORDS,
            not_shown=lambda _: None,
            withdrawn=lambda _: None,
        )
        self.alarms.forget()
        self.alarms.start(self._look)
        self.reminding = reminding
        self.model.lives(alive=True)
        self._look()

    def _look(self) -> None:
        if self.reminding is not None:
            self._while_alive(self.reminding.look)

    def _while_alive(self, act: Callable[[], object]) -> bool:
        """Let the program act; return whether it lived through it."""
        try:
            act()
        except Crash:
            self.model.crashed()
            self._die()
            return False
        return True

    def _die(self) -> None:
        self.reminding = None
        self.alarms.stop()
        self.alarms.forget()
        self.model.lives(alive=False)

    def _pass(self, time_awake: timedelta) -> None:
        self.alarms.pass_time(time_awake.total_seconds())
        self.model.end_of_segment()

    def _act(self, action: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "wait": lambda: self._pass(self.random.randint(1, 90) * MINUTE),
            "sleep": self._sleep,
            "step": self._step_the_clock,
            "step back twice": self._step_back_twice,
            "travel": self._travel,
            "kill": self._die,
            "crash": self._be_in_danger,
            "edit": self._edit,
            "answer": self._answer,
            "mark": self._mark,
            "pause": self._pause,
            "speak": self._speak,
            "hold": self._hold,
        }
        acts[action]()
        self.model.read(self.store.journal.written)

    def _sleep(self) -> None:
        self.model.end_of_segment()
        asleep = self.random.choice([1, 12, 25, 60, 150, 480]) * MINUTE
        self.clock.jump(asleep)
        self.model.jumped(TOLD_WITHIN if self.has_sleep_signal else FOUND_WITHIN)
        if self.has_sleep_signal and self.reminding is not None:
            self.alarms.told_of_resume()

    def _step_the_clock(self, *, back: bool = False) -> None:
        step = self.random.choice([3, 40, 600, 3600, 7200, 11000])
        forwards = not back and self.random.random() < 0.5
        self.model.end_of_segment()
        self.clock.jump(timedelta(seconds=step if forwards else -step))
        self.model.stepped()
        if back:
            self._pass(self.random.choice([1, 20]) * MINUTE)

    def _step_back_twice(self) -> None:
        for _ in range(2):
            self._step_the_clock(back=True)

    def _travel(self) -> None:
        self.model.end_of_segment()
        self.clock.travel(self.random.choice(ZONES))
        self.model.stepped()

    def _be_in_danger(self) -> None:
        self.deadly = self.random.choice(
            ["before claiming", "after claiming", "before showing", "after showing"]
        )

    def _some_routine(self) -> Routine:
        random = self.random
        return Routine(
            bedtime=WeekTimes(random.choice([time(21), time(22, 30), time(0, 10), time(2, 30)])),
            wake=WeekTimes(random.choice([time(5), time(6, 30), time(9)])),
            steps=tuple(self._some_step(n) for n in range(random.randint(1, 4))),
        )

    def _some_step(self, n: int) -> RoutineStep:
        random = self.random
        at = random.choice([12, 13, 19, 20, 21, 22, 23, 0, 1, 2, 3, 6, 8, 11])
        when = (
            BeforeBed(random.randint(0, 300))
            if random.random() < 0.5
            else AtClock(time(at, random.choice([0, 1, 29, 30, 55, 59])))
        )
        return RoutineStep(
            f"own/step-{n}",
            on=random.random() < 0.9,
            title=f"Walk {n}",
            when=when,
            minutes=0,
            reminder=ReminderSetting(
                on=random.random() < 0.9,
                lead=random.choice([0, 0, 5, 15, 240]),
                repeat_every=random.choice([3, 5, 10]),
                repeat_at_most=random.choice([0, 0, 1, 3]),
                late_limit=random.choice([1, 5, 20, 20, 60, 600]),
            ),
        )

    def _edit(self) -> None:
        self._save(self._edited())
        self._look()

    def _edited(self) -> Routine:
        routine = self.store.routines.revisions()[-1].routine
        match self.random.randrange(4):
            case 0:
                other = self._some_routine()
                return replace(routine, bedtime=other.bedtime, wake=other.wake)
            case 1:
                return routine.with_step(self._some_step(self.random.randrange(4)))
            case 2 if len(routine.steps) > 1:
                return routine.without_step(self.random.choice(routine.steps).id)
            case _:
                step = self.random.choice(routine.steps)
                fresh = self._some_step(0)
                return routine.with_step(replace(step, reminder=fresh.reminder))

    def _save(self, routine: Routine) -> None:
        self.store.routines.save(self.plan.routine(routine), self.clock.now())
        self.model.edited(routine)

    def _answer(self) -> None:
        if self.reminding is None or not self.notifier.visible:
            return
        given = NoticeAnswered(
            self.random.choice(sorted(self.notifier.visible)),
            self.random.choice([Answer.DONE, Answer.SNOOZE, Answer.SNOOZE, Answer.SKIP]),
        )
        reminding = self.reminding

        def press() -> None:
            with suppress(Refused):
                reminding.answer(given)

        self._while_alive(press)

    def _mark(self) -> None:
        """Tick, snooze or undo something, by the command line."""
        steps = self.store.routines.revisions()[-1].routine.steps
        planning = Planning(
            PLAIN, self.store.routines, self.store.profiles, self.store.journal, self.clock
        )
        kinds = [MarkKind.DONE, MarkKind.SKIP, MarkKind.SNOOZE, MarkKind.SNOOZE, MarkKind.UNDO]
        with suppress(Refused):
            CheckingOff(planning, self.store.journal, self.clock).mark(
                self.random.choice(steps).id, self.random.choice(kinds)
            )
        self.model.read(self.store.journal.written)
        self._look()

    def _pause(self) -> None:
        reminding = self.reminding
        if reminding is None:
            return
        self.model.be_quiet()
        self._while_alive(reminding.quiet_until_tomorrow)

    def _speak(self) -> None:
        if self.reminding is None:
            return
        if self._while_alive(self.reminding.speak_again):
            self.model.speak()

    def _hold(self) -> None:
        reminding = self.reminding
        if reminding is None:
            return
        self.model.hold(held=True, clears=self.notifier.visible.values())
        reminding.hold(held=True)
        if self.notifier.visible:
            raise FaultError(f"{[*self.notifier.visible]} stays over the flare-up screen")
        self._pass(self.random.randint(1, 40) * MINUTE)
        reminding.hold(held=False)
        self.model.hold(held=False)
        self._look()


ACTIONS: Final = (
    *("wait",) * 6,
    *("sleep",) * 4,
    "step",
    "step back twice",
    "travel",
    *("kill",) * 2,
    *("crash",) * 2,
    *("edit",) * 2,
    *("answer",) * 4,
    *("mark",) * 2,
    "pause",
    *("speak",) * 2,
    "hold",
)


# ---------------------------------------------------------------------------------- the model


class Expected(Struct, frozen=True):
    """One occurrence as the model sees it."""

    id: str
    due: datetime
    expires: datetime


class Model(Struct):
    """What has to come. Knows the public rules (interfaces.md, Time), and none of the code."""

    clock: FakeClock
    revisions: list[RoutineRevision] = field(default_factory=list[RoutineRevision])
    marks: dict[tuple[date, str], list[tuple[str, datetime | None, int]]] = field(
        default_factory=dict[tuple[date, str], list[tuple[str, datetime | None, int]]]
    )
    snoozes: dict[tuple[date, str], int] = field(default_factory=dict[tuple[date, str], int])
    shown: dict[str, datetime] = field(default_factory=dict[str, datetime])
    excused: set[str] = field(default_factory=set[str])
    """May be lost: a crash came between recording and showing, or it was short and quiet."""
    put_away: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """What stood as the flare-up screen opened: it may come back once."""
    silenced: set[str] = field(default_factory=set[str])
    """Was found while the person wanted quiet: never shown later."""
    quiet: list[tuple[datetime, datetime]] = field(default_factory=list[tuple[datetime, datetime]])
    alive: bool = False
    held: bool = False
    entries_read: int = 0
    ready_at: float = 0.0
    """The monotonic second from which on everything is found on time."""
    begin: tuple[datetime, float] | None = None
    notices: int = 0

    def __post_init__(self) -> None:
        self.begin = (self.clock.now(), self.clock.monotonic())

    # what happens

    def lives(self, *, alive: bool) -> None:
        self.end_of_segment()
        self.alive = alive
        if alive:
            self.ready_at = self.clock.monotonic()

    def edited(self, routine: Routine) -> None:
        self.end_of_segment()
        self._has_new_times()
        self.revisions.append(RoutineRevision(self.clock.now(), routine))

    def hold(self, *, held: bool, clears: Iterable[Notice] = ()) -> None:
        self.end_of_segment()
        self.held = held
        if held:
            self.put_away = {notice.id: notice.reminders for notice in clears}

    def jumped(self, found_within: timedelta) -> None:
        """Begin a segment on the other side of a jump or a journey."""
        self.begin = (self.clock.now(), self.clock.monotonic())
        later = self.clock.monotonic() + found_within.total_seconds()
        self.ready_at = max(self.ready_at, later)

    def stepped(self) -> None:
        """Go on where the zone or the clock is another one."""
        self._has_new_times()
        self.jumped(FOUND_WITHIN)

    def _has_new_times(self) -> None:
        """What was quiet at its time has another one now, and may come then: once, as ever."""
        self.excused |= self.silenced
        self.silenced.clear()

    def be_quiet(self) -> None:
        self.end_of_segment()
        now = self.clock.now()
        night = self.night_of(now)
        until = self.wake_of(night)
        if until <= now:
            until = self.wake_of(night + DAY)
        since = self.quiet.pop()[0] if self._is_quiet(now) else now
        self.quiet.append((since, until))

    def speak(self) -> None:
        self.end_of_segment()
        now = self.clock.now()
        if self._is_quiet(now):
            self.quiet[-1] = (self.quiet[-1][0], now)
            overdue = {e.id for e in self.expected(now) if e.due <= now < e.expires}
            self.silenced |= overdue - self.shown.keys()

    def crashed(self) -> None:
        self.end_of_segment()
        now = self.clock.now()
        self.excused |= {e.id for e in self.expected(now) if e.due <= now < e.expires}

    @staticmethod
    def _marks_of(entries: list[Entry]) -> Iterator[tuple[Entry, str, str]]:
        for entry in entries:
            if entry.kind is EntryKind.MARK:
                yield entry, str(entry.body["step"]), str(entry.body["mark"])

    def read(self, entries: list[Entry]) -> None:
        """Take in what was written down since."""
        new = entries[self.entries_read :]
        if not new:
            return
        self.end_of_segment()
        self.entries_read = len(entries)
        for entry, step, kind in self._marks_of(new):
            key = (entry.night, step)
            stack = self.marks.setdefault(key, [])
            if kind == "undo":
                stack.pop()
            elif kind == "snooze":
                self.snoozes[key] = self.snoozes.get(key, 0) + 1
                until = datetime.fromisoformat(str(entry.body["until"]))
                stack.append((kind, until, self.snoozes[key]))
            else:
                stack.append((kind, None, 0))

    def saw(self, notice: Notice) -> None:
        """Judge a notice: everything on it is due now, and was never shown before."""
        now = self.clock.now()
        self.notices += 1
        if self.held:
            raise FaultError(f"{notice.id} came up over the flare-up screen")
        if self._is_quiet(now):
            raise FaultError(f"{notice.id} came up in the quiet")
        expected = {e.id: e for e in self.expected(now)}
        if self.put_away.pop(notice.id, None) == notice.reminders:
            return
        for name in notice.reminders:
            if name in self.shown:
                raise FaultError(f"{name} was shown at {self.shown[name]} and again at {now}")
            if name not in expected:
                raise FaultError(f"{name} was not asked for at {now}")
            if not expected[name].due <= now < expected[name].expires:
                raise FaultError(f"{name} was shown at {now}, not in its time: {expected[name]}")
            if name in self.silenced or self._was_unsaid(expected[name]):
                raise FaultError(f"{name} was due in the quiet and was shown after it")
            self.shown[name] = now

    def end_of_segment(self) -> None:
        """Check that nothing was lost since the last call, while nothing changed."""
        assert self.begin is not None
        (wall, monotonic), now = self.begin, self.clock.monotonic()
        self.begin = (self.clock.now(), now)
        if not self.alive or now <= monotonic:
            return
        end = wall + timedelta(seconds=now - monotonic)
        zone = self.clock.zone()
        ready = wall + timedelta(seconds=max(0.0, self.ready_at - monotonic))
        for night in sorted({self.night_of(wall, zone), self.night_of(end, zone)}):
            begins = _instant(night, NOON, zone)
            over = _instant(night + DAY, NOON, zone)
            for e in self._expected_of(night, zone):
                found = max(e.due, ready, begins)
                stays = min(e.expires, end, over) - found
                self._judge(e, found, stays, max(e.due, wall), min(e.expires, end))

    def _judge(
        self, e: Expected, found: datetime, stays: timedelta, begin: datetime, end: datetime
    ) -> None:
        if begin >= end:
            return
        if self._is_quiet(begin) or self._was_unsaid(e):
            certain = stays > FOUND_WITHIN
            (self.silenced if certain and e.id not in self.shown else self.excused).add(e.id)
            return
        if self.held or e.id in self.excused or e.id in self.silenced or stays <= ON_TIME:
            return
        at = self.shown.get(e.id)
        if at is None:
            raise FaultError(f"{e.id} was lost: it could be shown from {found} for {stays}")

    def _is_quiet(self, now: datetime) -> bool:
        return bool(self.quiet) and timedelta() < self.quiet[-1][1] - now <= 48 * HOUR

    def _was_unsaid(self, e: Expected) -> bool:
        return bool(self.quiet) and self.quiet[-1][0] <= e.due < self.quiet[-1][1]

    # what the rules say

    def night_of(self, now: datetime, zone: ZoneInfo | None = None) -> date:
        local = now.astimezone(zone or self.clock.zone())
        return local.date() if local.time() >= NOON else local.date() - DAY

    def expected(self, now: datetime) -> list[Expected]:
        zone = self.clock.zone()
        return self._expected_of(self.night_of(now), zone)

    def wake_of(self, night: date) -> datetime:
        zone = self.clock.zone()
        return _bed_and_wake(self._routine_of(night, zone), night, zone)[1]

    def _routine_of(self, night: date, zone: ZoneInfo) -> Routine:
        held = [
            revision.routine
            for revision in self.revisions
            if revision.saved <= _bed_and_wake(revision.routine, night, zone)[1]
        ]
        return held[-1] if held else self.revisions[0].routine

    def _expected_of(self, night: date, zone: ZoneInfo) -> list[Expected]:
        routine = self._routine_of(night, zone)
        bed, wake = _bed_and_wake(routine, night, zone)
        found: list[Expected] = []

        def expect(name: str, due: datetime, limit: int) -> None:
            expires = due + limit * MINUTE
            if due < wake:
                expires = min(expires, wake)
            found.append(Expected(f"{night}/{name}", due, expires))

        starts: list[datetime] = []
        for step in routine.steps:
            if step.on:
                starts.append(_start_of(step, night, bed, zone))
                for kind, due in self._asked(step, starts[-1], night, zone):
                    expect(f"{step.id}/{kind}", due, step.reminder.late_limit)
        if starts:
            expect("evening/start", min(starts), 20)
        return found

    def _asked(
        self, step: RoutineStep, start: datetime, night: date, zone: ZoneInfo
    ) -> Iterator[tuple[str, datetime]]:
        setting = step.reminder
        said = self.marks.get((night, step.id), [])
        _, until, number = said[-1] if said else ("", None, 0)
        if until is not None:
            yield f"snooze-{number}", until
        elif not said and setting.on:
            if setting.lead:
                early = start - setting.lead * MINUTE
                yield "heads-up", max(_instant(night, NOON, zone), early)
            yield "due", start
            for k in range(1, setting.repeat_at_most + 1):
                yield f"repeat-{k}", start + k * setting.repeat_every * MINUTE


def _start_of(step: RoutineStep, night: date, bed: datetime, zone: ZoneInfo) -> datetime:
    if isinstance(step.when, BeforeBed):
        return bed - step.when.minutes * MINUTE
    assert step.when is not None
    return _after_noon(night, step.when.time, zone)


def _bed_and_wake(routine: Routine, night: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    bed = _after_noon(night, routine.bedtime.every, zone)
    day = bed.astimezone(zone).date()
    wake = _instant(day, routine.wake.every, zone)
    return bed, wake if wake > bed else _instant(day + DAY, routine.wake.every, zone)


def _after_noon(night: date, wall: time, zone: ZoneInfo) -> datetime:
    return _instant(night if wall >= NOON else night + DAY, wall, zone)


@lru_cache(maxsize=50_000)
def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the first minute that there is at or after a wall time, in UTC."""
    local = datetime.combine(day, wall)
    while True:
        instant = local.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == local:
            return instant
        local += MINUTE


def live_through(seeds: range, plan: Plan | None = None) -> "Lived":
    """Run evenings. Raises FaultError, with the seed of the evening in which it came."""
    lived = Lived()
    for seed in seeds:
        world = World(seed, plan or Plan())
        try:
            world.run()
        except FaultError as fault:
            raise FaultError(f"evening {seed}: {fault}") from fault
        lived.evenings += 1
        lived.shown += len(world.model.shown)
        lived.notices += world.model.notices
        lived.starts += world.starts
        lived.silenced += len(world.model.silenced)
    return lived


class Lived(Struct):
    """What happened, in numbers: a simulation in which nothing happens proves nothing."""

    evenings: int = 0
    shown: int = 0
    notices: int = 0
    starts: int = 0
    silenced: int = 0

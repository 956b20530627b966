"""The notifier against services on a bus of their own: a good one, a bad one, and none."""

import asyncio
import logging
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from rlscompanion.adapters.left_behind import LeftBehind
from rlscompanion.adapters.notifications import DesktopNotifier
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered, Notifier

dbus_fast = pytest.importorskip("dbus_fast")
dbus_fast_aio = pytest.importorskip("dbus_fast.aio")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the desktop's bus is Linux only")

LIMIT = 10.0
QUICK = 0.2

BUS_CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

ANSWERS = ((Answer.DONE, "Done"), (Answer.SNOOZE, "Snooze 10 min"), (Answer.SKIP, "Skip tonight"))
STRETCHING = Notice("2026-11-22/stretching/due", "Calf stretch", "10 min <b>& more", ANSWERS)


class Service:
    """A notification service. ``hangs``: takes everything and answers nothing."""

    def __init__(self, address: str, capabilities: tuple[str, ...] = ("actions", "body")) -> None:
        self.capabilities = capabilities
        self.hangs = False
        self.refuses = False
        self.presses_at_once: str | None = None
        self.notified: SimpleQueue[list[Any]] = SimpleQueue()
        self.closed: SimpleQueue[int] = SimpleQueue()
        self._held: list[Any] = []
        self._next_id = 1
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(address)))
        self._thread.start()
        assert self._ready.wait(LIMIT)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._bus.disconnect)
        self._thread.join(LIMIT)

    def press(self, server_id: int, key: str) -> None:
        self._emit("ActionInvoked", "us", [server_id, key])

    def give_token(self, server_id: int, token: str) -> None:
        self._emit("ActivationToken", "us", [server_id, token])

    def dismiss(self, server_id: int) -> None:
        self._emit("NotificationClosed", "uu", [server_id, 2])

    def answer_at_last(self) -> None:
        self.hangs = False
        for message in self._held:
            self._loop.call_soon_threadsafe(self._answer, message)

    async def _serve(self, address: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._bus = await dbus_fast_aio.MessageBus(bus_address=address).connect()
        self._bus.add_message_handler(self._hear)
        await self._bus.request_name("org.freedesktop.Notifications")
        self._ready.set()
        with suppress(EOFError):
            await self._bus.wait_for_disconnect()

    def _hear(self, message: Any) -> bool:
        if message.interface != "org.freedesktop.Notifications":
            return False
        if self.hangs:
            self._held.append(message)
        else:
            self._answer(message)
        return True

    def _answer(self, message: Any) -> None:
        if self.refuses:
            self._bus.send(
                dbus_fast.Message.new_error(message, "org.example.Refused", message.body[3])
            )
            return
        match message.member:
            case "GetCapabilities":
                reply = dbus_fast.Message.new_method_return(
                    message, "as", [list(self.capabilities)]
                )
            case "Notify":
                server_id = message.body[1] or self._next_id
                self._next_id = max(self._next_id, server_id + 1)
                self.notified.put(message.body)
                reply = dbus_fast.Message.new_method_return(message, "u", [server_id])
            case "CloseNotification":
                self.closed.put(message.body[0])
                reply = dbus_fast.Message.new_method_return(message)
            case _:
                return
        self._bus.send(reply)
        if message.member == "Notify" and self.presses_at_once is not None:
            self._send_signal("ActionInvoked", "us", [reply.body[0], self.presses_at_once])

    def _emit(self, member: str, signature: str, body: list[Any]) -> None:
        self._loop.call_soon_threadsafe(self._send_signal, member, signature, body)

    def _send_signal(self, member: str, signature: str, body: list[Any]) -> None:
        self._bus.send(
            dbus_fast.Message.new_signal(
                "/org/freedesktop/Notifications",
                "org.freedesktop.Notifications",
                member,
                signature,
                body,
            )
        )


class Desk:
    """A started notifier, and what comes back from it."""

    def __init__(
        self, address: str, limit: float = LIMIT, icon: str = "", kept: Path | None = None
    ) -> None:
        self.answers: SimpleQueue[NoticeAnswered] = SimpleQueue()
        left_behind = LeftBehind(kept) if kept else None
        self.notifier = DesktopNotifier(icon, address, limit, lambda: left_behind)
        self.gone: SimpleQueue[str] = SimpleQueue()
        self.notifier.start(self.answers.put, self.gone.put)

    def show(self, notice: Notice = STRETCHING) -> bool:
        shown: SimpleQueue[bool] = SimpleQueue()
        self.notifier.show(notice, shown.put)
        return shown.get(timeout=LIMIT)

    def wait_until_works(self, *, wanted: bool) -> None:
        deadline = time.perf_counter() + LIMIT
        while self.notifier.works() is not wanted:
            assert time.perf_counter() < deadline, f"works() stays {self.notifier.works()}"
            time.sleep(0.005)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    if shutil.which("dbus-daemon") is None:
        pytest.skip("apt install dbus")
    config = tmp_path / "bus.conf"
    config.write_text(BUS_CONFIG, "utf-8")
    with subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(daemon.stdout, selectors.EVENT_READ)
            assert selector.select(LIMIT)
        yield daemon.stdout.readline().strip(), daemon
        daemon.terminate()
        daemon.wait(LIMIT)


@pytest.fixture
def address(bus: tuple[str, "subprocess.Popen[str]"]) -> str:
    return bus[0]


@pytest.fixture
def serve(address: str) -> Iterator[Callable[..., Service]]:
    services: list[Service] = []

    def serve(*capabilities: str) -> Service:
        services.append(Service(address, capabilities or ("actions", "body", "body-markup")))
        return services[-1]

    yield serve
    for service in services:
        service.stop()


@pytest.fixture
def sit(address: str) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def sit(
        limit: float = LIMIT, icon: str = "", at: str = address, kept: Path | None = None
    ) -> Desk:
        desks.append(Desk(at, limit, icon, kept))
        return desks[-1]

    yield sit
    for desk in desks:
        desk.notifier.stop()


Serve = Callable[..., Service]
Sit = Callable[..., Desk]


def test_what_stands_is_withdrawn_with_the_end(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    assert desk.show()
    assert desk.show(Notice("another", "Another", "", ()))

    desk.notifier.stop()

    assert {service.closed.get(timeout=LIMIT) for _ in range(2)} == {1, 2}


class TestAfterACrash:
    @pytest.fixture
    def kept(self, tmp_path: Path, serve: Serve, address: str) -> Path:
        """Return the file of a companion that was killed as two notices of its stood."""
        self.service = serve()
        self.address = address
        file, copy = tmp_path / "notices", tmp_path / "kept"
        killed = Desk(address, kept=file)
        assert killed.show()
        assert killed.show(Notice("another", "Another", "", ()))
        copy.write_bytes(file.read_bytes())
        assert file.stat().st_mode & 0o777 == 0o600
        killed.notifier.stop()
        assert {self.service.closed.get(timeout=LIMIT) for _ in range(2)} == {1, 2}
        assert not file.exists()
        return copy

    def test_the_next_start_takes_away_what_was_left(self, kept: Path, sit: Sit) -> None:
        desk = sit(kept=kept)
        desk.wait_until_works(wanted=True)
        assert {self.service.closed.get(timeout=LIMIT) for _ in range(2)} == {1, 2}
        assert not kept.exists()

    def test_another_run_of_the_service_is_left_alone(
        self, kept: Path, serve: Serve, sit: Sit
    ) -> None:
        self.service.stop()
        service = serve()
        assert sit(kept=kept).show()
        assert service.closed.empty()

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"service": 1, "notices": 2}'])
    def test_a_file_that_means_nothing_takes_nothing_away(
        self, kept: Path, sit: Sit, content: str
    ) -> None:
        kept.write_text(content, "utf-8")
        assert sit(kept=kept).show()
        assert self.service.closed.empty()


def test_what_was_pressed_and_closed_is_not_kept(serve: Serve, sit: Sit, tmp_path: Path) -> None:
    service, kept = serve(), tmp_path / "kept"
    desk = sit(kept=kept)
    assert desk.show()
    service.press(1, "done")
    service.dismiss(1)
    assert desk.answers.get(timeout=LIMIT).answer is Answer.DONE
    desk.notifier.withdraw("another")
    assert desk.show(Notice("test", "A test", "", ()))
    assert b"[2]" in kept.read_bytes()


def test_no_word_is_kept_of_what_stands(serve: Serve, sit: Sit, tmp_path: Path) -> None:
    serve()
    kept = tmp_path / "kept"
    assert sit(kept=kept).show()
    assert "stretch" not in kept.read_text("utf-8").casefold()


def test_it_keeps_the_port() -> None:
    notifier: Notifier = DesktopNotifier()

    assert notifier.works() is None
    notifier.stop()


def test_a_notice_arrives_as_the_service_wants_it(serve: Serve, sit: Sit) -> None:
    service = serve()

    assert sit(icon="/icon.svg").show()

    name, replaces, icon, title, body, actions, hints, expires = service.notified.get(timeout=LIMIT)
    assert (name, replaces, icon, title) == ("RLS Companion", 0, "/icon.svg", "Calf stretch")
    assert body == "10 min &lt;b&gt;&amp; more"
    assert actions == [
        *("default", ""),
        *("done", "Done"),
        *("snooze", "Snooze 10 min"),
        *("skip", "Skip tonight"),
    ]
    assert {key: variant.value for key, variant in hints.items()} == {
        "desktop-entry": "rlscompanion",
        "category": "reminder",
        "urgency": 1,
        "suppress-sound": True,
    }
    assert expires == -1


def test_a_service_without_markup_and_buttons_gets_a_plain_text(serve: Serve, sit: Sit) -> None:
    service = serve("body")

    assert sit().show(Notice("test", "A test", "10 min <b>& more", ()))

    notified = service.notified.get(timeout=LIMIT)
    assert notified[4] == "10 min <b>& more"
    assert notified[5] == []


def test_what_has_to_be_pressed_is_left_to_us_where_a_service_has_no_buttons(
    serve: Serve, sit: Sit
) -> None:
    service = serve("body")

    assert not sit().show(STRETCHING)

    assert service.notified.empty()


def test_the_token_that_brings_a_window_to_the_front_comes_with_the_press(
    serve: Serve, sit: Sit
) -> None:
    service, desk = serve(), sit()
    assert desk.show()

    service.give_token(1, "kwin-42")
    service.press(1, "default")

    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, Answer.OPEN, "kwin-42")


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("done", Answer.DONE),
        ("snooze", Answer.SNOOZE),
        ("skip", Answer.SKIP),
        ("open", Answer.OPEN),
        ("default", Answer.OPEN),
    ],
)
def test_what_is_pressed_is_the_answer(serve: Serve, sit: Sit, key: str, answer: Answer) -> None:
    service, desk = serve(), sit()
    assert desk.show()

    service.press(1, key)

    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, answer)


def test_a_button_pressed_in_the_same_breath_is_not_lost(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    service.presses_at_once = "done"

    assert desk.show()

    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, Answer.DONE)


def test_a_notice_is_answered_once(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    assert desk.show()

    service.press(1, "done")
    service.press(1, "skip")

    assert desk.answers.get(timeout=LIMIT).answer is Answer.DONE
    assert desk.show()
    assert desk.answers.empty()


def test_strange_actions_and_notices_of_others_are_no_answers(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    assert desk.show()

    service.press(1, "settings")
    service.press(99, "done")
    service.press(1, "skip")

    assert desk.answers.get(timeout=LIMIT).answer is Answer.SKIP
    assert desk.answers.empty()


def test_only_the_service_itself_can_report_an_answer(address: str, serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    assert desk.show()

    subprocess.run(
        [
            "dbus-send",
            f"--bus={address}",
            "--type=signal",
            "/org/freedesktop/Notifications",
            "org.freedesktop.Notifications.ActionInvoked",
            "uint32:1",
            "string:skip",
        ],
        check=True,
        timeout=LIMIT,
    )
    service.press(1, "done")

    assert desk.answers.get(timeout=LIMIT).answer is Answer.DONE


def test_dismissing_is_not_an_answer_and_the_notice_can_be_shown_anew(
    serve: Serve, sit: Sit
) -> None:
    service, desk = serve(), sit()
    assert desk.show()
    service.notified.get(timeout=LIMIT)

    service.dismiss(1)
    service.press(1, "skip")
    assert desk.show(Notice("another", "Another", "", ()))
    service.notified.get(timeout=LIMIT)
    assert desk.show()

    assert desk.answers.empty()
    assert service.notified.get(timeout=LIMIT)[1] == 0


def test_what_is_dismissed_is_told_and_what_was_answered_or_withdrawn_is_not(
    serve: Serve, sit: Sit
) -> None:
    service, desk = serve(), sit()
    for name in ("answered", "withdrawn", "dismissed"):
        assert desk.show(Notice(name, name, "", ()))
    service.press(1, "done")
    service.dismiss(1)
    desk.notifier.withdraw("withdrawn")
    assert service.closed.get(timeout=LIMIT) == 2
    service.dismiss(2)
    service.dismiss(3)

    assert desk.gone.get(timeout=LIMIT) == "dismissed"
    assert desk.gone.empty()


def test_the_same_notice_takes_the_place_of_the_one_before(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    assert desk.show()
    assert desk.show()

    assert service.notified.get(timeout=LIMIT)[1] == 0
    assert service.notified.get(timeout=LIMIT)[1] == 1
    service.press(1, "done")
    assert desk.answers.get(timeout=LIMIT) == NoticeAnswered(STRETCHING.id, Answer.DONE)


def test_a_withdrawn_notice_is_closed_even_right_after_it_was_shown(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()

    desk.notifier.show(STRETCHING, lambda _: None)
    desk.notifier.withdraw(STRETCHING.id)

    assert service.closed.get(timeout=LIMIT) == 1


def test_withdrawing_what_is_not_there_does_nothing(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()

    desk.notifier.withdraw("never-shown")

    assert desk.show()
    assert service.closed.empty()


def test_a_notice_shown_before_the_service_is_known_is_shown(serve: Serve, sit: Sit) -> None:
    serve()

    assert sit().show()


def test_without_a_service_the_caller_is_told_to_fall_back(sit: Sit) -> None:
    desk = sit()

    assert desk.show() is False
    assert desk.notifier.works() is False


@pytest.mark.parametrize("at", ["unix:path=/nowhere/bus", "nonsense", "unix:"])
def test_without_a_bus_the_caller_is_told_to_fall_back(sit: Sit, at: str) -> None:
    desk = sit(at=at)

    assert desk.show() is False
    assert desk.notifier.works() is False


def test_a_service_that_refuses_makes_the_caller_fall_back(
    serve: Serve, sit: Sit, caplog: pytest.LogCaptureFixture
) -> None:
    service, desk = serve(), sit()
    desk.wait_until_works(wanted=True)
    service.refuses = True

    assert desk.show() is False

    assert "org.example.Refused" in caplog.text
    assert STRETCHING.title not in caplog.text


def test_a_service_that_hangs_makes_the_caller_fall_back_within_the_limit(
    serve: Serve, sit: Sit
) -> None:
    service, desk = serve(), sit(limit=QUICK)
    desk.wait_until_works(wanted=True)
    service.hangs = True

    assert desk.show() is False
    assert desk.notifier.works() is False


def test_those_who_wait_behind_a_hanging_service_fall_back_with_the_first(
    serve: Serve, sit: Sit
) -> None:
    service, desk = serve(), sit(limit=1.0)
    desk.wait_until_works(wanted=True)
    service.hangs = True
    shown: SimpleQueue[bool] = SimpleQueue()
    began = time.perf_counter()

    for number in range(20):
        desk.notifier.show(Notice(f"{number}", "", "", ()), shown.put)

    assert [shown.get(timeout=LIMIT) for _ in range(20)] == [False] * 20
    assert time.perf_counter() - began < 5.0


def test_a_notice_that_comes_up_too_late_is_taken_away(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit(limit=QUICK)
    desk.wait_until_works(wanted=True)
    service.hangs = True
    assert desk.show() is False

    service.answer_at_last()

    assert service.closed.get(timeout=LIMIT) == 1


def test_a_service_that_recovers_is_used_again(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit(limit=QUICK)
    desk.wait_until_works(wanted=True)
    service.hangs = True
    assert desk.show() is False
    service.hangs = False

    assert desk.show() is True
    assert desk.notifier.works() is True


def test_a_service_that_goes_away_is_noticed_and_one_that_comes_is_too(
    serve: Serve, sit: Sit
) -> None:
    first, desk = serve(), sit()
    assert desk.show()

    first.stop()
    desk.wait_until_works(wanted=False)
    assert desk.show() is False

    second = serve()
    desk.wait_until_works(wanted=True)
    assert desk.show()
    assert second.notified.get(timeout=LIMIT)[1] == 0
    second.press(1, "snooze")
    assert desk.answers.get(timeout=LIMIT).answer is Answer.SNOOZE


def test_a_bus_that_goes_away_is_noticed(
    bus: tuple[str, "subprocess.Popen[str]"], serve: Serve, sit: Sit
) -> None:
    serve()
    desk = sit()
    assert desk.show()

    bus[1].kill()

    desk.wait_until_works(wanted=False)
    assert desk.show() is False


def test_a_bus_that_accepts_and_says_nothing_is_given_up(sit: Sit) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="rls-") as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent,
    ):
        silent.bind(f"{folder}/bus")
        silent.listen()
        desk = sit(limit=QUICK, at=f"unix:path={folder}/bus")

        assert desk.show() is False


@pytest.mark.parametrize(
    "text", ["a\0b", "half \ud83d a face", "\N{CRESCENT MOON} \u202e", "x" * 100_000]
)
def test_no_text_makes_the_bus_hang_up(serve: Serve, sit: Sit, text: str) -> None:
    serve()
    desk = sit()

    assert desk.show(Notice("id", text, text, ((Answer.DONE, text),)))
    assert desk.show()


def test_listeners_that_fail_are_logged_and_the_next_is_called(
    address: str, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("out of order")

    service = serve()
    notifier = DesktopNotifier(bus_address=address)
    notifier.start(fail)
    shown: SimpleQueue[bool] = SimpleQueue()
    notifier.show(STRETCHING, fail)
    notifier.show(STRETCHING, shown.put)
    assert shown.get(timeout=LIMIT)
    service.press(1, "done")
    notifier.show(STRETCHING, shown.put)
    assert shown.get(timeout=LIMIT)

    notifier.stop()

    assert caplog.text.count("out of order") >= 2


def test_the_log_says_nothing_personal(
    serve: Serve, sit: Sit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service, desk = serve(), sit(limit=QUICK)
    assert desk.show()
    service.hangs = True
    assert desk.show() is False
    service.stop()
    desk.wait_until_works(wanted=False)
    assert desk.show() is False

    assert not [word for word in ("Calf", "10 min", "stretching") if word in caplog.text]


def test_before_the_start_and_after_the_stop_the_caller_falls_back(address: str) -> None:
    notifier = DesktopNotifier(bus_address=address)
    shown: SimpleQueue[bool] = SimpleQueue()

    notifier.show(STRETCHING, shown.put)
    notifier.withdraw(STRETCHING.id)
    notifier.start(lambda _: None)
    notifier.stop()
    notifier.show(STRETCHING, shown.put)

    assert [shown.get_nowait(), shown.get_nowait()] == [False, False]


def test_what_was_asked_before_the_stop_is_still_done(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    assert desk.show()

    desk.notifier.withdraw(STRETCHING.id)
    desk.notifier.stop()

    assert service.closed.get(timeout=LIMIT) == 1


def test_stopping_takes_no_more_than_a_second_while_the_service_hangs(
    serve: Serve, sit: Sit
) -> None:
    service, desk = serve(), sit()
    desk.wait_until_works(wanted=True)
    service.hangs = True
    shown: SimpleQueue[bool] = SimpleQueue()
    for _ in range(3):
        desk.notifier.show(STRETCHING, shown.put)

    stopping = threading.Thread(target=desk.notifier.stop)
    stopping.start()
    stopping.join(1.5)

    assert not stopping.is_alive()
    assert [shown.get(timeout=LIMIT) for _ in range(3)] == [False] * 3
    assert "notifications" not in {thread.name for thread in threading.enumerate()}


def test_the_caller_is_never_kept_waiting(serve: Serve, sit: Sit) -> None:
    service, desk = serve(), sit()
    desk.wait_until_works(wanted=True)
    service.hangs = True
    shown: SimpleQueue[bool] = SimpleQueue()

    desk.notifier.show(STRETCHING, shown.put)

    with pytest.raises(Empty):
        shown.get_nowait()


def test_where_dbus_fast_is_missing_the_caller_falls_back(
    monkeypatch: pytest.MonkeyPatch, sit: Sit
) -> None:
    for name in ("dbus_fast", "dbus_fast.aio"):
        monkeypatch.setitem(sys.modules, name, None)

    desk = sit()

    assert desk.show() is False
    assert desk.notifier.works() is False


def test_importing_the_module_loads_neither_asyncio_nor_dbus_fast() -> None:
    code = (
        "import sys, rlscompanion.adapters.notifications;"
        "print([name for name in ('asyncio', 'dbus_fast') if name in sys.modules])"
    )

    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=LIMIT
    )

    assert asked.stdout == "[]\n"

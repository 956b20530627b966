import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from rlscompanion.adapters.instance import Message
from rlscompanion.ui.instance_server import InstanceServer

LIMIT = 10_000

KILLED_WHILE_LISTENING = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from rlscompanion.ui.instance_server import InstanceServer
app = QCoreApplication([])
server = InstanceServer(Path(sys.argv[1]), {"raise"})
assert server.claim()
assert server.listen()
os.kill(os.getpid(), signal.SIGKILL)
"""

LISTENS_AND_SAYS_SO = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from rlscompanion.ui.instance_server import InstanceServer
app = QCoreApplication([])
server = InstanceServer(Path(sys.argv[1]), {"raise"})
sys.stdin.readline()
print("won" if server.claim() and server.listen() else "lost", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        yield Path(folder) / "rlscompanion-0123456789abcdef"


@pytest.fixture
def make(qtbot: QtBot, path: Path) -> Iterator[Callable[[], InstanceServer]]:
    made: list[InstanceServer] = []

    def make() -> InstanceServer:
        made.append(InstanceServer(path, frozenset(Message)))
        return made[-1]

    yield make
    for server in made:
        server.close()


@pytest.fixture
def server(make: Callable[[], InstanceServer]) -> InstanceServer:
    server = make()
    assert server.claim()
    assert server.listen()
    return server


@pytest.fixture
def call(qtbot: QtBot, path: Path) -> Callable[[bytes], bytes]:
    """Return a function that says something and returns all that was answered."""

    def call(words: bytes) -> bytes:
        heard = bytearray()

        def is_over() -> bool:
            try:
                more = client.recv(100)
            except BlockingIOError:
                return False
            except ConnectionResetError:
                return True
            heard.extend(more)
            return not more

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(str(path))
            client.sendall(words)
            client.setblocking(False)
            qtbot.waitUntil(is_over, timeout=LIMIT)
        return bytes(heard)

    return call


Call = Callable[[bytes], bytes]


@pytest.mark.parametrize("message", list(Message))
def test_each_known_word_is_passed_on_and_answered(
    server: InstanceServer, call: Call, message: Message
) -> None:
    heard: list[object] = []
    server.received.connect(heard.append)

    assert call(f"{message}\n".encode()) == b"ok\n"
    assert heard == [message]


@pytest.mark.parametrize("words", [b"quit\n", b"\n", b"RAISE\n", b"raise \n", b"\xff\xfe\n"])
def test_unknown_words_are_dropped(server: InstanceServer, call: Call, words: bytes) -> None:
    heard: list[object] = []
    server.received.connect(heard.append)

    assert call(words) == b""
    assert heard == []


@pytest.mark.parametrize("words", [b"x" * 65, b"raise" + b" " * 100 + b"\n", b"x" * 100_000])
def test_a_client_that_says_too_much_is_dropped(
    server: InstanceServer, call: Call, words: bytes
) -> None:
    assert call(words) == b""


def test_a_client_that_says_nothing_is_dropped(server: InstanceServer, call: Call) -> None:
    assert call(b"") == b""
    assert call(b"rai") == b""


def test_a_bad_client_does_not_keep_the_next_one_out(server: InstanceServer, call: Call) -> None:
    call(b"x" * 100)

    assert call(b"raise\n") == b"ok\n"


def test_a_client_that_only_looks_does_no_harm(
    server: InstanceServer, call: Call, path: Path
) -> None:
    heard: list[object] = []
    server.received.connect(heard.append)
    for _ in range(20):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(str(path))

    assert call(b"raise\n") == b"ok\n"
    assert heard == ["raise"]


def test_a_client_gets_one_word(server: InstanceServer, call: Call) -> None:
    heard: list[object] = []
    server.received.connect(heard.append)

    assert call(b"raise\nflare-up\n") == b"ok\n"
    assert heard == ["raise"]


def test_a_word_in_pieces_is_one_word(qtbot: QtBot, server: InstanceServer, path: Path) -> None:
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client,
        qtbot.waitSignal(server.received, timeout=LIMIT) as heard,
    ):
        client.connect(str(path))
        for piece in (b"ra", b"ise", b"\n"):
            client.sendall(piece)
            QCoreApplication.processEvents()

    assert heard.args == ["raise"]


def test_the_socket_is_for_its_owner_only(server: InstanceServer, path: Path) -> None:
    assert path.is_socket()
    assert not path.stat().st_mode & 0o077


def test_a_second_instance_does_not_listen(
    server: InstanceServer, make: Callable[[], InstanceServer], call: Call
) -> None:
    assert not make().claim()
    assert call(b"raise\n") == b"ok\n"


def test_once_it_is_closed_another_may_listen(
    server: InstanceServer, make: Callable[[], InstanceServer], path: Path
) -> None:
    server.close()

    assert not path.exists()
    assert make().claim()


def test_a_socket_that_cannot_be_had_is_not_an_exception(qtbot: QtBot, tmp_path: Path) -> None:
    assert not InstanceServer(tmp_path / "no-such-folder" / "socket", {"raise"}).listen()
    assert not InstanceServer(tmp_path / ("x" * 120), {"raise"}).listen()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing can be killed like this here")
def test_what_a_killed_instance_left_behind_is_no_obstacle(
    make: Callable[[], InstanceServer], path: Path, call: Call
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_LISTENING, str(path)], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    assert path.exists()

    server = make()
    assert server.claim()
    assert server.listen()
    assert call(b"raise\n") == b"ok\n"


def test_of_many_simultaneous_starts_one_wins(path: Path) -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", LISTENS_AND_SAYS_SO, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("go\n")
        start.stdin.flush()
    outcomes = [start.stdout.readline().strip() for start in starts if start.stdout is not None]
    for start in starts:
        start.communicate(timeout=60)

    assert sorted(outcomes) == ["lost", "lost", "lost", "won"]

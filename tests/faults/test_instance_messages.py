"""Whatever is sent to the instance's socket, only the few known words do anything."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import random
import socket
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from rlscompanion.adapters.instance import Message
from rlscompanion.ui.instance_server import InstanceServer

SENT = 300


def test_random_bytes_are_ignored_and_the_next_word_is_heard(qtbot: QtBot) -> None:
    chance = random.Random(4)
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        path = Path(folder) / "socket"
        server = InstanceServer(path, frozenset(Message))
        assert server.claim()
        assert server.listen()
        assert path.stat().st_mode & 0o077 == 0
        heard: list[object] = []
        server.received.connect(heard.append)
        words = [word.encode() for word in Message]
        for _ in range(SENT):
            noise = chance.randbytes(chance.choice([0, 1, 9, 64, 65, 5000])).replace(b"\n", b"")
            said = chance.choice(
                [noise, chance.choice(words) + noise + b"!\n", noise + b"x raise\n"]
            )
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.connect(str(path))
                client.sendall(said)
                client.shutdown(socket.SHUT_WR)
            QCoreApplication.processEvents()
        assert heard == []
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(str(path))
            client.sendall(b"raise\n")
            qtbot.waitUntil(lambda: heard == ["raise"])
        server.close()

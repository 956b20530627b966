import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from rlscompanion.adapters.instance import Message, is_running, socket_path, tell

LIMIT = 10.0


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a runtime folder with a short name: pytest's own are too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def serve() -> Iterator[Callable[[Path, Callable[[socket.socket], None]], None]]:
    with ExitStack() as stack:

        def serve(path: Path, talk: Callable[[socket.socket], None]) -> None:
            server = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            server.settimeout(LIMIT)
            server.bind(os.fspath(path))
            server.listen()

            def run() -> None:
                client, _ = server.accept()
                with client:
                    talk(client)

            thread = threading.Thread(target=run)
            thread.start()
            stack.callback(thread.join, LIMIT)

        yield serve


Serve = Callable[[Path, Callable[[socket.socket], None]], None]


def test_a_running_instance_hears_the_word_and_answers(tmp_path: Path, serve: Serve) -> None:
    heard: list[bytes] = []

    def talk(client: socket.socket) -> None:
        heard.append(client.recv(64))
        client.sendall(b"ok\n")

    serve(socket_path(tmp_path), talk)

    assert tell(tmp_path, Message.CLOSE_FLARE_UP)
    assert heard == [b"close-flare-up\n"]


def test_an_answer_in_pieces_is_an_answer(tmp_path: Path, serve: Serve) -> None:
    def talk(client: socket.socket) -> None:
        client.recv(64)
        client.sendall(b"o")
        client.sendall(b"k\n")

    serve(socket_path(tmp_path), talk)

    assert tell(tmp_path, Message.RAISE)


@pytest.mark.parametrize("answer", [b"", b"o", b"no\n"])
def test_anything_but_ok_is_no_answer(tmp_path: Path, serve: Serve, answer: bytes) -> None:
    def talk(client: socket.socket) -> None:
        client.recv(64)
        client.sendall(answer)

    serve(socket_path(tmp_path), talk)

    assert not tell(tmp_path, Message.RAISE)


def test_an_instance_that_hangs_is_given_up(tmp_path: Path, serve: Serve) -> None:
    given_up = threading.Event()

    def hang(_: socket.socket) -> None:
        given_up.wait(LIMIT)

    serve(socket_path(tmp_path), hang)

    told = tell(tmp_path, Message.RAISE)

    given_up.set()
    assert not told


def test_a_look_finds_an_instance_without_telling_it_anything(tmp_path: Path, serve: Serve) -> None:
    heard: list[bytes] = []
    serve(socket_path(tmp_path), lambda client: heard.append(client.recv(64)))

    assert is_running(tmp_path)
    assert heard in ([], [b""])


def test_a_look_finds_neither_a_killed_instance_nor_one_that_never_was(tmp_path: Path) -> None:
    assert not is_running(tmp_path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as killed:
        killed.bind(os.fspath(socket_path(tmp_path)))

    assert not is_running(tmp_path)


def test_where_nobody_is_there_nothing_is_loaded_to_talk_with(tmp_path: Path) -> None:
    look = (
        "import sys; from pathlib import Path; from rlscompanion.adapters import instance;"
        f"told = instance.tell(Path({str(tmp_path)!r}), instance.Message.RAISE);"
        "print(told, 'socket' in sys.modules)"
    )
    seen = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert seen.stdout.split() == ["False", "False"]


def test_nobody_there_is_no_error(tmp_path: Path) -> None:
    assert not tell(tmp_path, Message.RAISE)


def test_the_socket_of_a_killed_instance_is_no_error(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as killed:
        killed.bind(os.fspath(socket_path(tmp_path)))

    assert not tell(tmp_path, Message.RAISE)


def test_a_file_in_the_place_of_the_socket_is_no_error(tmp_path: Path) -> None:
    socket_path(tmp_path).write_text("a file")

    assert not tell(tmp_path, Message.RAISE)


def test_each_home_has_a_socket_of_its_own(tmp_path: Path, runtime: Path) -> None:
    one, other = socket_path(tmp_path / "one"), socket_path(tmp_path / "other")

    assert one != other
    assert one.parent == runtime
    assert one.name.startswith("rlscompanion-")


def test_a_home_has_one_socket_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)

    assert socket_path(tmp_path / "link") == socket_path(tmp_path)


def test_a_deep_home_does_not_make_a_long_path(tmp_path: Path) -> None:
    assert len(os.fsencode(socket_path(tmp_path.joinpath(*["deep"] * 100)))) < 100


def test_without_a_runtime_folder_it_is_in_a_folder_for_its_owner_only(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))

    folder = socket_path(tmp_path).parent

    assert folder == runtime / f"rlscompanion-{os.getuid()}"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_folder_others_can_write_to_is_not_used(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    runtime.chmod(mode)

    assert socket_path(tmp_path).parent == runtime / f"rlscompanion-{os.getuid()}"
    runtime.chmod(0o700)


def test_a_link_laid_by_somebody_else_is_not_followed(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    (runtime / f"rlscompanion-{os.getuid()}").symlink_to(tmp_path)

    assert runtime not in socket_path(tmp_path).parents


def test_a_runtime_folder_with_a_long_path_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))

    path = socket_path(tmp_path)

    assert long not in path.parents
    assert len(os.fsencode(path)) < 100


def test_an_instance_that_is_only_starting_is_told_as_soon_as_it_listens(home: Path) -> None:
    path = socket_path(home)

    def start_late() -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(str(path))
            server.listen()
            connection, _ = server.accept()
            with connection:
                connection.recv(64)
                connection.sendall(b"ok\n")

    late = threading.Timer(0.1, start_late)
    late.start()
    try:
        assert tell(home, Message.RAISE, patience=30)
    finally:
        late.join()
        path.unlink(missing_ok=True)

"""Programs that run beside a test, and what they say first."""

import selectors
import subprocess
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

LIMIT = 20.0


@contextmanager
def running(*command: str, environ: Mapping[str, str]) -> Generator[subprocess.Popen[bytes]]:
    """Run a program as long as the block lasts."""
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()


def first_line(process: subprocess.Popen[bytes]) -> str:
    """Return what the program says first."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        assert selector.select(LIMIT), f"{process.args!r} says nothing"
    return process.stdout.readline().decode().strip()


def until(true: Callable[[], bool], limit: float = LIMIT) -> None:
    """Wait until something outside has come about."""
    deadline = time.perf_counter() + limit
    while not true():
        assert time.perf_counter() < deadline, "it did not come to that in time"
        time.sleep(0.02)

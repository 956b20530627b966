"""Lock and sleep held off through wakepy: on Linux the desktop's inhibitors on the session bus.

An inhibitor belongs to the connection that asked for it. It ends with this process, however that
ends: the desktop sees the connection go.
"""

import importlib
import logging
import sys
import threading
from typing import Any, Final, cast

_MODES: Final = ("presenting", "running")
"""Holding off both lock and sleep; where the desktop knows no such thing, sleep alone."""

log = logging.getLogger(__name__)


class WakepyKeepAwake:
    """Keeps the port KeepAwake. wakepy may wait for the bus, so it has a thread while holding."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wanted = False
        self._works: bool | None = None
        self._said = False
        self._worker: threading.Thread | None = None

    def hold(self) -> None:
        with self._changed:
            self._wanted = True
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="keep-awake", daemon=True)
                self._worker.start()

    def release(self) -> None:
        with self._changed:
            self._wanted = False
            self._changed.notify_all()

    def works(self) -> bool | None:
        with self._changed:
            return self._works

    def _work(self) -> None:
        while self._still_wanted():
            hold = _Hold()
            with self._changed:
                self._works = hold.agreed
                said, self._said = self._said, self._said or not hold.agreed
            if not hold.agreed and not said:
                log.warning("This desktop cannot be asked to hold off its lock and its sleep.")
            with self._changed:
                self._changed.wait_for(lambda: not self._wanted)
            hold.end()

    def _still_wanted(self) -> bool:
        with self._changed:
            if not self._wanted:
                self._worker = None
            return self._wanted


class _Hold:
    """One inhibitor, on a connection of its own. It is begun and ended by the same thread."""

    def __init__(self) -> None:
        wakepy = cast("Any", importlib.import_module("wakepy"))
        self._bus: Any = wakepy.JeepneyDBusAdapter() if sys.platform == "linux" else None
        buses = (lambda: self._bus,) if self._bus is not None else None
        self._mode: Any = None
        for name in _MODES:
            mode = getattr(wakepy.keep, name)(on_fail="pass", dbus_adapter=buses)
            mode.__enter__()
            if mode.active:
                self._mode = mode
                return
            mode.__exit__(None, None, None)

    @property
    def agreed(self) -> bool:
        return self._mode is not None

    def end(self) -> None:
        try:
            if self._mode is not None:
                self._mode.__exit__(None, None, None)
        except Exception:
            log.warning("The desktop did not answer; its connection is closed.", exc_info=True)
        # wakepy 1.0 leaves it open; closing it ends the inhibitor whatever the desktop answered.
        if self._bus is not None:
            self._bus.close_connections()

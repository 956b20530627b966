"""Whether Qt could start. Without a display or a system library it aborts, and cannot be caught."""

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

_PACKAGES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The Debian packages of the libraries that every window needs."""

_PACKAGES_OF: Final = {
    "xcb": {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxcb.so.1": "libxcb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
    },
}
"""... and of those that one kind of display needs besides."""

_MISSING: Final = r"(?P<library>[^\s:/]+\.so[^\s:]*): cannot open shared object file"


class DisplayProblem(Struct, frozen=True):
    """Why no window can be shown."""

    message: str
    """One line that says what to do about it."""
    no_display: bool = False
    """There is no display at all; otherwise a library is missing."""


def display_problem(environ: Mapping[str, str]) -> DisplayProblem | None:
    """Return why Qt would abort here, or None if nothing speaks against starting it."""
    if sys.platform != "linux":
        return None
    asked = [name.partition(":")[0] for name in environ.get("QT_QPA_PLATFORM", "").split(";")]
    asked = [name for name in asked if name]
    if asked and not any(_kind(name) in _PACKAGES_OF for name in asked):
        return _libraries_problem(asked[0])

    kinds = [
        kind
        for kind, answers in (("wayland", _wayland_answers), ("xcb", _x_answers))
        if (not asked or any(_kind(name) == kind for name in asked)) and answers(environ)
    ]
    if not kinds:
        return _no_display(environ, asked)
    problems = [_libraries_problem(kind) for kind in kinds]
    return None if None in problems else problems[0]


def _kind(platform: str) -> str:
    return "wayland" if platform.startswith("wayland") else platform


def _no_display(environ: Mapping[str, str], asked: Sequence[str]) -> DisplayProblem:
    named = [
        f"{name}={environ[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if environ.get(name)
    ]
    if not named:
        return DisplayProblem(
            "no display found: DISPLAY and WAYLAND_DISPLAY are not set; start this from a desktop",
            no_display=True,
        )
    forced = f" for QT_QPA_PLATFORM={';'.join(asked)}" if asked else ""
    return DisplayProblem(
        f"no display found{forced}: nothing answers at {' or '.join(named)}", no_display=True
    )


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    if environ.get("WAYLAND_SOCKET"):
        return True
    name = environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    path = Path(environ.get("XDG_RUNTIME_DIR", "")) / name
    if not path.is_absolute():
        return False
    import socket  # noqa: PLC0415  (Wayland only)

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(0.5)
            connection.connect(os.fspath(path))
    except OSError:
        return False
    return True


def _x_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("DISPLAY")
    if not name:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # which library is missing is found out in a moment
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(name), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _libraries_problem(platform: str) -> DisplayProblem | None:
    found = importlib.util.find_spec("PySide6")
    if found is None or found.origin is None:
        return DisplayProblem("Qt is not installed; run: pip install PySide6-Essentials")
    qt = Path(found.origin).parent / "Qt"
    return _loading_problem(
        _kind(platform),
        [qt / "plugins" / "platforms" / f"libq{_kind(platform)}.so"],
    )


def _loading_problem(kind: str, libraries: Sequence[Path]) -> DisplayProblem | None:
    for library in libraries:
        if not library.exists():
            continue  # a distribution's Qt lives elsewhere, and its packages bring what it needs
        try:
            ctypes.CDLL(os.fspath(library))
        except OSError as error:
            return _explained(kind, str(error))
    return None


def _explained(kind: str, error: str) -> DisplayProblem:
    named = re.match(_MISSING, error)
    if named is None:
        return DisplayProblem(f"Qt cannot be loaded: {error}")
    # The loader stops at the first; people should not have to come back for each of the others.
    packages = _PACKAGES | _PACKAGES_OF.get(kind, {})
    first = named["library"]
    missing = [first, *(name for name in packages if name != first and not _loads(name))]
    install = " ".join(sorted({packages[name] for name in missing if name in packages}))
    advice = f"; on Debian or Ubuntu: apt install {install}" if install else ""
    return DisplayProblem(f"Qt needs {', '.join(missing)}{advice}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True

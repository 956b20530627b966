"""Whether the X server has a tray of the older kind, that icons are embedded in."""

import ctypes
import os
import threading
from collections.abc import Mapping
from typing import Any, Final

ANSWER_SECONDS: Final = 1.0


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Reply(ctypes.Structure):
    """As both questions are answered here: after a header, one number."""

    _fields_ = (("header", ctypes.c_uint32 * 2), ("number", ctypes.c_uint32))


def x_tray(environ: Mapping[str, str]) -> bool | None:
    """Return whether one is there; False where windows are not X's; None where X says nothing."""
    display = environ.get("DISPLAY")
    if not display or environ.get("WAYLAND_DISPLAY"):
        return False
    answers: list[bool | None] = []
    asking = threading.Thread(target=lambda: answers.append(_asked(display)), daemon=True)
    asking.start()
    asking.join(ANSWER_SECONDS)
    return answers[0] if answers else None


def _asked(display: str) -> bool | None:
    try:
        xcb, free = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL(None).free
    except (OSError, AttributeError):
        return None
    free.argtypes = [ctypes.c_void_p]
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_int)]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    xcb.xcb_intern_atom.argtypes = [
        *(ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p)
    ]
    xcb.xcb_get_selection_owner.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    for asks in (xcb.xcb_intern_atom, xcb.xcb_get_selection_owner):
        asks.restype = _Cookie
    screen = ctypes.c_int()
    connection = xcb.xcb_connect(os.fsencode(display), ctypes.byref(screen))
    try:
        if xcb.xcb_connection_has_error(connection):
            return None
        name = b"_NET_SYSTEM_TRAY_S%d" % screen.value
        atom_asked = xcb.xcb_intern_atom(connection, 1, len(name), name)
        atom = _number(xcb.xcb_intern_atom_reply, connection, atom_asked, free)
        if not atom:
            return None if atom is None else False
        owner_asked = xcb.xcb_get_selection_owner(connection, atom)
        owner = _number(xcb.xcb_get_selection_owner_reply, connection, owner_asked, free)
        return None if owner is None else owner != 0
    finally:
        xcb.xcb_disconnect(connection)


def _number(take: Any, connection: int, asked: _Cookie, free: Any) -> int | None:
    """Return what X answered; None where it did not."""
    take.argtypes = [ctypes.c_void_p, _Cookie, ctypes.c_void_p]
    take.restype = ctypes.POINTER(_Reply)
    answer = take(connection, asked, None)
    if not answer:
        return None
    number = answer.contents.number
    free(answer)
    return number

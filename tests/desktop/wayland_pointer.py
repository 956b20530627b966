"""Plugs a mouse into a Wayland compositor that has none, says so, and leaves it in until the end.

In the words of the protocol itself: Debian has no Python package for this extension.
"""

import os
import signal
import socket
import struct
import sys

DISPLAY, REGISTRY, CALLBACK, MANAGER, POINTER = range(1, 6)
WANTED = "zwlr_virtual_pointer_manager_v1"


def message(receiver: int, opcode: int, body: bytes = b"") -> bytes:
    return struct.pack("=II", receiver, (8 + len(body)) << 16 | opcode) + body


def text(words: str) -> bytes:
    written = words.encode() + b"\0"
    return struct.pack("=I", len(written)) + written + b"\0" * (-len(written) % 4)


def plug_in(compositor: socket.socket) -> None:
    compositor.sendall(
        message(DISPLAY, 1, struct.pack("=I", REGISTRY))
        + message(DISPLAY, 0, struct.pack("=I", CALLBACK))
    )
    stream = compositor.makefile("rb")
    sender = 0
    while sender != CALLBACK:
        sender, size = struct.unpack("=II", stream.read(8))
        body = stream.read((size >> 16) - 8)
        if sender == REGISTRY and text(WANTED) in body:
            bound = body[:4] + text(WANTED) + struct.pack("=II", 1, MANAGER)
            compositor.sendall(
                message(REGISTRY, 0, bound) + message(MANAGER, 0, struct.pack("=II", 0, POINTER))
            )
            sys.stdout.write("plugged in\n")
            sys.stdout.flush()


with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
    connection.connect(os.environ["WAYLAND_DISPLAY"])
    plug_in(connection)
    signal.pause()

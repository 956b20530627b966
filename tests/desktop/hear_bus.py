# pyright: basic, reportMissingImports=false
"""Hears the accessibility bus as a screen reader does; run by the system's own Python.

Prints one line of JSON for each announcement, and for each time the keyboard comes somewhere.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

HEARD = ("object:announcement", "object:state-changed:focused")


def tell(kind, text):
    sys.stdout.write(json.dumps([kind, text]) + "\n")
    sys.stdout.flush()


def hear(event):
    if event.type.startswith("object:announcement"):
        tell("said", event.any_data)
    elif event.detail1:
        tell("focus", event.source.get_name() or "")


def main():
    listener = Atspi.EventListener.new(hear)
    for kind in HEARD:
        listener.register(kind)
    tell("ready", "")
    GLib.MainLoop().run()


main()

# pyright: basic, reportMissingImports=false
"""Reads a program's accessibility tree as a screen reader does; run by the system's own Python.

Presses each page's button in the navigation, then prints one JSON object: for each page the roles,
names and states of everything that is showing.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

LIMIT = 20.0
SETTLES = 0.4
DEEPEST = 60


def the_program(name):
    deadline = time.perf_counter() + LIMIT
    while time.perf_counter() < deadline:
        for program in children(Atspi.get_desktop(0)):
            if program.get_name() == name and program.get_child_count():
                return program
        time.sleep(0.1)
    raise SystemExit(f"no program named {name} on the accessibility bus")


def children(node):
    found = (node.get_child_at_index(n) for n in range(node.get_child_count()))
    return [child for child in found if child is not None]


def everything(node, depth=0):
    yield node
    if depth < DEEPEST:
        for child in children(node):
            yield from everything(child, depth + 1)


def is_showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def press(program, name):
    for node in everything(program):
        if node.get_name() != name or not is_showing(node):
            continue
        names = [Atspi.Action.get_action_name(node, n) for n in range(node.get_n_actions())]
        if "Press" in names:
            node.do_action(names.index("Press"))
            time.sleep(SETTLES)
            return
    raise SystemExit(f"nothing named {name} can be pressed")


def told(program):
    found = []
    for node in everything(program):
        if is_showing(node):
            states = node.get_state_set()
            found.append(
                {
                    "role": node.get_role_name(),
                    "name": node.get_name() or "",
                    "description": node.get_description() or "",
                    "focusable": states.contains(Atspi.StateType.FOCUSABLE),
                }
            )
    return found


def main():
    program = the_program(sys.argv[1])
    pages = {}
    for page in sys.argv[2:]:
        press(program, page)
        pages[page] = told(program)
    json.dump(pages, sys.stdout)


main()

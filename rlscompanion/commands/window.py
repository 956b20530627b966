"""The window and the flare-up screen: in the running instance if there is one, else in a new one."""

import os
import sys
from typing import TYPE_CHECKING, Any, cast

from rlscompanion.adapters import instance
from rlscompanion.adapters.display import display_problem
from rlscompanion.adapters.folders import Folders
from rlscompanion.adapters.log_file import logging_to
from rlscompanion.bootstrap import Companion, Outside
from rlscompanion.domain.mendable import Mendable

if TYPE_CHECKING:
    from argparse import Namespace
    from types import SimpleNamespace


def run(options: "Namespace | SimpleNamespace", folders: Folders) -> int:
    if options.hidden:
        return (
            0 if instance.is_running(folders.data) else _open(folders, flare_up=False, hidden=True)
        )
    if not options.flare_up:
        return _window(folders)
    return _close(folders) if options.close else _flare_up(folders)


def _window(folders: Folders) -> int:
    if instance.tell(folders.data, instance.Message.RAISE):
        return 0
    return _open(folders, flare_up=False)


def _flare_up(folders: Folders) -> int:
    if instance.tell(folders.data, instance.Message.FLARE_UP):
        return 0
    return _open(folders, flare_up=True)


def _close(folders: Folders) -> int:
    if not instance.tell(folders.data, instance.Message.CLOSE_FLARE_UP):
        print("RLS Companion is not running; there is nothing to close.")
    return 0


def _open(folders: Folders, *, flare_up: bool, hidden: bool = False) -> int:
    problem = display_problem(os.environ)
    if problem is not None and not problem.no_display:
        raise Mendable(problem.message)
    if problem is not None:
        return _without_display(folders, problem.message)
    _do_without_openssl()
    with logging_to(folders.logs):
        # Qt aborts without a display.
        from rlscompanion.ui.application import BEGIN_ANEW, run  # noqa: PLC0415

        with Companion(folders) as parts:
            outside = Outside(folders, parts.clock)
            status = run(parts, outside, flare_up=flare_up, hidden=hidden)
    if status == BEGIN_ANEW:
        _begin_anew(folders)
    return status


def _do_without_openssl() -> None:
    """Keep OpenSSL out of the memory that a companion in the background holds for weeks.

    asyncio and hashlib take it along where it is, and do without it where it is not: the only talk
    is with the buses of this machine.
    """
    for part in ("ssl", "_hashlib"):
        sys.modules.setdefault(part, cast("Any", None))


def _begin_anew(folders: Folders) -> None:
    """Become a new process: nothing that was read of the old data is remembered."""
    from rlscompanion.adapters.desktop_entry import own_command  # noqa: PLC0415  (hardly ever)

    command = own_command(folders)
    os.execv(command[0], command)  # noqa: S606  (our own program, without a shell)


def _without_display(folders: Folders, why: str) -> int:
    from rlscompanion.commands.tonight import print_tonight  # noqa: PLC0415  (no window needs it)

    print(f"rlscompanion: {why}", file=sys.stderr)
    with Companion(folders) as parts:
        print_tonight(parts.planning.tonight())
    return 0

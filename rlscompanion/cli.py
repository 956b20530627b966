"""The front door: arguments and printing commands. Loads no Qt."""

import errno
import gc
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from rlscompanion.adapters.folders import Folders, HomeError, home_folders
from rlscompanion.domain.mendable import Mendable

if TYPE_CHECKING:
    from argparse import Namespace

    Options = Namespace | SimpleNamespace

MENDABLE: Final = 2
OURS: Final = 1
FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Return 0, 2 for what the person can mend, 1 for a fault of ours."""
    # Imports leave no garbage; looking for it costs a printing command 5 ms.
    gc.disable()
    # A warning of ours belongs into the log, not between the lines that people script against.
    logging.lastResort = logging.NullHandler()
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    try:
        options = _understood(sys.argv[1:] if arguments is None else arguments)
        status = _run(options, home_folders(_home(options)))
        sys.stdout.flush()
    except Mendable as problem:
        print(f"rlscompanion: {_one_line(str(problem))}", file=sys.stderr)
        return MENDABLE
    except BrokenPipeError:
        _stop_writing()
        return 0
    except OSError as error:
        _stop_writing()
        print(f"rlscompanion: nothing more can be written: {error.strerror}", file=sys.stderr)
        return MENDABLE
    return status


def _stop_writing() -> None:
    """Let the last flush of the interpreter go nowhere: the other end is closed or full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(text: str) -> str:
    """Return a text with line breaks and other control characters written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _run(options: "Options", folders: Folders) -> int:
    try:
        return import_module(f"rlscompanion.commands.{options.command}").run(options, folders)
    except (Mendable, BrokenPipeError):
        raise
    except OSError as error:
        if error.errno in FULL:
            raise
        return _our_fault(error, folders.logs)
    except Exception as fault:  # noqa: BLE001  (the last door: logged, and said)
        return _our_fault(fault, folders.logs)


def _our_fault(fault: Exception, logs: Path) -> int:
    where = _written_down(fault, logs)
    print(f"rlscompanion: something went wrong inside; {where}.", file=sys.stderr)
    return OURS


def _written_down(fault: Exception, logs: Path) -> str:
    from rlscompanion.adapters.log_file import log, logging_to  # noqa: PLC0415  (hardly ever)

    try:
        with logging_to(logs):
            log.error("a fault of ours", exc_info=fault)
    except HomeError:
        return "it could not be written down"
    return f"it is written down in {logs}"


def _home(options: "Options") -> Path | None:
    named = getattr(options, "home", None) or os.environ.get("RLSCOMPANION_HOME")
    return Path(named) if named else None


def _understood(arguments: Sequence[str]) -> "Options":
    """Return what was asked for. Raises Mendable.

    Somebody waits for the window and for the flare-up screen: asking for them is understood without
    argparse, which takes 3 ms to load.
    """
    match arguments:
        case ["--home", home, *named] if not home.startswith("-"):
            pass
        case _:
            home, named = None, arguments
    if named not in ([], ["flare-up"]):
        from rlscompanion.commands.arguments import understood  # noqa: PLC0415

        return understood(arguments)
    return SimpleNamespace(
        command="window", flare_up=bool(named), hidden=False, close=False, home=home
    )

"""What the commands take, and what was asked for."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from rlscompanion import VERSION
from rlscompanion.backports import override
from rlscompanion.domain.mendable import Mendable

MARKS: Final = ("done", "skip", "snooze", "undo")


class _Parser(argparse.ArgumentParser):
    @override
    def error(self, message: str) -> NoReturn:
        raise Mendable(f"{message} (see {self.prog} --help)")


def understood(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for. Raises Mendable.

    To know all commands takes longer than to know the one that is named: they are only for help,
    and for saying what is wrong.
    """
    window = _Parser(prog="rlscompanion", add_help=False, parents=[_shared()])
    _add_window(window)
    options, rest = window.parse_known_args(arguments)
    if not rest:
        return options
    named = rest[0]
    return _parser([named] if named in COMMANDS else COMMANDS).parse_args(arguments)


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """Return the parser of these commands."""
    shared = _shared()
    parser = _Parser(
        prog="rlscompanion",
        description="A calm evening companion for people with restless legs.",
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=VERSION)
    _add_window(parser)
    # Without prog argparse would ask for the size of the terminal, and load shutil for it.
    commands = parser.add_subparsers(
        prog="rlscompanion", title="commands", metavar="COMMAND", parser_class=_Parser
    )
    for name in names:
        words, add_arguments = COMMANDS[name]
        added = commands.add_parser(name, help=words, description=words, parents=[shared])
        added.set_defaults(command=name.replace("-", "_"))
        add_arguments(added)
    return parser


def _shared() -> _Parser:
    """Return what every command takes."""
    shared = _Parser(add_help=False)
    shared.add_argument(
        "--home",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="keep data, settings and logs under DIR",
    )
    return shared


def _add_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hidden", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(command="window", flare_up=False)


def _add_flare_up(flare_up: argparse.ArgumentParser) -> None:
    flare_up.set_defaults(command="window", flare_up=True)
    flare_up.add_argument("--close", action="store_true", help="close it instead")


def _add_tonight(tonight: argparse.ArgumentParser) -> None:
    _add_moment(tonight)
    tonight.add_argument("--zone", metavar="ZONE", help="as in this zone, such as Europe/Berlin")
    _add_json(tonight)


def _add_mark(mark: argparse.ArgumentParser) -> None:
    mark.add_argument("step", metavar="STEP")
    mark.add_argument("kind", choices=MARKS)
    _add_moment(mark)
    _add_json(mark)


def _add_safety(safety: argparse.ArgumentParser) -> None:
    safety.add_argument("--blank", action="store_true", help="start from no stored answers")
    safety.add_argument(
        "--answer", action="append", default=[], metavar="ID=VALUE", help="yes, no or unknown"
    )
    safety.add_argument("--ferritin", type=_figure, metavar="N", help="in ng/mL")
    safety.add_argument("--tsat", type=_percent, metavar="N", help="in percent")
    safety.add_argument("--ok", action="append", default=[], metavar="STEP")
    safety.add_argument("--table", action="store_true", help="print both matrices for review")
    _add_json(safety)


def _add_routine(routine: argparse.ArgumentParser) -> None:
    _add_json(routine)
    inner = routine.add_subparsers(
        prog="rlscompanion routine", metavar="export|import", parser_class=_Parser
    )
    routine.set_defaults(act="print")
    for name, words in (
        ("export", "write the routine to FILE"),
        ("import", "replace the routine by FILE's"),
    ):
        added = inner.add_parser(name, help=words, parents=[_shared()])
        added.add_argument("file", metavar="FILE", type=Path)
        added.add_argument("--with-profile", action="store_true", help="health answers as well")
        added.set_defaults(act=name)
        _add_json(added)


def _add_safekeeping(
    act: str, place: str, *, optional: bool = False
) -> Callable[[argparse.ArgumentParser], None]:
    def add(added: argparse.ArgumentParser) -> None:
        added.set_defaults(command="safekeeping", act=act)
        metavar = "FILE" if place == "file" else "DIR"
        added.add_argument(place, metavar=metavar, type=Path, nargs="?" if optional else None)
        _add_json(added)

    return add


def _add_library(library: argparse.ArgumentParser) -> None:
    library.add_argument("--step", metavar="ID", help="one step, as its page shows it")
    _add_json(library)


def _add_desktop(desktop: argparse.ArgumentParser) -> None:
    acts = desktop.add_mutually_exclusive_group(required=True)
    acts.add_argument("--install", action="store_true", help="put them in place")
    acts.add_argument("--remove", action="store_true", help="take them away")
    _add_json(desktop)


def _add_calendar(calendar: argparse.ArgumentParser) -> None:
    calendar.add_argument("file", metavar="FILE", type=Path)
    calendar.add_argument(
        "--hide-names", action="store_true", help="no names of supplements or own steps in it"
    )
    _add_json(calendar)


def _add_report(report: argparse.ArgumentParser) -> None:
    report.add_argument("file", metavar="FILE", type=Path)
    report.add_argument("--weeks", type=int, choices=(2, 4, 8, 12), default=4)
    report.add_argument(
        "--thresholds", action="store_true", help="the guideline's figures beside blood tests"
    )
    _add_json(report)


def _add_card(card: argparse.ArgumentParser) -> None:
    card.add_argument("file", metavar="FILE.pdf", type=Path)
    _add_json(card)


def _add_screenshots(screenshots: argparse.ArgumentParser) -> None:
    screenshots.add_argument("folder", metavar="DIR", type=Path)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(json=False)
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print as JSON"
    )


def _add_moment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="WHEN", help="as of then, such as 2026-03-28T19:00")


def _figure(text: str, at_most: float = 100_000) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= at_most:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to {at_most:g}")
    return value


def _percent(text: str) -> float:
    return _figure(text, 100)


COMMANDS: Final = {
    "flare-up": ("open the flare-up screen", _add_flare_up),
    "tonight": ("print tonight's evening", _add_tonight),
    "mark": ("tick tonight's step", _add_mark),
    "safety": ("print every step's verdict and reasons", _add_safety),
    "routine": ("print the routine; export it, import it", _add_routine),
    "backup": ("write a copy of everything to FILE", _add_safekeeping("backup", "file")),
    "restore": (
        "put a backup in place; the newest good one where no FILE is named",
        _add_safekeeping("restore", "file", optional=True),
    ),
    "export": ("write everything as text into DIR", _add_safekeeping("export", "folder")),
    "import": ("put an export in place", _add_safekeeping("import", "folder")),
    "library": ("print documents, claims, steps and disagreements", _add_library),
    "status": ("print the next reminders and what works here", _add_json),
    "experiment": ("list the tests on yourself", _add_json),
    "desktop": ("put the menu entry and its icons in place for you", _add_desktop),
    "calendar": ("write the routine as a calendar file for your phone", _add_calendar),
    "report": ("write a report for your doctor, as FILE.pdf or FILE.txt", _add_report),
    "bedside-card": ("write tonight for the bedside, one page", _add_card),
    "screenshots": ("render every screen as PNG", _add_screenshots),
}
"""Every command: what it does, and what adds its arguments."""

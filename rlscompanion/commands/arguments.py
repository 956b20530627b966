"""What the commands take, and what was asked for."""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from rlscompanion import VERSION
from rlscompanion.backports import override
from rlscompanion.domain.mendable import Mendable

NAME: Final = "rlscompanion"
MARKS: Final = ("done", "skip", "snooze", "undo")
EMPTY: Final = '""'
WEEKS: Final = ("2", "4", "8", "12")


class _Parser(argparse.ArgumentParser):
    """Says in plain words what is missing or not understood, and what to write instead."""

    def __init__(
        self,
        prog: str = "",
        description: str | None = None,
        parents: Sequence[argparse.ArgumentParser] = (),
        *,
        add_help: bool = True,
    ) -> None:
        # An abbreviation would come to mean another thing as soon as there is a second option.
        super().__init__(
            prog, description=description, parents=parents, add_help=add_help, allow_abbrev=False
        )

    @override
    def error(self, message: str) -> NoReturn:
        raise Mendable(f"{_where(self.prog)}{self._in_plain_words(message)}")

    def _in_plain_words(self, message: str) -> str:
        """Return what argparse means."""
        kinds: tuple[tuple[str, Callable[..., str]], ...] = (
            (r"the following arguments are required: (.+)", self._missing),
            (r"one of the arguments (.+) is required", _one_missing),
            (r"argument (\S+): expected one argument", self._without_value),
            (r"argument (\S+): not allowed with argument (\S+)", _not_together),
            (r"argument (\S+): invalid choice: '(.*)' \(.*", _no_choice),
            (r"argument (\S+): ignored explicit argument .*", _with_value),
            (r"argument (\S+): (.*)", "{}: {}".format),
        )
        for pattern, words in kinds:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found is not None:
                return words(*found.groups())
        return f"{message}; see {self.prog} --help"

    def _missing(self, names: str) -> str:
        missing = names.split(", ")
        known = {str(each.metavar): each.help for each in self._actions if not each.option_strings}
        said = ", and ".join(f"{name} is {known[name]}" for name in missing if known[name])
        is_or_are = "is" if len(missing) == 1 else "are"
        write = " ".join((self.prog, *known))
        return (
            f"{' and '.join(missing)} {is_or_are} missing; write {write}"
            f"{', where ' if said else ''}{said}"
        )

    def _without_value(self, option: str) -> str:
        (action,) = (each for each in self._actions if option in each.option_strings)
        return f"{option} needs {action.metavar} after it: {action.help}"


def _where(prog: str) -> str:
    """Return what a line about this command begins with."""
    command = prog.removeprefix(NAME).strip()
    return f"{command}: " if command else ""


def _one_missing(options: str) -> str:
    return f"{' or '.join(options.split())} is missing; write one of them"


def _not_together(option: str, other: str) -> str:
    return f"{other} and {option} do not go together; write one of them"


def _no_choice(choices: str, said: str) -> str:
    return _none_of(said, choices.split("|"))


def _with_value(option: str) -> str:
    return f"{option} takes no value; write it alone"


def _none_of(said: str, choices: Iterable[str]) -> str:
    return f"{said or EMPTY} is none of {', '.join(choices)}; write one of them"


def understood(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for. Raises Mendable.

    To know all commands takes longer than to know the one that is named: they are only for help,
    and for saying what is wrong.
    """
    window = _Parser(NAME, add_help=False, parents=[_shared()])
    _add_window(window)
    options, rest = window.parse_known_args(arguments)
    if not rest:
        return options
    named = rest[0]
    if named not in COMMANDS and not named.startswith("-"):
        raise Mendable(f"{named or EMPTY} is no command; write one of {', '.join(COMMANDS)}")
    options, left = _parser([named] if named in COMMANDS else COMMANDS).parse_known_args(arguments)
    if left:
        prog = f"{NAME} {named}" if named in COMMANDS else NAME
        raise Mendable(f"{_where(prog)}{left[0]} is not understood here; see {prog} --help")
    return options


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """Return the parser of these commands."""
    shared = _shared()
    parser = _Parser(NAME, "A calm evening companion for people with restless legs.", [shared])
    parser.add_argument("--version", action="version", version=VERSION)
    _add_window(parser)
    # Without prog argparse would ask for the size of the terminal, and load shutil for it.
    commands = parser.add_subparsers(
        prog=NAME, title="commands", metavar="COMMAND", parser_class=_Parser
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
    mark.add_argument(
        "step", metavar="STEP", type=_word, help="the id of a step, such as stretching"
    )
    mark.add_argument(
        "kind", metavar="KIND", type=_one_of(MARKS), help="done, skip, snooze or undo"
    )
    _add_moment(mark)
    _add_json(mark)


def _add_safety(safety: argparse.ArgumentParser) -> None:
    safety.add_argument("--blank", action="store_true", help="start from no stored answers")
    safety.add_argument(
        "--answer", action="append", default=[], metavar="ID=VALUE", help="yes, no or unknown"
    )
    safety.add_argument("--ferritin", type=_figure, metavar="N", help="in ng/mL")
    safety.add_argument("--tsat", type=_percent, metavar="N", help="in percent")
    safety.add_argument(
        "--ok", action="append", default=[], metavar="STEP", help="one that a doctor agreed to"
    )
    safety.add_argument("--table", action="store_true", help="print both matrices for review")
    _add_json(safety)


def _add_routine(routine: argparse.ArgumentParser) -> None:
    _add_json(routine)
    inner = routine.add_subparsers(
        prog=f"{NAME} routine", metavar="export|import", parser_class=_Parser
    )
    routine.set_defaults(act="print")
    for name, words in (
        ("export", "write the routine to FILE"),
        ("import", "replace the routine by FILE's"),
    ):
        added = inner.add_parser(name, help=words, parents=[_shared()])
        added.add_argument("file", metavar="FILE", type=_path)
        added.add_argument("--with-profile", action="store_true", help="health answers as well")
        added.set_defaults(act=name)
        _add_json(added)


def _add_safekeeping(
    act: str, place: str, *, optional: bool = False
) -> Callable[[argparse.ArgumentParser], None]:
    def add(added: argparse.ArgumentParser) -> None:
        added.set_defaults(command="safekeeping", act=act)
        metavar = "FILE" if place == "file" else "DIR"
        added.add_argument(place, metavar=metavar, type=_path, nargs="?" if optional else None)
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
    calendar.add_argument("file", metavar="FILE", type=_path)
    calendar.add_argument(
        "--hide-names", action="store_true", help="no names of supplements or own steps in it"
    )
    _add_json(calendar)


def _add_report(report: argparse.ArgumentParser) -> None:
    report.add_argument("file", metavar="FILE", type=_path, help="a name in .pdf or .txt")
    report.add_argument(
        "--weeks", metavar="N", type=_weeks, default=4, help="2, 4, 8 or 12 weeks back"
    )
    report.add_argument(
        "--thresholds", action="store_true", help="the guideline's figures beside blood tests"
    )
    _add_json(report)


def _add_card(card: argparse.ArgumentParser) -> None:
    card.add_argument("file", metavar="FILE.pdf", type=_path)
    _add_json(card)


def _add_screenshots(screenshots: argparse.ArgumentParser) -> None:
    screenshots.add_argument("folder", metavar="DIR", type=_path)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(json=False)
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print as JSON"
    )


def _add_moment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="WHEN", help="as of then, such as 2026-03-28T19:00")


def _one_of(choices: Sequence[str]) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(_none_of(text, choices))
        return text

    return chosen


def _word(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError(f"{EMPTY} names nothing; write a name")
    return text


def _path(text: str) -> Path:
    return Path(_word(text))


def _weeks(text: str) -> int:
    return int(_one_of(WEEKS)(text))


def _figure(text: str, at_most: float = 100_000) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= at_most:
        raise argparse.ArgumentTypeError(
            f"{text} is no number from 0 to {at_most:g}; write such a number"
        )
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

"""``screenshots``: every screen in every palette, from made-up data, offscreen."""

import os
import tempfile
from argparse import Namespace
from pathlib import Path

from rlscompanion.adapters.display import display_problem
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import made_up
from rlscompanion.domain.mendable import Mendable


def run(options: Namespace, _folders: Folders) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = display_problem(os.environ)
    if problem is not None:
        raise Mendable(problem.message)
    from rlscompanion.ui.screenshots import render_all  # noqa: PLC0415  (Qt only from here on)

    folder: Path = options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as home, made_up(Path(home)) as parts:
            for name in render_all(folder, parts):
                print(name)
    except OSError as error:
        raise Mendable(f"{folder} cannot be written: {error.strerror}") from error
    return 0

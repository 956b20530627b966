"""The rules of the house, executed."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from rlscompanion.assets import resources

ROOT = Path(__file__).parent.parent
LINT = """
import sys
from importlinter.cli import lint_imports
sys.exit(lint_imports(config_filename="pyproject.toml", no_cache=True))
"""


def test_the_import_contracts_are_kept() -> None:
    # In a process of its own: the linter switches off the loggers that are there already.
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"a module imports what it may not:\n{done.stdout}"


def test_every_module_says_its_job() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "rlscompanion").rglob("*.py")
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_no_room_has_a_name_that_explains_nothing() -> None:
    nothing = {"utils", "misc", "common", "helpers", "manager", "handler"}
    found = [
        str(path)
        for path in (ROOT / "rlscompanion").rglob("*")
        if nothing & set(path.stem.lower().split("_"))
    ]
    assert found == []


def test_nothing_is_asked_for_that_pyside_would_tie_to_what_was_asked() -> None:
    """PySide takes what these return for a child: it goes, or counts as gone, with the other."""
    ties = re.compile(r"\.(nextInFocusChain|previousInFocusChain|screen)\(\)")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "rlscompanion").rglob("*.py")
        for match in ties.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_resources_are_importable_as_a_package() -> None:
    assert (resources() / "library" / "steps.toml").is_file()
    assert files("rlscompanion.resources").joinpath("library/steps.toml").is_file()


def test_resources_are_importable_from_a_bare_checkout() -> None:
    script = f"import sys; sys.path[:0] = [{str(ROOT)!r}]; import rlscompanion.resources as r; print(r.__file__)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == ROOT / "resources" / "__init__.py"

"""What a wheel holds, built from what git knows (a stale build/ would hide a loss)."""

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = {".svg", ".toml", ".csv", ".json", ".qss", ".md", ".desktop"}

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="needs a git checkout: git clone the project"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("wheel")
    archive = folder / "source.tar"
    subprocess.run(["git", "archive", "-o", archive, "HEAD"], cwd=ROOT, check=True)
    with tarfile.open(archive) as source:
        source.extractall(folder / "source", filter="data")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "-w", folder, folder / "source"], check=True)
    (file,) = folder.glob("rlscompanion-*.whl")
    with zipfile.ZipFile(file) as packed:
        return frozenset(packed.namelist())


def committed(folder: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [Path(line) for line in listed.stdout.splitlines()]


def test_the_wheel_holds_every_module(wheel: frozenset[str]) -> None:
    modules = {str(path) for path in committed("rlscompanion") if path.suffix == ".py"}
    assert modules - wheel == set()


def test_the_wheel_holds_every_resource(wheel: frozenset[str]) -> None:
    wanted = {f"rlscompanion/{path}" for path in committed("resources")}
    assert wanted
    assert wanted - wheel == set()


def test_the_list_of_packages_matches_the_tree() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(settings["tool"]["setuptools"]["packages"]) - {"rlscompanion.resources"}
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "rlscompanion").rglob("__init__.py")
    }
    assert listed == there


def test_every_kind_of_resource_is_packaged() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["rlscompanion.resources"]
    kinds = {path.suffix for path in committed("resources")} - {".py"}
    assert kinds <= {Path(pattern).suffix for pattern in patterns}
    assert kinds <= DATA

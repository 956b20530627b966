"""What a screen reader hears: the real window's tree, read over AT-SPI by another program."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from rlscompanion.assets import resources

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is for Linux")

SYSTEM_PYTHON = "/usr/bin/python3"
READER = Path(__file__).with_name("read_tree.py")
PAGES = ("Tonight", "Routine", "Journal", "Insights", "Library", "Settings", "When to get help")
CONTROLS = {
    "push button",
    "toggle button",
    "check box",
    "radio button",
    "combo box",
    "text",
    "spin button",
    "slider",
    "link",
}
LIMIT = 120.0

Tree = dict[str, list[dict[str, Any]]]


@pytest.fixture
def tree(
    at_spi_launcher: str,
    at_spi_is_up: Callable[[dict[str, str]], None],
    read_aloud: dict[str, str],
    tmp_path: Path,
) -> Iterator[Tree]:
    environ = read_aloud
    companion = [sys.executable, "-m", "rlscompanion", "--home", str(tmp_path / "home")]
    routine = str(resources() / "library" / "made_up_routine.json")
    subprocess.run(
        [*companion, "routine", "import", routine, "--with-profile"],
        env=environ,
        check=True,
        capture_output=True,
    )
    with ExitStack() as running:
        for command in ([at_spi_launcher, "--launch-immediately"], companion):
            process = subprocess.Popen(
                command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            running.callback(process.wait, 20)
            running.callback(process.terminate)
            at_spi_is_up(environ)
        read = subprocess.run(
            [SYSTEM_PYTHON, str(READER), "rlscompanion", *PAGES],
            env=environ,
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        assert read.returncode == 0, read.stderr
        yield json.loads(read.stdout)


def test_every_control_of_every_page_has_a_name_and_a_role(tree: Tree) -> None:
    assert set(tree) == set(PAGES)
    for page, nodes in tree.items():
        assert len([node for node in nodes if node["role"] in CONTROLS]) >= len(PAGES), page
        for node in nodes:
            if node["focusable"] or node["role"] in CONTROLS - {"push button"}:
                assert node["name"].strip(), (page, node)
                assert node["role"] not in {"unknown", "invalid", ""}, (page, node)
    settings = {(node["role"], node["name"]) for node in tree["Settings"]}
    assert ("check box", "Name supplements") in settings
    assert ("text", "Emergency number") in settings
    assert ("push button", "Flare-up: open the night screen") in settings


def test_tonight_is_read_as_it_is_seen_and_only_what_can_be_pressed_is_a_button(
    tree: Tree,
) -> None:
    tonight = tree["Tonight"]
    names = [node["name"] for node in tonight]
    places = [names.index(one) for one in ("Tonight", "When to get help")]
    (light,) = [n for n, name in enumerate(names) if name.endswith("light: choose")]
    rows = [n for n, node in enumerate(tonight) if "Lights out" in node["name"]]
    assert max(places) < light < min(rows)
    assert {tonight[n]["role"] for n in rows} == {"label"}
    assert "label" in {node["role"] for node in tonight if "Your medicine" in node["name"]}
    assert {node["role"] for node in tonight if "Screens off" in node["name"]} & CONTROLS


def test_on_the_routine_lights_out_is_read_and_not_pressed(tree: Tree) -> None:
    said = [node for node in tree["Routine"] if "Lights out" in node["name"]]
    assert said
    assert {node["role"] for node in said} == {"label"}

"""The wording rules of the app, held over every sentence in the code that a person can meet."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "rlscompanion"
BANNED = re.compile(
    r"\b(treats?|cures?|cured|heals?|healed|diagnos\w+|prescribes?|clinically proven|safe|safely|"
    r"recommended for you|your dose|streaks?|should|missed|congratulations|great job)\b|!",
    re.IGNORECASE,
)
ALLOWED = {"Who should not"}
"""A heading that the wording rules themselves prescribe."""
SOURCES = sorted(
    path for part in ("ui", "commands", "services") for path in (PACKAGE / part).rglob("*.py")
)


def sentences(path: Path) -> list[str]:
    """Return the texts of two words and more in a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docs |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value.strip()
        and id(node) not in docs
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_promises_blames_or_shouts(path: Path) -> None:
    assert [text for text in sentences(path) if BANNED.search(text) and text not in ALLOWED] == []


def test_sentences_are_really_found() -> None:
    assert "I had a drink" in sentences(PACKAGE / "ui" / "pages" / "tonight" / "view.py")

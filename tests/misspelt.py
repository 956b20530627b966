"""A mistake made on purpose in a file of the content."""

from pathlib import Path


def misspell(file: Path, good: str, bad: str) -> None:
    """Write ``bad`` wherever the file says ``good``."""
    text = file.read_text(encoding="utf-8")
    assert good in text
    file.write_text(text.replace(good, bad), encoding="utf-8")

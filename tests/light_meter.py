"""Measures the light of a picture: relative luminance of its pixels, as WCAG defines it."""

from collections import Counter

from msgspec import Struct
from PySide6.QtGui import QImage

LINEAR = [
    share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    for share in (step / 255 for step in range(256))
]


class Reading(Struct, frozen=True):
    mean: float
    brightest: float
    mean_blue: float
    """Linear."""


def luminance(rgb: int) -> float:
    """Return the relative luminance of a colour such as ``0xE38B0E``."""
    red, green, blue = (LINEAR[rgb >> shift & 255] for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def read(picture: QImage) -> Reading:
    rgb = picture.convertToFormat(QImage.Format.Format_RGB32)
    wide = 4 * rgb.width()
    data, line = bytes(rgb.constBits()), rgb.bytesPerLine()
    # Most lines are all background: each is looked at once.
    lines = Counter(data[y * line : y * line + wide] for y in range(rgb.height()))
    colours: Counter[int] = Counter()
    for pixels, times in lines.items():
        for colour, count in Counter(memoryview(pixels).cast("I")).items():
            colours[colour & 0xFFFFFF] += count * times
    total = rgb.width() * rgb.height()
    return Reading(
        sum(luminance(colour) * count for colour, count in colours.items()) / total,
        max(map(luminance, colours)),
        sum(LINEAR[colour & 255] * count for colour, count in colours.items()) / total,
    )

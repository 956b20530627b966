"""How much light a picture of a window sends: relative luminance of its pixels, and their blue."""

from collections import Counter

from msgspec import Struct
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget


class Brightness(Struct, frozen=True):
    mean: float
    brightest: float
    bluest: int


def brightness(widget: QWidget) -> Brightness:
    """Grab a shown widget and measure it."""
    for _ in range(3):
        QApplication.processEvents()
    return of_picture(widget.grab().toImage())


def of_picture(picture: QImage) -> Brightness:
    flat = picture.convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(flat.constBits()).cast("I"))
    lights = {pixel: luminance(pixel) for pixel in counts}
    total = sum(lights[pixel] * count for pixel, count in counts.items())
    return Brightness(
        mean=total / counts.total(),
        brightest=max(lights.values()),
        bluest=max(pixel & 255 for pixel in counts),
    )


def luminance(pixel: int) -> float:
    """Return the relative luminance of ``0xRRGGBB`` as WCAG has it."""
    red, green, blue = (_linear(pixel >> shift & 255) for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

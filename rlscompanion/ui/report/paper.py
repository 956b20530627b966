"""The paper: its size by the country, its units, and the PDF that is written on it."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from rlscompanion.ui.widgets.charts.ink import Ink

UNIT: Final = 10.0
"""Units of the painters in a point: whole pixels of a font are tenths of a point."""
POINTS_AN_INCH: Final = 72
DOTS_AN_INCH: Final = 720
MARGIN: Final = 36 * UNIT
CREATOR: Final = "RLS Companion"
_LETTER: Final = frozenset(
    {
        QLocale.Country.UnitedStates,
        QLocale.Country.Canada,
        QLocale.Country.Mexico,
        QLocale.Country.Philippines,
        QLocale.Country.Chile,
        QLocale.Country.Colombia,
        QLocale.Country.Venezuela,
        QLocale.Country.PuertoRico,
    }
)

PaintPage: TypeAlias = Callable[[QPainter, Ink], None]


class Paper(Struct, frozen=True):
    """A sheet of paper, upright. Lengths are in tenths of a point."""

    size: QPageSize

    @staticmethod
    def of(locale: QLocale) -> "Paper":
        """Return what is in the printers of a country: A4, or Letter."""
        letter = locale.territory() in _LETTER
        name = QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4
        return Paper(QPageSize(name))

    @property
    def whole(self) -> QRectF:
        points = self.size.size(QPageSize.Unit.Point)
        return QRectF(0, 0, points.width() * UNIT, points.height() * UNIT)

    @property
    def inside(self) -> QRectF:
        """What is left within the margins."""
        return self.whole.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)


class Printed(Struct, frozen=True):
    """Some pages that can be painted on anything."""

    title: str
    paper: Paper
    pages: Sequence[PaintPage]

    def as_pdf(self) -> bytes:
        """Return the pages as a PDF: text that can be searched, charts that can be enlarged."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(self.title)
        writer.setCreator(CREATOR)
        writer.setResolution(DOTS_AN_INCH)
        writer.setPageLayout(
            QPageLayout(self.paper.size, QPageLayout.Orientation.Portrait, QMarginsF())
        )
        painter, ink = QPainter(writer), Ink.on_paper(UNIT)
        for n, paint in enumerate(self.pages):
            if n:
                writer.newPage()
            paint(painter, ink)
        painter.end()
        return bytes(buffer.data().data())

    def picture(self, page: int, width: int, ink: Ink) -> QImage:
        """Return one page in another ink, ``width`` pixels wide."""
        whole = self.paper.whole
        scale = width / whole.width()
        image = QImage(QSize(width, round(whole.height() * scale)), QImage.Format.Format_RGB32)
        image.fill(ink.ground)
        painter = QPainter(image)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        self.pages[page](painter, ink)
        painter.end()
        return image

"""The report as pages: page one, then the appendix, each with its number."""

from PySide6.QtGui import QPainter

from rlscompanion.domain.report_sheet import Sheet
from rlscompanion.ui.report.appendix import Appendix
from rlscompanion.ui.report.page_one import PageOne
from rlscompanion.ui.report.paper import UNIT, PaintPage, Paper, Printed
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink


def printed_report(sheet: Sheet, paper: Paper) -> Printed:
    """Return the report on that paper."""
    return Printed(sheet.title, paper, _Report(sheet, paper).pages)


class _Report:
    def __init__(self, sheet: Sheet, paper: Paper) -> None:
        self._sheet = sheet
        self._paper = paper
        ink = Ink.on_paper(UNIT)
        self._cut = PageOne(sheet, paper, ink).cut
        self._set = (ink, Appendix(sheet, self._cut, paper, ink))
        behind = len(self._set[1].pages)
        self._of = 1 + behind
        self.pages = (self._first, *(self._behind(n) for n in range(behind)))

    def _first(self, painter: QPainter, ink: Ink) -> None:
        PageOne(self._sheet, self._paper, ink).paint(painter)
        self._number(painter, ink, 1)

    def _behind(self, page: int) -> PaintPage:
        def paint(painter: QPainter, ink: Ink) -> None:
            self._appendix(ink).paint(painter, page)
            self._number(painter, ink, page + 2)

        return paint

    def _appendix(self, ink: Ink) -> Appendix:
        """Return the pages in an ink; set anew only for another one."""
        if self._set[0] is not ink:
            self._set = (ink, Appendix(self._sheet, self._cut, self._paper, ink))
        return self._set[1]

    def _number(self, painter: QPainter, ink: Ink, page: int) -> None:
        small = Type(ink, 7.5)
        inside = self._paper.inside
        top = inside.bottom() - small.leading
        painter.setPen(ink.quiet)
        words = self._sheet.words["page"].format(n=page, of=self._of)
        small.draw_right(painter, inside.right(), top, words)
        room = inside.width() - ink.px(80)
        small.draw(painter, inside.left(), top, small.set(self._sheet.person, room, 1).lines)

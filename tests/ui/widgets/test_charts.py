import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.charts.difference import (
    Column,
    DifferencePlot,
    DifferenceWords,
    Range,
)
from rlscompanion.ui.widgets.charts.ink import Ink
from rlscompanion.ui.widgets.charts.night_strip import Mark, NightStrip, StripNight
from rlscompanion.ui.widgets.charts.view import Chart, ChartView, ToldChart

WORDS = DifferenceWords("calm", "worst", "better", "worse", "All of it in words.")
PAPER = QColor("#ffffff")


FOUND = Range(-3.0, -1.8, -0.6)


def plot(found: Range | None = FOUND) -> DifferencePlot:
    return DifferencePlot(
        Column("With", [(3, "Mon: 3"), (3, "Tue: 3")], 3.0),
        Column("Without", [(5, "Wed: 5")], 5.0),
        found,
        WORDS,
    )


def strip(*marks: Mark) -> NightStrip:
    return NightStrip([StripNight(mark, f"{n}: {mark}") for n, mark in enumerate(marks)], "Nights")


CHARTS: dict[str, Chart] = {
    "difference": plot(),
    "difference without a range": plot(None),
    "difference of nothing": DifferencePlot(
        Column("A", [], None), Column("B", [], None), None, WORDS
    ),
    "strip": strip(*Mark),
}


def painted(chart: Chart, ink: Ink, width: int = 600, chosen: int | None = None) -> QImage:
    picture = QImage(width, max(1, round(chart.height(width, ink))), QImage.Format.Format_RGB32)
    picture.fill(ink.ground)
    painter = QPainter(picture)
    chart.paint(painter, QRectF(picture.rect()), ink, chosen)
    painter.end()
    return picture


def colours(picture: QImage) -> set[str]:
    return {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_on_paper_there_is_black_white_and_grey_only(theme: Theme, chart: Chart) -> None:
    found = [QColor(name) for name in colours(painted(chart, Ink.on_paper(1.0)))]
    assert all(colour.red() == colour.green() == colour.blue() for colour in found)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_at_night_no_pixel_is_blue(theme: Theme, chart: Chart) -> None:
    theme.apply(Mode.NIGHT)
    assert max(QColor(name).blue() for name in colours(painted(chart, Ink.of(theme)))) <= 14


def test_with_and_without_differ_by_shape_where_there_is_no_colour(theme: Theme) -> None:
    ink = Ink.on_paper(1.0)
    filled = painted(strip(Mark.WITH), ink, 160)
    hollow = painted(strip(Mark.WITHOUT), ink, 160)
    assert filled.pixelColor(16, 18).lightness() < 40
    assert hollow.pixelColor(16, 18) == PAPER


def test_a_night_without_a_rating_is_a_gap_and_one_to_come_is_open(theme: Theme) -> None:
    pictures = [painted(strip(mark), Ink.on_paper(1.0), 160) for mark in Mark]
    assert len({bytes(picture.constBits()) for picture in pictures}) == len(Mark)


def test_a_strip_takes_more_rows_where_it_is_narrow(theme: Theme) -> None:
    ink = Ink.of(theme)
    nights = strip(*[Mark.WITH] * 28)
    assert nights.height(300, ink) > nights.height(900, ink)
    assert nights.height(10, ink) >= nights.height(300, ink)


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> ChartView:
    made = ChartView(theme, "The chart", plot())
    qtbot.addWidget(made)
    made.resize(600, made.heightForWidth(600))
    return made


def test_a_chart_is_told_in_words(view: ChartView) -> None:
    assert view.accessibleName() == "The chart"
    assert view.accessibleDescription() == "All of it in words."


def test_arrow_keys_go_from_night_to_night_and_stay_inside(view: ChartView, qtbot: QtBot) -> None:
    said: list[str] = []
    view.told.connect(said.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert said == ["Mon: 3", "Tue: 3", "Wed: 5", "Wed: 5", "Mon: 3", "Mon: 3", "Wed: 5"]


def test_the_point_of_the_keyboard_is_seen(theme: Theme) -> None:
    ink = Ink.of(theme)
    assert painted(plot(), ink) != painted(plot(), ink, chosen=0)
    assert painted(plot(), ink, chosen=0) != painted(plot(), ink, chosen=2)


def test_an_empty_chart_takes_no_arrow_key(theme: Theme, qtbot: QtBot) -> None:
    made = ChartView(theme, "Nothing", strip())
    qtbot.addWidget(made)
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert made.chosen is None


def test_the_words_of_a_point_stand_under_the_chart(theme: Theme, qtbot: QtBot) -> None:
    made = ToldChart(theme, "The chart", plot())
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClick(made.view, Qt.Key.Key_Right)
    assert made.said == "Mon: 3"
    made.view.clearFocus()

from itertools import pairwise

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.charts.bars import Bar, BarChart, Share, ShareChart
from rlscompanion.ui.widgets.charts.calendar import (
    CalendarChart,
    CalendarWords,
    Month,
    NightSquare,
)
from rlscompanion.ui.widgets.charts.difference import (
    Column,
    DifferencePlot,
    DifferenceWords,
    Range,
)
from rlscompanion.ui.widgets.charts.ink import Ink
from rlscompanion.ui.widgets.charts.night_strip import Mark, NightStrip, StripNight
from rlscompanion.ui.widgets.charts.trend import TrendChart, TrendPoint
from rlscompanion.ui.widgets.charts.view import Chart, ChartView, Placed, ToldChart

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


def square(rating: int | None = None, flare_ups: int = 0) -> NightSquare:
    return NightSquare(rating, flare_ups, f"rated {rating}, {flare_ups} flare-ups")


def calendar(*months: Month) -> CalendarChart:
    words = CalendarWords(("0", "1 to 3", "4 to 6", "7 to 10"), "not rated", "flare-up", "Year")
    return CalendarChart(months, words)


YEAR = calendar(
    Month("Jan", 30, [square(2), square(None, 1)]),
    Month("Feb", 1, [square(n % 11, n % 6) for n in range(28)]),
    Month("Mar", 1, [square(0), square(10)]),
)
TREND = TrendChart(
    [
        TrendPoint("1 Oct", (1, 2, 4), "first"),
        TrendPoint("8 Oct", None, "gap"),
        TrendPoint("15 Oct", (3, 5, 8), "third"),
        TrendPoint("22 Oct", (3, 3, 3), "last"),
    ],
    [(0, "0 calm"), (10, "10 worst")],
    "Weeks",
)
HOURS = BarChart([Bar(3, "23", "three"), Bar(0, "00", "none"), Bar(5, "01", "five")], "Hours")
SHARES = ShareChart(
    [
        Share("Movement alone", "better: 9 of 14", 9, 14, 2, "move"),
        Share("Breathing", "1 without an answer", 0, 0, 1, "breathe"),
    ],
    "Endings",
)

CHARTS: dict[str, Chart] = {
    "calendar": YEAR,
    "calendar of nothing": calendar(),
    "trend": TREND,
    "hours": HOURS,
    "shares": SHARES,
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


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("width", [260, 640, 1000])
def test_every_point_that_can_be_pointed_at_is_inside_the_chart(
    theme: Theme, chart: Chart, width: int
) -> None:
    theme.apply(Mode.DAY, 2.0)
    ink = Ink.of(theme)
    room = QRectF(0, 0, width, chart.height(width, ink))
    if isinstance(chart, Placed):
        places = chart.places(room, ink)
        assert len(places) == len(chart.points)
        assert all(room.adjusted(-1, -1, 1, 1).contains(place) for place in places)


@pytest.mark.parametrize("width", [260, 700])
def test_a_night_is_lighter_or_darker_by_its_rating_and_hollow_without_one(
    theme: Theme, width: int
) -> None:
    ink = Ink.on_paper(1.0)
    chart = calendar(Month("Jan", 1, [square(n) for n in (0, 2, 5, 8)] + [square()]))
    picture = painted(chart, ink, width)
    places = chart.places(QRectF(picture.rect()), ink)
    edges = [QPointF(place.center().x(), place.top() + 2) for place in places]
    lightness = [picture.pixelColor(at.toPoint()).lightness() for at in edges]
    assert lightness[:4] == sorted(lightness[:4], reverse=True)
    assert len(set(lightness[:4])) == 4
    assert picture.pixelColor(places[4].center().toPoint()) == PAPER


def test_each_flare_up_is_a_point_in_its_night(theme: Theme) -> None:
    dark: list[int] = []
    for flare_ups in range(5):
        picture = painted(calendar(Month("Jan", 1, [square(None, flare_ups)])), Ink.on_paper(1.0))
        dark.append(sum(name < "#600000" for name in map(QColor.name, pixels(picture))))
    assert dark == sorted(set(dark))


def pixels(picture: QImage) -> list[QColor]:
    return [
        picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())
    ]


@pytest.mark.parametrize("width", [420, 530, 700, 1000])
def test_a_square_is_never_too_small_for_its_figure(theme: Theme, width: int) -> None:
    theme.apply(Mode.DAY, 2.0)
    ink = Ink.of(theme)
    sides = {place.width() for place in YEAR.places(QRectF(0, 0, width, 4000), ink)}
    assert min(sides) >= 2.0 * 15
    rows = {place.top() for place in YEAR.places(QRectF(0, 0, width, 4000), ink)}
    assert len(rows) > 3


def test_where_room_is_short_one_arm_stands_above_the_other(theme: Theme) -> None:
    theme.apply(Mode.DAY, 2.0)
    ink = Ink.of(theme)
    nights = [(n % 2 + 3, f"{n}") for n in range(14)]
    chart = DifferencePlot(
        Column("With", nights, 3.5), Column("Without", nights, 3.5), FOUND, WORDS
    )
    for width in (380, 1200):
        high = chart.height(width, ink)
        places = chart.places(QRectF(0, 0, width, high), ink)
        assert max(place.bottom() for place in places) < high
        with_it, without = places[:14], places[14:]
        lowest, highest = max(p.y() for p in with_it), min(p.y() for p in without)
        assert (lowest < highest) is (width == 380)
        row = sorted(p.center().x() for p in with_it if p.y() == lowest)
        apart = min(b - a for a, b in pairwise(row))
        assert apart >= 2.0 * 5


def test_a_long_title_above_a_bar_takes_two_lines(theme: Theme) -> None:
    ink = Ink.of(theme)
    long = Share("Movement, stretching and breathing", "better: 11 of 15", 11, 15, 0, "all")
    short = Share("Movement", "better: 11 of 15", 11, 15, 0, "all")
    high, low = (ShareChart([one], "Endings").height(200, ink) for one in (long, short))
    assert high > low
    bottom = ShareChart([long], "Endings").places(QRectF(0, 0, 200, high), ink)[0].bottom()
    assert bottom <= high


def test_arrows_go_to_the_same_day_of_the_next_month(theme: Theme, qtbot: QtBot) -> None:
    made = ChartView(theme, "Year", YEAR)
    qtbot.addWidget(made)
    qtbot.keyClick(made, Qt.Key.Key_Home)
    visited: list[int | None] = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(made, key)
        visited.append(made.chosen)
    assert visited == [29, 31, 31, 3, 0]


def test_weeks_without_enough_answers_are_a_gap_in_the_line(theme: Theme) -> None:
    ink = Ink.on_paper(1.0)
    picture = painted(TREND, ink)
    places = TREND.places(QRectF(picture.rect()), ink)

    def ink_in(n: int) -> bool:
        x = round(places[n].center().x())
        column = [picture.pixelColor(x, y) for y in range(round(places[n].height()))]
        return any(colour.lightness() < 60 for colour in column)

    assert [ink_in(n) for n in range(4)] == [True, False, True, True]


def test_a_figure_is_never_painted_outside_its_plot(theme: Theme) -> None:
    high = TrendChart([TrendPoint("", (9, 50, 60), "")], [(0, "0"), (10, "10")], "")
    picture = painted(high, Ink.on_paper(1.0))
    assert picture.pixelColor(0, 2) == PAPER


def test_what_was_better_is_filled_and_the_rest_is_hollow(theme: Theme) -> None:
    ink = Ink.on_paper(1.0)
    picture = painted(SHARES, ink)
    bar = SHARES.places(QRectF(picture.rect()), ink)[0]
    y = round(bar.bottom() - 22)
    assert picture.pixelColor(40, y).lightness() < 40
    assert picture.pixelColor(round(bar.width() * 0.75), y) == PAPER


def test_the_mouse_tells_a_night_and_the_keyboard_keeps_its_own(theme: Theme, qtbot: QtBot) -> None:
    made = ToldChart(theme, "Year", YEAR)
    qtbot.addWidget(made)
    made.resize(700, made.heightForWidth(700))
    made.show()
    qtbot.keyClick(made.view, Qt.Key.Key_End)
    places = YEAR.places(QRectF(made.view.rect()), Ink.of(theme))
    qtbot.mouseMove(made.view, places[2].center().toPoint())
    QTest.mouseMove(made.view, places[3].center().toPoint())
    assert made.said == "rated 1, 1 flare-ups"
    QTest.mouseMove(made.view, QPoint(1, 1))
    assert made.said == "rated 10, 0 flare-ups"


def test_a_point_told_does_not_move_what_stands_below(theme: Theme, qtbot: QtBot) -> None:
    made = ToldChart(theme, "Hours", HOURS)
    qtbot.addWidget(made)
    made.resize(600, 400)
    before = made.heightForWidth(600)
    qtbot.keyClick(made.view, Qt.Key.Key_Home)
    assert made.said == "three"
    assert made.heightForWidth(600) == before


def test_a_reader_hears_the_point_and_then_the_whole_again(theme: Theme, qtbot: QtBot) -> None:
    made = ChartView(theme, "Hours", HOURS)
    qtbot.addWidget(made)
    qtbot.keyClick(made, Qt.Key.Key_End)
    assert made.accessibleDescription() == "five"
    made.focusOutEvent(QFocusEvent(QFocusEvent.Type.FocusOut))
    assert made.accessibleDescription() == "Hours"


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

"""The report on paper: page one is one page, what does not fit is in the appendix, all searchable."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from msgspec.structs import replace
from written_reports import BATH, DAY, LAST, SOMEBODY, WEEKLY, WORDS, nights, writing

from rlscompanion.domain.bedside import BedsideCard, CardPicture, CardStep, pictures_of
from rlscompanion.domain.check_in import CheckIn
from rlscompanion.domain.profile import BloodTest, FerritinUnit, Medicine
from rlscompanion.domain.report import StepDone
from rlscompanion.domain.report_sheet import Sheet
from rlscompanion.domain.visit import VisitNotes

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QLocale

from rlscompanion.ui.report.card_page import printed_card
from rlscompanion.ui.report.document import printed_report
from rlscompanion.ui.report.page_one import PageOne
from rlscompanion.ui.report.paper import UNIT, Paper
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink

Read = Callable[..., str]

pytestmark = pytest.mark.usefixtures("qapp")

A4 = Paper.of(QLocale("de_DE"))
LETTER = Paper.of(QLocale("en_US"))
LONG = "Extraordinarily long words about unusually persistent restlessness " * 3
SAID = {n: CheckIn(3, 4, 2, time(20, 15), 25, 1, 6, ("caffeine",)) for n in range(3, 26)}


def usual() -> Sheet:
    steps = (
        StepDone("Gentle stretching", 20, 26, is_supplement=False),
        StepDone("Magnesium", 10, 14, is_supplement=True),
    )
    return writing(nights(SAID), person=SOMEBODY, weekly=WEEKLY, steps=steps, tests=(BATH,)).sheet()


def overfull(weeks: int = 4) -> Sheet:
    """Return a report with as much as the app lets anybody write."""
    medicines = tuple(
        Medicine(f"{n} {LONG}"[:200], "other", (time(8), time(14), time(21)), LONG[:200])
        for n in range(12)
    )
    tests = tuple(
        BloodTest(LAST - n * DAY, 62.5, 18.2, FerritinUnit.PMOL_L, LONG[:200]) for n in range(30)
    )
    person = replace(
        SOMEBODY,
        name=("Wilhelmina " * 20)[:200],
        medicines=medicines,
        classes={"other": "other"},
        blood_tests=tests,
        visit=VisitNotes((LONG[:200], LONG[:200], LONG[:200]), LONG[:200]),
        context={"yes": tuple(f"{n} {LONG[:40]}" for n in range(13))},
    )
    steps = tuple(StepDone(LONG[:60], 3, 4, is_supplement=n % 2 == 0) for n in range(30))
    chips = tuple(f"own/{n} {LONG[:40]}" for n in range(20))
    said = {n: replace(CheckIn(3, 9, 2, time(20)), chips=chips) for n in range(7 * weeks)}
    experiments = tuple(replace(BATH, sentence=f"{n} {LONG}") for n in range(5))
    return writing(
        nights(said, 7 * weeks),
        person=person,
        weekly=WEEKLY,
        steps=steps,
        tests=experiments,
        thresholds=True,
    ).sheet()


def page_one(sheet: Sheet, paper: Paper) -> PageOne:
    return PageOne(sheet, paper, Ink.on_paper(UNIT))


# ---------------------------------------------------------------------- page one


@pytest.mark.parametrize("paper", [A4, LETTER], ids=["A4", "Letter"])
def test_usual_weeks_stand_on_page_one_in_full(paper: Paper) -> None:
    first = page_one(usual(), paper)
    assert first.fits
    assert first.cut == ()


@pytest.mark.parametrize("paper", [A4, LETTER], ids=["A4", "Letter"])
@pytest.mark.parametrize("weeks", [2, 4, 12])
def test_page_one_fits_whatever_is_in_it_and_names_what_it_cut(paper: Paper, weeks: int) -> None:
    first = page_one(overfull(weeks), paper)
    assert first.fits
    cut = {block.id for block in first.cut}
    assert {"medicines", "blood", "experiments"} <= cut
    assert cut.isdisjoint({"frequency", "severity", "timing", "body", "sleep"})


@pytest.mark.parametrize("paper", [A4, LETTER], ids=["A4", "Letter"])
def test_twelve_medicines_with_their_doses_outlive_everything_else(paper: Paper) -> None:
    medicines = tuple(
        Medicine(f"Medicine {n}", "gabapentinoid", (time(8), time(20)), "10 mg") for n in range(12)
    )
    blood = tuple(replace(SOMEBODY.blood_tests[0], on=LAST - 30 * n * DAY) for n in range(8))
    person = replace(SOMEBODY, medicines=medicines, blood_tests=blood)
    steps = tuple(StepDone(f"Step number {n}", 20, 26, is_supplement=False) for n in range(8))
    five = tuple(replace(BATH, step=f"step {n}") for n in range(5))
    sheet = writing(nights(SAID), person=person, weekly=WEEKLY, steps=steps, tests=five).sheet()
    first = page_one(sheet, paper)
    assert first.fits
    assert "medicines" not in {block.id for block in first.cut}
    assert "questions" not in {block.id for block in first.cut}


def test_an_empty_diary_is_one_page_of_figures_that_are_not_there() -> None:
    assert page_one(writing().sheet(), LETTER).fits


def test_a_line_that_is_cut_ends_in_dots_and_no_line_is_too_wide() -> None:
    body = Type(Ink.on_paper(UNIT), 9)
    for text in (LONG, "Wort" * 80, "日本語" * 40, "😀" * 60):
        found = body.set(text, 1500, 2)
        assert found.cut
        assert len(found.lines) == 2
        assert found.lines[-1].endswith("…")
        assert all(body.metrics.horizontalAdvance(line) <= 1501 for line in found.lines)


# ------------------------------------------------------------------ the whole PDF


@pytest.fixture
def read(tmp_path: Path) -> Read:
    if shutil.which("pdftotext") is None:
        pytest.skip("apt install poppler-utils")

    def read(pdf: bytes, *options: str) -> str:
        file = tmp_path / "made.pdf"
        file.write_bytes(pdf)
        done = subprocess.run(
            ["pdftotext", *options, str(file), "-"], check=True, capture_output=True, text=True
        )
        return " ".join(done.stdout.split())

    return read


def test_every_field_can_be_found_in_the_pdf(read: Read) -> None:
    sheet = usual()
    text = read(printed_report(sheet, A4).as_pdf(), "-raw", "-l", "1")
    for block in sheet.blocks:
        assert block.title in text
        for row in block.rows:
            for word in f"{row.label} {row.value}".split():
                assert word in text


def test_what_page_one_cuts_is_behind_it_in_full(read: Read) -> None:
    sheet = overfull()
    pdf = printed_report(sheet, A4).as_pdf()
    first, behind = read(pdf, "-raw", "-l", "1"), read(pdf, "-raw", "-f", "2")
    assert "more on page 2" in first
    assert WORDS["elsewhere"] in behind
    for medicine in range(12):
        assert f"{medicine} Extraordinarily" in behind
    assert behind.count("ferritin 140.4 pmol/L") == 30
    assert f"Page 1 of {len(printed_report(sheet, A4).pages)}" in first


def test_the_table_has_every_night(read: Read) -> None:
    sheet = usual()
    behind = read(printed_report(sheet, LETTER).as_pdf(), "-layout", "-f", "2")
    for night in sheet.nights:
        assert night.label in behind


def test_a_long_table_repeats_its_heads() -> None:
    from rlscompanion.ui.report.appendix import Appendix  # noqa: PLC0415

    said = {n: CheckIn(3) for n in range(84)}
    sheet = writing(nights(said, 84)).sheet()
    pages = Appendix(sheet, (), A4, Ink.on_paper(UNIT)).pages
    assert len(pages) >= 2
    room = A4.inside.height()
    assert all(sum(piece.height for piece in page) <= room for page in pages)
    assert pages[2][0] is pages[2][1].repeats


def test_the_typeface_is_in_the_file(tmp_path: Path) -> None:
    if shutil.which("pdffonts") is None:
        pytest.skip("apt install poppler-utils")
    file = tmp_path / "made.pdf"
    file.write_bytes(printed_report(usual(), A4).as_pdf())
    told = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True)
    fonts = told.stdout.splitlines()[2:]
    assert fonts
    assert all("Atkinson" in font and " yes " in font for font in fonts)


def test_the_paper_is_that_of_the_country() -> None:
    assert (round(A4.whole.width()), round(A4.whole.height())) == (5950, 8420)
    assert (round(LETTER.whole.width()), round(LETTER.whole.height())) == (6120, 7920)
    assert Paper.of(QLocale("fr_CA")).size == LETTER.size
    assert Paper.of(QLocale("en_GB")).size == A4.size


def test_paper_is_black_and_white_and_nothing_leaves_the_margins() -> None:
    printed = printed_report(overfull(), A4)
    for page in (0, 1, len(printed.pages) - 1):
        image = printed.picture(page, 298, Ink.on_paper(UNIT))
        colours = [image.pixelColor(x, y) for x in range(298) for y in range(0, 421, 3)]
        assert all(colour.red() == colour.green() == colour.blue() for colour in colours)
        edge = [image.pixelColor(x, y) for x in (*range(14), *range(284, 298)) for y in range(421)]
        assert {colour.name() for colour in edge} == {"#ffffff"}


# ------------------------------------------------------------------ the bedside card


def card(steps: int = 5, number: str = "112") -> BedsideCard:
    figures = ("seated", "ankle-pumps", "heel-raises", "calf-left", "hamstring-left", "breathe")
    return BedsideCard(
        night=date(2026, 11, 22),
        steps=tuple(CardStep(time(18 + n // 6, n % 6 * 10), f"Step {n}") for n in range(steps)),
        bed=time(22, 30),
        pictures=tuple(CardPicture(figure, f"Do {figure}.") for figure in figures),
        emergency_number=number,
        words=WORDS,
    )


def test_the_card_is_one_page_with_steps_pictures_and_the_number(read: Read) -> None:
    printed = printed_card(card(), A4)
    assert len(printed.pages) == 1
    text = read(printed.as_pdf(), "-raw")
    for said in ("18:00", "Step 4", "22:30", "Do calf-left.", "112", "Then back to bed."):
        assert said in text


def test_a_card_with_many_steps_says_how_many_are_not_on_it(read: Read) -> None:
    text = read(printed_card(card(20), LETTER).as_pdf(), "-raw")
    assert "12 more in the app" in text
    assert "22:30" in text
    assert "Do breathe." in text


def test_a_card_without_a_number_leaves_room_to_write_it(read: Read) -> None:
    assert "Your emergency number:" in read(printed_card(card(number=""), A4).as_pdf())


def test_somebody_who_may_do_no_exercise_gets_none_on_the_card(read: Read) -> None:
    assert pictures_of((), WORDS) == ()
    text = read(printed_card(replace(card(), pictures=()), A4).as_pdf())
    assert "Get help first." in text
    assert "back to bed" not in text

"""Every screen in every palette as PNG, from made-up data, offscreen."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.flareup import Course
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.flareup.screen import FlareUpScreen
from rlscompanion.ui.flareup.wishes import Wishes
from rlscompanion.ui.gallery import SHEET, Gallery
from rlscompanion.ui.main_window import USUAL, MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.first_checks import FirstChecksPage
from rlscompanion.ui.pages.first_run import FirstRunPage
from rlscompanion.ui.pages.insights import InsightsPage
from rlscompanion.ui.theme.style import STYLE
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion

NIGHT_SCREEN: Final = QSize(1920, 1080)
FLARE_UP_PARTS: Final = (Part.START, Part.MOVE, Part.STRETCH, Part.BREATHE, Part.AFTER)
SOME_SECONDS_IN: Final = 13.0
SOME_STEP: Final = "magnesium"


def render_all(folder: Path, companion: "Companion") -> Iterator[str]:
    """Render into ``folder`` and yield the names of the files. Raises OSError."""
    app = QApplication.instance() or QApplication(["rlscompanion", *STYLE])
    assert isinstance(app, QApplication), "only a widget application draws widgets"  # noqa: S101
    theme = Theme(app)
    theme.reduced_motion = True
    for mode in Mode:
        theme.apply(mode)
        window = MainWindow(theme)
        pages = PageSet(theme, companion, window)
        for name in ("tonight", "routine", "journal", "library", "settings", "help"):
            window.go_to(name)
            yield _save(window, USUAL, folder / f"{name}-{mode}.png")
        window.go_to("insights")
        insights = pages.page("insights")
        assert isinstance(insights, InsightsPage), "its place makes it"  # noqa: S101
        insights.wait()
        yield _save(window, USUAL, folder / f"insights-{mode}.png")
        pages.show_report()
        pages.report.wait()
        yield _save(window, USUAL, folder / f"report-{mode}.png")
        pages.show_source(SOME_STEP)
        yield _save(window, USUAL, folder / f"step-{mode}.png")
        window.close()
        first_run = MainWindow(theme)
        page = FirstRunPage(theme, companion.planning, companion.library)
        first_run.show_alone(page, page.bedtime)
        yield _save(first_run, USUAL, folder / f"first-run-{mode}.png")
        checks = FirstChecksPage(theme, TryingOut(), companion.evidence.checks)
        first_run.show_alone(checks, checks.go_on)
        yield _save(first_run, USUAL, folder / f"first-checks-{mode}.png")
        first_run.close()
        gallery = Gallery(theme)
        yield _save(gallery, SHEET, folder / f"gallery-{mode}.png")
        gallery.close()
    theme.apply(Mode.NIGHT)
    for part in FLARE_UP_PARTS:
        course = _course_at(companion.easing.open().course, part)
        wishes = Wishes(reduced_motion=True)
        screen = FlareUpScreen(course, companion.clock, companion.library.texts, wishes)
        yield _save(screen, NIGHT_SCREEN, folder / f"flareup-{part}-night.png")
        screen.close()


def _course_at(course: Course, wanted: Part) -> Course:
    if wanted is Part.START:
        return course
    began = -SOME_SECONDS_IN
    course = course.start(began)
    while course.part is not wanted:
        course = course.next(began)
    return course


def _save(widget: QWidget, size: QSize, file: Path) -> str:
    widget.resize(size)
    widget.show()
    widget.setFocus()
    for _ in range(3):
        QApplication.processEvents()
    picture = widget.grab()
    if not picture.save(str(file)):
        raise OSError(None, "the picture could not be saved", str(file))
    return file.name

"""What the flare-up screen says beside the script's own words: buttons, hints, small notes."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct
from PySide6.QtCore import QObject

from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.flareup import Course, puzzles_in
from rlscompanion.ui.flareup.acts import Act
from rlscompanion.ui.flareup.views import View


class Offer(Struct, frozen=True):
    """One big button."""

    act: Act
    words: str
    icon: str = ""
    icon_first: bool = False


Hint: TypeAlias = tuple[str, str]
"""A key, and what it does."""
Offered: TypeAlias = tuple[tuple[Offer, ...], tuple[Hint, ...]]


class Wording(QObject):
    """Over the texts of the library."""

    def __init__(self, texts: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._puzzles = puzzles_in(texts)

    def instruction(self, view: View, course: Course) -> str:
        """Return the heading; that of an exercise is its cue, and not said here."""
        match view:
            case View.START:
                return self._texts.get("flareup-start", "")
            case View.ALCOHOL:
                return self._texts.get("flareup-alcohol", "")
            case View.AFTER:
                return self.tr("How are your legs?")
            case View.PUZZLE:
                return self._puzzles[course.puzzle % len(self._puzzles)]
            case View.HELP | View.SIGNS:
                return self.tr("When to get help")
            case View.EXERCISE | View.BREATHE:
                return ""

    def answers(self, view: View) -> tuple[str, str, str]:
        if view is View.ALCOHOL:
            return (self.tr("Yes"), self.tr("No"), self.tr("Don't know"))
        return (self.tr("Better"), self.tr("Same"), self.tr("Worse"))

    def part(self, course: Course) -> str:
        return self.tr("Part {0} of {1}").format(course.place + 1, len(course.parts))

    def page(self, page: int, pages: int) -> str:
        return self.tr("Page {0} of {1}").format(page + 1, pages)

    def sound(self, *, on: bool) -> str:
        return self.tr("Sound on") if on else self.tr("Sound off")

    def note(self, course: Course, *, slept: bool) -> str:
        """Return the small line: of a pause, a part, or what another round does otherwise."""
        if course.part is Part.AFTER:
            return self._next_round(course)
        if course.paused:
            if slept:
                return self.tr("Paused while the computer slept. Space goes on.")
            return self.tr("Paused. Space goes on.")
        if course.part is Part.BREATHE and course.guide is not None:
            from rlscompanion.domain.breathing import pattern_of  # noqa: PLC0415  (when it is on)

            held = pattern_of(course.guide).has_holds
            return self._texts.get("flareup-dizzy" if held else "flareup-breathe", "")
        gentler = course.exercise is not None and course.exercise.gentler
        return self._texts.get("gentler", "") if gentler else ""

    def _next_round(self, course: Course) -> str:
        after = course.next_script
        here = {each.guide.id for each in course.script}
        other = [each.guide.title.lower() for each in after if each.guide.id not in here][-1:]
        stretched, stretches = (
            any(each.part is Part.STRETCH for each in script) for script in (course.script, after)
        )
        if stretched and not stretches:
            other.append(self.tr("no stretch"))
        return self.tr("Another round: {0}.").format(", ".join(other)) if other else ""

    # ------------------------------------------------------------------- buttons

    def offered(self, view: View, course: Course, *, last_page: bool) -> Offered:
        """Return the big buttons and the key hints of a view."""
        of: dict[View, Callable[[], Offered]] = {
            View.START: lambda: self._at_start(course),
            View.ALCOHOL: self._at_alcohol,
            View.AFTER: self._after,
            View.PUZZLE: self._at_puzzle,
            View.HELP: lambda: self._in_help(course),
            View.SIGNS: lambda: self._in_signs(course, last=last_page),
        }
        return of.get(view, lambda: self._on_the_way(course))()

    def _leave(self) -> Hint:
        return ("Esc", self.tr("Back to bed"))

    def _bed(self) -> Offer:
        return Offer(Act.TO_BED, self.tr("Back to bed"), "bed", icon_first=True)

    def _back(self) -> Offer:
        return Offer(Act.LEAVE_PAGE, self.tr("Go back"))

    def _at_start(self, course: Course) -> Offered:
        start, move = self.tr("Start"), self.tr("Just move")
        if not course.can_just_move:
            return (Offer(Act.START, start),), (("Space", start), self._leave())
        return (
            (Offer(Act.START, start), Offer(Act.JUST_MOVE, move)),
            (("Space", start), ("W", move), self._leave()),
        )

    def _at_alcohol(self) -> Offered:
        skip = self.tr("Skip")
        hints = (("1 2 3", self.tr("Answer")), ("→", skip), self._leave())
        return (Offer(Act.NEXT, skip, "arrow"),), hints

    def _on_the_way(self, course: Course) -> Offered:
        pause = self.tr("Go on") if course.paused else self.tr("Pause")
        on = self.tr("Next")
        return (Offer(Act.NEXT, on, "arrow"),), (("Space", pause), ("→", on), self._leave())

    def _after(self) -> Offered:
        again = self.tr("Another round")
        hints = (("1 2 3", self.tr("Answer")), ("R", again), self._leave())
        return (self._bed(), Offer(Act.ANOTHER_ROUND, again)), hints

    def _at_puzzle(self) -> Offered:
        other = self.tr("Another puzzle")
        hints = (("→", other), ("←", self.tr("Go back")), self._leave())
        return (Offer(Act.PUZZLE, other), self._bed()), hints

    def _in_help(self, course: Course) -> Offered:
        every = Offer(Act.ALL_SIGNS, self.tr("All signs"))
        if course.part is Part.HELP:
            close = self.tr("Close")
            return (every, Offer(Act.CLOSE, close)), (("H", every.words), ("Esc", close))
        hints = (("H", every.words), ("←", self.tr("Go back")), self._leave())
        return (self._back(), every), hints

    def _in_signs(self, course: Course, *, last: bool) -> Offered:
        back = ("←", self.tr("Go back"))
        leave = ("Esc", self.tr("Close")) if course.part is Part.HELP else self._leave()
        if last:
            return (self._back(),), (back, leave)
        more = self.tr("More")
        return (Offer(Act.MORE_SIGNS, more, "arrow"), self._back()), (("→", more), back, leave)

"""What spacing rules may speak of, in time: a Night's steps, and what is around them.

Around them are medicines and the Nights before and after, across noon and midnight. What was
ticked counts where it was ticked, the rest where it is planned.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Final

from msgspec import Struct

from rlscompanion.domain.chosen import Chosen, substances_of, title_of
from rlscompanion.domain.evening import NOTHING_TAKEN, Evening, PlannedStep, Taken
from rlscompanion.domain.library import MULTIVITAMIN, Library
from rlscompanion.domain.night import ONE_DAY, NightCalendar
from rlscompanion.domain.placing import Placing
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine import RoutineStep
from rlscompanion.domain.timetable import Timetable

SAME_EVENING: Final = timedelta(hours=24)
"""A rule of so many hours or more keeps two things on two evenings, whatever the hour."""
MEDICINE_SUBSTANCES: Final = {
    "multivitamin": MULTIVITAMIN,
    "iron-prescribed": frozenset({"iron"}),
}


class Thing(Struct, frozen=True):
    """Something in time that spacing rules speak of."""

    name: str
    title: str
    substances: frozenset[str]
    start: datetime
    end: datetime
    tonight: bool = True
    is_step: bool = True

    @property
    def is_ours(self) -> bool:
        """Return whether this is a step of the Night in question."""
        return self.tonight and self.is_step


def thing_of(step: PlannedStep, done: datetime | None, *, tonight: bool) -> Thing:
    """Return a step where it is planned, or as the moment at which it was done."""
    start, end = (step.start, step.end) if done is None else (done, done)
    return Thing(step.id, step.title, step.substances, start, end, tonight=tonight)


def medicine_substances(kind: str) -> frozenset[str]:
    """Return the names under which spacing rules know a class of medicines."""
    return MEDICINE_SUBSTANCES.get(kind, frozenset({kind}))


def medicine_things(
    medicines: Iterable[Medicine], calendar: NightCalendar, night: date
) -> Iterator[Thing]:
    """Yield each time of each medicine on the days around ``night``."""
    for medicine in medicines:
        substances = medicine_substances(medicine.kind)
        for wall in medicine.times:
            for nearby in (night - ONE_DAY, night, night + ONE_DAY):
                at = calendar.at_or_after_turn(nearby, wall)
                yield Thing(
                    name=medicine.kind,
                    title=medicine.name,
                    substances=substances,
                    start=at,
                    end=at,
                    tonight=nearby == night,
                    is_step=False,
                )


def is_spaced(library: Library, substances: frozenset[str]) -> bool:
    """Return whether any spacing rule speaks of any of the substances."""
    return not substances.isdisjoint(library.spacing_of.keys())


class Surroundings(Struct, frozen=True, dict=True):
    """All that is in time around an evening; ``taken`` is what was said, by Night."""

    library: Library
    timetable: Timetable
    placing: Placing
    chosen: tuple[Chosen, ...]
    medicines: tuple[Medicine, ...]
    taken: Mapping[date, Taken]

    def of(self, evening: Evening, said: Taken) -> list[Thing]:
        """Return the things of an evening of which ``said`` was said, then those around it."""
        return [
            *self._things(evening.steps, said, tonight=True),
            *self._around(evening.night),
        ]

    @cached_property
    def _around_found(self) -> dict[date, tuple[Thing, ...]]:
        return {}

    def _around(self, night: date) -> tuple[Thing, ...]:
        found = self._around_found.get(night)
        if found is None:
            medicines = medicine_things(self.medicines, self.timetable.calendar, night)
            found = self._around_found[night] = (
                *self._neighbours(night - ONE_DAY),
                *self._neighbours(night + ONE_DAY),
                *(thing for thing in medicines if is_spaced(self.library, thing.substances)),
            )
        return found

    def _neighbours(self, night: date) -> Iterator[Thing]:
        """Yield the things of a Night before or after, as far as they matter tonight."""
        said = self.taken.get(night, NOTHING_TAKEN)
        reaching = self._reaching_across_nights
        steps = (
            self.placing.place(reaching, self.timetable.of(night), said).steps if reaching else ()
        )
        return self._things(steps, said, tonight=False)

    def _things(
        self, steps: Iterable[PlannedStep], said: Taken, *, tonight: bool
    ) -> Iterator[Thing]:
        """Yield the planned steps of a Night, then what was done but is planned no more."""
        planned: set[str] = set()
        for step in steps:
            planned.add(step.id)
            if step.id not in said.skipped and is_spaced(self.library, step.substances):
                yield thing_of(step, said.done.get(step.id), tonight=tonight)
        for name, done in said.done.items():
            if name in planned:
                continue
            step = self.timetable.routine.step(name) or RoutineStep(name)
            substances = substances_of(self.library, step)
            if is_spaced(self.library, substances):
                title = title_of(step, self.library.steps.get(name)) or name
                yield Thing(name, title, substances, done, done, tonight=tonight)

    @cached_property
    def _reaching_across_nights(self) -> tuple[Chosen, ...]:
        """The chosen steps to be placed on the Nights before and after, for tonight's sake.

        None, unless a rule speaks of two of them; else also those which can move these.
        """
        on = frozenset(chain.from_iterable(chosen.substances for chosen in self.chosen))
        for rule in self.library.spacing:
            if timedelta(hours=rule.hours_before) < SAME_EVENING and not (
                rule.items.isdisjoint(on) or rule.others.isdisjoint(on)
            ):
                return tuple(
                    chosen
                    for chosen in self.chosen
                    if chosen.hands_on or is_spaced(self.library, chosen.substances)
                )
        return ()

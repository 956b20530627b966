"""Advising: what the gate says for the stored profile, and keeping the person's answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from rlscompanion.domain.library import Condition, Library
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Medicine, Profile
from rlscompanion.domain.safety import Gate, Ruling
from rlscompanion.services.ports import Clock, Profiles


@dataclass(frozen=True, slots=True)
class Advising:
    """Over the profile."""

    library: Library
    profiles: Profiles
    clock: Clock

    def today(self) -> date:
        return self.clock.now().astimezone(self.clock.zone()).date()

    def profile(self) -> Profile:
        return self.profiles.load()

    def gate(self, profile: Profile | None = None, *, alcohol: bool = False) -> Gate:
        stored = self.profile() if profile is None else profile
        return Gate(self.library, stored, self.today(), alcohol=alcohol)

    def ruling(self, step_id: str) -> Ruling:
        return self.gate().rule(self.library.steps[step_id])

    def questions(self, step_id: str) -> tuple[Condition, ...]:
        """Return what is still to be asked before a step, grouped as the library lists it."""
        asked = set(self.ruling(step_id).questions)
        return tuple(
            condition for condition in self.library.conditions.values() if condition.id in asked
        )

    def answer(self, answers: Mapping[str, Answer]) -> None:
        """Keep answers, dated today."""
        today = self.today()
        given = {name: DatedAnswer(answer, today) for name, answer in answers.items()}
        profile = self.profile()
        self._save(replace(profile, answers={**profile.answers, **given}))

    def clinician_agreed(self, step_id: str) -> None:
        self._save(self.profile().with_ok(step_id, self.today()))

    def record_blood_test(self, test: BloodTest) -> None:
        self._save(self.profile().with_blood_test(test))

    def set_medicines(self, medicines: tuple[Medicine, ...]) -> None:
        """Keep the medicines; a class that is a condition counts as answered yes from today."""
        before = self.profile()
        profile = replace(before, medicines=medicines)
        self._save(profile.with_new_classes_dated(before, self.library.conditions, self.today()))

    def _save(self, profile: Profile) -> None:
        if profile != self.profile():
            self.profiles.save(profile, self.clock.now())

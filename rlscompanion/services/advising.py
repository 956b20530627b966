"""Advising: what the gate says for the stored profile, and keeping the person's answers."""

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.library import Library
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Medicine, Profile
from rlscompanion.domain.safety import Gate
from rlscompanion.services.ports import Clock, Profiles


class Advising(Struct, frozen=True):
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

    def answer(self, answers: Mapping[str, Answer]) -> None:
        """Keep answers, dated today."""
        today = self.today()
        given = {name: DatedAnswer(answer, today) for name, answer in answers.items()}
        profile = self.profile()
        self._save(replace(profile, answers={**profile.answers, **given}))

    def record_blood_test(self, test: BloodTest) -> None:
        self._save(self.profile().with_blood_test(test))

    def remove_blood_test(self, test: BloodTest) -> None:
        self._save(self.profile().without_blood_test(test))

    def ask_again(self, conditions: Collection[str]) -> Mapping[str, DatedAnswer]:
        """Ask again what was answered no; return the answers that no longer count."""
        before = self.profile()
        after = before.without_noes(conditions)
        self._save(after)
        return {name: given for name, given in before.answers.items() if name not in after.answers}

    def restore_answers(self, answers: Mapping[str, DatedAnswer]) -> None:
        """Let answers count again as they were given, where nobody has answered since."""
        profile = self.profile()
        self._save(replace(profile, answers={**answers, **profile.answers}))

    def set_dose(self, medicine: Medicine, dose: str) -> None:
        """Keep the line that the person typed beside a medicine, for the doctor's report only."""
        profile = self.profile()
        said = replace(medicine, dose=dose)
        changed = tuple(said if old == medicine else old for old in profile.medicines)
        self._save(replace(profile, medicines=changed))

    def set_medicines(self, medicines: tuple[Medicine, ...]) -> None:
        """Keep the medicines; a class that is a condition counts as answered yes from today.

        A dose that was typed stays with a medicine of the same name and class.
        """
        before = self.profile()
        doses = {(old.name, old.kind): old.dose for old in before.medicines}
        with_doses = tuple(
            replace(one, dose=one.dose or doses.get((one.name, one.kind), "")) for one in medicines
        )
        profile = replace(before, medicines=with_doses)
        self._save(profile.with_new_classes_dated(before, self.library.conditions, self.today()))

    def _save(self, profile: Profile) -> None:
        if profile != self.profile():
            self.profiles.save(profile, self.clock.now())

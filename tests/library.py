"""The real library, read once."""

from datetime import date, timedelta
from typing import Final

from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.library import Library
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Profile

LIBRARY: Final[Library] = read_library(resources() / "library")


def answered(
    on: date, *, but: dict[str, Answer] | None = None, everything_else: Answer = Answer.NO
) -> Profile:
    """Return a profile with every question answered on one day."""
    return Profile(
        answers={
            condition: DatedAnswer((but or {}).get(condition, everything_else), on)
            for condition in LIBRARY.conditions
            if condition != "alcohol-tonight"
        }
    )


def nothing_is_locked(on: date) -> Profile:
    """Return a profile with which every offered step may be planned on ``on``."""
    profile = answered(on).with_blood_test(BloodTest(on - timedelta(days=1), ferritin=40.0))
    for step in LIBRARY.cells:
        profile = profile.with_ok(step, on)
    return profile

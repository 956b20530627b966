"""What a store of experiments keeps: the real one and the fake of the services' tests alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.experiments import SqliteExperiments
from rlscompanion.adapters.store.tested_nights import is_tested
from rlscompanion.domain.experiment import Adherence, Arm, Experiment, Outcome, RunIn, State
from rlscompanion.domain.sealing import drawn_plan, is_intact, seal_of
from rlscompanion.services.ports import Experiments
from store_fakes import MemoryStore

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
AT = datetime(2026, 11, 22, 20, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite", "sqlite, opened anew each time"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Experiments]:
    if request.param == "memory":
        yield MemoryStore().experiments
        return
    database = Database(tmp_path / "data")
    yield SqliteExperiments(database)
    database.close()


def begun(seed: str = "seed", first: date = MONDAY) -> Experiment:
    plan = drawn_plan(
        "warm-bath",
        Outcome.IN_THE_NIGHT,
        "Wie stark – 0 bis 10?",
        nights=20,
        first_night=first,
        seed=seed,
        expectation=7,
    )
    return Experiment.begin(plan, seal_of(plan), AT, RunIn(9, 5.25, None))


def test_a_new_store_has_no_experiments(store: Experiments) -> None:
    assert store.all() == ()


def test_experiments_come_back_whole_in_the_order_of_their_start(store: Experiments) -> None:
    one = store.add(begun("one"))
    two = store.add(begun("two", MONDAY + 30 * DAY))
    assert store.all() == (one, two)
    assert one == replace(begun("one"), id=one.id)
    assert one.id != two.id
    assert all(map(is_intact, store.all()))


def test_what_became_of_it_is_kept(store: Experiments) -> None:
    kept = store.add(begun())
    arm = kept.assignments[0].arm
    said = Adherence.PARTLY if arm is Arm.WITH else Adherence.DID_IT_ANYWAY
    changed = kept.revealed(MONDAY, AT).answered(MONDAY, said, "short").paused(MONDAY + 5 * DAY)
    store.save(changed)
    assert store.all() == (changed,)
    stopped = replace(changed.stopped(MONDAY + 6 * DAY, State.STOPPED_WORSE), went_on=MONDAY)
    store.save(stopped)
    assert store.all() == (stopped,)


def test_saving_never_rewrites_the_sealed_plan(store: Experiments) -> None:
    kept = store.add(begun())
    other = tuple(Arm.WITHOUT if arm is Arm.WITH else Arm.WITH for arm in kept.plan.arms)
    plan = replace(kept.plan, arms=other, step="stretching", seed="other")
    store.save(replace(kept, plan=plan, sealed="0" * 64))
    found = store.all()[0]
    assert found.plan == kept.plan
    assert found.sealed == kept.sealed
    assert is_intact(found)


def test_the_first_moment_of_telling_stays(store: Experiments) -> None:
    kept = store.add(begun())
    store.reveal(kept.id, 1, AT)
    store.reveal(kept.id, 1, AT + DAY)
    assert store.all()[0].assignments[0].revealed == AT
    assert store.all()[0].assignments[1].revealed is None


def test_a_schedule_changed_in_the_file_is_found_out(tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    store = SqliteExperiments(database)
    kept = store.add(begun())
    other = "without" if kept.plan.arms[0] is Arm.WITH else "with"
    with database.transaction() as connection:
        connection.execute("UPDATE assignment SET arm = ? WHERE number = 1", (other,))
    assert not is_intact(store.all()[0])
    database.close()


def test_a_night_is_known_as_tested_without_reading_the_experiment(tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    assert not is_tested(database, MONDAY)
    store = SqliteExperiments(database)
    store.save(store.add(begun()).paused(MONDAY + 5 * DAY))
    assert is_tested(database, MONDAY + 3 * DAY)
    assert not is_tested(database, MONDAY + 4 * DAY), "its block is left out"
    assert not is_tested(database, MONDAY + 12 * DAY), "it waits for a date"
    database.close()

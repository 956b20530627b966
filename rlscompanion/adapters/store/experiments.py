"""Experiments on oneself: the sealed plan, and what became of each of its nights.

A plan is written once; what is saved later touches no column of it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, final

from msgspec.structs import replace

from rlscompanion.adapters.store.database import Database, Row
from rlscompanion.adapters.store.errors import readable
from rlscompanion.domain.experiment import (
    Adherence,
    Arm,
    Assignment,
    Experiment,
    Outcome,
    Plan,
    RunIn,
    State,
)

if TYPE_CHECKING:
    import sqlite3

ASSIGNMENTS: Final = (
    "SELECT experiment, number, block, arm, night, revealed, adherence, note, void "
    "FROM assignment ORDER BY experiment, number"
)
EXPERIMENTS: Final = (
    "SELECT id, step, question, outcome, block, max_run, seed, generator, expectation, first_night,"
    " plan_sha256, created, run_in_rated, run_in_mean, run_in_sd, state, ended, went_on "
    "FROM experiment ORDER BY id"
)


@final
class SqliteExperiments:
    """Keeps the port Experiments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Experiment, ...]:
        rows = self._database.rows(EXPERIMENTS)
        if not rows:
            return ()
        nights: dict[int, list[Assignment]] = {}
        assigned = self._database.rows(ASSIGNMENTS)
        with readable(self._database.path):
            for row in assigned:
                nights.setdefault(row[0], []).append(_assignment(row))
            return tuple(_experiment(row, nights.get(row[0], ())) for row in rows)

    def add(self, experiment: Experiment) -> Experiment:
        plan = experiment.plan
        with self._database.transaction() as connection:
            written = connection.execute(
                "INSERT INTO experiment (step, question, outcome, nights, block, max_run, seed,"
                " generator, expectation, first_night, plan_sha256, created, run_in_rated,"
                " run_in_mean, run_in_sd, state) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    plan.step,
                    plan.question,
                    plan.outcome.value,
                    len(plan.arms),
                    plan.block,
                    plan.max_run,
                    plan.seed,
                    plan.generator,
                    plan.expectation,
                    plan.first_night.isoformat(),
                    experiment.sealed,
                    experiment.created.isoformat(),
                    experiment.run_in.rated,
                    experiment.run_in.mean,
                    experiment.run_in.sd,
                    experiment.state.value,
                ),
            )
            kept = replace(experiment, id=written.lastrowid or 0)
            connection.executemany(
                "INSERT INTO assignment (experiment, number, block, arm) VALUES (?,?,?,?)",
                [(kept.id, a.number, a.block, a.arm.value) for a in kept.assignments],
            )
            _write_course(connection, kept)
        return kept

    def save(self, experiment: Experiment) -> None:
        with self._database.transaction() as connection:
            _write_course(connection, experiment)

    def reveal(self, experiment_id: int, number: int, at: datetime) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE assignment SET revealed = ? "
                "WHERE experiment = ? AND number = ? AND revealed IS NULL",
                (at.isoformat(), experiment_id, number),
            )


def _write_course(connection: "sqlite3.Connection", experiment: Experiment) -> None:
    """Write what may change: the state, and the course of each night."""
    connection.execute(
        "UPDATE experiment SET state = ?, ended = ?, went_on = ? WHERE id = ?",
        (
            experiment.state.value,
            _iso(experiment.ended),
            _iso(experiment.went_on),
            experiment.id,
        ),
    )
    connection.executemany(
        "UPDATE assignment SET night = ?, revealed = ?, adherence = ?, note = ?, void = ? "
        "WHERE experiment = ? AND number = ?",
        [
            (
                _iso(a.night),
                _iso(a.revealed),
                a.adherence.value if a.adherence is not None else None,
                a.note,
                int(a.void),
                experiment.id,
                a.number,
            )
            for a in experiment.assignments
        ],
    )


def _experiment(row: Row, assignments: Iterable[Assignment]) -> Experiment:
    nights = tuple(assignments)
    number, step, question, outcome, block, max_run, seed, generator, expectation, first = row[:10]
    sealed, created, rated, mean, sd, state, ended, went_on = row[10:]
    return Experiment(
        id=number,
        plan=Plan(
            step=step,
            outcome=Outcome(outcome),
            question=question,
            first_night=date.fromisoformat(first),
            seed=seed,
            generator=generator,
            expectation=expectation,
            arms=tuple(a.arm for a in nights),
            block=block,
            max_run=max_run,
        ),
        sealed=sealed,
        created=datetime.fromisoformat(created),
        run_in=RunIn(rated, mean, sd),
        state=State(state),
        assignments=nights,
        ended=_date(ended),
        went_on=_date(went_on),
    )


def _assignment(row: Row) -> Assignment:
    _, number, block, arm, night, revealed, adherence, note, void = row
    return Assignment(
        number=number,
        block=block,
        arm=Arm(arm),
        night=_date(night),
        revealed=datetime.fromisoformat(revealed) if revealed else None,
        adherence=Adherence(adherence) if adherence else None,
        note=note,
        void=bool(void),
    )


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

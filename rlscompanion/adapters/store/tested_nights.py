"""Whether a night belongs to an experiment, asked without loading what experiments need."""

from datetime import date

from rlscompanion.adapters.store.database import Database


def is_tested(database: Database, night: date) -> bool:
    return bool(
        database.rows(
            "SELECT 1 FROM assignment WHERE night = ? AND void = 0 LIMIT 1", (night.isoformat(),)
        )
    )

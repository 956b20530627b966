"""A routine in which a step is due, whatever the time is."""

from datetime import datetime, timedelta

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def soak_due(now: datetime) -> dict[str, object]:
    """Return a routine to import, in whose evening a foot soak began two minutes before ``now``."""
    return {
        "format": "rlscompanion-routine",
        "version": 1,
        "day_turns": f"{now - 3 * HOUR:%H:%M}",
        "bedtime": {"every": f"{now + 2 * HOUR:%H:%M}"},
        "wake": {"every": f"{now + 4 * HOUR:%H:%M}"},
        "steps": [
            {
                "id": "own/foot-soak",
                "title": "Foot soak",
                "when": {"clock": f"{now - 2 * MINUTE:%H:%M}"},
                "minutes": 10,
            }
        ],
    }

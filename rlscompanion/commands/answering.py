"""What several commands share: reading moments, printing JSON."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rlscompanion.domain.mendable import Mendable


def zone_named(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Mendable(f"--zone: {name} is no time zone; try one such as Europe/Berlin") from error


def moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant that ``--at`` names, local where it has no offset."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        local = found if found.tzinfo is not None else found.replace(tzinfo=zone)
        instant = local.astimezone(UTC)
        instant.replace(year=instant.year + 1).replace(year=instant.year - 1)
    except (ValueError, OverflowError) as error:
        raise Mendable(f"--at: {text} is no moment; write it as 2026-03-28T19:00") from error
    return instant


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))

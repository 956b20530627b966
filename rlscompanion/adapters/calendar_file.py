"""The routine as an iCalendar file (RFC 5545), by icalendar."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event

from rlscompanion import VERSION
from rlscompanion.domain.recurrence import Change, Series

NAME: Final = "RLS Companion"
HIDDEN_TITLE: Final = "A step of your evening"


def calendar_file(
    series: Iterable[Series], zone: ZoneInfo, now: datetime, *, hide_names: bool = False
) -> bytes:
    """Return the file. A later one changes what an earlier one brought: same UID, higher SEQUENCE.

    ``hide_names`` writes a plain title instead of the name of a supplement or an own step.
    """
    calendar = Calendar()
    _add(calendar, "prodid", f"-//{NAME}//{VERSION}//EN")
    _add(calendar, "version", "2.0")
    _add(calendar, "x-wr-calname", NAME)
    for one in series:
        title = HIDDEN_TITLE if hide_names and _is_private(one) else one.title
        for event in _events(one, title, zone, now):
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _add(component: Component, name: str, value: object) -> None:
    cast("Any", component).add(name, value)  # icalendar types its values no further


def _is_private(series: Series) -> bool:
    return series.is_supplement or series.step.startswith("own/")


def _events(series: Series, title: str, zone: ZoneInfo, now: datetime) -> Iterator[Event]:
    event = _event(series, title, now, series.first.replace(tzinfo=zone))
    _add(event, "rrule", {"freq": "weekly", "interval": series.every_weeks})
    for change in series.changes:
        if change.start is None:
            _add(event, "exdate", change.usual.replace(tzinfo=zone))
    yield event
    for change in series.changes:
        if change.start is not None:
            yield _moved(series, title, now, change, change.start, zone)


def _moved(  # noqa: PLR0917
    series: Series, title: str, now: datetime, change: Change, start: datetime, zone: ZoneInfo
) -> Event:
    event = _event(series, title, now, start.astimezone(UTC))
    _add(event, "recurrence-id", change.usual.replace(tzinfo=zone))
    return event


def _event(series: Series, title: str, now: datetime, start: datetime) -> Event:
    event = Event()
    name = series.step.replace("/", "-")
    _add(event, "uid", f"{name}-{series.day}@rlscompanion")
    _add(event, "summary", title)
    _add(event, "dtstamp", now.astimezone(UTC))
    _add(event, "sequence", int(now.timestamp()) // 60)
    _add(event, "dtstart", start)
    _add(event, "duration", timedelta(minutes=series.minutes))
    _add(event, "transp", "TRANSPARENT")
    for minutes in series.alarms:
        alarm = Alarm()
        _add(alarm, "action", "DISPLAY")
        _add(alarm, "description", title)
        _add(alarm, "trigger", -timedelta(minutes=minutes))
        event.add_component(alarm)
    return event

"""The JSON of `hours`: what decides each coming day, in local time with its offset."""

from __future__ import annotations

from typing import TypedDict
from zoneinfo import ZoneInfo

from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.model.opening import WEEKDAYS
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json
from dos_router.routing.effective_hours import EffectiveDay, EffectiveHours


class SessionJson(TypedDict):
    """A session, and how many minutes it really lasts."""

    opens_at: str
    closes_at: str
    minutes: int


class DayJson(TypedDict):
    """One day: `decides` is `date`, `24/7`, `PH` or `weekday`, `said` the text that does, `at` its place.

    `carried_until` ends a session of the day before; `clocks` are the minutes that the clocks go forward.
    """

    date: str
    weekday: str
    holiday: str | None
    sessions: list[SessionJson]
    decides: str
    said: str | None
    at: str
    carried_until: str | None
    clocks: int


class HoursJson(TypedDict):
    """What `hours --json` prints; `closes_at` is None where the close lies beyond what is looked at."""

    service: str
    name: str
    type: str
    status: str
    opening: str
    at: str
    open: bool
    opens_at: str | None
    closes_at: str | None
    days: list[DayJson]
    directory: DirectoryJson
    sign_off: SignOffJson


def hours_json(hours: EffectiveHours, directory: Directory) -> HoursJson:
    """Return effective hours as a JSON object."""
    service, spell, zone = hours.service, hours.spell, directory.zone
    return {
        "service": service.id,
        "name": service.name,
        "type": service.type,
        "status": service.status,
        "opening": service.opening.written,
        "at": iso(hours.at, zone),
        "open": hours.is_open,
        "opens_at": None if spell is None or hours.is_open else iso(spell.open, zone),
        "closes_at": None if spell is None or not hours.close_is_known else iso(spell.close, zone),
        "days": [_day(day, zone) for day in hours.days],
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
    }


def _day(day: EffectiveDay, zone: ZoneInfo) -> DayJson:
    return {
        "date": str(day.day),
        "weekday": WEEKDAYS[day.day.weekday()],
        "holiday": day.holiday,
        "sessions": [
            {
                "opens_at": iso(session.open, zone),
                "closes_at": iso(session.close, zone),
                "minutes": session.close - session.open,
            }
            for session in day.sessions
        ],
        "decides": day.decides,
        "said": day.said,
        "at": str(day.at),
        "carried_until": None if day.carried is None else iso(day.carried, zone),
        "clocks": day.clocks,
    }

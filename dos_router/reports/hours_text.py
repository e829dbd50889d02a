"""`hours` for a reader: whether a service is open, then a line a day with what decides it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Location
from dos_router.model.directory import Directory
from dos_router.model.moments import local_time
from dos_router.model.opening import MINUTES_A_DAY
from dos_router.model.service import Service
from dos_router.reports.page import Page, safe
from dos_router.reports.route_text import painted_mark
from dos_router.reports.words import clock_words, moment_words
from dos_router.routing.calendar import HORIZON_DAYS
from dos_router.routing.durations import in_words
from dos_router.routing.effective_hours import EffectiveDay, EffectiveHours, Session


def render_hours(hours: EffectiveHours, directory: Directory, page: Page) -> str:
    """Return the service, whether it is open at the moment asked about, and each day."""
    zone = directory.zone
    rows = [
        (f"{day.day:%a} {day.day}", _opening(day, zone), safe(_reason(day, zone, first=number == 0)))
        for number, day in enumerate(hours.days)
    ]
    mark = painted_mark(directory, page)
    blocks = [[mark], _service(hours.service, page), [_now(hours, directory, page)], page.columns(rows)]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _service(service: Service, page: Page) -> list[str]:
    first, *rest = page.wrap(safe(f"{service.name} ({service.id})"))
    facts = [service.type, service.provider.name, service.postcode]
    lines = [page.paint(first, "strong"), *rest, *page.wrap(safe(" · ".join(fact for fact in facts if fact)))]
    lines += page.wrap(safe(f"opening: {service.opening.written} ({_place(service.line('opening'))})"))
    if not service.is_active:
        said = f"status: {service.status}, so it is never offered ({_place(service.line('status'))})"
        lines += [page.paint(line, "note") for line in page.wrap(safe(said))]
    return lines


def _now(hours: EffectiveHours, directory: Directory, page: Page) -> str:
    said, style = _state(hours, directory)
    return page.paint(f"{moment_words(hours.at, directory)}: {said}", style)


def _state(hours: EffectiveHours, directory: Directory) -> tuple[str, str]:
    spell = hours.spell
    if spell is None:
        return f"closed, and does not open in the next {HORIZON_DAYS} days", "bad"
    if not hours.is_open:
        return f"closed, opens {clock_words(spell.open, hours.at, directory)}", "note"
    if not hours.close_is_known:
        return f"open, and does not close in the next {HORIZON_DAYS} days", "good"
    return f"open until {clock_words(spell.close, hours.at, directory)}", "good"


def _opening(day: EffectiveDay, zone: ZoneInfo) -> str:
    return ", ".join(_session(session, day.day, zone) for session in day.sessions) or "closed"


def _session(session: Session, day: date, zone: ZoneInfo) -> str:
    """Return `18:00–08:00 next day`; an end at midnight is the day's own `24:00`."""
    opens, closes = local_time(session.open, zone), local_time(session.close, zone)
    if closes.date() == day:
        return f"{opens:%H:%M}–{closes:%H:%M}"
    if closes.date() == day + timedelta(days=1) and (closes.hour, closes.minute) == (0, 0):
        return f"{opens:%H:%M}–24:00"
    return f"{opens:%H:%M}–{closes:%H:%M} next day"


def _reason(day: EffectiveDay, zone: ZoneInfo, *, first: bool) -> str:
    """Return what decides a day, what is out of the ordinary, and where the deciding text stands."""
    parts = [_decision(day)]
    if day.carried is not None and (first or not day.sessions):
        parts.append(f"the session of the day before runs until {local_time(day.carried, zone):%H:%M}")
    if day.clocks:
        parts.append(f"the clocks go {'forward' if day.clocks > 0 else 'back'} {in_words(abs(day.clocks))}")
    changed = [session for session in day.sessions if session.close - session.open != session.by_the_clock]
    parts += [f"{_session(one, day.day, zone)} lasts {_length(one.close - one.open)}" for one in changed]
    return f"{'; '.join(parts)} ({_place(day.at)})"


def _length(minutes: int) -> str:
    """Return a session's length; one of over a day is still told in hours."""
    return in_words(minutes) if minutes < MINUTES_A_DAY else f"{minutes // 60} h"


def _decision(day: EffectiveDay) -> str:
    if day.decides == "PH":
        return f"PH {day.holiday}: {day.said}"
    said = f"no clause names {day.day:%A}" if day.said is None else day.said
    said = f"dates {said}" if day.decides == "date" else said
    if day.holiday is None:
        return said
    return f"{said}, {day.holiday}" + (", no PH clause" if day.decides == "weekday" else "")


def _place(at: Location) -> str:
    return str(at._replace(column=0))

"""A service's hours day by day, and what decides each: a clause, a public holiday or a single date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from dos_router.diagnostics import Location
from dos_router.model.answer import Spell
from dos_router.model.moments import midnight
from dos_router.model.opening import MINUTES_A_DAY, Opening, Spans, parse_opening
from dos_router.model.service import Service
from dos_router.routing.calendar import Calendar

DAY = timedelta(days=1)


class Session(NamedTuple):
    """A session in UTC minutes, and how many minutes it lasts by the clock on the wall."""

    open: int
    close: int
    by_the_clock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveDay:
    """The sessions that start on a day, and why these.

    `decides` is `date`, `24/7`, `PH` or `weekday`; `said` the text that says so (None: no clause names
    the day), and `at` its place. `holiday` is the day's name, whether or not that decides. `carried` is
    the UTC minute until which a session of the day before runs on. `clocks` is by how many minutes the
    clocks go forward that day; negative when they go back.
    """

    day: date
    sessions: tuple[Session, ...]
    decides: str
    said: str | None
    at: Location
    holiday: str | None
    carried: int | None
    clocks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveHours:
    """The days from that of `at` (UTC minutes); `spell` is under way then, or begins next.

    `spell` is None where nothing opens within the calendar's horizon; its close is only to be relied
    on where `close_is_known`.
    """

    service: Service
    at: int
    spell: Spell | None
    close_is_known: bool
    days: tuple[EffectiveDay, ...]

    @property
    def is_open(self) -> bool:
        """Say whether the service is open at the moment asked about."""
        return self.spell is not None and self.spell.open <= self.at


def effective_hours(service: Service, calendar: Calendar, at: int, count: int) -> EffectiveHours:
    """Return what is open at a UTC minute, and the hours of so many days from its own."""
    spell, close_is_known = calendar.next_spell(service.opening, at)
    first = calendar.day_of(at)
    days = tuple(_day(service, calendar, first + number * DAY) for number in range(count))
    return EffectiveHours(service=service, at=at, spell=spell, close_is_known=close_is_known, days=days)


def deciding_clause(opening: Opening, weekday: int | None) -> str | None:
    """Return the clause that decides a weekday (0: Monday), or public holidays for None: the last to name it."""
    clauses = [clause.strip() for clause in opening.written.split(";")]
    return next((clause for clause in reversed(clauses) if _names(clause, weekday)), None)


def _names(clause: str, weekday: int | None) -> bool:
    if weekday is None:
        return parse_opening(clause).holiday is not None
    # it names the day if whatever was said of the day before it no longer matters
    closed, open_all_day = (parse_opening(f"{before}; {clause}").weekdays[weekday] for before in ("off", "00:00-24:00"))
    return closed == open_all_day


def _day(service: Service, calendar: Calendar, day: date) -> EffectiveDay:
    spans, decides = _spans(service, calendar, day)
    begins, ends = midnight(day, calendar.zone), midnight(day + DAY, calendar.zone)
    said, at = _decision(service, day, spans, decides)
    before = _sessions(calendar, day - DAY, _spans(service, calendar, day - DAY)[0])
    return EffectiveDay(
        day=day, sessions=tuple(_sessions(calendar, day, spans)), decides=decides, said=said, at=at,
        holiday=calendar.holidays.get(day),
        carried=max((session.close for session in before if session.close > begins), default=None),
        clocks=MINUTES_A_DAY - (ends - begins),
    )  # fmt: skip


def _spans(service: Service, calendar: Calendar, day: date) -> tuple[Spans, str]:
    return service.opening.sessions(day, is_holiday=day in calendar.holidays)


def _sessions(calendar: Calendar, day: date, spans: Spans) -> Iterator[Session]:
    """Yield each session of a day by itself; one that lies in the skipped hour of spring is none."""
    for span in spans:
        alone = Opening(dates=MappingProxyType({day: (span,)}))
        spells = calendar.spells(alone, midnight(day, calendar.zone), midnight(day + 2 * DAY, calendar.zone))
        yield from (Session(spell.open, spell.close, span.end - span.start) for spell in spells)


def _decision(service: Service, day: date, spans: Spans, decides: str) -> tuple[str | None, Location]:
    """Return the text that decides a day, and where it stands."""
    if decides == "date":
        said = ",".join(str(span) for span in spans) or "off"
        return f"{day}: {said}", service.line(f"dates/{day}", "dates")
    at = service.line("opening")
    if decides == "24/7":
        return decides, at
    return deciding_clause(service.opening, None if decides == "PH" else day.weekday()), at

"""Hours on the calendar: which sessions a day has, and the spells of opening they make in real time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dos_router.model.answer import Spell
from dos_router.model.moments import local_boundary, local_time
from dos_router.model.opening import Opening

HORIZON_DAYS = 15  # as far as the longest timeframe reaches; beyond it nothing is said
MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Calendar:
    """A directory's time zone and public holidays, which turn written hours into moments."""

    zone: ZoneInfo
    holidays: Mapping[date, str]
    _boundaries: dict[tuple[date, int, bool], int] = field(default_factory=dict, compare=False, repr=False)

    def spells(self, opening: Opening, start: int, end: int) -> list[Spell]:
        """Return the spells of opening that touch [start, end] (UTC minutes), in order, merged.

        A spell that goes on past the days looked at is cut there: the day before `start` up to the
        day of `end`.
        """
        sessions = sorted(self._sessions(opening, self.day_of(start) - timedelta(days=1), self.day_of(end)))
        merged: list[Spell] = []
        for session in sessions:
            if merged and session.open <= merged[-1].close:
                merged[-1] = Spell(merged[-1].open, max(merged[-1].close, session.close))
            else:
                merged.append(session)
        return [spell for spell in merged if spell.open <= end and spell.close >= start]

    def is_open(self, opening: Opening, at: int) -> bool:
        """Say whether a moment lies within a spell: open ≤ t < close."""
        return any(spell.open <= at < spell.close for spell in self.spells(opening, at, at))

    def next_spell(self, opening: Opening, at: int) -> tuple[Spell | None, bool]:
        """Return the spell that is under way or begins next, and whether its close is known.

        Looks HORIZON_DAYS ahead: None where nothing opens until then.
        """
        end = at + HORIZON_DAYS * MINUTES_A_DAY
        spell = next((one for one in self.spells(opening, at, end) if one.close > at), None)
        return spell, spell is not None and spell.close < end

    def day_of(self, moment: int) -> date:
        """Return the local day of a UTC minute."""
        return local_time(moment, self.zone).date()

    def _sessions(self, opening: Opening, first: date, last: date) -> Iterator[Spell]:
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            spans, _ = opening.sessions(day, is_holiday=day in self.holidays)
            for span in spans:
                spell = Spell(self._moment(day, span.start, closing=False), self._moment(day, span.end, closing=True))
                if spell.open < spell.close:  # none is left of one that lies in the skipped hour
                    yield spell

    def _moment(self, day: date, minute: int, *, closing: bool) -> int:
        key = (day, minute, closing)
        if key not in self._boundaries:
            self._boundaries[key] = local_boundary(day, minute, self.zone, closing=closing)
        return self._boundaries[key]

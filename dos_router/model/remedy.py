"""What a commissioner could do about gaps: candidates, each with what it changes and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange
from dos_router.model.opening import Opening
from dos_router.model.service import Point


@dataclass(frozen=True, slots=True)
class Extend:
    """Open some services at further hours, beside their own; what they state for single dates stays."""

    services: tuple[str, ...]
    opening: Opening


@dataclass(frozen=True, slots=True)
class Widen:
    """Let some services take further ages, areas and dispositions."""

    services: tuple[str, ...]
    ages: tuple[AgeRange, ...] = ()
    areas: frozenset[str] = frozenset()
    dispositions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """Where a service could be opened."""

    point: Point
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class OpenAt:
    """Open a service like another at each of some sites; run by the same provider unless one is named."""

    like: str
    sites: tuple[Site, ...]
    opening: Opening | None = None
    ages: tuple[AgeRange, ...] | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that could be done, whole or not at all; `cost` is in hundredths, a year, of whatever money."""

    id: str
    cost: int
    at: Location
    title: str | None = None
    extend: Extend | None = None
    widen: Widen | None = None
    open: OpenAt | None = None

    @property
    def touched(self) -> frozenset[str]:
        """Return the services that it changes; those that it opens are its own."""
        return frozenset((*(self.extend.services if self.extend else ()), *(self.widen.services if self.widen else ())))

"""Why no call can ever find a service: what it accepts, for whom, from where, or when."""

from __future__ import annotations

from dos_router.analysis.sweep.acceptance import accepts
from dos_router.analysis.sweep.reach import reach_of
from dos_router.analysis.sweep.sweep import Sweep
from dos_router.diagnostics import Location
from dos_router.model.service import Service


def why_dead(service: Service, sweep: Sweep) -> tuple[str, tuple[Location, ...]]:
    """Return the first reason that holds by itself, with the lines that say so."""
    needs = [need for one in sweep.classes for need in one.needs]
    if not any(accepts(service, need) for need in needs):
        said = "it accepts no need that a pathway or call ends in"
        return said, (service.line("handles", "symptoms", "dispositions"),)
    if not any(reach_of(place, (service,)) for place in sweep.places):
        return "no place that is searched from reaches it", (service.line("location", "limited_to"),)
    if not any(service.takes_age(days) for days in _ages(service)) or not service.sexes:
        return "it takes nobody of any age and sex", (service.line("ages", "sexes"),)
    return "it is never open when a call from its places could use it", (service.line("opening"),)


def _ages(service: Service) -> list[int]:
    """Return ages that stand for all: the first day of each range, and a newborn."""
    return [0, *(ages.low for ages in service.ages)]

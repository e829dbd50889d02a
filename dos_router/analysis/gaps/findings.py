"""What a search for gaps comes to: findings, and the proof of how much was looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from dos_router.analysis.gaps.kinds import Kind, Resilience
from dos_router.analysis.sweep.cells import Ages, Horizon, Need, PopulatedPlace
from dos_router.analysis.sweep.spells import Interval
from dos_router.diagnostics import Location
from dos_router.model.call import CallText


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFinding:
    """One box of gap cells: each of the needs, at each place, for each age and sex, at each time.

    `ages_days` are runs of days, both ends included; `times` half-open UTC minutes. `people` live at
    the places and are of the ages and sexes; `weight` is that many for the hours of the times, for each need.
    `services` are all that pass every check but the hours for its first need, place, age and sex (of
    `unreachable`: the one service). `calls_per_year`, `instead`, `near_misses` and `lines` are for others to fill.
    """

    kind: Kind
    needs: tuple[Need, ...]
    places: tuple[PopulatedPlace, ...]
    ages_days: Ages
    sexes: tuple[str, ...]
    times: tuple[Interval, ...]
    people: float
    weight: float
    witness: CallText | None
    services: tuple[str, ...] = ()
    calls_per_year: float | None = None
    instead: object | None = None
    near_misses: tuple[object, ...] = ()
    lines: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Every gap of the kinds asked for, by kind and then the heaviest first.

    `cells` is how many were judged: needs × places × days of age × sexes × minutes. `boxes` counts the
    findings that are boxes, `at_least` is a number below which no cover by boxes can go. `content` is a
    hash of all that the sweep read: without findings this is the certificate. `own_patients_only` are
    services left out because they are restricted to practices. `peopled` says whether `people` are
    people, not places.
    """

    horizon: Horizon
    cells: int
    needs: tuple[Need, ...]
    places: tuple[PopulatedPlace, ...]
    kinds: tuple[Kind, ...]
    resilience: Resilience
    findings: tuple[GapFinding, ...]
    boxes: int
    at_least: int
    content: str
    own_patients_only: tuple[str, ...] = ()
    peopled: bool = True
    complete: bool = field(default=True)

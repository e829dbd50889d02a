"""The catch-all for many calls: each one's two nearest emergency departments (routing.md 7)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dos_router.model.service import EMERGENCY_DEPARTMENT, SEXES
from dos_router.routing.catch_all import OFFERED
from dos_router.routing.compiled.arrays import Bools, Compiled, Flags, Ints
from dos_router.routing.distances import NATIONAL_METRES
from dos_router.routing.fast_calls import Calls, Part, part_of
from dos_router.routing.fast_order import Candidates, sort_candidates, squared_distances
from dos_router.routing.fast_search import CELLS, Searcher, outside


def catch_all(searcher: Searcher, calls: Calls) -> Iterator[Part]:
    """Yield, some calls at a time, the departments to name: those that are open and take the caller first."""
    departments = departments_of(searcher.compiled)
    step = max(CELLS // max(len(departments), 1), 1)
    for start in range(0, len(calls) if len(departments) else 0, step):
        places = np.arange(start, min(start + step, len(calls)))
        nearest = _nearest(searcher, departments, calls.pick(places))
        yield part_of(places, nearest.row, nearest.service)


def departments_of(compiled: Compiled) -> Ints:
    """Return the emergency departments that are active."""
    kinds = np.array([kind == EMERGENCY_DEPARTMENT for kind in (*compiled.names.types, "")], bool)
    return np.flatnonzero(compiled.services.active & kinds[compiled.services.type])


def sexes_wanted(calls: Calls) -> Flags:
    """Return the bits of the sexes that a department has to take for each call: both where it is not known."""
    both = (1 << len(SEXES)) - 1
    return np.array([1, 2, both], np.uint8)[calls.sex]


def _nearest(searcher: Searcher, departments: Ints, calls: Calls) -> Candidates:
    national = np.full(len(calls), NATIONAL_METRES, np.int32)
    row, column = np.nonzero(~outside(calls, national, departments, searcher.compiled))
    service = departments[column]
    squared = squared_distances(calls, row, searcher.compiled, service)
    tiers = _doubts(searcher, calls, row, service) * 2 + ~searcher.compiled.services.located[service]
    found = sort_candidates(Candidates(row, service), tiers, squared)
    place = np.arange(len(found.row)) - np.searchsorted(found.row, found.row)
    return Candidates(found.row[place < OFFERED], found.service[place < OFFERED])


def _doubts(searcher: Searcher, calls: Calls, row: Ints, service: Ints) -> Bools:
    """Return which departments are closed at the moment of the call, or do not take its age or sex."""
    services, at = searcher.compiled.services, calls.at[row]
    closed = searcher.opens_after(searcher.timeline.look_up(at + 1), at, services.hours[service])
    wanted = sexes_wanted(calls)[row]
    other_sex = services.sexes[service] & wanted != wanted
    return np.asarray(closed | other_sex | searcher.wrong_age(row, service, calls.age), bool)

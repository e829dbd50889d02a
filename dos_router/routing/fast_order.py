"""The order of candidates as one whole number each, and how many of a type are kept (routing.md 6).

    row of the call | promoted, rank, whose, no place | squared distance | place of the id

The number holds all that the plain engine's sort key holds, so that no two candidates of a call tie.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dos_router.routing.compiled.arrays import Compiled, Ints, Shorts
from dos_router.routing.fast_calls import Calls
from dos_router.routing.fast_numbers import distinct

RESTRICTED_HERE, HERE, ELSEWHERE = 1, 2, 3  # 0 is the caller's own practice
_TIERS = 8  # whose it is, and whether it has a place
_WORD = 63
_WHOSE = 0b110
_NOBODY = -2  # no organisation
_MOST_CELLS = 2**24


class Candidates(NamedTuple):
    """Pairs of a call, by its place among some calls, and a service that passes every check."""

    row: Ints
    service: Ints


class Order(NamedTuple):
    """How types rank, by entry of the ranking (the last row: national ranks), and how many are kept of each.

    `tiers` keeps, by entry and area, every service's tier: promoted, rank, whose (not its own practice's
    caller) and whether it has no place.
    """

    ranks: Shorts
    keep: Ints
    tiers: dict[int, Shorts]


def in_order(found: Candidates, calls: Calls, entries: Ints, order: Order, compiled: Compiled) -> Candidates:
    """Return candidates by call and then in the order of offering, those beyond each type's limit left out."""
    if not len(found.row):
        return found
    tiers, squared = sort_keys(found, calls, entries, order, compiled)
    return _trimmed(sort_candidates(found, tiers, squared), order, compiled)


def sort_keys(found: Candidates, calls: Calls, entries: Ints, order: Order, compiled: Compiled) -> tuple[Ints, Ints]:
    """Return each candidate's tier (promoted, rank, whose, no place, in that order) and squared distance in m²."""
    row, service = found
    areas = len(compiled.names.areas) + 1
    keys, places = distinct(entries * areas + calls.area % areas)
    table = np.array([_kept_tiers(int(key), areas, order, compiled) for key in keys])
    tiers = table.ravel().take((places * table.shape[1])[row] + service).astype(np.int64)
    own = compiled.services.ods[service] == np.where(calls.practice < 0, _NOBODY, calls.practice)[row]
    return np.where(own, tiers & ~np.int64(_WHOSE), tiers), squared_distances(calls, row, compiled, service)


def _kept_tiers(key: int, areas: int, order: Order, compiled: Compiled) -> Shorts:
    if key not in order.tiers:
        if len(order.tiers) * len(compiled.names.services) > _MOST_CELLS:
            order.tiers.clear()
        order.tiers[key] = tiers_of(key, areas, order, compiled)
    return order.tiers[key]


def tiers_of(key: int, areas: int, order: Order, compiled: Compiled) -> Shorts:
    """Return every service's tier for an entry of the ranking and an area: `entry * areas + area`."""
    entry, area = divmod(key, areas)
    limits, arrays = compiled.limits, compiled.services
    rank = order.ranks[entry][arrays.type] + limits.promoted[area] * (int(order.ranks.max(initial=0)) + 1)
    whose = np.where(limits.commissioned_here[area], np.where(arrays.restricted, RESTRICTED_HERE, HERE), ELSEWHERE)
    return np.asarray(rank * _TIERS + whose * 2 + ~arrays.located, np.int32)


def squared_distances(calls: Calls, row: Ints, compiled: Compiled, service: Ints) -> Ints:
    """Return squared distances in m²; 0 where the call or the service has no place."""
    east = calls.easting[row].astype(np.int64) - compiled.services.easting[service]
    north = calls.northing[row].astype(np.int64) - compiled.services.northing[service]
    return np.where(compiled.services.located[service] & calls.located[row], east * east + north * north, 0)


def sort_candidates(found: Candidates, tiers: Ints, squared: Ints) -> Candidates:
    """Return candidates by call, tier, squared distance and id."""
    widths = [int(values.max(initial=0)).bit_length() for values in (found.row, tiers, squared, found.service)]
    if sum(widths) > _WORD:
        order = np.lexsort((found.service, squared, tiers, found.row))
        return Candidates(found.row[order], found.service[order])
    keys = ((found.row << widths[1] | tiers) << widths[2] | squared) << widths[3] | found.service
    keys.sort()
    return Candidates(keys >> sum(widths[1:]), keys & ((1 << widths[3]) - 1))


def _trimmed(found: Candidates, order: Order, compiled: Compiled) -> Candidates:
    """Keep the first candidates of each call and type, round by round."""
    kinds = compiled.services.type[found.service].astype(np.int64)
    groups = found.row * len(compiled.names.types) + kinds
    left, kept = np.arange(len(groups)), np.zeros(len(groups), bool)
    first = np.empty(int(groups.max()) + 1, np.int64)
    rounds = 0
    while len(left := left[order.keep[kinds[left]] > rounds]):
        first[groups[left][::-1]] = left[::-1]  # of equal groups the last written stays: the first in order
        is_first = first[groups[left]] == left
        kept[left[is_first]] = True
        left, rounds = left[~is_first], rounds + 1
    return Candidates(found.row[kept], found.service[kept])

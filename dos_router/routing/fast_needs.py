"""What each need makes of every service, whoever calls and wherever from: a row of flags a need.

A need is a disposition with a symptom group and its discriminators, and whether only services that
validate are searched. Each check of the second pass has a bit; what fails the first pass has all of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dos_router.model.service import SEXES, VALIDATION_TYPES
from dos_router.routing.compiled.arrays import Bools, Compiled, Flags, Ints
from dos_router.routing.compiled.directory import WHOLE_GROUP
from dos_router.routing.fast_calls import Calls

CHECKS = ("capacity", "discriminator", "disposition", "role", "age", "hours", "only-if-open", "area")
CAPACITY, DISCRIMINATOR, DISPOSITION, ROLE, AGE, HOURS, ONLY_IF_OPEN, AREA = (np.uint8(1 << bit) for bit in range(8))
OUTSIDE = np.uint8(255)  # not part of the search: as good as failing many checks

_MOST_CELLS = 2**25  # bytes of rows that are kept


class Symptoms(NamedTuple):
    """What was asked, as in the reference's own codes."""

    group: str
    discriminators: tuple[str, ...]


class NeedKey(NamedTuple):
    """A disposition's index, what was asked, and whether only services that validate are searched."""

    disposition: int
    symptoms: Symptoms
    validators: bool

    @property
    def asked(self) -> tuple[Symptoms, bool]:
        """The need, its disposition apart: there are far fewer of them."""
        return self.symptoms, self.validators


@dataclass(slots=True)
class Needs:
    """What the symptoms met so far come to; columns are services in the order of their ids."""

    compiled: Compiled
    _rows: dict[tuple[Symptoms, bool], Flags] = field(default_factory=dict)

    def rows(self, keys: Sequence[NeedKey]) -> tuple[Flags, Ints]:
        """Return rows of what symptoms make of each service, their dispositions apart, and the row of each need."""
        asked = list(dict.fromkeys(key.asked for key in keys))
        if (len(self._rows) + len(asked)) * len(self.compiled.names.services) > _MOST_CELLS:
            self._rows.clear()
        self._rows.update({one: symptom_row(one, self.compiled) for one in asked if one not in self._rows})
        places = {one: place for place, one in enumerate(asked)}
        rows = np.array([self._rows[one] for one in asked], np.uint8).reshape(len(asked), -1)
        return rows, np.array([places[key.asked] for key in keys], np.int64)

    def forget(self) -> None:
        """Keep no rows: the compiled search keeps its own."""
        self._rows.clear()


@dataclass(slots=True)
class AgeRows:
    """What each age met so far comes to; columns are services in the order of their ids."""

    compiled: Compiled
    _rows: dict[int, Flags] = field(default_factory=dict)

    def row(self, days: int) -> Flags:
        """Return which services do not take an age in days, by their bit; an unknown one (-1) passes."""
        if days not in self._rows:
            if len(self._rows) * len(self.compiled.names.services) > _MOST_CELLS:
                self._rows.clear()
            self._rows[days] = age_row(days, self.compiled)
        return self._rows[days]


def age_row(days: int, compiled: Compiled) -> Flags:
    """Return which services do not take an age in days, by their bit; an unknown one (-1) passes."""
    limits, sets = compiled.limits, compiled.services.ages
    inside = (limits.age_low <= days) & (days <= limits.age_high)
    limited = np.isin(sets, limits.age_set) & (days >= 0)
    return (limited & ~np.isin(sets, limits.age_set[inside])) * AGE


def caller_rows(compiled: Compiled) -> Flags:
    """Return what each caller comes to: a row a sex, role and area (the unknown last), see `caller_row`."""
    sexes = compiled.services.sexes
    both = np.uint8((1 << len(SEXES)) - 1)
    takes = np.stack([sexes & np.uint8(1) > 0, sexes & np.uint8(2) > 0, sexes == both])
    by_sex = (~takes * OUTSIDE)[:, None, None, :]
    by_role = (compiled.limits.role_fails * ROLE)[None, :, None, :]
    by_area = (compiled.limits.area_fails * AREA)[None, None, :, :]
    rows = by_sex | by_role | by_area
    return np.ascontiguousarray(
        rows.reshape(-1, len(sexes)) if len(sexes) else np.zeros((np.prod(rows.shape[:3]), 0), np.uint8)
    )


def caller_row(calls: Calls, compiled: Compiled) -> Ints:
    """Return which of the rows by caller holds for each call; an area of -1 is not known."""
    areas = len(compiled.names.areas) + 1
    sex = calls.sex.astype(np.int64)
    return (sex * len(compiled.names.roles) + calls.role) * areas + calls.area % areas


def disposition_rows(compiled: Compiled) -> Flags:
    """Return what each disposition makes of each service."""
    return np.asarray(compiled.limits.disposition_fails * DISPOSITION, np.uint8)


def symptom_row(asked: tuple[Symptoms, bool], compiled: Compiled) -> Flags:
    """Return what symptoms make of each service, or of the validating ones alone.

    What is outside the search stays so whatever is laid over it.
    """
    symptoms, validators = asked
    has_group, lacks_code = _profiled(symptoms, compiled)
    possible = compiled.services.searchable & has_group
    if validators:
        kinds = np.array([kind in VALIDATION_TYPES for kind in (*compiled.names.types, "")], bool)
        possible &= kinds[compiled.services.type]
    return np.where(possible, lacks_code * DISCRIMINATOR, OUTSIDE)


def _profiled(asked: Symptoms, compiled: Compiled) -> tuple[Bools, Bools]:
    """Return which services are profiled for the group, and which lack one of the discriminators."""
    limits, names = compiled.limits, compiled.names
    has_group, lacks = limits.everything.copy(), np.zeros_like(limits.everything)
    group = _place(names.symptom_groups, asked.group)
    wanted = np.array([group, group + 1], limits.symptom_group.dtype)  # of another type all groups would be copied
    of_group = slice(*np.searchsorted(limits.symptom_group, wanted)) if group >= 0 else slice(0)
    services, codes = limits.symptom_service[of_group], limits.symptom_discriminator[of_group]
    has_group[services] = True
    for discriminator in asked.discriminators:
        code = _place(names.symptom_discriminators, discriminator)
        has = limits.everything.copy()
        has[services[(codes == WHOLE_GROUP) | ((codes == code) & (code >= 0))]] = True
        lacks |= ~has
    return has_group, lacks


def _place(names: tuple[str, ...], name: str) -> int:
    place = bisect_left(names, name)
    return place if place < len(names) and names[place] == name else -1

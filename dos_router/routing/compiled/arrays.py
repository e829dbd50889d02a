"""The arrays of a compiled directory, by name: N services in the order of their ids, P distinct hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FORMAT = 1  # rises with every change to what an array means: older files in the cache are then passed over

Ints: TypeAlias = NDArray[np.int64]
Shorts: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]
Flags: TypeAlias = NDArray[np.uint8]
Array: TypeAlias = NDArray[Any]

UNKNOWN = -1  # the area, practice or place that is not stated: the last row of a table by area


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceArrays:
    """One entry a service: `type` indexes names.types, `hours` a profile of hours, `ages` a set of ranges.

    `searchable` is active and no ambulance. `sexes` has bit 0 for female and 1 for male. `ods` indexes
    names.organisations (-1: none); `only_if_open` is in minutes (-1: no such rule). `easting` and
    `northing` are metres, 0 where not `located`. `text_order` is the place of `id:` among all, as text.
    """

    searchable: Bools
    active: Bools
    located: Bools
    easting: Shorts
    northing: Shorts
    type: Shorts
    sexes: Flags
    ods: Shorts
    restricted: Bools
    only_if_open: Shorts
    ages: Shorts
    hours: Shorts
    text_order: Shorts


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitArrays:
    """What services take, as tables: a row a role, area, or disposition, a column a service.

    `role_fails`, `area_fails` and `disposition_fails` are true where the check fails; the last row by
    area is that of an unknown one. `age_low` and `age_high` are the ranges in days, `age_set` whose.
    `practice_service` lists services by practice, from `practice_start[k]` to `practice_start[k + 1]`.
    Symptoms are rows (group, discriminator, service) in that order; a discriminator of -1 is a whole
    group, -2 a group that is merely named.
    """

    role_fails: Bools
    area_fails: Bools
    commissioned_here: Bools
    promoted: Bools
    disposition_fails: Bools
    age_low: Ints
    age_high: Ints
    age_set: Shorts
    practice_start: Shorts
    practice_service: Shorts
    everything: Bools
    symptom_group: Shorts
    symptom_discriminator: Shorts
    symptom_service: Shorts


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursArrays:
    """Written hours: rule r has the spans `span_start[r]` to `span_start[r + 1]`, in minutes of its day.

    Rules 8p to 8p + 6 are the weekdays of profile p, Monday first; 8p + 7 its public holidays, where
    it `has_holiday`. `dated` has rows (profile, day, rule), days as proleptic ordinals, by profile and day.
    """

    span_start: Shorts
    span_open: Shorts
    span_close: Shorts
    has_holiday: Bools
    dated: Ints
    holidays: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the indexes of the arrays stand for; `providers` has one entry a service."""

    services: tuple[str, ...]
    providers: tuple[str, ...]
    types: tuple[str, ...]
    areas: tuple[str, ...]
    roles: tuple[str, ...]
    dispositions: tuple[str, ...]
    organisations: tuple[str, ...]
    symptom_groups: tuple[str, ...]
    symptom_discriminators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A directory's services, compiled. `ranking_hours` gives each policy entry's profile (-1: none)."""

    names: Names
    services: ServiceArrays
    limits: LimitArrays
    hours: HoursArrays
    ranking_hours: Shorts

"""Requests as the fast engine takes them: arrays, one entry a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dos_router.model.call import Request
from dos_router.model.service import SEXES
from dos_router.routing.compiled.arrays import UNKNOWN, Shorts
from dos_router.routing.compiled.directory import shorts
from dos_router.routing.distances import search_area
from dos_router.routing.fast import Engine
from dos_router.routing.fast_calls import INDETERMINATE, Calls
from dos_router.routing.fast_needs import Symptoms


def calls_of(requests: Sequence[Request], engine: Engine) -> Calls:
    """Return requests as calls of an engine; care plans are not looked at."""
    names = engine.compiled.names
    points = [one.point for one in requests]
    return Calls(
        at=np.fromiter((one.at for one in requests), np.int64),
        disposition=_places(names.dispositions, [one.disposition for one in requests]),
        symptoms=shorts(
            engine.symptoms_place(Symptoms(one.symptom_group or "", one.symptom_discriminators)) for one in requests
        ),
        located=np.array([point is not None for point in points], bool),
        easting=shorts(point.easting if point else 0 for point in points),
        northing=shorts(point.northing if point else 0 for point in points),
        metres=shorts(search_area(one, engine.directory.policy).metres for one in requests),
        area=_places(names.areas, [one.area for one in requests]),
        age=shorts(-1 if one.age_days is None else one.age_days for one in requests),
        sex=shorts(SEXES.index(one.sex) if one.sex in SEXES else INDETERMINATE for one in requests),
        role=_places(names.roles, [one.role for one in requests]),
        practice=_places(names.organisations, [one.practice for one in requests]),
        faulty=np.array([bool(one.faults) for one in requests], bool),
    )


def _places(names: Sequence[str], wanted: Sequence[str | None]) -> Shorts:
    places: Mapping[str | None, int] = {name: place for place, name in enumerate(names)}
    return shorts(places.get(name, UNKNOWN) for name in wanted)

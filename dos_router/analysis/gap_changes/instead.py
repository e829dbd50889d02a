"""What the callers of gaps' witnesses are offered instead, and how far away that is: by the fast engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from math import sqrt
from typing import NamedTuple

import pyarrow as pa

from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.service import Point, squared_distance
from dos_router.routing.batch import route_batches
from dos_router.routing.batch_columns import COLUMNS

_FIELDS = frozenset(field.name for field in fields(CallText)) - {"force_distance"}

METRES_A_KILOMETRE = 1000


class Instead(NamedTuple):
    """How the call ends, the service offered first (None: nothing at all), and the km to it in a straight line."""

    outcome: str
    service: str | None
    km: float | None


def instead_of(witnesses: Sequence[CallText], directory: Directory) -> list[Instead]:
    """Return what each witness is offered, without validation by a clinician first."""
    if not witnesses:
        return []
    plain = replace(directory, policy=replace(directory.policy, validate=False))
    found = []
    for batch in route_batches([_rows(witnesses)], plain):
        outcomes, services = (batch.column(name).to_pylist() for name in ("outcome", "service"))
        found += list(zip(outcomes, services, strict=True))
    return [
        Instead(outcome, service, _km(witness, directory, service))
        for witness, (outcome, service) in zip(witnesses, found, strict=True)
    ]


def _rows(witnesses: Sequence[CallText]) -> pa.RecordBatch:
    """Return calls as the columns of a batch."""
    texts = {name: [getattr(one, name) for one in witnesses] for name in COLUMNS if name in _FIELDS}
    texts["symptom_discriminator"] = ["+".join(one.symptom_discriminators) for one in witnesses]
    return pa.RecordBatch.from_pydict({name: pa.array(cells, pa.string()) for name, cells in texts.items()})


def _km(witness: CallText, directory: Directory, service: str | None) -> float | None:
    """Return the straight-line distance from a witness, which has a grid reference, to a service."""
    if not service or witness.easting is None or witness.northing is None:
        return None
    here = Point(int(witness.easting), int(witness.northing))
    squared = squared_distance(here, directory.services[service].point)
    return None if squared is None else round(sqrt(squared) / METRES_A_KILOMETRE, 1)

"""A hash of all that a sweep read, for the certificate: the same for the same content in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from zoneinfo import ZoneInfo

from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace
from dos_router.diagnostics import Location
from dos_router.model.directory import Directory

READ = ("zone", "commissioners", "areas", "services", "policy", "holidays")


def content_hash(
    directory: Directory, needs: Iterable[Need], places: Iterable[PopulatedPlace], horizon: Horizon,
    practice: str | None = None,
) -> str:  # fmt: skip
    """Return the SHA-256 of services, policy, commissioners, holidays, the dispositions asked and the places.

    `practice` is that of the callers.
    """
    asked = sorted(set(needs))
    reference = directory.reference
    told = (
        *(getattr(directory, name) for name in READ),
        {need.disposition: reference.dispositions[need.disposition] for need in asked},
        reference.service_types, asked, sorted(places, key=lambda one: one.id), tuple(horizon),
        practice,
    )  # fmt: skip
    digest = hashlib.sha256()
    for part in _parts(told):
        digest.update(part.encode())
    return digest.hexdigest()


def _parts(value: object) -> Iterator[str]:
    """Yield a value as text that no other value has: mappings and sets in order, places in files left out."""
    if isinstance(value, Location):
        return
    if is_dataclass(value) and not isinstance(value, type):
        yield f"{type(value).__name__}("
        for each in fields(value):
            if each.compare:
                yield from _parts(getattr(value, each.name))
        yield ")"
    elif isinstance(value, Mapping):
        yield "{"
        for key in sorted(value, key=str):
            yield from _parts(key)
            yield from _parts(value[key])
        yield "}"
    elif isinstance(value, AbstractSet):
        yield from _parts(sorted(value, key=str))
    elif isinstance(value, (tuple, list)):
        yield "["
        for one in value:
            yield from _parts(one)
        yield "]"
    else:
        yield f"{_text(value)!r},"


def _text(value: object) -> str | int | float | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, ZoneInfo):
        return value.key
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"{type(value).__name__} has no text of its own")

"""A call as it was put to us, in text, and as a request that the directory understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from dos_router.diagnostics import Diagnostic
from dos_router.model.service import Point

SEX_UNKNOWN = "indeterminate"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallText:
    """What was asked, field by field, as text; None or empty is not stated (routing.md 1)."""

    at: str | None = None
    postcode: str | None = None
    easting: str | None = None
    northing: str | None = None
    lat: str | None = None
    lon: str | None = None
    age: str | None = None
    sex: str | None = None
    disposition: str | None = None
    symptom_group: str | None = None
    symptom_discriminators: tuple[str, ...] = ()
    practice: str | None = None
    distance_km: str | None = None
    force_distance: bool = False
    role: str | None = None
    channel: str | None = None
    area: str | None = None
    patient: str | None = None
    previous_calls: tuple[str, ...] = ()
    repeated_hour: str | None = None

    def stated(self) -> dict[str, str]:
        """Return the text fields that are stated."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if isinstance(value, str) and value.strip()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A call understood: `at` in UTC minutes, `age_days` in days, `distance` in metres.

    For a disposition that is not searched, whatever could not be understood is None and `faults` says
    why. `asked` is the disposition before a repeat caller's became Dx93. `place_by` says by what a
    postcode was found: itself, its sector or its district.
    """

    at: int
    disposition: str
    asked: str
    point: Point | None = None
    postcode: str | None = None
    place_by: str | None = None
    area: str | None = None
    age_days: int | None = None
    sex: str = SEX_UNKNOWN
    symptom_group: str | None = None
    symptom_discriminators: tuple[str, ...] = ()
    practice: str | None = None
    distance: int | None = None
    force_distance: bool = False
    role: str = ""
    patient: str | None = None
    faults: tuple[Diagnostic, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def one_by_one(given: Iterable[str] | None) -> tuple[str, ...]:
    """Return repeated values, each of which may hold several joined by commas, one by one."""
    return tuple(part.strip() for value in given or () for part in value.split(",") if part.strip())

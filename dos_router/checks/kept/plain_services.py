"""A file of services as it was loaded ⇄ plain lists: the very same services, left out records and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dos_router.checks.kept.plain_findings import findings_from, plain_findings
from dos_router.checks.kept.store import Plain
from dos_router.diagnostics import Location
from dos_router.loading.services import LoadedFile, Surroundings, profiled
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.directory import Quarantined
from dos_router.model.opening import Opening, parse_opening
from dos_router.model.service import Point, Provider, Service
from dos_router.routing.compiled.values import checked_of, plain_checked, plain_symptoms, spans_of, symptoms_from

_AS_WRITTEN = (
    "id", "name", "type", "public_name", "status", "ods", "postcode", "phone", "professional_phone", "only_if_open",
    "referral", "referral_note",
)  # fmt: skip
_SETS = ("sexes", "roles", "practices", "limited_to", "commissioned_by")


def plain_file(loaded: LoadedFile, where: Location) -> Plain:
    """Return what was loaded of a file as lists."""
    providers = list(dict.fromkeys(service.provider for service in loaded.services))
    return {
        "providers": [[one.name, one.ods, one.kind] for one in providers],
        "services": [_plain_service(one, providers.index(one.provider)) for one in loaded.services],
        "quarantined": [[one.id, one.at[1:3], one.type] for one in loaded.quarantined],
        "problems": plain_findings(loaded.problems, where.folder),
        "refused": loaded.refused,
    }


def file_from(plain: Plain, where: Location, around: Surroundings) -> LoadedFile:
    """Return what was loaded of a file from lists; profiles are those of its surroundings."""
    providers = [Provider(*one) for one in plain["providers"]]
    return LoadedFile(
        services=[_service(one, providers, where, around) for one in plain["services"]],
        quarantined=[Quarantined(name, _place(at, where), kind) for name, at, kind in plain["quarantined"]],
        problems=findings_from(plain["problems"], where.folder),
        refused=plain["refused"],
    )


class KeptLines(Mapping[str, Location]):
    """Where the fields of a record stand, by name."""

    __slots__ = ("_places", "_where")

    def __init__(self, places: Mapping[str, list[int]], where: Location) -> None:
        self._places, self._where = places, where

    def __getitem__(self, name: str) -> Location:
        """Return where a field stands. Raises KeyError."""
        return _place(self._places[name], self._where)

    def __iter__(self) -> Iterator[str]:
        """Yield the fields that are stated."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many fields are stated."""
        return len(self._places)


def _place(plain: list[int], where: Location) -> Location:
    line, column = plain
    return Location(where.file, line, column, where.folder)


def _plain_service(one: Service, provider: int) -> Plain:
    """Return a service as lists; what its profiles give it is left to them."""
    own_symptoms, own_dispositions = "symptoms" in one.lines, "dispositions" in one.lines
    return [
        [getattr(one, name) for name in _AS_WRITTEN],
        [sorted(getattr(one, name)) for name in _SETS],
        provider, one.address, one.handles, one.point,
        one.opening.written, [[day.isoformat(), spans] for day, spans in one.opening.dates.items()],
        plain_symptoms(one.symptoms) if own_symptoms else None,
        sorted(one.dispositions) if own_dispositions else None,
        [each.written for each in one.ages], plain_checked(one.checked), one.at[1:3],
        {name: at[1:3] for name, at in one.lines.items()},
    ]  # fmt: skip


def _service(plain: Plain, providers: list[Provider], where: Location, around: Surroundings) -> Service:
    (written, sets, provider, address, handles, point, opening, dates, symptoms, dispositions, ages, checked, at,
     lines) = plain  # fmt: skip
    by_profiles: Any = profiled(tuple(handles), around) if symptoms is None or dispositions is None else None
    given: dict[str, Any] = dict(zip(_AS_WRITTEN, written, strict=True))
    given |= zip(_SETS, map(frozenset, sets), strict=True)
    return Service(
        **given,
        provider=providers[provider],
        address=tuple(address),
        handles=tuple(handles),
        point=point and Point(*point),
        opening=_opening(opening, dates),
        symptoms=symptoms_from(symptoms) if symptoms else by_profiles[0],
        dispositions=by_profiles[1] if dispositions is None else frozenset(dispositions),
        ages=tuple(map(_age_range, ages)),
        checked=checked_of(checked),
        at=_place(at, where),
        lines=KeptLines(lines, where),
    )


def _opening(written: str, dates: Plain) -> Opening:
    weekly = _weekly(written)
    if not dates:
        return weekly
    days = MappingProxyType({date.fromisoformat(day): spans_of(spans) for day, spans in dates})
    return Opening(weekly.always, weekly.weekdays, weekly.holiday, days, weekly.written)


@lru_cache(4_096)
def _weekly(written: str) -> Opening:
    """Return hours from their text: many services have the same."""
    return parse_opening(written)


@lru_cache(4_096)
def _age_range(written: str) -> AgeRange:
    return parse_age_range(written)

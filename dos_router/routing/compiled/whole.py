"""A whole directory in an archive: read back, its services and places are made only where they are looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, fields
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from dos_router.model.directory import Commissioner, Directory, Quarantined
from dos_router.model.policy import Always, Never, Policy, Ranking
from dos_router.model.service import Service
from dos_router.reference import Disposition, Reference, RejectReason, ServiceType
from dos_router.routing.compiled.archive import Archive, Damaged
from dos_router.routing.compiled.places import StoredPlaces, place_sections
from dos_router.routing.compiled.records import Records, RecordWriter
from dos_router.routing.compiled.values import (
    Plain,
    location_of,
    opening_of,
    plain_location,
    plain_opening,
)

_TYPED = {"dispositions": Disposition, "service_types": ServiceType, "reject_reasons": RejectReason}
_LIMITS = ("default_distance", "keep_default", "validate")


def directory_sections(directory: Directory) -> dict[str, bytes]:
    """Return a directory as sections; live capacity and population are left out."""
    records = RecordWriter()
    for service in directory.services.values():
        records.add(service)
    placed = {place.area for place in directory.places.values()} - {None}
    return {
        "directory": json.dumps(_head(directory)).encode(),
        "reference": json.dumps({each.name: _plain_table(directory.reference, each.name) for each in fields(Reference)}
                                ).encode(),
        **dict(records.sections()),
        **dict(place_sections(directory.places, tuple(sorted(map(str, placed))))),
    }  # fmt: skip


class StoredServices(Mapping[str, Service]):
    """The services of an archive by id, in order; each is made when it is looked at."""

    def __init__(self, names: list[str], records: Records) -> None:
        self.names = names
        self._places = {name: place for place, name in enumerate(names)}
        self._records = records
        self._made: dict[int, Service] = {}

    def at(self, number: int) -> Service:
        """Return the service of a number. Raises Damaged."""
        if number not in self._made:
            self._made[number] = self._records.service(number)
        return self._made[number]

    def __getitem__(self, name: str) -> Service:
        """Return a service. Raises KeyError, or Damaged."""
        return self.at(self._places[name])

    def __contains__(self, name: object) -> bool:
        """Say whether there is such a service, without making it."""
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        """Yield all ids in order."""
        return iter(self.names)

    def __len__(self) -> int:
        """Return how many services there are."""
        return len(self.names)


def stored_directory(archive: Archive, folder: str) -> tuple[Directory, StoredServices]:
    """Return the directory of an archive as that of a folder, and its services by number. Raises Damaged."""
    try:
        head = archive.json("directory")
        services = StoredServices(head["services"], Records(archive, folder))
        return _directory(archive, head, services, folder), services
    except (ValueError, KeyError, TypeError, IndexError) as problem:
        raise Damaged("a directory of another form") from problem


def _head(directory: Directory) -> dict[str, Any]:
    policy = directory.policy
    return {
        "id": directory.id, "title": directory.title, "serial": directory.serial, "valid": directory.valid,
        "zone": directory.zone.key, "areas": dict(directory.areas), "services": list(directory.services),
        "own": [name in directory.own for name in directory.services],
        "commissioners": [[one.id, one.name, sorted(one.areas), one.ods, one.lead]
                          for one in directory.commissioners.values()],
        "holidays": [[day.isoformat(), name] for day, name in directory.holidays.items()],
        "quarantined": [[one.id, plain_location(one.at), one.type] for one in directory.quarantined],
        "policy": {name: getattr(policy, name) for name in _LIMITS},
        "distances": dict(policy.distances), "keep": dict(policy.keep_by_type),
        "ranking": [_plain_ranking(one) for one in policy.ranking],
        "never": [[sorted(one.dispositions), sorted(one.types), plain_location(one.at), sorted(one.areas)]
                  for one in policy.never],
        "always": [[sorted(one.dispositions), one.at_least, plain_location(one.at), sorted(one.areas)]
                   for one in policy.always],
    }  # fmt: skip


def _directory(archive: Archive, head: dict[str, Any], services: StoredServices, folder: str) -> Directory:
    return Directory(
        id=head["id"], title=head["title"], serial=head["serial"], folder=folder,
        valid=(head["valid"][0], head["valid"][1]), zone=ZoneInfo(head["zone"]),
        commissioners=MappingProxyType({one[0]: _commissioner(one) for one in head["commissioners"]}),
        areas=MappingProxyType(head["areas"]), services=services, policy=_policy(head, folder),
        places=StoredPlaces(archive),
        holidays=MappingProxyType({date.fromisoformat(day): name for day, name in head["holidays"]}),
        reference=_reference(archive.json("reference")),
        quarantined=tuple(Quarantined(name, location_of(at, folder), kind) for name, at, kind in head["quarantined"]),
        own=frozenset(name for name, own in zip(services.names, head["own"], strict=True) if own),
    )  # fmt: skip


def _commissioner(plain: Plain) -> Commissioner:
    identity, name, areas, ods, lead = plain
    return Commissioner(id=identity, name=name, areas=frozenset(areas), ods=ods, lead=lead)


def _plain_ranking(one: Ranking) -> Plain:
    hours = one.hours and plain_opening(one.hours)
    return [dict(one.ranks), plain_location(one.at), sorted(one.areas), sorted(one.dispositions), hours]


def _policy(head: dict[str, Any], folder: str) -> Policy:
    return Policy(
        **head["policy"],
        distances=MappingProxyType(head["distances"]),
        keep_by_type=MappingProxyType(head["keep"]),
        ranking=tuple(
            Ranking(ranks=MappingProxyType(ranks), at=location_of(at, folder), areas=frozenset(areas),
                    dispositions=frozenset(codes), hours=hours and opening_of(hours))
            for ranks, at, areas, codes, hours in head["ranking"]
        ),
        never=tuple(
            Never(dispositions=frozenset(codes), types=frozenset(types), at=location_of(at, folder),
                  areas=frozenset(areas))
            for codes, types, at, areas in head["never"]
        ),
        always=tuple(
            Always(dispositions=frozenset(codes), at_least=count, at=location_of(at, folder), areas=frozenset(areas))
            for codes, count, at, areas in head["always"]
        ),
    )  # fmt: skip


def _plain_table(reference: Reference, name: str) -> dict[str, Any]:
    table: Mapping[str, Any] = getattr(reference, name)
    return {code: astuple(entry) for code, entry in table.items()} if name in _TYPED else dict(table)


def _reference(tables: dict[str, dict[str, Any]]) -> Reference:
    made = {
        name: MappingProxyType(
            {code: _TYPED[name](*entry) for code, entry in table.items()} if name in _TYPED else table
        )
        for name, table in tables.items()
    }
    return Reference(**made)

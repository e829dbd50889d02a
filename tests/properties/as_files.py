"""A made-up directory written as the files that people write, its records in any order, and read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import dos_router
from dos_router.model.directory import Directory
from dos_router.model.opening import Spans
from dos_router.model.policy import Policy
from dos_router.model.service import Service
from dos_router.model.symptoms import Symptoms

from generator import FAR

T = TypeVar("T")
Order = Callable[[Sequence[Any]], Sequence[Any]]


def reloaded(directory: Directory, folder: Path, order: Order = list) -> Directory:
    """Write a directory into a folder, records and files in this order, and return what is loaded from it."""
    services = order(list(directory.services.values()))
    write(folder / "directory.yaml", head_of(directory, order))
    write(folder / "policy.yaml", policy_of(directory.policy, order))
    for number, part in enumerate(order([services[::2], services[1::2]])):
        provider = {"name": f"provider {number}"}
        write(folder / "services" / f"file-{number}.yaml", {"provider": provider, "services": [record_of(one, order) for one in part]})
    places = [(name, place.point.easting, place.point.northing, place.area or "") for name, place in directory.places.items()]
    write_table(folder / "places.csv", ("postcode", "easting", "northing", "area"), order(places))
    write_table(folder / "holidays.csv", ("date", "name"), order([(f"{day}", name) for day, name in directory.holidays.items()]))
    rows = [(name, row.status, moment(row.since), moment(row.until)) for name, rows in directory.capacity.items() for row in rows]
    write_table(folder / "capacity.csv", ("service", "status", "since", "until"), order(rows))
    write_reference(directory, folder, order)
    loaded, problems = dos_router.load(folder)
    assert loaded is not None, problems
    assert not [problem for problem in problems if problem.is_error]
    return loaded


def head_of(directory: Directory, order: Order) -> dict[str, Any]:
    """Return directory.yaml; bounds of its validity beyond what files may say are brought nearer."""
    start, end = directory.valid
    return {
        "format": "1", "id": directory.id, "title": directory.title, "serial": f"{directory.serial}",
        "valid": {"from": moment(start or 1_000_000), "until": moment(end if end != FAR else 100_000_000)},
        "commissioners": order([{"id": one.id, "name": one.name, "areas": sorted(one.areas)} for one in directory.commissioners.values()]),
        "areas": dict(order(list(directory.areas.items()))),
        "reference": {"dispositions": "dispositions.csv", "service_types": "types.csv"},
    }  # fmt: skip


def policy_of(policy: Policy, order: Order) -> dict[str, Any]:
    """Return policy.yaml; the order of its ranking means something, and stays."""
    kilometres = {name: f"{metres / 1000:g}" for name, metres in policy.distances.items()}
    keep: dict[str, Any] = dict(policy.keep_by_type)
    return without_none({
        "search_distance_km": dict(order([*kilometres.items(), *named("default", policy.default_distance and f"{policy.default_distance / 1000:g}")])),
        "keep_per_type": {name: f"{kept}" for name, kept in order([*keep.items(), *named("default", policy.keep_default)])},
        "validate": "true" if policy.validate else "false",
        "ranking": [
            without_none({
                "areas": sorted(entry.areas), "dispositions": sorted(entry.dispositions), "hours": entry.hours and entry.hours.written,
                "ranks": {f"{rank}": [kind for kind, its in entry.ranks.items() if its == rank] for rank in set(entry.ranks.values())},
            })
            for entry in policy.ranking
        ],
    })  # fmt: skip


def record_of(service: Service, order: Order) -> dict[str, Any]:
    """Return a record of services/*.yaml, its keys in this order."""
    record = {
        "id": service.id, "name": service.name, "type": service.type, "status": service.status, "ods": service.ods,
        "location": service.point and {"easting": f"{service.point.easting}", "northing": f"{service.point.northing}"},
        "opening": service.opening.written, "dates": {f"{day}": spans_text(spans) for day, spans in service.opening.dates.items()},
        "only_if_open": None if service.only_if_open is None else {0: "now", 15: "15 min", 30: "30 min"}[service.only_if_open],
        "symptoms": order(symptom_texts(service.symptoms)), "dispositions": order(sorted(service.dispositions)),
        "ages": order([ages.written for ages in service.ages]), "sexes": order(sorted(service.sexes)),
        "roles": order(sorted(service.roles)), "practices": order(sorted(service.practices)),
        "limited_to": order(sorted(service.limited_to)), "commissioned_by": order(sorted(service.commissioned_by)),
    }  # fmt: skip
    return dict(order(list(without_none(record).items())))


def symptom_texts(symptoms: Symptoms) -> list[str]:
    """Return symptoms as files write them."""
    every = ["*"] if symptoms.everything else []
    return every + [f"{group}/*" for group in symptoms.groups if group != "*"] + ["/".join(pair) for pair in sorted(symptoms.pairs)]


def spans_text(spans: Spans) -> str:
    """Return the sessions of a day as files write them."""
    return ",".join(map(str, spans)) or "off"


def moment(minute: int | None) -> str:
    """Return a UTC minute as text; nothing for none."""
    return "" if minute is None else (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%MZ")


def write_reference(directory: Directory, folder: Path, order: Order) -> None:
    """Write the tables of dispositions and service types as a site would."""
    known = directory.reference
    rows = [(*list_of(one, "code", "title", "timeframe", "family", "search", "dispatch", "validated_by", "emergency", "urgency"),) for one in known.dispositions.values()]
    names = ("code", "title", "timeframe_minutes", "family", "search", "dispatch", "validated_by", "emergency", "urgency")
    write_table(folder / "dispositions.csv", names, order(rows))
    columns = [field.name for field in fields(next(iter(known.service_types.values())))]
    write_table(folder / "types.csv", columns, order([list_of(one, *columns) for one in known.service_types.values()]))


def list_of(thing: object, *names: str) -> list[str]:
    """Return the cells of a row."""
    values = (getattr(thing, name) for name in names)
    return [{True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else f"{value}" for value in values]


def write(path: Path, thing: object) -> None:
    """Write a value as YAML, of which JSON is a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(thing, ensure_ascii=False, indent=1), encoding="utf-8")


def write_table(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def without_none(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without keys that state nothing."""
    return {key: value for key, value in record.items() if value not in (None, [], (), {})}


def named(name: str, value: T | None) -> list[tuple[str, T]]:
    """Return a pair, unless there is no value."""
    return [] if value is None else [(name, value)]

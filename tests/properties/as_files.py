"""A made-up directory written as the files that people write, its records in any order, and read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from made_world import FAR

import dos_router
from dos_router.model.directory import Directory
from dos_router.model.opening import Spans
from dos_router.model.policy import Policy, Ranking
from dos_router.model.service import Service
from dos_router.model.symptoms import Symptoms

Order = Callable[[Sequence[Any]], Sequence[Any]]


def reloaded(directory: Directory, folder: Path, order: Order = list) -> Directory:
    """Write a directory into a folder, records and files in this order, and return what is loaded from it."""
    services = order(list(directory.services.values()))
    write(folder / "directory.yaml", head_of(directory, order))
    write(folder / "policy.yaml", policy_of(directory.policy, order))
    for number, part in enumerate(order([services[::2], services[1::2]])):
        provider = {"name": f"provider {number}"}
        write(
            folder / "services" / f"file-{number}.yaml",
            {"provider": provider, "services": [record_of(one, order) for one in part]},
        )
    places = [
        (name, place.point.easting, place.point.northing, place.area or "") for name, place in directory.places.items()
    ]
    write_table(folder / "places.csv", ("postcode", "easting", "northing", "area"), order(places))
    write_table(
        folder / "holidays.csv", ("date", "name"), order([(f"{day}", name) for day, name in directory.holidays.items()])
    )
    rows = [
        (name, row.status, moment(row.since), moment(row.until))
        for name, rows in directory.capacity.items()
        for row in rows
    ]
    write_table(folder / "capacity.csv", ("service", "status", "since", "until"), order(rows))
    write_reference(directory, folder, order)
    loaded, problems = dos_router.load(folder)
    assert loaded is not None, problems
    assert not [problem for problem in problems if problem.is_error]
    return loaded


def head_of(directory: Directory, order: Order) -> dict[str, Any]:
    """Return directory.yaml; bounds of its validity beyond what files may say are brought nearer."""
    start, end = directory.valid
    commissioners = directory.commissioners.values()
    return {
        "format": "1",
        "id": directory.id,
        "title": directory.title,
        "serial": f"{directory.serial}",
        "valid": {"from": moment(start or 1_000_000), "until": moment(end if end != FAR else 100_000_000)},
        "commissioners": order([{"id": one.id, "name": one.name, "areas": sorted(one.areas)} for one in commissioners]),
        "areas": dict(order(list(directory.areas.items()))),
        "reference": {"dispositions": "dispositions.csv", "service_types": "types.csv"},
    }


def policy_of(policy: Policy, order: Order) -> dict[str, Any]:
    """Return policy.yaml; the order of its ranking means something, and stays."""
    metres = {**policy.distances, **({"default": policy.default_distance} if policy.default_distance else {})}
    keep = {**policy.keep_by_type, **({"default": policy.keep_default} if policy.keep_default else {})}
    return without_none(
        {
            "search_distance_km": {name: f"{far / 1000:g}" for name, far in order(list(metres.items()))},
            "keep_per_type": {name: f"{kept}" for name, kept in order(list(keep.items()))},
            "validate": "true" if policy.validate else "false",
            "ranking": [ranking_of(entry) for entry in policy.ranking],
        }
    )


def ranking_of(entry: Ranking) -> dict[str, Any]:
    """Return an entry of the ranking."""
    ranks: dict[str, list[str]] = {}
    for kind, rank in entry.ranks.items():
        ranks.setdefault(f"{rank}", []).append(kind)
    hours = entry.hours and entry.hours.written
    conditions = {"areas": sorted(entry.areas), "dispositions": sorted(entry.dispositions), "hours": hours}
    return without_none(conditions) | {"ranks": ranks}


def record_of(service: Service, order: Order) -> dict[str, Any]:
    """Return a record of services/*.yaml, its keys in this order."""
    point, only_if_open = service.point, {None: None, 0: "now", 15: "15 min", 30: "30 min"}[service.only_if_open]
    record = {
        "id": service.id,
        "name": service.name,
        "type": service.type,
        "status": service.status,
        "ods": service.ods,
        "location": point and {"easting": f"{point.easting}", "northing": f"{point.northing}"},
        "opening": service.opening.written,
        "dates": {f"{day}": spans_text(spans) for day, spans in service.opening.dates.items()},
        "only_if_open": only_if_open,
        "symptoms": order(symptom_texts(service.symptoms)),
        "dispositions": order(sorted(service.dispositions)),
        "ages": order([ages.written for ages in service.ages]),
        "sexes": order(sorted(service.sexes)),
        "roles": order(sorted(service.roles)),
        "practices": order(sorted(service.practices)),
        "limited_to": order(sorted(service.limited_to)),
        "commissioned_by": order(sorted(service.commissioned_by)),
    }
    return dict(order(list(without_none(record).items())))


def symptom_texts(symptoms: Symptoms) -> list[str]:
    """Return symptoms as files write them."""
    whole = sorted(f"{group}/*" for group in symptoms.groups if group != "*")
    return [*(["*"] if symptoms.everything else []), *whole, *("/".join(pair) for pair in sorted(symptoms.pairs))]


def spans_text(spans: Spans) -> str:
    """Return the sessions of a day as files write them."""
    return ",".join(map(str, spans)) or "off"


def moment(minute: int | None) -> str:
    """Return a UTC minute as text; nothing for none."""
    if minute is None:
        return ""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%MZ")


def write_reference(directory: Directory, folder: Path, order: Order) -> None:
    """Write the tables of dispositions and service types as a site would."""
    tables = {"dispositions.csv": directory.reference.dispositions, "types.csv": directory.reference.service_types}
    for file, table in tables.items():
        names = [field.name for field in fields(next(iter(table.values())))]
        header = ["timeframe_minutes" if name == "timeframe" else name for name in names]
        rows = [[cell(getattr(one, name)) for name in names] for one in table.values()]
        write_table(folder / file, header, order(rows))


def cell(value: object) -> str:
    """Return a value as the cell of a table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value}"


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

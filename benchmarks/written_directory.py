"""A made directory as files: `python -m benchmarks.written_directory FOLDER --services 2000 --as yaml`."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from benchmarks.made_directory import made_directory
from dos_router.model.directory import Directory
from dos_router.model.service import Point, Service
from dos_router.model.symptoms import Symptoms
from dos_router.routing.place import EDGE

SERVICES_A_FILE = 10
PROFILES_A_TYPE = 25
HEAD = """format: 1
id: made
title: A made directory
serial: 1
valid: {from: 2026-10-01, until: 2027-12-31}
commissioners:
"""
POLICY = """search_distance_km: {default: 25}
keep_per_type: {pharmacy: 3}
validate: true
ranking:
  - dispositions: [Dx05, Dx06, Dx07]
    hours: Mo-Fr 18:30-24:00; Sa,Su 00:00-24:00; PH 00:00-24:00
    ranks: {1: [gp-access-hub], 2: [walk-in-centre], 3: [urgent-treatment-centre], 9: [emergency-department]}
"""


def main() -> None:
    """Write a directory into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--services", type=int, default=2_000)
    parser.add_argument("--as", dest="form", choices=("yaml", "csv", "parquet"), default="yaml")
    asked = parser.parse_args()
    write_directory(made_directory(asked.services), asked.folder, asked.form)


def write_directory(directory: Directory, folder: Path, form: str) -> None:
    """Write a directory's services as YAML, ten a file, or as one table; all else as the rules ask."""
    (folder / "services").mkdir(parents=True, exist_ok=True)
    lead = next(iter(directory.commissioners))
    commissioners = "".join(
        f"  - {{id: {one.id}, name: {one.name}, areas: [{', '.join(one.areas)}]{', lead: true' * (one.id == lead)}}}\n"
        for one in directory.commissioners.values()
    )
    areas = "".join(f"  {area}: {area}\n" for area in directory.areas)
    (folder / "directory.yaml").write_text(f"{HEAD}{commissioners}areas:\n{areas}", encoding="utf-8")
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    profiles = _profiles(directory)
    _write_profiles({name: some[0].symptoms for name, some in profiles.items()}, folder / "profiles.yaml")
    names = {one.id: name for name, some in profiles.items() for one in some}
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("postcode", "easting", "northing", "area"))
        writer.writerows((name, *_inside(place.point), place.area) for name, place in directory.places.items())
    records = [_record(one, names[one.id]) for one in directory.services.values()]
    if form == "yaml":
        _write_yaml(records, folder / "services")
    else:
        _write_table(records, folder / "services" / f"all.{form}", form)


def _profiles(directory: Directory) -> dict[str, list[Service]]:
    """Return services by the profile that they share: some of each type have that of the first of them."""
    found: dict[str, list[Service]] = {}
    for number, one in enumerate(directory.services.values()):
        found.setdefault(f"{one.type}-{number % PROFILES_A_TYPE}", []).append(one)
    return found


def _write_profiles(profiles: dict[str, Symptoms], path: Path) -> None:
    lines = [
        f"{name}:\n  symptoms: {json.dumps(_symptoms(symptoms))}\n"  # JSON is YAML too
        for name, symptoms in profiles.items()
    ]
    path.write_text("".join(lines), encoding="utf-8")


def _inside(point: Point) -> Point:
    """Return a point of a square that may be larger than the country as one inside it."""
    return Point(point.easting % EDGE.easting, point.northing % EDGE.northing)


def _symptoms(symptoms: Symptoms) -> list[str]:
    if symptoms.everything:
        return ["*"]
    pairs = (*((group, "*") for group in symptoms.groups), *symptoms.pairs)
    return sorted("/".join(pair) for pair in pairs)


def _record(one: Service, profile: str) -> dict[str, str]:
    """Return a service as a row of a table: lists joined by `|`, fields below others with a dot."""
    found = {
        "provider.name": one.provider.name, "id": one.id, "name": one.name, "type": one.type,
        "location.easting": str(_inside(one.point).easting) if one.point else "",
        "location.northing": str(_inside(one.point).northing) if one.point else "", "opening": one.opening.written,
        "handles": profile, "dispositions": "|".join(sorted(one.dispositions)),
        "ages": "|".join(each.written for each in one.ages), "ods": one.ods or "",
        "practices": "|".join(sorted(one.practices)), "only_if_open": "now" if one.only_if_open == 0 else "",
        "limited_to": "|".join(sorted(one.limited_to)), "commissioned_by": "|".join(sorted(one.commissioned_by)),
        "roles": "|".join(sorted(one.roles)), "phone": "01632 960001", "referral.how": "walk-in",
    }  # fmt: skip
    return found | {f"dates.{day}": "off" for day in one.opening.dates}


def _write_yaml(records: list[dict[str, str]], folder: Path) -> None:
    for start in range(0, len(records), SERVICES_A_FILE):
        some = records[start : start + SERVICES_A_FILE]
        lines = [f"provider: {{name: {some[0]['provider.name']}}}", "services:"]
        lines += [line for record in some for line in _yaml_lines(record)]
        (folder / f"file-{start:06}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _yaml_lines(record: dict[str, str]) -> Iterator[str]:
    lists = {"handles", "dispositions", "ages", "practices", "limited_to", "commissioned_by", "roles"}
    nested: dict[str, dict[str, str]] = {}
    lead = "  - "
    for name, text in record.items():
        outer, dot, inner = name.partition(".")
        if not text or outer == "provider":
            continue
        if dot:
            nested.setdefault(outer, {})[inner] = text
            continue
        said = f"[{', '.join(text.split('|'))}]" if name in lists else text
        yield f"{lead}{name}: {said}"
        lead = "    "
    for name, fields in nested.items():
        yield f"{lead}{name}: {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}"


def _write_table(records: list[dict[str, str]], path: Path, form: str) -> None:
    names = list(dict.fromkeys(name for record in records for name in record))
    if form == "parquet":
        columns = {name: [record.get(name) or None for record in records] for name in names}
        parquet.write_table(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


if __name__ == "__main__":
    main()

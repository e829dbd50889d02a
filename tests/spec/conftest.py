"""Writes the small directories that the tables describe as real files, and loads them.

What a case does not mention is filled in here: a service is a pharmacy at the caller's door, always open,
which takes every symptom and every disposition; so a case shows only what matters to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from dos_router import load, load_care_plans
from dos_router.diagnostics import has_errors
from dos_router.model.directory import Directory
from dos_router.reference import load_reference

Case = dict[str, Any]

AREAS = {"home": "Home", "away": "Away"}
COMMISSIONERS = [
    {"id": "home-icb", "name": "Home ICB", "areas": ["home"], "lead": "true"},
    {"id": "away-icb", "name": "Away ICB", "areas": ["away"]},
]
CALLER = (500_000, 200_000)
PLACES = {
    "TE1 1AA": "500000 200000 home",  # where the caller is, unless the case says otherwise
    "TE1 1": "500100 200000 home",
    "TE1": "500200 200000 home",
    "TE2 2BB": "500000 200000 away",
    "TE3 3CC": "500000 200000",  # nobody knows whose area it is
}
SERVICE = {"type": "pharmacy", "opening": "24/7"}
PLAN = {"kind": "palliative", "valid": {"from": "2026-01-01", "until": "2027-12-31"}, "agreed_by": "the hospice"}

_BEARING = re.compile(r"(\d+) (east|west|north|south)")
_STEP = {"east": (1, 0), "west": (-1, 0), "north": (0, 1), "south": (0, -1)}


class _Plain(yaml.SafeDumper):
    """Writes out a value that stands in two places twice: files may hold no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - none is wanted
        return True


class World(NamedTuple):
    """A directory as loaded, and the care plans by patient."""

    directory: Directory
    plans: Any


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., World]:
    """Return what writes a case's files and loads them; `shuffled` puts services in the opposite order."""

    def write_and_load(case: Case, *, shuffled: bool = False) -> World:
        folder = tmp_path / ("shuffled" if shuffled else "directory")
        if "neighbour" in case:
            _write(_neighbour(case["neighbour"]), tmp_path / "neighbour", shuffled=shuffled)
        _write(_files(case), folder, shuffled=shuffled)
        directory, problems = load(folder)
        assert directory is not None
        assert not has_errors(problems), f"the case's own directory has errors: {problems}"
        if "care plans" not in case:
            return World(directory, None)
        path = tmp_path / "care-plans.yaml"
        path.write_text(dumped({"format": 1, "plans": [_plan(n, one) for n, one in enumerate(case["care plans"], 1)]}))
        plans, problems = load_care_plans(path, directory)
        assert not problems, problems
        return World(directory, plans)

    return write_and_load


def dumped(value: object) -> str:
    """Return plain values as YAML text."""
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True)


def _files(case: Case) -> dict[str, Any]:
    """Return the files of a case's directory by name; `services` are still apart."""
    head = {
        "format": 1, "id": "test", "title": "A small directory", "serial": 1,
        "valid": {"from": "2020-01-01", "until": "2035-12-31"},
        "commissioners": COMMISSIONERS, "areas": AREAS,
    } | ({"include": ["../neighbour"]} if "neighbour" in case else {}) | case.get("directory", {})  # fmt: skip
    files: dict[str, Any] = {
        "directory.yaml": dumped(head),
        "profiles.yaml": dumped(case.get("profiles", {}) | _everything(case)),
        "places.csv": _table("postcode,easting,northing,area", (PLACES | case.get("places", {})).items(), 4),
        "services": case.get("services", {}),
    }
    if "policy" in case:
        files["policy.yaml"] = dumped(case["policy"])
    if "capacity" in case:
        files["capacity.csv"] = _table("service,status,since,until", [(row, "") for row in case["capacity"]], 4)
    if "holidays" in case:
        files["holidays.csv"] = "date,name\n" + "".join(f"{day},a holiday\n" for day in case["holidays"])
    return files | case.get("files", {})


def _neighbour(part: Case) -> dict[str, Any]:
    """Return the files of a directory next door, which the case's own includes."""
    head = {"id": "neighbour", "commissioners": COMMISSIONERS[1:], "areas": {"away": "Away"}}
    return _files(part | {"directory": head, "places": {}}) | {"places.csv": "postcode,easting,northing,area\n"}


def _everything(case: Case) -> Case:
    """Return the two profiles of services that do not say what they handle."""
    own = case.get("files", {}).get("dispositions.csv")
    codes = re.findall(r"^Dx\d+", own, re.MULTILINE) if own else list(load_reference()[0].dispositions)
    return {"every-symptom": {"symptoms": ["*"]}, "every-disposition": {"dispositions": codes}}


def _table(header: str, rows: Any, width: int) -> str:
    """Return rows of words as CSV; a postcode of two words is given as the first of a pair."""
    cells = [[key, *rest.split()] if rest else key.split() for key, rest in rows]
    return "\n".join([header, *(",".join(row + [""] * (width - len(row))) for row in cells)]) + "\n"


def _write(files: dict[str, Any], folder: Path, *, shuffled: bool) -> None:
    """Write a directory: its services in one file, or when shuffled each in its own, last one first."""
    (folder / "services").mkdir(parents=True)
    services = [_service(name, stated or {}) for name, stated in files.pop("services").items()]
    for name, text in files.items():
        (folder / name).write_text(text)
    for number, part in enumerate([[one] for one in reversed(services)] if shuffled else [services]):
        text = dumped({"provider": {"name": "A provider"}, "services": part})
        (folder / "services" / f"file-{number}.yaml").write_text(text)


def _service(name: str, stated: Case) -> Case:
    service = {"id": name, "name": name.capitalize()} | SERVICE | stated
    service.pop("where", None)
    if "handles" not in stated:
        assumed = {"symptoms": "every-symptom", "dispositions": "every-disposition"}
        service["handles"] = [profile for field, profile in assumed.items() if field not in stated]
    if "location" not in stated and stated.get("where") != "by telephone":
        east, north = _offset(stated.get("where", ""))
        service["location"] = {"easting": str(CALLER[0] + east), "northing": str(CALLER[1] + north)}
    return service


def _offset(words: str) -> tuple[int, int]:
    """Return `300 east 20 north` as metres from the caller's usual place."""
    steps = [(int(metres), _STEP[way]) for metres, way in _BEARING.findall(words)]
    return sum(m * x for m, (x, _) in steps), sum(m * y for m, (_, y) in steps)


def _plan(number: int, stated: Case) -> Case:
    return {"id": f"plan-{number}", "patient": "ab12cd"} | PLAN | stated

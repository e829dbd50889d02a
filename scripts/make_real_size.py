"""Makes a directory of real size from a folder of open data, to measure by: Kent, Surrey and Sussex, or all England.

    python scripts/make_real_size.py DATA -o build/kss
    python scripts/make_real_size.py DATA -o build/england --region england --tables

There is no open list of the emergency departments of England by site. Those of the south-east and of Bedfordshire,
Luton and Milton Keynes are in the list of urgent-care sites, each held against the national returns. For the rest
the hospitals that take acute strokes stand in: most have a department, not all, and departments elsewhere are not
among them. The returns themselves (A&E attendances) name trusts, not places, and so cannot place one.

DATA holds `services/` (pharmacies_*, gp_practices_*, prescribing_cost_centres_*, dentists_*, uec_sites_*), `geo/`
(sectors, districts, postcodes and small areas) and `travel/` (acute hospitals). Kent, Surrey and Sussex stand on the
shipped directory: its services stay, and the lists are imported beside them. What comes out is for measuring: the
prescribing cost centres are made active, whose hours and profiles nobody has looked at.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import resource
import shutil
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convertbng.cutil import convert_to_osgb36

from dos_router.diagnostics import has_errors
from dos_router.interchange.lists.delimited import open_sheet
from dos_router.interchange.lists.import_list import import_list
from dos_router.interchange.lists.job import ListImport
from dos_router.interchange.lists.names import slug
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.recipes import recipe_for, recipe_named
from dos_router.loading.directory import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dos_router.model.directory import Directory

HOME = Path(__file__).parents[1] / "directories" / "kent-surrey-sussex"
PEOPLE = {
    "people": "pop_2020", "people_0_4": "pop_0_4", "people_5_17": "pop_5_17", "people_18_64": "pop_18_64",
    "people_65_74": "pop_65_74", "people_75_84": "pop_75_84", "people_85_plus": "pop_85p",
    "deprivation_decile": "imd2019_decile",
}  # fmt: skip
MEASURING = """\
# Made by scripts/make_real_size.py, for measuring only: no claim about provision today, not for use with a live
# patient. Contains public sector information licensed under the Open Government Licence v3.0, OS data © Crown
# copyright, Royal Mail data © Royal Mail copyright, National Statistics data © Crown copyright.
"""
HOSPITALS = "travel/acute_units_england_wales.csv"
SITES = "services/uec_sites_kss_blmk.csv"
DEPARTMENT = "ED (type 1)"


class Step(NamedTuple):
    """A list to be imported: its file under `services/` or elsewhere, its recipe, its second list, a status."""

    file: str
    recipe: Recipe | None = None
    openings: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the data is and where the directory goes; `suffix` names the lists of a region."""

    data: Path
    folder: Path
    tables: bool
    dentists: bool

    def steps(self, region: str) -> list[Step]:
        """Return the lists of a region."""
        end = f"{region}_2025.csv{'.gz' if region == 'england' else ''}"
        pharmacies = f"services/pharmacies_{region}_2023q3.csv{'.gz' if region == 'england' else ''}"
        steps = [
            Step(SITES),
            Step(pharmacies),
            Step(f"services/gp_practices_{end}"),
            Step(f"services/prescribing_cost_centres_{end}", recipe_named("ods-cost-centres"), status="active"),
        ]
        if region == "england":
            steps.insert(1, Step(HOSPITALS, _hospitals(self.data)))
        if self.dentists:
            steps.append(Step("services/dentists_kss_blmk.csv", None, "services/dentistopeningtimes_kss_blmk.csv"))
        return steps


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the directory, load it, and tell how long each step took; return 1 where it does not load."""
    asked = _read_arguments(arguments)
    plan = Plan(asked.data, asked.output, asked.tables, asked.dentists)
    if plan.folder.exists():
        print(f"{plan.folder} is there already: name another folder, or delete it", file=sys.stderr)
        return 2
    began = time.perf_counter()
    (_begin_england if asked.region == "england" else _begin_kss)(plan)
    _tell("places, areas and people", began)
    for step in plan.steps(asked.region):
        _import(plan, step)
    began = time.perf_counter()
    loaded = load(plan.folder)
    count = len(loaded.directory.services) if loaded.directory else 0
    _tell(f"loaded: {count:,} services, {len(loaded.problems):,} problems", began)
    return 1 if loaded.directory is None or has_errors(loaded.problems) else 0


def _read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder of open data")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="the directory to be made")
    parser.add_argument("--region", choices=("kss", "england"), default="kss")
    parser.add_argument("--tables", action="store_true", help="services/*.csv rather than a file a provider")
    parser.add_argument("--dentists", action="store_true", help="dental practices of 2014 too")
    return parser.parse_args(arguments)


def _tell(what: str, began: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - began:7.1f} s  {peak:6.0f} MB peak  {what}", flush=True)


def _import(plan: Plan, step: Step) -> None:
    """Import one list into the directory as it stands so far."""
    began = time.perf_counter()
    path = plan.data / step.file
    loaded: Directory | None = load(plan.folder).directory
    recipe = step.recipe or recipe_for(open_sheet(path).columns)
    if loaded is None or recipe is None:
        raise SystemExit(f"{path.name}: {'no recipe fits' if loaded else 'the directory does not load'}")
    target = plan.folder / "services"
    found = import_list(
        ListImport(
            path=path, recipe=recipe, target=target / f"{recipe.id}.csv" if plan.tables else target, directory=loaded,
            openings=plan.data / step.openings if step.openings else None, status=step.status,
        )
    )  # fmt: skip
    tally = found.tally
    reasons = ", ".join(f"{count:,} {rule}" for rule, count in tally.reported.most_common())
    _tell(f"{path.name}: {tally.rows:,} rows = {tally.services:,} services + reported ({reasons or 'none'})", began)


def _begin_kss(plan: Plan) -> None:
    """Lay the shipped directory down, with every postcode of a listed service and every small area."""
    plan.folder.mkdir(parents=True)
    shutil.copytree(HOME / "services", plan.folder / "services")
    for name in ("profiles.yaml", "policy.yaml"):
        shutil.copy(HOME / name, plan.folder / name)
    head = (HOME / "directory.yaml").read_text(encoding="utf-8").partition("format: 1")[2]
    said = f"{MEASURING}format: 1{head}".replace("id: kent-surrey-sussex\n", "id: kent-surrey-sussex-real-size\n")
    (plan.folder / "directory.yaml").write_text(said, encoding="utf-8")
    areas = {"QKS": "kent-medway", "QNX": "sussex", "QXU": "surrey-heartlands", "QNQ": "frimley"}
    used = _postcodes_used(plan.data, plan.steps("kss"))
    places = [
        (row["postcode"], row["easting"], row["northing"], areas.get(row["icb_ods"], ""))
        for row in _rows(plan.data / "geo/postcodes_kss.csv.gz")
        if row["postcode"] in used
    ]
    shipped = (HOME / "places.csv").read_text(encoding="utf-8").rstrip("\n")
    known = {line.split(",")[0] for line in shipped.splitlines()}
    lines = [shipped, *(",".join(place) for place in places if place[0] not in known)]
    (plan.folder / "places.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write_population(plan, "geo/lsoa11_kss.csv", areas)


def _hospitals(data: Path) -> Recipe:
    """Return the recipe of the stroke hospitals; those of Wales, and of areas whose sites are known, are left out."""
    departments = {_squeezed(row["postcode"]) for row in _rows(data / SITES) if row["type"] == DEPARTMENT}
    known: dict[str, list[bool]] = defaultdict(list)
    left_out: dict[str, str] = {}
    for row in _rows(data / HOSPITALS):
        known[row["region"]].append(_squeezed(row["postcode"]) in departments)
        if not row["icb_code"]:
            left_out[row["region"]] = "a hospital of Wales"
    for region, found in known.items():
        if sum(found) * 2 > len(found):
            left_out[region] = "the departments of its area are in the list of urgent-care sites"
    return Recipe.model_validate(
        {
            "format": "1", "id": "acute-hospitals", "title": "acute hospitals",
            "source": "hospitals of England and Wales that take acute strokes; that they have a department is assumed",
            "key": "postcode", "name": "stroke_team", "postcode": "postcode", "easting": "BNG_E", "northing": "BNG_N",
            "type": {"always": "emergency-department", "column": "region", "leave_out": left_out},
            "types": {
                "emergency-department": {"handles": ["emergency-department"], "how": "walk-in", "opening": "24/7"}
            },
            "holidays": "open",
        }
    )  # fmt: skip


def _squeezed(postcode: str) -> str:
    return "".join(postcode.upper().split())


def _postcodes_used(data: Path, steps: Iterable[Step]) -> set[str]:
    """Return the postcodes that the lists speak of."""
    rows = (row for step in steps for row in _rows(data / step.file))
    return {" ".join((row.get("postcode") or row.get("Postcode") or "").upper().split()) for row in rows}


def _begin_england(plan: Plan) -> None:
    """Make the 42 boards, every sector and district, every small area, and the ambulance services."""
    (plan.folder / "services").mkdir(parents=True)
    shutil.copy(HOME / "profiles.yaml", plan.folder / "profiles.yaml")
    (plan.folder / "policy.yaml").write_text("search_distance_km: {default: 60}\n", encoding="utf-8")
    boards: dict[str, str] = {}
    trusts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _rows(plan.data / "geo/lsoa11_england.csv.gz"):
        boards[row["icb_ods"]] = row["icb_name"]
        trusts[row["icb_ods"]][row["ambulance_service"]] += 1
    areas = {code: slug(name) for code, name in sorted(boards.items())}
    (plan.folder / "directory.yaml").write_text(_directory_text(boards, areas), encoding="utf-8")
    _write_sectors(plan, areas)
    _write_population(plan, "geo/lsoa11_england.csv.gz", areas)
    _write_ambulances(plan, trusts, areas)


def _directory_text(boards: Mapping[str, str], areas: Mapping[str, str]) -> str:
    lines = [
        f"{MEASURING}format: 1", "id: england-real-size", "title: England, for measuring", "serial: 1",
        "valid: {from: 2026-11-01, until: 2027-03-31}", "time_zone: Europe/London", "commissioners:",
    ]  # fmt: skip
    for number, (code, area) in enumerate(areas.items()):
        lead = ", lead: true" if number == 0 else ""
        lines.append(f'  - {{id: {area}, name: "NHS {boards[code]} ICB", ods: {code}, areas: [{area}]{lead}}}')
    lines += ["areas:", *(f'  {area}: "{boards[code]}"' for code, area in areas.items())]
    return "\n".join(lines) + "\n"


def _write_sectors(plan: Plan, areas: Mapping[str, str]) -> None:
    """Write the sectors of England, and its districts, each of the area of most of its postcodes."""
    sectors = list(_rows(plan.data / "geo/postcode_sectors_gb.csv.gz"))
    weight: dict[str, Counter[str]] = defaultdict(Counter)
    lines = ["postcode,easting,northing,area"]
    for row in sectors:
        if row["main_icb"] in areas:
            weight[row["sector"].split()[0]][areas[row["main_icb"]]] += int(row["n_postcodes"])
            lines.append(f"{row['sector']},{row['easting']},{row['northing']},{areas[row['main_icb']]}")
    districts = _rows(plan.data / "geo/outcodes_gb_pypi_only.csv")
    areas_of = ((row, weight[row["outcode"]].most_common(1)) for row in districts)
    lines += [f"{row['outcode']},{row['easting']},{row['northing']},{most[0][0]}" for row, most in areas_of if most]
    (plan.folder / "places.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_population(plan: Plan, file: str, areas: Mapping[str, str]) -> None:
    rows = list(_rows(plan.data / file))
    eastings, northings = convert_to_osgb36([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    with (plan.folder / "population.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "easting", "northing", "area", *PEOPLE])
        for row, easting, northing in zip(rows, eastings, northings, strict=True):
            people = [row[column] for column in PEOPLE.values()]
            writer.writerow([row["lsoa11"], round(easting), round(northing), areas.get(row["icb_ods"], ""), *people])


def _write_ambulances(plan: Plan, trusts: Mapping[str, Counter[str]], areas: Mapping[str, str]) -> None:
    """Write one emergency ambulance service for each trust, for the areas where it serves most small areas."""
    served: dict[str, list[str]] = defaultdict(list)
    for code, counts in sorted(trusts.items()):
        served[counts.most_common(1)[0][0]].append(areas[code])
    for trust, names in sorted(served.items()):
        ours = ", ".join(names)
        text = (
            f"{MEASURING}provider: {{name: {trust}, kind: ambulance-trust}}\nservices:\n"
            f"  - id: ambulance-{slug(trust)}\n    name: {trust} emergency ambulance\n"
            "    type: emergency-ambulance\n    phone: 999\n    opening: 24/7\n"
            f"    handles: [ambulance]\n    limited_to: [{ours}]\n    commissioned_by: [{ours}]\n"
            "    referral: {how: dispatch}\n"
        )
        (plan.folder / "services" / f"ambulance-{slug(trust)}.yaml").write_text(text, encoding="utf-8")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, compressed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    raise SystemExit(main())

"""A small coast with gaps: written as files for the command, loaded for what lies below it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from dos_router.analysis.gaps.find import find_gaps
from dos_router.analysis.gaps.findings import Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace, horizon_of
from dos_router.loading.directory import load
from dos_router.model.directory import Directory
from dos_router.model.moments import parse_day

FILES = {
    "directory.yaml": """\
format: 1
id: coast
title: The coast
serial: 7
valid: {from: 2026-12-21, until: 2027-03-31}
commissioners:
  - {id: east, name: NHS East, areas: [thanet], lead: true}
  - {id: west, name: NHS West, areas: [swale]}
areas: {thanet: Thanet, swale: Swale}
""",
    "policy.yaml": "search_distance_km: {default: 30, CT9: 8}\nnever:\n  - {dispositions: [Dx05], types: [pharmacy]}\n",
    "places.csv": (
        "postcode,easting,northing,area\nCT9,635000,170000,thanet\nCT10,639000,168000,thanet\n"
        "CT9 4AN,635500,170500,thanet\nME10,590000,163000,swale\nME12,592000,173000,swale\n"
    ),
    "population.csv": (
        "id,easting,northing,area,people,postcode\nE1,635000,170000,thanet,1200,CT9 4AN\n"
        "E2,639000,168000,thanet,800,CT10\nE3,590000,163000,swale,2000,ME10\nE4,592000,173000,swale,500,ME12\n"
    ),
    "holidays.csv": "date,name\n2026-12-25,Christmas Day\n2026-12-28,Boxing Day\n2027-01-01,New Year\n",
    "services/trust.yaml": """\
provider: {ods: RVV, name: East Trust}
services:
  - id: margate-utc
    name: Margate treatment centre
    type: urgent-treatment-centre
    location: {postcode: CT9 4AN}
    opening: Mo-Su 08:00-20:00; PH 10:00-18:00
    dates: {2026-12-25: off}
    symptoms: [SG1107/*, SG1169/*]
    dispositions: [Dx05]
    commissioned_by: [east]
  - id: margate-ed
    name: Margate emergency department
    type: emergency-department
    location: {postcode: CT9 4AN}
    opening: 24/7
    symptoms: [SG1107/*]
    dispositions: [Dx03, Dx05]
    commissioned_by: [east]
""",
    "services/dental.yaml": """\
provider: {name: "=Dental & Sons"}
services:
  - id: swale-dental
    name: Swale dentist
    type: dental-urgent-care
    location: {easting: 590500, northing: 163500}
    opening: Mo-Fr 09:00-17:00; PH off
    symptoms: [SG1169/*]
    dispositions: [Dx18]
    ages: [16+]
    commissioned_by: [west]
  - id: dental-line
    name: Dental helpline
    type: dental-clinical-assessment
    opening: Sa,Su 09:00-17:00
    symptoms: [SG1169/*]
    dispositions: [Dx18]
    limited_to: [swale]
    commissioned_by: [west]
  - id: lost-clinic
    name: A clinic that nothing reaches
    type: walk-in-centre
    opening: 24/7
    symptoms: [SG9/*]
    dispositions: [Dx05]
""",
}
NEEDS = (
    Need("Dx03", "SG1107", "SD4052"), Need("Dx05", "SG1107", "SD4052"), Need("Dx05", "SG1169", "SD4047"),
    Need("Dx18", "SG1169", "SD4047"), Need("Dx22", "SG1169", "SD4047"),
)  # fmt: skip
NEEDS_CSV = "disposition,symptom_group,symptom_discriminator\n" + "".join(f"{','.join(need)}\n" for need in NEEDS)
WEEKS = 2


def write(folder: Path, edits: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the coast into a folder, with some texts of its files replaced."""
    for name, text in FILES.items():
        old, new = (edits or {}).get(name, ("", ""))
        assert old in text
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return folder


@cache
def coast() -> Directory:
    """Return the coast, loaded."""
    directory = load(write(Path(mkdtemp()) / "coast")).directory
    assert directory is not None
    return directory


def horizon(directory: Directory | None = None, weeks: int = WEEKS, first: str | None = None) -> Horizon:
    """Return the weeks about Christmas."""
    return horizon_of(directory or coast(), parse_day(first) if first else None, weeks)


def people(directory: Directory | None = None) -> tuple[PopulatedPlace, ...]:
    """Return where people live."""
    return places_of(directory or coast())


def gaps(directory: Directory | None = None, kinds: tuple[Kind, ...] = tuple(Kind), weeks: int = WEEKS) -> Gaps:
    """Return the gaps of the coast, or of another directory at the same places and times."""
    return find_gaps(directory or coast(), NEEDS, people(directory), horizon(weeks=weeks), kinds=kinds)

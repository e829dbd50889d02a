"""How long the sweep takes at the size of a national region: `python -m benchmarks.gaps`.

1,491 services × 121 dispositions × 1,218 places × 16 classes of age and sex are 2.36 million columns of
53 weeks each. No two dispositions are taken by the same services, so that nothing folds together by luck.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from benchmarks.made_directory import made_directory
from dos_router.analysis.gaps.groups import grouping
from dos_router.analysis.gaps.judging import gap_cells
from dos_router.analysis.gaps.kinds import CELL_KINDS, Resilience
from dos_router.analysis.sweep.acceptance import elementary_ages
from dos_router.analysis.sweep.cells import Need, PopulatedPlace, horizon_of
from dos_router.analysis.sweep.shadows import stand
from dos_router.analysis.sweep.sweep import Sweep, sweep
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.directory import Directory
from dos_router.model.service import SEXES, Point, Service

TOP = 3
LIMITED = 0.5  # the share of services that do not take all ages
BOTH = 0.98  # the share that take both sexes
TAKEN = 0.95  # the share of its type's dispositions that a service takes
AGES = ("0-1", "2-150", "5+", "0-15", "16+", "18-64", "65+", "0-74", "40+")


def main() -> None:
    """Measure a sweep for all kinds of gaps, and one in order for the top three, and print both."""
    asked = _arguments()
    directory, needs = _directory(asked.services, asked.dispositions)
    places = _places(directory, asked.places)
    classes = len(elementary_ages(directory.services.values())) * len(SEXES)
    columns = len(needs) * len(places) * classes
    print(
        f"{asked.services:,} services × {len(needs)} dispositions × {len(places):,} places × {classes} = {columns:,} columns"
    )
    horizon = horizon_of(directory)
    began = time.process_time()
    looked = sweep(directory, needs, places, horizon)
    prepared = time.process_time() - began
    cells = gap_cells(looked, CELL_KINDS, grouping(directory, Resilience.PROVIDER))
    swept = time.process_time() - began
    print(
        f"prepared {prepared:.1f} s: {len(looked.axis.edges):,} edges, {len(looked.axis.lengths):,} classes of minutes"
    )
    print(
        f"all kinds {swept:.1f} s: {', '.join(f'{kind.value} {len(cells[kind]):,}' for kind in CELL_KINDS)}; {_memory()}"
    )
    began = time.process_time()
    first = shadowing(sweep(directory, needs, places, horizon, in_order=True))
    print(f"top {TOP} {time.process_time() - began:.1f} s: {first:,} services are among them somewhere; {_memory()}")


def shadowing(looked: Sweep) -> int:
    """Return how many services are ever among the first three of a column."""
    return len({standing.bit for each in stand(looked, TOP) for standing in each.standings})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=1_491)
    parser.add_argument("--dispositions", type=int, default=121)
    parser.add_argument("--places", type=int, default=1_218)
    return parser.parse_args()


def _directory(services: int, dispositions: int) -> tuple[Directory, list[Need]]:
    """Return a made directory of services that each take most of their type's dispositions, and its needs."""
    dice = np.random.default_rng(2)
    made = made_directory(services)
    known = made.reference.dispositions
    bases = sorted({code for one in made.services.values() for code in one.dispositions})
    codes = {f"Dx{90000 + number}": bases[number % len(bases)] for number in range(dispositions)}
    table = {code: replace(known[base], code=code) for code, base in codes.items()}
    reference = replace(made.reference, dispositions=MappingProxyType(table))
    changed = {name: _varied(one, codes, dice) for name, one in made.services.items()}
    needs = [Need(code, "SG1001", "SD4000") for code in codes]
    everything = replace(made, services=MappingProxyType(changed), reference=reference, valid=(29_891_520, 2**40))
    return everything, needs


def _varied(service: Service, codes: dict[str, str], dice: np.random.Generator) -> Service:
    taken = {code for code, base in codes.items() if base in service.dispositions and dice.random() < TAKEN}
    ages: tuple[AgeRange, ...] = ()
    if dice.random() < LIMITED and service.type != "emergency-department":
        ages = (parse_age_range(AGES[dice.integers(len(AGES))]),)
    sexes = frozenset(SEXES if dice.random() < BOTH else ("female",))
    return replace(service, dispositions=frozenset(taken), ages=ages, sexes=sexes, practices=frozenset())


def _places(directory: Directory, count: int) -> list[PopulatedPlace]:
    """Return points near services, each of the area of the place that it is nearest to."""
    dice = np.random.default_rng(3)
    towns = list(directory.places.values())
    metres = directory.policy.default_distance or 60_000

    def scattered() -> Iterator[PopulatedPlace]:
        for number in range(count):
            town = towns[int(dice.integers(len(towns)))]
            east, north = (int(step) for step in dice.normal(0, 5_000, 2))
            point = Point(max(town.point.easting + east, 0), max(town.point.northing + north, 0))
            yield PopulatedPlace(f"E{number:05}", point, town.area, metres, 1_700)

    return list(scattered())


def _memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


if __name__ == "__main__":
    main()

"""Who would call a directory of real size: people by where they live, with full postcodes, and its own symptoms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from benchmarks.activity import shared
from benchmarks.made_calls import Callers, Texts
from dos_router.model.directory import Directory, Place

SEED = 4
PRACTICES = 4  # to which the people of a sector belong
INWARD = 150  # full postcodes of a sector, about as many as there are
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # of the last two of a postcode
DISCRIMINATORS = ("SD4003", "SD4020", "SD4052", "SD9004")  # illness, for primary care, for a department, pharmacy
CELL = 10_000  # metres
NEAR_ENOUGH = 100  # services that a search should reach
FEWEST_KM, MOST_KM = 3, 60


def callers_of(directory: Directory) -> Callers:
    """Return the callers of a directory that has sectors among its places, and a population."""
    people = people_by_sector(directory)
    sectors, weights = np.array(sorted(people)), np.array([people[name] for name in sorted(people)], float)
    inward = np.array([f"{one}{other}" for one in LETTERS for other in LETTERS])[:INWARD]
    groups = {group for one in directory.services.values() for group in one.symptoms.touched if group.startswith("SG")}
    shuffled = np.random.default_rng(SEED).permutation(sorted(groups))
    return Callers(
        postcodes=np.char.add(np.repeat(sectors, INWARD), np.tile(inward, len(sectors))),
        people=shared(np.repeat(weights, INWARD)),
        practices=np.repeat(_practices(directory, sectors), INWARD, axis=0),
        groups=shuffled,
        discriminators=np.array(DISCRIMINATORS),
    )


def _practices(directory: Directory, sectors: Texts) -> Texts:
    """Return the nearest practices to each sector, a row each, to which its people belong."""
    found = [(one.point, one.ods) for one in directory.services.values() if one.practices and one.point and one.ods]
    if not found:
        return np.array([["P0"]] * len(sectors))
    points, codes = np.array([point for point, _ in found]), np.array([code for _, code in found])
    places = [np.array(directory.places[name].point) for name in sectors]
    near = [np.argsort(np.abs(points - place).max(axis=1))[:PRACTICES] for place in places]
    return np.asarray(codes[np.array(near)])


def people_by_sector(directory: Directory) -> dict[str, int]:
    """Return how many live nearest to each sector; sectors of places without people are left out."""
    cells: dict[tuple[int, int], list[tuple[str, Place]]] = defaultdict(list)
    for name, place in directory.places.items():
        if name[-1].isdigit() and " " in name:
            cells[place.point.easting // CELL, place.point.northing // CELL].append((name, place))
    found: dict[str, int] = defaultdict(int)
    for each in directory.population:
        nearest = min(_around(cells, each.place), key=lambda one: _squared(one[1], each.place), default=None)
        if nearest is not None:
            found[nearest[0]] += each.people
    return found


def distances_by_district(directory: Directory) -> dict[str, int]:
    """Return for each district how many whole kilometres reach about a hundred services."""
    points = np.array([one.point for one in directory.services.values() if one.point is not None])
    found = {}
    for name, place in directory.places.items():
        if " " not in name:
            away = np.sort(np.abs(points - np.array(place.point)).max(axis=1))
            metres = away[min(NEAR_ENOUGH, len(away)) - 1]
            found[name] = int(np.clip(np.ceil(metres / 1_000), FEWEST_KM, MOST_KM))
    return found


def _around(cells: Mapping[tuple[int, int], list[tuple[str, Place]]], place: Place) -> Iterator[tuple[str, Place]]:
    east, north = place.point.easting // CELL, place.point.northing // CELL
    for x in (east - 1, east, east + 1):
        for y in (north - 1, north, north + 1):
            yield from cells.get((x, y), ())


def _squared(one: Place, other: Place) -> int:
    return (one.point.easting - other.point.easting) ** 2 + (one.point.northing - other.point.northing) ** 2

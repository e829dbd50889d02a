"""Straight-line access: a plain twin, and the real figures of Kent, Surrey and Sussex where the data is there."""

from __future__ import annotations

import csv
import math
import os
import re
from pathlib import Path

import pytest
from convertbng.cutil import convert_to_osgb36
from hypothesis import given
from hypothesis import strategies as st

from dos_router.analysis.access.nearest import Access, access, globe_km, grid_km

DATA = Path(os.environ.get("DOS_ROUTER_DATA", Path(__file__).parents[3] / "shared" / "data"))
PHARMACIES = ("services/pharmacies_kss_2023q3.csv", "services/pharmacies_blmk_2023q3.csv")

spots = st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)), max_size=6)


def plainly(homes: list[tuple[int, int]], people: list[int], sites: list[tuple[int, int]], limit: float) -> Access:
    """Measure home by home, site by site."""
    if not sites or not sum(people):
        return Access(len(sites), sum(people), None, limit, sum(people))
    nearest = [min(math.dist(home, site) for site in sites) / 1000 for home in homes]
    mean = sum(km * count for km, count in zip(nearest, people, strict=True)) / sum(people)
    beyond = sum(count for km, count in zip(nearest, people, strict=True) if km > limit)
    return Access(len(sites), sum(people), mean, limit, beyond)


@given(homes=spots, sites=spots, dice=st.randoms(use_true_random=False), limit=st.sampled_from([0.0, 10.0, 40.0]))
def test_it_agrees_with_measuring_one_by_one(
    homes: list[tuple[int, int]], sites: list[tuple[int, int]], dice: object, limit: float
) -> None:
    people = [dice.randrange(0, 5) for _ in homes]  # type: ignore[attr-defined]
    fast, plain = access(homes, people, sites, limit_km=limit), plainly(homes, people, sites, limit)
    assert fast._replace(mean_km=None) == plain._replace(mean_km=None)
    assert fast.mean_km == pytest.approx(plain.mean_km)


def test_many_homes_are_measured_in_parts_and_none_is_lost() -> None:
    homes = [(float(place), 0.0) for place in range(0, 1_300_000, 1000)]
    found = access(homes, [1] * len(homes), [(0.0, 0.0)])
    assert (found.people, found.beyond) == (1300, 1300 - 11)
    assert found.mean_km == pytest.approx(1299 / 2)


def test_nobody_is_near_a_site_that_does_not_exist() -> None:
    found = access([(0, 0)], [7], [])
    assert found == Access(0, 7, None, 10.0, 7)
    assert found.share_beyond == 1
    assert access([], [], [(0, 0)]).share_beyond is None


def test_the_globe_agrees_with_the_grid_to_within_its_scale() -> None:
    margate, brighton = (51.3776, 1.3892), (50.8197, -0.1187)
    over_the_globe = access([margate], [1], [brighton], metric=globe_km).mean_km
    grid = [tuple(float(each[0]) for each in convert_to_osgb36(lon, lat)) for lat, lon in (margate, brighton)]
    assert over_the_globe == pytest.approx(access([grid[0]], [1], [grid[1]], metric=grid_km).mean_km, rel=0.003)


# the real data


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the open data that have a place; skip the test where it is not there."""
    if not (DATA / name).is_file():
        pytest.skip("the open data is not on this machine")
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["lat"]]


def degrees(rows: list[dict[str, str]]) -> list[tuple[float, float]]:
    return [(float(row["lat"]), float(row["lon"])) for row in rows]


def on_the_grid(rows: list[dict[str, str]]) -> list[tuple[float, float]]:
    eastings, northings = convert_to_osgb36([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    return list(zip(map(float, eastings), map(float, northings), strict=True))


def open_at(row: dict[str, str], day: str, minute: int) -> bool:
    """Say whether a contractor is open; an end of `00:00` is the night's, malformed hours are none."""
    spans = re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", row[day])
    ends = [(int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in spans]
    return any(start <= minute < (end if end > start else end + 1440) for start, end in ends)


def small_areas() -> tuple[list[dict[str, str]], list[int]]:
    rows = read("geo/lsoa11_kss.csv")
    return rows, [int(row["pop_2020"]) for row in rows]


def rounded(found: Access) -> tuple[float | None, float | None]:
    share = found.share_beyond
    return (
        None if found.mean_km is None else round(found.mean_km, 1),
        None if share is None else round(100 * share, 1),
    )


def test_people_of_kent_surrey_and_sussex_live_8_km_from_an_emergency_department() -> None:
    rows, people = small_areas()
    sites = [row for row in read("services/uec_sites_kss_blmk.csv") if row["type"] == "ED (type 1)"]
    assert (len(rows), sum(people), len(sites)) == (2773, 4_786_294, 21)
    assert rounded(access(on_the_grid(rows), people, on_the_grid(sites))) == (8.2, 31.6)
    assert rounded(access(degrees(rows), people, degrees(sites), metric=globe_km)) == (8.2, 31.6)


@pytest.mark.parametrize(
    ("day", "minute", "sites", "mean", "beyond"),
    [
        ("wed", 11 * 60, 951, 0.9, 0.0),
        ("sun", 11 * 60, 154, 3.0, 4.3),
        ("sun", 20 * 60, 5, 49.5, 90.3),
        ("sun", 1 * 60, 0, None, 100.0),
    ],
)
def test_pharmacies_of_both_lists_over_the_globe(
    day: str, minute: int, sites: int, mean: float | None, beyond: float
) -> None:
    rows, people = small_areas()
    shops = [row for name in PHARMACIES for row in read(name) if open_at(row, day, minute)]
    found = access(degrees(rows), people, degrees(shops), metric=globe_km)
    assert found.sites == sites
    assert rounded(found) == (mean, beyond)


def test_on_a_sunday_evening_the_reading_matters() -> None:
    # two are open in Kent, none in Surrey or Sussex; three more in Bedfordshire, Luton and Milton Keynes are nearer
    # to some of Surrey. Near them all readings agree: 9 people in 10 live over 10 km away
    rows, people = small_areas()
    own, both = (
        [row for name in names for row in read(name) if open_at(row, "sun", 20 * 60)]
        for names in (PHARMACIES[:1], PHARMACIES)
    )
    homes = on_the_grid(rows)
    assert rounded(access(homes, people, on_the_grid(own))) == (51.8, 90.3)
    assert rounded(access(homes, people, on_the_grid(both))) == (49.6, 90.3)
    assert rounded(access(degrees(rows), people, degrees(own), metric=globe_km)) == (51.6, 90.3)

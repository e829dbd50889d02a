"""Where gaps are looked for, for whom, and what counts as one site: places, people and groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dos_router.analysis.gaps.groups import provider_of, sites_of
from dos_router.analysis.gaps.people import ENGLAND, people_of, share_of
from dos_router.analysis.gaps.places import places_of, search_metres
from dos_router.analysis.gaps.witness import call_of
from dos_router.analysis.sweep.cells import ALL_AGES, Need, PopulatedPlace
from dos_router.diagnostics import Location
from dos_router.loading.directory import load
from dos_router.loading.tables import load_population
from dos_router.model.directory import AGE_BANDS, Directory
from dos_router.model.opening import parse_opening
from dos_router.model.service import Point, Provider, Service

Write = Callable[..., Path]

DISTANCES = "search_distance_km: {default: 20, CT9: 10, 'CT9 4': 5, 'CT9 4AN': 2.5, CT8: 150}\n"
HEADER = "id,easting,northing,area,people"
BANDS = ",".join(band.column for band in AGE_BANDS)
NEED = Need("Dx05", "SG1107", "SD4052")


def directory_of(write: Write, **files: str) -> Directory:
    found = load(write({name.replace("_", "."): text for name, text in files.items()}))
    assert found.directory is not None, found.problems
    return found.directory


def service(name: str, easting: int | None = None, postcode: str | None = None) -> Service:
    point = None if easting is None else Point(easting, 0)
    return Service(
        id=name, name=name, type="pharmacy", provider=Provider(name="P"), opening=parse_opening("24/7"),
        at=Location("a.yaml"), point=point, postcode=postcode,
    )  # fmt: skip


def test_places_are_those_of_the_population(write: Write) -> None:
    rows = f"{HEADER},postcode\nE2,1,2,here,30,CT9 4ZZ\nE1,3,4,,20,\nE3,5,6,here,9,nonsense\n"
    places = places_of(directory_of(write, population_csv=rows, policy_yaml=DISTANCES))
    assert [(one.id, one.area, one.metres, one.people) for one in places] == [
        ("E1", None, 20_000, 20), ("E2", "here", 5_000, 30), ("E3", "here", 20_000, 9),
    ]  # fmt: skip


def test_without_a_population_places_are_the_directory_s(write: Write) -> None:
    places = places_of(directory_of(write, policy_yaml=DISTANCES))
    assert [(one.id, one.metres, one.people) for one in places] == [("CT9", 10_000, 1), ("CT9 4AN", 2_500, 1)]


def test_areas_restrict(write: Write) -> None:
    rows = f"{HEADER}\nE1,1,2,here,30\nE2,3,4,,20\n"
    directory = directory_of(write, population_csv=rows)
    assert [one.id for one in places_of(directory, ["here"])] == ["E1"]
    assert [one.id for one in places_of(directory)] == ["E1", "E2"]


def test_the_national_distance_is_the_last(write: Write) -> None:
    assert search_metres("CT9", directory_of(write)) == 60_000


def test_bands_of_age_are_read(tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text(f"{HEADER},{BANDS},deprivation_decile\na,1,2,here,100,10,20,30,20,15,5,3\nb,1,2,here,7,,,,,,,\n")
    found, problems = load_population(path, Location("population.csv"), {"here": "Here"})
    assert not problems
    assert [(one.bands, one.deprivation) for one in found] == [((10, 20, 30, 20, 15, 5), 3), (None, None)]


@pytest.mark.parametrize(("column", "text"), [("people_0_4", "ten"), ("deprivation_decile", "11")])
def test_a_wrong_number_is_told_where_it_stands(tmp_path: Path, column: str, text: str) -> None:
    path = tmp_path / "population.csv"
    path.write_text(f"{HEADER},{column}\na,1,2,here,100,{text}\n")
    _, (problem,) = load_population(path, Location("population.csv"), {"here": "Here"})
    assert (problem.rule, str(problem.location)) == ("bad-number", "population.csv:2:16")


def test_people_are_counted_by_band_and_sex() -> None:
    place = PopulatedPlace("a", Point(0, 0), None, 1000, 100, (10, 20, 30, 20, 15, 5))
    assert people_of(place, (ALL_AGES,), ("female", "male")) == pytest.approx(100)
    assert people_of(place, ((0, 1825),), ("female",)) == pytest.approx(5)
    assert people_of(place, ((0, 912),), ("male",)) == pytest.approx(10 * 913 / 1826 / 2)
    assert people_of(place, ((0, 10), (20, 1825)), ("female", "male")) == pytest.approx(10 * (1826 - 9) / 1826)


def test_people_not_counted_by_age_are_as_in_england() -> None:
    assert share_of(None, ((0, 1825),)) == share_of((0,) * 6, ((0, 1825),)) == pytest.approx(ENGLAND[0] / sum(ENGLAND))


def test_bands_are_every_age_once() -> None:
    assert [band.low for band in AGE_BANDS] == [0, *(band.high + 1 for band in AGE_BANDS[:-1])]
    assert AGE_BANDS[-1].high == ALL_AGES[1]


def test_sites_share_a_postcode_or_lie_within_200_metres() -> None:
    services = [
        service("a", 1000), service("b", 1200), service("c", 1401), service("d", None, "CT9 4AN"),
        service("e", 1601, "CT9 4AN"), service("f"), service("g"), service("h", 1399), service("i", 5000, "CT9 4AA"),
    ]  # fmt: skip
    assert sites_of(services) == sites_of(services[::-1])
    # h (1399) joins b and c; e is 200 m from c, and shares its postcode with d
    assert sites_of(services) == dict.fromkeys("abcdeh", "a") | {"f": "f", "g": "g", "i": "i"}
    assert sites_of([*services[:2], service("z", 1401)]) == {"a": "a", "b": "a", "z": "z"}


def test_a_provider_is_its_code_or_else_its_name() -> None:
    assert provider_of(service("a")) == "P"


@pytest.mark.parametrize(
    ("metres", "postcode", "asked"),
    [
        (20_000, "CT9 4AN", (None, None)),
        (2_500, "CT9 4AN", ("CT9 4AN", None)),
        (7_250, "TN1 1AA", (None, "7.25")),
        (7_250, None, (None, "7.25")),
    ],
)
def test_a_witness_searches_as_far_as_its_place(
    write: Write, metres: int, postcode: str | None, asked: tuple[str | None, str | None]
) -> None:
    directory = directory_of(write, policy_yaml=DISTANCES)
    place = PopulatedPlace("a", Point(635_000, 170_000), "here", metres, 1, None, postcode)
    call = call_of(NEED, place, 10, "male", 29_891_520, directory=directory)
    assert (call.postcode, call.distance_km) == asked
    assert (call.area, call.age, call.sex, call.at) == ("here", "10d", "male", "2026-11-01T00:00+00:00")

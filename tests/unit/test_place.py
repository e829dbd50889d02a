"""Where a caller is: by postcode, by grid reference, by latitude and longitude, or not at all."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dos_router.diagnostics import Malformed
from dos_router.model.call import CallText
from dos_router.model.directory import Commissioner, Directory, Place
from dos_router.model.policy import Policy
from dos_router.model.service import Point
from dos_router.reference import load_reference
from dos_router.routing.place import Whereabouts, find_whereabouts

PLACES = {
    "CT9 4AN": Place(Point(634_000, 170_500), "kent"),
    "CT9 4": Place(Point(634_500, 170_600), "kent"),
    "CT9": Place(Point(635_000, 170_700), "kent"),
    "ME1": Place(Point(574_000, 168_000), None),
    "N1 1": Place(Point(531_000, 184_000), "london"),
}
DIRECTORY = Directory(
    id="here", title="Here and there", serial=1, folder="", valid=(0, 1), zone=ZoneInfo("Europe/London"),
    commissioners=MappingProxyType({"kent": Commissioner(id="kent", name="Kent", areas=frozenset({"kent"}))}),
    areas=MappingProxyType({"kent": "Kent", "london": "London"}), services=MappingProxyType({}), policy=Policy(),
    places=MappingProxyType(PLACES), holidays=MappingProxyType({}), reference=load_reference()[0],
)  # fmt: skip


def where(**fields: Any) -> Whereabouts:
    """Return where a call with these fields comes from."""
    return find_whereabouts(CallText(**fields), DIRECTORY)


@pytest.mark.parametrize(
    ("postcode", "found_as", "by", "place"),
    [
        ("CT9 4AN", "CT9 4AN", "postcode", "CT9 4AN"),
        ("ct94an", "CT9 4AN", "postcode", "CT9 4AN"),
        ("CT9 4ZZ", "CT9 4ZZ", "sector", "CT9 4"),
        ("CT9 5AA", "CT9 5AA", "district", "CT9"),
        ("CT9 4", "CT9 4", "sector", "CT9 4"),
        ("CT9 5", "CT9 5", "district", "CT9"),
        ("CT9", "CT9", "district", "CT9"),
        ("ME1 1AA", "ME1 1AA", "district", "ME1"),
        ("CT94", "CT9 4", "sector", "CT9 4"),  # there is no district CT94: the sector was meant
        ("N11", "N1 1", "sector", "N1 1"),
    ],
)
def test_a_postcode_is_found_by_itself_else_its_sector_else_its_district(
    postcode: str, found_as: str, by: str, place: str
) -> None:
    assert where(postcode=postcode) == Whereabouts(PLACES[place].point, found_as, by, PLACES[place].area)


def test_coordinates_alone_have_no_area() -> None:
    assert where(easting="634000", northing=" 170500 ") == Whereabouts(Point(634_000, 170_500))


def test_coordinates_beside_a_postcode_say_where_and_it_says_in_whose_area() -> None:
    assert where(postcode="CT9", easting="1", northing="2") == Whereabouts(Point(1, 2), "CT9", "district", "kent")


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [  # the points by which Ordnance Survey has its OSTN15 transformation checked
        ("52.658007833", "1.716073973", Point(651_410, 313_177)),
        ("49.92226393730", "-6.29977752014", Point(91_492, 11_319)),
        ("51.48936564950", "-0.11992557180", Point(530_625, 178_388)),
        ("57.81351838410", "-8.57854456076", Point(9_588, 899_449)),
        ("+51.3813", "1.3862", Point(635_727, 170_136)),
    ],
)
def test_latitude_and_longitude_are_put_on_the_national_grid(lat: str, lon: str, point: Point) -> None:
    assert where(lat=lat, lon=lon) == Whereabouts(point)


@pytest.mark.parametrize(
    ("fields", "rule", "said"),
    [
        ({}, "missing-place", "the place is missing"),
        ({"postcode": "  "}, "missing-place", "the place is missing"),
        ({"easting": "634000"}, "missing-northing", "the northing is missing"),
        ({"northing": "170500"}, "missing-easting", "the easting is missing"),
        ({"lat": "51.4"}, "missing-lon", "the lon is missing"),
        ({"lon": "1.4", "postcode": "CT9"}, "missing-lat", "the lat is missing"),
        ({"postcode": "nowhere"}, "bad-postcode", "is not a postcode"),
        ({"postcode": "ZZ1 1ZZ"}, "unknown-postcode", "there is no place `ZZ1 1ZZ` in here"),
        ({"postcode": "N12"}, "unknown-postcode", "there is no place `N12`"),
        ({"postcode": "W1"}, "unknown-postcode", "there is no place `W1`"),
        ({"postcode": "W1A"}, "unknown-postcode", "there is no place `W1A`"),
        ({"easting": "700001", "northing": "0"}, "bad-easting", "`700001` is not a grid reference"),
        ({"easting": "0", "northing": "1300001"}, "bad-northing", "`1300001` is not a grid reference"),
        ({"easting": "1e5", "northing": "0"}, "bad-easting", "`1e5` is not a grid reference"),
        ({"easting": "-1", "northing": "0"}, "bad-easting", "`-1` is not a grid reference"),
        ({"easting": "0000000001", "northing": "0"}, "bad-easting", "is not a grid reference"),
        ({"easting": "١", "northing": "0"}, "bad-easting", "is not a grid reference"),
        ({"lat": "51,4", "lon": "1.4"}, "bad-lat", "is not a latitude and longitude"),
        ({"lat": "nan", "lon": "1.4"}, "bad-lat", "is not a latitude and longitude"),
        ({"lat": "1.3862", "lon": "51.3813"}, "bad-lat", "is outside Great Britain"),  # swapped
        ({"lat": "48.85", "lon": "2.35"}, "bad-lat", "is outside Great Britain"),
        ({"lat": "999", "lon": "0"}, "bad-lat", "is outside Great Britain"),
    ],
)
def test_a_place_that_cannot_be_found_is_told(fields: dict[str, str], rule: str, said: str) -> None:
    with pytest.raises(Malformed) as refusal:
        where(**fields)
    assert refusal.value.rule == rule
    assert said in refusal.value.message
    assert refusal.value.help


@pytest.mark.parametrize(("easting", "northing"), [("0", "0"), ("700000", "1300000"), ("00634000", "170500")])
def test_the_edges_of_the_grid_are_on_it(easting: str, northing: str) -> None:
    assert where(easting=easting, northing=northing).point == Point(int(easting), int(northing))


@pytest.mark.parametrize(
    ("postcode", "cure"),
    [
        ("CT9X 4AN", "nearest known: CT9 4AN"),
        ("CT8 1AA", "nearest known: CT9"),
        ("ZZ1 1ZZ", "nearest known: ME1, CT9"),
    ],
)
def test_the_nearest_places_are_named(postcode: str, cure: str) -> None:
    with pytest.raises(Malformed) as refusal:
        where(postcode=postcode)
    assert (refusal.value.help or "").startswith(cure)

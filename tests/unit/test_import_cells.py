"""Cells that spreadsheets and people spoil: read right, or refused with the cure."""

from __future__ import annotations

import pytest

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.cells import earliest_day, read_degrees, read_grid, read_number, read_phone
from dos_router.interchange.lists.names import address_lines, slug, tidy_name
from dos_router.model.service import Point


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01843 225544", "01843 225544"),
        ("01908-372857", "01908 372857"),
        ("(01843) 225544", "01843225544"),
        ("+44 (0)1843 225544", "01843225544"),
        ("111", "111"),
        ("", None),
        ("   ", None),
    ],
)
def test_a_telephone_number_is_read(text: str, number: str | None) -> None:
    assert read_phone(text) == number


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("1.84323E+09", "a spreadsheet has shortened it"),
        ("1942 822420", "did you mean `01942 822420`?"),
        ("01525 384894/ 01525 375333", "give one number"),
        ("111 option 2", "give one number"),
        ("Referral system only", "give one number"),
        ("0123", "give one number"),
        ("01843 225544 (ext. 6)", "give one number"),
    ],
)
def test_a_spoilt_telephone_number_is_refused(text: str, cure: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_phone(text)
    assert cure in str(refused.value.help)


@pytest.mark.parametrize(
    ("text", "number"),
    [("6.64E-2", 0.0664), ("-5.8164214715361595E-3", -0.0058164214715361595), ("51.378", 51.378), ("636500", 636500)],
)
def test_numbers_are_read_as_spreadsheets_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "51,378", "nan", "inf", "1e999", "0x10", "1 2", "५"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_number(text)


def test_coordinates_are_laid_on_the_grid() -> None:
    assert read_degrees("50.875152587890625", "-5.8164214715361595E-3") == Point(540399, 110301)
    assert read_grid("6.365E5", "170200.4") == Point(636500, 170200)


@pytest.mark.parametrize(("lat", "lon"), [("1.389", "51.378"), ("0", "0"), ("91", "0")])
def test_coordinates_outside_the_country_are_refused(lat: str, lon: str) -> None:
    with pytest.raises(Malformed, match="outside Great Britain"):
        read_degrees(lat, lon)
    with pytest.raises(Malformed, match="outside Great Britain"):
        read_grid("9000000", "1")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-09-17", "2018-09-17"),
        ("pharmacies_2023q3.csv", "2023-07-01"),
        ("2023-Q4", "2023-10-01"),
        ("20251103", "2025-11-03"),
        ("2025-11", "2025-11-01"),
        ("2024-06..2025-06", "2024-06-01"),
        ("gp_practices_kss_2025.csv", "2025-01-01"),
        ("2024-25 winter", "2024-01-01"),
        ("undated snapshot (2024-25 style)", "None"),
        ("c.2015-18 (old)", "None"),
        ("dentists.csv", "None"),
        ("2025-13", "2025-01-01"),
        ("20251340", "None"),
    ],
)
def test_the_earliest_day_that_a_text_may_mean_is_taken(text: str, day: str) -> None:
    assert str(earliest_day(text)) == day


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ST PETER & ST JAMES HOSPICE", "St Peter & St James Hospice"),
        ("IC24 LTD (HWLH OOH)", "IC24 Ltd (HWLH OOH)"),
        ("ST CATHERINE'S  HOSPICE", "St Catherine's Hospice"),
        ("O'NEILL'S PHARMACY", "O'Neill's Pharmacy"),
        ("PHARMACY2DOOR", "Pharmacy2Door"),
        ("10A & 10B BENTALLS A&E", "10A & 10B Bentalls A&E"),
        ("THE OLD SURGERY AT THE QUAY", "The Old Surgery at the Quay"),
        ("eBay Dental of Hove", "eBay Dental of Hove"),
    ],
)
def test_names_in_capitals_are_written_as_people_do(text: str, name: str) -> None:
    assert tidy_name(text) == name


def test_slugs_and_address_lines() -> None:
    assert slug("St Catherine's  Café & Co.") == "st-catherines-cafe-co"
    assert slug("…") == ""
    assert len(slug("a" * 200)) == 60
    assert address_lines("1 THE QUAY,, MARSTEAD \r\n KENT") == ("1 the Quay", "Marstead", "Kent")

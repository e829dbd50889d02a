"""Postcodes, sectors and districts in any case and spacing, and by what names one is looked for."""

from __future__ import annotations

import pytest

from dos_router.diagnostics import Malformed
from dos_router.model.postcodes import is_full, parse_postcode, widening


@pytest.mark.parametrize(
    "written", ["CT9 4AN", "ct9 4an", "CT94AN", "ct94an", " CT9  4AN ", "C T 9 4 A N", "Ct9\t4aN", "CT9\u00a04AN"]
)
def test_a_postcode_is_read_in_any_case_and_spacing(written: str) -> None:
    assert parse_postcode(written) == "CT9 4AN"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("n11aa", "N1 1AA"),
        ("n111aa", "N11 1AA"),
        ("w1a1aa", "W1A 1AA"),
        ("sw1a1aa", "SW1A 1AA"),
        ("mk102ab", "MK10 2AB"),
        ("ct9", "CT9"),
        ("mk10", "MK10"),
        ("W1A", "W1A"),
        ("ct9 4", "CT9 4"),
        ("ct9  4", "CT9 4"),
        ("n1 1", "N1 1"),
        ("n11", "N11"),  # a district: a sector is written with its space
        ("ct94", "CT94"),
    ],
)
def test_each_of_the_three_has_one_written_form(written: str, read: str) -> None:
    assert parse_postcode(written) == read
    assert parse_postcode(read) == read


@pytest.mark.parametrize(
    "written",
    ["", " ", "9", "CT", "CTX 4AN", "CT9 4A", "CT9 AAN", "4AN", "CT9 4AN2", "CT999 4AN", "CT9-4AN", "CT9 44", "ＣＴ９"],
)
def test_what_is_no_postcode_is_refused(written: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_postcode(written)
    assert refusal.value.rule == "bad-postcode"
    assert refusal.value.help == "write it like `CT9 4AN`, or a district like `CT9`"


@pytest.mark.parametrize("written", ["ſ1 1AA", "ß1 1AA"])
def test_a_letter_of_another_alphabet_makes_no_postcode(written: str) -> None:
    with pytest.raises(Malformed):
        parse_postcode(written)


@pytest.mark.parametrize(
    ("postcode", "names"),
    [
        ("CT9 4AN", [("postcode", "CT9 4AN"), ("sector", "CT9 4"), ("district", "CT9")]),
        ("CT9 4", [("sector", "CT9 4"), ("district", "CT9")]),
        ("CT9", [("district", "CT9")]),
    ],
)
def test_a_place_is_looked_for_by_itself_then_its_sector_then_its_district(
    postcode: str, names: list[tuple[str, str]]
) -> None:
    assert list(widening(postcode)) == names


@pytest.mark.parametrize(("postcode", "expected"), [("CT9 4AN", True), ("CT9 4", False), ("CT9", False)])
def test_only_a_whole_postcode_is_full(postcode: str, expected: bool) -> None:
    assert is_full(postcode) is expected

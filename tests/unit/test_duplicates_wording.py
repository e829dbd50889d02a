"""What is compared of a record: words in one alphabet, postcodes and telephone numbers wherever they stand."""

from __future__ import annotations

import pytest

from dos_router.analysis.duplicates.cells import compared
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.duplicates.wording import name_words, street_words, words_of


@pytest.mark.parametrize(("text", "words"), [
    ("St. Mary's  Surgery", ["st", "marys", "surgery"]),
    ("Smith & Co", ["smith", "and", "co"]),
    ("Café Noël", ["cafe", "noel"]),
    ("Вооts", ["boots"]),  # its first and second letter are Cyrillic
    ("Ροse", ["pose"]),  # Greek rho and omicron: what they look like, not what they sound like
    ("\u200fB\u200boots\u202e", ["boots"]),
    ("صيدلية النور", ["صيدلية", "النور"]),
    ("", []),
    ("—", []),
])  # fmt: skip
def test_words_are_in_small_letters_of_one_alphabet(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_abbreviations_are_written_out_by_where_they_stand() -> None:
    assert name_words("St John's Med Ctr Ltd, the Med Ctr") == ("saint", "johns", "medical", "centre", "limited", "the")
    assert street_words("St John's Rd, 12-14 Third Ave, Unit 7b") == (
        ("street", "johns", "road", "3rd", "avenue", "unit"),
        ("12", "14", "7b"),
    )


@pytest.mark.parametrize(("cells", "postcode", "phone"), [
    ({"postcode": "ls1 4ab", "phone": "0113 245 6789"}, "LS14AB", "1132456789"),
    ({"postcode": "LS14AB", "phone": "+44 (0)113 245 6789"}, "LS14AB", "1132456789"),
    ({"address": "1 High St, LS1 4AB", "phone": "0044 113 2456789 ext. 12"}, "LS14AB", "1132456789"),
    ({"postcode": "0113 2456789", "phone": "LS1 4AB"}, "LS14AB", "1132456789"),
    ({"postcode": "S", "phone": "."}, "", ""),
    ({"postcode": "90210", "phone": "Tel. 1132456789 (option 2)"}, "90210", "1132456789"),
    ({"postcode": "LS1 4Ab", "phone": "123"}, "LS14AB", ""),
])  # fmt: skip
def test_codes_are_found_wherever_they_stand(cells: dict[str, str], postcode: str, phone: str) -> None:
    found = compared(ListedRecord(id="a", name="x", **cells))
    assert (found.postcode, found.phone) == (postcode, phone)


def test_a_postcode_in_the_address_is_no_word_of_it() -> None:
    found = compared(ListedRecord(id="a", name="x", address="54e High Street, LS1 4AB", town="Leeds"))
    assert (found.street, found.numbers) == (("high", "street", "leeds"), ("54e", "54"))


@pytest.mark.parametrize("remark", [" (new)", " - DO NOT USE", " *temp", ": old"])
def test_a_remark_on_the_record_is_no_part_of_its_name(remark: str) -> None:
    assert compared(ListedRecord(id="a", name=f"New Road Surgery{remark}")).name == ("new", "road", "surgery")


def test_a_name_that_is_but_a_remark_is_kept() -> None:
    assert compared(ListedRecord(id="a", name="(new)")).name == ("new",)


def test_codes_are_compared_without_what_stands_between() -> None:
    assert compared(ListedRecord(id="a", name="x", ods=" y0-59 20")).ods == "Y05920"

"""What the model learns from a list: new names where records are repeated, and no more than the tables allow."""

from __future__ import annotations

import numpy as np

from dos_router.analysis.duplicates.find import find_duplicates
from dos_router.analysis.duplicates.findings import Kind
from dos_router.analysis.duplicates.levels import POSTCODE, STREET, Levels, Postcode, Street, place_level
from dos_router.analysis.duplicates.model import fit
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.duplicates.tables import FIXED, Case

SYLLABLES = ("bar", "cot", "dun", "fen", "gar", "hal", "kin", "lud", "mor", "nor", "pel", "ros", "sal", "tor", "wen")


def word(number: int) -> str:
    """Return a word of its own for each number."""
    parts = [number % 15, number // 15 % 15, number // 225 % 15]
    return "".join(SYLLABLES[part] for part in parts).title()


def services(many: int) -> list[ListedRecord]:
    """Return services that are unlike each other."""
    return [
        ListedRecord(
            f"{n:03d}", "pharmacy", f"{word(n)} Pharmacy", f"{n + 1} {word(n + 1000)} Street", word(n % 7 + 2000),
            f"ZZ{n % 20 + 1} {n % 9 + 1}A{chr(65 + n % 23)}", f"01632 96{n:04d}",
        )
        for n in range(many)
    ]  # fmt: skip


def renamed(records: list[ListedRecord], every: int) -> list[ListedRecord]:
    """Return records of another year, each so many of them under a new name."""
    return [
        record._replace(id=f"{record.id}-later", name=record.name if n % every else f"{word(n + 3000)} Chemist")
        for n, record in enumerate(records)
    ]


def neighbours(records: list[ListedRecord], many: int) -> list[ListedRecord]:
    """Return others at the same places, with telephone numbers of their own."""
    return [
        one._replace(id=f"{one.id}-next", name=f"{word(n + 2500)} Dispensary", phone=f"01632 97{n:04d}")
        for n, one in enumerate(records[-many:])
    ]


def found(records: list[ListedRecord]) -> set[tuple[str, str]]:
    return {pair.ids for pair in find_duplicates(records).of_kind(Kind.DUPLICATE)}


def test_a_new_name_at_one_place_and_telephone_is_the_same_service_where_records_are_repeated() -> None:
    records = services(200)
    pairs = found([*records, *neighbours(records, 15), *renamed(records, 8)])
    assert {("000", "000-later"), ("008", "008-later"), ("001", "001-later")} <= pairs
    assert not any(one.endswith("next") or other.endswith("next") for one, other in pairs)


def test_a_third_record_under_the_new_name_is_linked_through_the_second() -> None:
    records = services(200)
    later = renamed(records, 8)
    last = [one._replace(id=one.id.replace("later", "last"), phone="") for one in later]
    found_pairs = find_duplicates([*records, *neighbours(records, 15), *later, *last]).of_kind(Kind.DUPLICATE)
    by_others = {pair.ids: pair.by_others for pair in found_pairs}
    assert (by_others["000", "000-later"], by_others["000-last", "000-later"]) == (False, False)
    assert by_others["000", "000-last"]


def test_it_is_another_where_few_are() -> None:
    records = services(330)
    copies = [one._replace(id=f"{one.id}-copy") for one in records[1::10]]
    others = renamed(records, 1)[::8]
    assert found([*records, *copies, *others]) == {(copy.id.removesuffix("-copy"), copy.id) for copy in copies}


def test_without_a_telephone_number_a_new_name_is_another_service() -> None:
    records = services(200)
    later = renamed(records, 8)
    later[0] = later[0]._replace(phone="")
    pairs = found([*records, *neighbours(records, 4), *later])
    assert ("008", "008-later") in pairs
    assert ("000", "000-later") not in pairs


def test_an_address_of_a_town_alone_contradicts_no_street() -> None:
    records = [one._replace(town="Marstead") for one in services(80)]
    bare = records[3]._replace(id="bare", address="", phone="01632 980000")
    assert ("003", "bare") in found([*records, bare])


def test_shared_premises_do_not_drift_to_what_is_merely_near() -> None:
    many = 3000
    near = place_level(np.full(many, Street.DIFFERENT, np.int8), np.full(many, Postcode.DISTRICT, np.int8))
    levels: dict[str, Levels] = {
        "name": np.ones(many, np.int8), "place": near, "phone": np.ones(many, np.int8), "ods": np.zeros(many, np.int8)
    }  # fmt: skip
    model = fit(levels, many)
    place = int(near[0])
    assert model.fitted
    assert len(STREET) * len(POSTCODE) == model.tables["place"].shape[1]
    assert model.tables["place"][Case.PREMISES, place] <= 4 * FIXED["place"][Case.PREMISES, place]

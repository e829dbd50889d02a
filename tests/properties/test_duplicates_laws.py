"""The fast comparison agrees with the plain one; findings do not hang on the order of rows or on ids."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_duplicates import bits_of, ods_level, phone_level, postcode_level, shared_bits, shared_keys, street_level

from dos_router.analysis.duplicates.candidates import candidates
from dos_router.analysis.duplicates.cells import compared
from dos_router.analysis.duplicates.find import find_duplicates
from dos_router.analysis.duplicates.levels import Ods, Phone, Postcode, Street, postcode_of, street_of
from dos_router.analysis.duplicates.likeness import alike
from dos_router.analysis.duplicates.prepared import in_one_order, prepared
from dos_router.analysis.duplicates.record import ListedRecord

NAMES = [
    "Castle Pharmacy",
    "Castel Pharmacy",
    "Pier Chemist",
    "Pier Chem",
    "The Pier",
    "Manor Surgery 2",
    "Manor Surgery 3",
    "",
]
STREETS = [
    "7 Moat Street",
    "7 Moat St, Marstead",
    "9 Moat Street",
    "Moat Street",
    "7",
    "40 Hill Lane",
    "Hil Lane",
    "",
    "Long Barrow",
]
POSTCODES = ["ZZ1 1AA", "zz11ab", "ZZ1 1CD", "ZZ1 9XX", "YY2 3AA", "", "CT9"]
PHONES = ["01632 960001", "01632 960002", "+44 1632 960001", "960001", "01632 777777", ""]
records = st.builds(
    ListedRecord,
    id=st.integers(0, 10**6).map(str),
    type=st.sampled_from(["pharmacy", "pharmacy", "clinic"]),
    name=st.sampled_from(NAMES),
    address=st.sampled_from(STREETS),
    town=st.sampled_from(["", "Marstead"]),
    postcode=st.sampled_from(POSTCODES),
    phone=st.sampled_from(PHONES),
    ods=st.sampled_from(["", "", "FA001", "FA002"]),
)
lists = st.lists(records, min_size=2, max_size=12, unique_by=lambda record: record.id)
SEEN: Counter[object] = Counter()
QUIET = [HealthCheck.too_slow]


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(lists)
def test_levels_are_those_of_the_plain_comparison(listed: list[ListedRecord]) -> None:
    ready = prepared(in_one_order(listed))
    pairs = np.array([(a, b) for b in range(len(listed)) for a in range(b)], dtype=np.int64)
    levels = ready.levels(pairs)
    phones = Counter(one.phone for one in ready.compared)
    bits = bits_of([one.street for one in ready.compared])
    for at, (a, b) in enumerate(pairs.tolist()):
        one, other = ready.compared[a], ready.compared[b]
        found = (
            Postcode(int(postcode_of(levels["place"])[at])),
            Street(int(street_of(levels["place"])[at])),
            Phone(int(levels["phone"][at])),
            Ods(int(levels["ods"][at])),
        )
        wanted = (
            postcode_level(one.postcode, other.postcode),
            street_level(one, other, bits),
            phone_level(one.phone, other.phone, phones[one.phone] > 5),
            ods_level(one.ods, other.ods),
        )
        assert found == wanted, (one, other)
        SEEN.update(wanted)


def test_the_lists_above_reach_every_level() -> None:
    assert {*Postcode, *Street, *Phone, *Ods} <= SEEN.keys()


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(lists)
def test_words_are_as_alike_as_plainly_compared(listed: list[ListedRecord]) -> None:
    ready = prepared(in_one_order(listed))
    bits = bits_of([one.name for one in ready.compared])
    pairs = np.array([(a, b) for b in range(len(listed)) for a in range(b)], dtype=np.int32)
    found = alike(ready.names, pairs[:, 0], pairs[:, 1])
    for at, (a, b) in enumerate(pairs.tolist()):
        shared, left, right = shared_bits(ready.compared[a].name, ready.compared[b].name, bits)
        wanted = (shared, sum(bits[word] for word in left), sum(bits[word] for word in right))
        assert np.allclose([found.shared[at], found.first[at], found.second[at]], wanted, atol=1e-4)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(lists)
def test_candidates_are_the_pairs_that_share_a_key(listed: list[ListedRecord]) -> None:
    ready = prepared(in_one_order(listed))
    names, streets = (bits_of([getattr(one, field) for one in ready.compared]) for field in ("name", "street"))
    wanted = [
        (a, b)
        for a in range(len(listed))
        for b in range(a + 1, len(listed))
        if shared_keys(ready.compared[a], ready.compared[b], names, streets)
    ]
    assert [tuple(pair) for pair in candidates(ready.compared, ready.names, ready.streets).tolist()] == wanted


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(listed: list[ListedRecord], dice: object) -> None:
    turned = list(listed)
    dice.shuffle(turned)  # type: ignore[attr-defined]
    assert find_duplicates(turned) == find_duplicates(listed)


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(lists)
def test_pairs_are_told_once_and_in_order(listed: list[ListedRecord]) -> None:
    found = find_duplicates(listed)
    ids = [pair.ids for pair in found.pairs]
    assert len(set(ids)) == len(ids)
    assert all(first < second for first, second in ids)
    assert all(0.5 <= pair.probability <= 1 for pair in found.pairs)
    linked = {one for pair in found.pairs if pair.kind == "duplicate" for one in pair.ids}
    assert linked == {record.id for cluster in found.clusters for record in cluster.records}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=12), st.text(max_size=20))
def test_any_text_can_be_compared(name: str, address: str, postcode: str, phone: str) -> None:
    record = ListedRecord("a", "x", name, address, "", postcode, phone)
    once = compared(record)
    assert once == compared(record)
    assert all(word == word.lower() and not word.isspace() for word in (*once.name, *once.street))
    find_duplicates([record, record._replace(id="b")])

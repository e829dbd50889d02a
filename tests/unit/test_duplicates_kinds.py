"""What pairs of records are called: one service, sister sites, a shared site, a type too many, an accepted repeat."""

from __future__ import annotations

from pathlib import Path

import pytest

from dos_router.analysis.duplicates.decisions import decisions_text, fingerprint, keep, read_kept, still_held
from dos_router.analysis.duplicates.find import find_duplicates
from dos_router.analysis.duplicates.findings import Decision, Findings, Kind
from dos_router.analysis.duplicates.linking import link_records
from dos_router.analysis.duplicates.record import ListedRecord

SURGERY = ListedRecord(
    id="a", type="gp-practice", name="Elmwood Surgery", address="12 Elmwood Lane", town="Barwick", postcode="LS15 4JX",
    phone="0113 281 4950",
)  # fmt: skip
OTHERS = [
    ListedRecord(
        f"z{n}", "gp-practice", f"{name} Surgery", f"{n} {road} Road", "Leeds", f"LS{n} 1A{chr(65 + n)}",
        f"0113 2{n}00{n}1",
    )
    for n, (name, road) in enumerate([
        ("Park", "Otley"), ("Grange", "York"), ("Priory", "Selby"), ("Beeston", "Town"), ("Holly", "Bank"),
        ("Manor", "Mill"),
    ], start=1)
]  # fmt: skip


def kinds(*records: ListedRecord) -> list[tuple[str, str, str]]:
    """Return the pairs found among records and the unlike others, with their kinds."""
    return [(*pair.ids, pair.kind.value) for pair in find_duplicates([*records, *OTHERS]).pairs]


@pytest.mark.parametrize("change", [
    {"name": "ELMWOOD SURGERY LTD"},
    {"name": "Elmwod Surgery", "phone": ""},
    {"address": "Elmwood Lane, 12", "postcode": "ls154jx"},
    {"postcode": "LS15 4XJ"},
    {"phone": "0113 281 0000"},
    {"town": "", "address": "12 Elmwood Lane, Barwick", "phone": "+44 113 2814950 (option 2)"},
    {"postcode": "0113 281 4950", "phone": "LS15 4JX"},
])  # fmt: skip
def test_a_record_with_a_slip_is_a_duplicate(change: dict[str, str]) -> None:
    assert kinds(SURGERY, SURGERY._replace(id="b", **change)) == [("a", "b", "duplicate")]


def test_a_branch_with_the_same_name_and_telephone_is_a_sister() -> None:
    branch = SURGERY._replace(id="b", address="3 Main Street", town="Scholes", postcode="LS15 4DR")
    assert kinds(SURGERY, branch) == [("a", "b", "same-organisation")]


def test_another_practice_in_the_same_health_centre_shares_the_site() -> None:
    other = SURGERY._replace(id="b", name="Dr Patel and Partners", phone="0113 264 7100")
    assert kinds(SURGERY, other) == [("a", "b", "same-site")]


def test_one_name_and_place_under_two_types_is_a_conflict_of_types() -> None:
    assert kinds(SURGERY, SURGERY._replace(id="b", type="clinic")) == [("a", "b", "type-conflict")]


def test_unlike_records_are_nothing() -> None:
    assert kinds(SURGERY) == []


def test_commissions_of_one_provider_at_one_place_are_accepted() -> None:
    commissions = [
        ListedRecord(
            f"c{n}", "out-of-hours-gp", f"IC24 out of hours {area}", "Kingston House, The Long Barrow", "Ashford",
            "TN24 0GP", "0300 555 0104", f"Y0592{n}",
        )
        for n, area in enumerate(["Thanet", "Swale", "Canterbury"])
    ]  # fmt: skip
    found = find_duplicates([*commissions, *OTHERS])
    assert not found.of_kind(Kind.DUPLICATE)
    (accepted,) = found.accepted
    assert [record.id for record in accepted.records] == ["c0", "c1", "c2"]
    assert accepted.reason.startswith("each has its own ODS code")


def test_records_alike_through_a_third_are_linked_and_say_so() -> None:
    middle = SURGERY._replace(id="b", phone="0113 281 1111")
    far = middle._replace(id="c", name="Elmwood", address="Elmwood Lane", postcode="LS15 4AA")
    pairs = find_duplicates([SURGERY, middle, far, *OTHERS]).of_kind(Kind.DUPLICATE)
    assert {pair.ids: pair.by_others for pair in pairs} == {("a", "b"): False, ("b", "c"): False, ("a", "c"): True}


def test_a_third_that_contradicts_is_a_conflict_not_a_pair() -> None:
    middle = SURGERY._replace(id="b", name="Elmwood Surgery Barwick Health")
    far = middle._replace(id="c", name="Barwick Health", postcode="")
    found = find_duplicates([SURGERY, middle, far, *OTHERS], {("a", "b"): Decision.SAME})
    assert {pair.ids for pair in found.of_kind(Kind.DUPLICATE)} == {("a", "b"), ("b", "c")}
    assert found.clusters[0].conflicts == ("a and c are not like one service by themselves",)


def test_a_cluster_tells_what_differs_in_it() -> None:
    found = find_duplicates([SURGERY, SURGERY._replace(id="b", postcode="LS15 4XJ", ods="B86001"), *OTHERS])
    (cluster,) = found.clusters
    assert [record.id for record in cluster.records] == ["a", "b"]
    assert cluster.conflicts == ("postcode: LS154JX, LS154XJ",)


def test_evidence_adds_up_to_the_probability() -> None:
    (pair,) = find_duplicates([SURGERY, SURGERY._replace(id="b", phone="0113 281 0000"), *OTHERS]).pairs
    total = sum(pair.bits.values()) + pair.prior_bits
    assert (pair.against, pair.bits["place"], pair.bits["ods"]) == ("same-site", 0, 0)
    assert pair.bits["phone"] < 0 < pair.bits["name"]
    assert pair.probability == pytest.approx(1 / (1 + 2**-total), abs=0.01)


def test_few_records_go_by_the_fixed_tables() -> None:
    assert not find_duplicates(OTHERS).fitted
    many = [
        one._replace(id=f"{one.id}-{n}", name=f"{one.name} {n}", postcode=f"LS{n} 1AA")
        for one in OTHERS
        for n in range(60)
    ]
    assert find_duplicates(many).fitted


def decided(decision: Decision) -> Findings:
    """Return what is found where a person decided on two records."""
    return find_duplicates([SURGERY, SURGERY._replace(id="b", phone=""), *OTHERS], {("a", "b"): decision})


def test_what_a_person_decided_stands() -> None:
    (pair,) = decided(Decision.SAME).pairs
    assert (pair.kind, pair.probability, pair.decided) == (Kind.DUPLICATE, 1.0, Decision.SAME)
    found = decided(Decision.DIFFERENT)
    assert not found.of_kind(Kind.DUPLICATE)
    assert [[record.id for record in one.records] for one in found.accepted] == [["a", "b"]]


def test_two_that_nobody_would_compare_can_be_decided_to_be_one() -> None:
    found = find_duplicates([SURGERY, *OTHERS], {("a", "z1"): Decision.SAME, ("a", "gone"): Decision.SAME})
    assert [pair.ids for pair in found.of_kind(Kind.DUPLICATE)] == [("a", "z1")]


def test_decisions_are_kept_as_they_were_seen() -> None:
    one = SURGERY._replace(id="b")
    kept = [keep(one, SURGERY, Decision.SAME, "me")]
    assert decisions_text(kept) == f"id_1,id_2,decision,seen,by\na,b,same,{fingerprint(SURGERY, one)},me\n"
    assert still_held(kept, [SURGERY, one], "d.csv") == ({("a", "b"): Decision.SAME}, [])
    for records, why in (
        ([SURGERY], "one of them is gone"),
        ([SURGERY, one._replace(phone="")], "one of them has changed since"),
    ):
        held, problems = still_held(kept, records, "d.csv")
        assert not held
        assert [problem.message for problem in problems] == [f"the decision on `a` and `b` is not used: {why}"]


def test_lists_are_linked_one_to_one() -> None:
    register = [one._replace(id=f"r{one.id}", name=one.name.upper(), type="GP") for one in (SURGERY, SURGERY, *OTHERS)]
    register[1] = register[1]._replace(id="r-double")
    found = link_records([SURGERY, *OTHERS], register)
    links = [pair.ids for pair in found.of_kind(Kind.DUPLICATE)]
    assert len({one for one, _ in links}) == len({other for _, other in links}) == len(links) == 7
    assert all(other.removeprefix("r") == one or other == "r-double" for one, other in links)


PRACTICE = SURGERY._replace(name="Elmwood Hollybush Surgery")
MOVED = {"address": "3 Main Street", "town": "Scholes", "postcode": "LS15 4DR"}
CHANGES = [
    {"name": "Barwick Health"},
    {"name": "Barwick Health", "postcode": ""},
    {"name": "Barwick Health", "phone": "0113 264 7100"},
    MOVED,
    {**MOVED, "phone": "0113 264 7100"},
    {**MOVED, "name": "Barwick Health"},
]


def links(register: list[ListedRecord]) -> dict[str, float]:
    """Return what the surgery is linked with, how surely."""
    others = [one._replace(id=f"r{one.id}") for one in OTHERS]
    found = link_records([PRACTICE, *OTHERS], [*register, *others]).of_kind(Kind.DUPLICATE)
    return {pair.second.id: pair.probability for pair in found if pair.first.id == "a"}


@pytest.mark.parametrize("change", CHANGES)
def test_one_left_over_on_each_side_with_a_sign_of_what_changed_is_linked_for_review(change: dict[str, str]) -> None:
    ((other, probability),) = links([PRACTICE._replace(id="r", **change)]).items()
    assert (other, 0.5 <= probability < 0.99) == ("r", True)


@pytest.mark.parametrize("change", CHANGES)
def test_two_left_over_with_the_same_sign_are_not_linked(change: dict[str, str]) -> None:
    assert not links([PRACTICE._replace(id=one, **change) for one in ("r", "s")])


@pytest.mark.parametrize("change", CHANGES)
def test_one_that_is_linked_already_has_no_other_sign(change: dict[str, str]) -> None:
    assert links([PRACTICE._replace(id="r", **change), PRACTICE._replace(id="same")]).keys() == {"same"}


def test_no_decision_file_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    assert read_kept(path) == ([], [])
    path.write_text("id_1,id_2,decision,seen,by\nb,a,sane,x,\nb,a,same,x,\n", encoding="utf-8")
    kept, problems = read_kept(path)
    assert [one.ids for one in kept] == [("a", "b")]
    assert [(one.rule, one.help) for one in problems] == [("bad-decision", "did you mean `same`?")]

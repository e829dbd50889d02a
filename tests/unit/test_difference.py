"""The difference of two directories: what counts as a change in meaning, in which words, and who must sign it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dos_router.analysis.difference import Change, difference
from dos_router.diagnostics import Location
from dos_router.model.ages import parse_age_range
from dos_router.model.directory import Commissioner, Directory, Place, Quarantined
from dos_router.model.opening import Opening, parse_opening, parse_spans
from dos_router.model.policy import Never, Policy, Ranking
from dos_router.model.service import STATUSES, Checked, Point, Provider, Service
from dos_router.model.symptoms import parse_symptom, symptoms_of
from dos_router.reference import load_reference

REFERENCE, _ = load_reference()
CHRISTMAS = date(2026, 12, 25)
HERE = Location("services/a.yaml", 4)
CODE = "Dx05"


def symptoms(*texts: str) -> Any:
    return symptoms_of(parse_symptom(text) for text in texts)


def ages(*texts: str) -> Any:
    return tuple(parse_age_range(text) for text in texts)


def hours(text: str, **dates: str) -> Opening:
    """Return hours with those of single dates, written `d2026_12_25='off'`."""
    stated = {date.fromisoformat(day[1:].replace("_", "-")): parse_spans(spans) for day, spans in dates.items()}
    return parse_opening(text, stated)


def make_service(**fields: Any) -> Service:
    start = {
        "id": "a",
        "name": "A",
        "type": "pharmacy",
        "provider": Provider("P"),
        "opening": hours("24/7"),
        "at": HERE,
    }
    return Service(**{**start, **fields})


def make_directory(*services: Service, **fields: Any) -> Directory:
    east = Commissioner(id="east", name="NHS East", areas=frozenset({"east"}), lead=True)
    west = Commissioner(id="west", name="NHS West", areas=frozenset({"west"}))
    start: dict[str, Any] = {
        "id": "d", "title": "D", "serial": 1, "folder": "", "valid": (0, 1440), "zone": ZoneInfo("UTC"),
        "commissioners": {"east": east, "west": west}, "areas": {"east": "East", "west": "West"}, "policy": Policy(),
        "services": {one.id: one for one in services}, "places": {"CT9": Place(Point(1, 1), "east")},
        "holidays": {CHRISTMAS: "Christmas Day"}, "reference": REFERENCE,
    }  # fmt: skip
    whole = {**start, **fields}
    own = {"own_areas": frozenset(whole["areas"]), "own_commissioners": frozenset(whole["commissioners"])}
    return Directory(**{**own, **whole})


def changes_of(before: Service, after: Service) -> list[Change]:
    return list(difference(make_directory(before), make_directory(after)).changes)


def told(changes: Iterable[Change]) -> list[str]:
    """Return changes as a reader sees them."""
    return [f"{one.what}: {one.before} → {one.after}" + (f" ({one.note})" if one.note else "") for one in changes]


# --- laws --------------------------------------------------------------------------------------------------------

VALUES: dict[str, Sequence[dict[str, Any]]] = {
    "status": [{"status": status} for status in STATUSES],
    "name": [{"name": "A"}, {"name": "B"}],
    "public_name": [{"public_name": None}, {"public_name": "the A"}],
    "type": [{"type": "pharmacy"}, {"type": "gp-practice"}],
    "provider": [{"provider": Provider("P")}, {"provider": Provider("P", "RVV")}, {"provider": Provider("Q")}],
    "commissioned_by": [{"commissioned_by": frozenset(names)} for names in ((), ("east",), ("east", "west"))],
    "ods": [{"ods": None}, {"ods": "RVV09"}],
    "address": [{"address": ()}, {"address": ("1 High Street", "Margate")}, {"address": ("Margate", "1 High Street")}],
    "location": [{"point": None}, {"point": Point(1, 2)}, {"point": Point(1, 3)}, {"postcode": "CT9"}],
    "phone": [{"phone": None}, {"phone": "01843 1"}, {"phone": "01843 2"}],
    "professional_phone": [{"professional_phone": None}, {"professional_phone": "1"}, {"professional_phone": "2"}],
    "referral": [{"referral": None}, {"referral": "phone"}, {"referral": "phone", "referral_note": "ring twice"}],
    "only_if_open": [{"only_if_open": None}, {"only_if_open": 0}, {"only_if_open": 15}],
    "ages": [{"ages": ages(*texts)} for texts in ((), ("16+",), ("0-15",), ("3m-4y", "65+"), ("12d-20d",), ("130+",))],
    "sexes": [{"sexes": frozenset({"female", "male"})}, {"sexes": frozenset({"female"})}],
    "roles": [{"roles": frozenset()}, {"roles": frozenset({"999"})}],
    "practices": [{"practices": frozenset()}, {"practices": frozenset({"G82001"})}],
    "limited_to": [{"limited_to": frozenset()}, {"limited_to": frozenset({"west"})}],
    "checked": [{"checked": None}, {"checked": Checked(by="me")}, {"checked": Checked(CHRISTMAS, "me", CHRISTMAS)}],
    "symptoms": [{"symptoms": symptoms(*each)} for each in ((), ("*",), ("SG1107/*",), ("SG1107/SD4052", "SG1/SD2"))],
    "dispositions": [{"dispositions": frozenset(codes)} for codes in ((), ("Dx05",), ("Dx05", "Dx06"))],
}  # fmt: skip
WEEK = "Mo-Fr 08:00-18:30"
WEEKS = ("24/7", "off", WEEK, f"{WEEK}; PH off", "20:00-08:00", "20:00-08:00; PH off", "Sa 09:00-12:00")
DATES = ({}, {"d2026_12_25": "03:00-03:17"}, {"d2026_12_25": "04:00-04:13"}, {"d2027_01_03": "03:00-03:17"})
SINGLE = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in VALUES.items()})


@st.composite
def made(draw: st.DrawFn, name: str = "a") -> Service:
    """Draw a service with any mix of what its fields may say."""
    fields = {key: value for part in draw(SINGLE).values() for key, value in part.items()}
    return make_service(id=name, opening=hours(draw(st.sampled_from(WEEKS)), **draw(st.sampled_from(DATES))), **fields)


@st.composite
def changed(draw: st.DrawFn) -> tuple[Service, Service, str]:
    """Draw a service, the same with one field otherwise, and that field."""
    service = draw(made())
    field = draw(st.sampled_from([*VALUES, "opening", "dates"]))
    if field in {"opening", "dates"}:
        weeks = [replace(hours(week), dates=service.opening.dates) for week in WEEKS]
        dated = [replace(service.opening, dates=hours("off", **one).dates) for one in DATES]
        others = [one for one in (weeks if field == "opening" else dated) if one != service.opening]
        return service, replace(service, opening=draw(st.sampled_from(others))), field
    blank = {key: getattr(make_service(), key) for part in VALUES[field] for key in part}
    records = [each for part in VALUES[field] if (each := replace(service, **{**blank, **part})) != service]
    return service, draw(st.sampled_from(records)), field


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(made(), max_size=3))
def test_a_directory_does_not_differ_from_itself(services: list[Service]) -> None:
    directory = make_directory(*(replace(one, id=f"s{number}") for number, one in enumerate(services)))
    assert difference(directory, directory).changes == ()
    assert difference(directory, directory).signers == ()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(changed())
def test_a_change_of_one_field_is_told_under_that_field(case: tuple[Service, Service, str]) -> None:
    before, after, field = case
    assert {one.field for one in changes_of(before, after)} == {field}
    assert {one.field for one in changes_of(after, before)} == {field}


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.permutations(["a", "b", "c", "d"]), st.permutations(range(3)), made())
def test_order_changes_nothing(names: list[str], numbers: list[int], one: Service) -> None:
    def ordered(names: Sequence[str], numbers: Sequence[int]) -> Directory:
        nevers = [Never(dispositions=frozenset({CODE}), types=frozenset({kind}), at=HERE) for kind in ("a", "b", "c")]
        rankings = [
            Ranking(ranks={"pharmacy": rank}, at=HERE, areas=frozenset({area}))
            for rank, area in ((1, "east"), (2, "west"), (3, "x"))
        ]
        policy = Policy(
            never=tuple(nevers[each] for each in numbers), ranking=tuple(rankings[each] for each in numbers)
        )
        ranges = ages("0-4", "10-15", "65+")
        services = (replace(one, id=name, ages=tuple(ranges[each] for each in numbers)) for name in names)
        places = {name: Place(Point(1, 1), None) for name in ("CT9", "CT8", "CT7")}
        return make_directory(
            *services, policy=policy, places={key: places[key] for key in [list(places)[each] for each in numbers]}
        )

    assert difference(ordered("abcd", range(3)), ordered(names, numbers)).changes == ()
    other = make_directory(replace(one, id="e"))
    assert difference(other, ordered("abcd", range(3))) == difference(other, ordered(names, numbers))


# --- services ----------------------------------------------------------------------------------------------------


def test_other_words_for_the_same_service_are_no_change() -> None:
    before = make_service(
        symptoms=symptoms("SG1107/*"), ages=ages("0-15", "16+"), phone="01843 225544", handles=("minor",), at=HERE
    )
    after = make_service(
        symptoms=symptoms("SG1107/SD4052", "SG1107/*"),
        phone="01843225544",
        handles=("small",),
        at=Location("services/z.yaml", 9),
    )
    assert changes_of(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("active", "suspended", "suspended: active → suspended"),
        ("suspended", "active", "reopened: suspended → active"),
        ("pending", "active", "opened: pending → active"),
        ("active", "closed", "closed: active → closed"),
        ("active", "template", "status: active → template"),
    ],
)
def test_a_status_is_told_as_what_happened(before: str, after: str, words: str) -> None:
    assert told(changes_of(make_service(status=before), make_service(status=after))) == [words]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (("SG1107/SD4052",), ("SG1107/*",), ["symptoms gained: None → SG1107 {title} (all of it but SD4052)"]),
        (("*",), ("SG1107/*",), ["symptoms lost: every symptom but SG1107/* → None"]),
        (("SG99/SD1", "SG98/SD1"), (), [
            "symptoms lost: SG98 (not in our tables), SG99 (not in our tables) with SD1 (not in our tables) → None"
        ]),
        (("SG1107/SD4052",), ("SG1107/SD4052", "*"), ["symptoms gained: None → every symptom but SG1107/SD4052"]),
        (("*", "SG1107/*"), ("*", "SG1107/SD4052"), []),
    ],
)  # fmt: skip
def test_symptoms_gained_and_lost_are_what_really_is(before: Any, after: Any, words: list[str]) -> None:
    found = told(changes_of(make_service(symptoms=symptoms(*before)), make_service(symptoms=symptoms(*after))))
    assert found == [text.format(title=REFERENCE.symptom_groups["SG1107"]) for text in words]


def test_dispositions_are_told_with_their_titles() -> None:
    found = changes_of(make_service(dispositions=frozenset({"Dx05"})), make_service(dispositions=frozenset({"Dx999"})))
    assert told(found) == [
        "dispositions gained: None → Dx999",
        f"dispositions lost: Dx05 {REFERENCE.dispositions['Dx05'].title} → None",
    ]


@pytest.mark.parametrize(
    ("fields", "others", "words"),
    [
        (
            {"postcode": "CT9 4AN", "point": Point(0, 0)}, {"point": Point(3000, 4000)},
            ["location: CT9 4AN (0 0) → 3000 4000 (moved by 5 km)"],
        ),
        ({"postcode": "CT9 4AN"}, {"point": Point(1, 2)}, ["location: CT9 4AN → 1 2"]),
        ({"professional_phone": "1"}, {"professional_phone": "2"}, [
            "phone for professionals: a number → another number",
        ]),
        ({"professional_phone": "1"}, {}, ["phone for professionals: a number → none"]),
        ({"ages": ages("3m-4y", "5-15", "130+")}, {"ages": ages("12d-40d", "41d+")}, [
            "ages: 3 months to 15 years → 12 days and over"
        ]),
        ({"ages": ages("0-15")}, {"ages": ages("130+")}, ["ages: 0–15 years → no age"]),
        ({"only_if_open": 0}, {"only_if_open": 30}, ["offered only if: open now → open within 30 min"]),
        ({"referral": "phone"}, {"referral": "walk-in", "referral_note": "x"}, ["referral: phone → walk-in: x"]),
        ({"checked": Checked()}, {"checked": Checked(by="me")}, ["checked: none → by me"]),
        ({"sexes": frozenset({"male"})}, {}, ["sexes: male → female, male"]),
    ],
)  # fmt: skip
def test_fields_are_told_in_words(fields: dict[str, Any], others: dict[str, Any], words: list[str]) -> None:
    assert told(changes_of(make_service(**fields), make_service(**others))) == words


def test_a_service_added_or_removed_is_told_whole() -> None:
    service = make_service(
        ages=ages("16+"), symptoms=symptoms("*"), opening=hours("Mo 08:00-09:00; PH off", d2026_12_24="off")
    )
    (added,) = difference(make_directory(), make_directory(service)).changes
    assert (added.field, added.before, added.base_at, added.proposed_at) == ("added", None, None, HERE)
    assert added.after == (
        "name A; type pharmacy; provider P; ages 16 years and over; open Monday 08:00–09:00; Tuesday to Sunday closed; "
        "public holidays closed; Thursday 24 December 2026 closed; symptoms every symptom; dispositions none"
    )
    (removed,) = difference(make_directory(make_service()), make_directory()).changes
    assert (removed.field, removed.after, removed.base_at, removed.proposed_at) == ("removed", None, HERE, None)


def test_a_service_with_another_id_is_renamed_and_twins_are_kept_apart() -> None:
    base = make_directory(make_service(id="a"), make_service(id="b"), make_service(id="c", name="C"))
    proposed = make_directory(make_service(id="x"), make_service(id="y", name="Y"))
    found = [(one.id, one.field, one.before) for one in difference(base, proposed).changes if one.field != "removed"]
    assert found[0] == ("x", "id", "a")
    assert [(one.id, one.field) for one in difference(base, proposed).changes] == [
        ("b", "removed"), ("c", "removed"), ("x", "id"), ("y", "added"),
    ]  # fmt: skip


def test_records_with_errors_are_told_where_they_come_and_go() -> None:
    faulty = Quarantined("a", Location("services/a.yaml", 9), "pharmacy")
    sound, broken = make_directory(make_service()), make_directory(quarantined=(faulty,))
    assert [one.after for one in difference(sound, broken).changes] == ["its record has errors: treated as closed"]
    assert [one.before for one in difference(broken, sound).changes] == ["its record has errors: treated as closed"]
    assert difference(broken, broken).changes == ()
    (gone,), (came,) = difference(broken, make_directory()).changes, difference(make_directory(), broken).changes
    assert (gone.before, gone.after, gone.signers) == (came.after, None, ("east",))
    assert (came.base_at, came.proposed_at) == (None, faulty.at)


# --- who must sign -----------------------------------------------------------------------------------------------


def never(codes: str, types: str, *areas: str) -> Never:
    return Never(dispositions=frozenset(codes.split()), types=frozenset(types.split()), areas=frozenset(areas), at=HERE)


def signers(base: Directory, proposed: Directory) -> list[tuple[str, ...]]:
    return [change.signers for change in difference(base, proposed).changes]


@pytest.mark.parametrize(
    ("before", "after", "who"),
    [
        ({}, {}, ("east",)),
        ({"commissioned_by": frozenset({"west"})}, {"commissioned_by": frozenset({"west"})}, ("west",)),
        ({"commissioned_by": frozenset({"west"})}, {}, ("east", "west")),
        ({"at": Location("../n/services/a.yaml", 1), "commissioned_by": frozenset({"west"})},) * 2 + (("east",),),
    ],
)
def test_a_service_is_signed_by_its_owners_before_and_after(before: Any, after: Any, who: tuple[str, ...]) -> None:
    found = signers(make_directory(make_service(**before)), make_directory(make_service(**after, name="B")))
    assert set(found) == {who}


def test_the_policy_is_signed_by_all_whose_areas_it_names() -> None:
    limited = Policy(validate=True, never=(never("Dx02", "pharmacy", "west"),))
    assert signers(make_directory(), make_directory(policy=Policy(validate=True))) == [("east",)]
    assert signers(make_directory(policy=replace(limited, validate=False)), make_directory(policy=limited)) == [
        ("east", "west")
    ]


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"serial": 2}, ("east",)),
        ({"title": "E"}, ("east", "west")),
        ({"holidays": {}}, ("east",)),
        ({"places": {"CT9": Place(Point(1, 1), "west")}}, ("east", "west")),
        ({"places": {"CT9": Place(Point(1, 1), "east"), "CT8": Place(Point(1, 1), None)}}, ("east",)),
    ],
)
def test_the_rest_is_signed_by_the_lead_and_whose_areas_it_names(fields: Any, who: tuple[str, ...]) -> None:
    assert signers(make_directory(), make_directory(**fields)) == [who]


def test_the_lead_signs_always_and_comes_first() -> None:
    west = frozenset({"west"})
    found = difference(make_directory(make_service(commissioned_by=west)), make_directory())
    assert found.signers == ("east", "west")
    assert [found.of_signer(one) for one in found.signers] == [(), found.changes]


def test_without_a_lead_nobody_is_named() -> None:
    found = difference(make_directory(commissioners={}), make_directory(commissioners={}, serial=2))
    assert (found.signers, found.changes[0].signers) == ((), ())

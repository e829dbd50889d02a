"""What would have a service offered, or offered first: each change is tried, and does what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dos_router.diagnostics import Location
from dos_router.model.ages import parse_age_range
from dos_router.model.call import CallText, Request
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import CapacityRow, Commissioner, Directory, Place
from dos_router.model.opening import parse_opening
from dos_router.model.policy import Policy, Ranking
from dos_router.model.service import Point, Provider, Service
from dos_router.model.symptoms import parse_symptom, symptoms_of
from dos_router.reference import load_reference
from dos_router.reports.explain_text import render_why_not
from dos_router.reports.page import Page
from dos_router.routing.request import read_request
from dos_router.routing.why_not import WhyNot, why_not

HERE = Point(500_000, 200_000)
LINE = Location("services/a.yaml", 3, 5)


def service(name: str, **fields: Any) -> Service:
    stated = {
        "id": name, "name": name, "type": "pharmacy", "provider": Provider("P"), "opening": parse_opening("24/7"),
        "at": LINE,
        "point": HERE, "symptoms": symptoms_of([parse_symptom("SG1/*")]), "dispositions": frozenset({"Dx05"}),
        "commissioned_by": frozenset({"ours"}),
    }  # fmt: skip
    return Service(**(stated | fields))


def directory(*services: Service, **fields: Any) -> Directory:
    stated = {
        "id": "d", "title": "D", "serial": 1, "folder": "d", "valid": (0, 10**9), "zone": ZoneInfo("Europe/London"),
        "commissioners": {
            "ours": Commissioner(id="ours", name="Ours", areas=frozenset({"here"})),
            "theirs": Commissioner(id="theirs", name="Theirs", areas=frozenset({"there"})),
        },
        "areas": {"here": "Here", "there": "There"}, "services": {one.id: one for one in services}, "policy": Policy(),
        "places": {"AA1": Place(HERE, "here")}, "holidays": dict[date, str](), "reference": load_reference()[0],
    }  # fmt: skip
    return Directory(**(stated | fields))


def request(in_: Directory, **fields: Any) -> Request:
    stated = {
        "at": "2026-11-21T20:00", "postcode": "AA1", "age": "34", "sex": "female", "disposition": "Dx05",
        "symptom_group": "SG1", "symptom_discriminators": ("SD1",), "practice": "A1",
    }  # fmt: skip
    asked = read_request(CallText(**(stated | fields)), in_)
    assert asked.request, asked.problems
    return asked.request


def ask(one: Service, *others: Service, plan: CarePlan | None = None, **fields: Any) -> WhyNot:
    whole = directory(one, *others, **fields)
    return why_not(whole, request(whole), one.id, plan)


@pytest.mark.parametrize(
    ("fields", "check", "words"),
    [
        ({"status": "closed"}, "status", "be active (now closed)"),
        ({"point": Point(500_000, 261_234)}, "distance", "search at least 61.3 km each way"),
        ({"symptoms": symptoms_of([])}, "symptom-group", "be profiled for SG1/SD1"),
        ({"sexes": frozenset({"male"})}, "sex", "take female callers too"),
        ({"practices": frozenset({"B2"})}, "practice", "take patients of practice A1 too"),
        ({"symptoms": symptoms_of([parse_symptom("SG1/SD2")])}, "discriminator", "be profiled for SG1/SD1"),
        ({"dispositions": frozenset()}, "disposition", "be profiled for Dx05"),
        ({"roles": frozenset({"999"})}, "role", "take the role 111-telephone too"),
        ({"ages": (parse_age_range("0-15"),)}, "age", "(now 0-15)"),
        ({"opening": parse_opening("09:00-20:00")}, "hours", "stay open 30 min longer, until 2026-11-21T20:30"),
        ({"opening": parse_opening("22:00-23:00")}, "hours", "open 1 h earlier, at 2026-11-21T21:00"),
        ({"opening": parse_opening("Mo off")}, "hours", "be open between 2026-11-21T20:30"),
        ({"opening": parse_opening("20:30-23:00"), "only_if_open": 15}, "only-if-open", "within 15 minutes"),
        ({"limited_to": frozenset({"there"})}, "area", "take the area here too"),
    ],
)
def test_each_check_has_its_smallest_change(fields: dict[str, Any], check: str, words: str) -> None:
    found = ask(service("a", **fields))
    assert [change.check for change in found.to_be_offered] == [check]
    assert words in found.to_be_offered[0].words
    assert (found.position, found.then) == (None, 1)


def test_red_capacity_is_a_change_of_its_own() -> None:
    row = CapacityRow(0, None, "red", Location("capacity.csv", 2))
    found = ask(service("a"), capacity={"a": (row,)})
    assert [(change.check, change.at) for change in found.to_be_offered] == [("capacity", row.at)]
    assert found.then == 1


def test_several_obstacles_are_all_named() -> None:
    found = ask(service("a", status="closed", dispositions=frozenset(), sexes=frozenset({"male"})))
    assert [change.check for change in found.to_be_offered] == ["status", "sex", "disposition"]


def test_a_service_that_is_trimmed_away_needs_more_to_be_kept() -> None:
    found = ask(service("c"), service("a"), service("b"))
    assert [change.check for change in found.to_be_offered] == ["trimmed"]
    assert found.then == 3


def test_the_first_needs_nothing() -> None:
    found = ask(service("a"), service("b"))
    assert (found.position, found.to_be_offered, found.to_be_first) == (1, (), ())


def test_a_neighbours_service_would_have_to_be_commissioned_here() -> None:
    found = ask(service("a", commissioned_by=frozenset({"theirs"})), service("b"))
    assert (found.position, [change.check for change in found.to_be_first]) == (2, ["promoted"])


def test_a_lower_rank_would_have_to_rise() -> None:
    found = ask(service("a", type="emergency-department"), service("b"))
    assert [(change.check, "rank emergency-department 1" in change.words) for change in found.to_be_first] == [
        ("rank", True)
    ]


def test_a_rank_that_ties_is_enough_only_where_distance_wins() -> None:
    policy = Policy(ranking=(Ranking(ranks=MappingProxyType({"pharmacy": 3}), at=Location("policy.yaml", 4, 5)),))
    far = service("a", type="emergency-department", point=Point(500_000, 201_000))
    found = ask(far, service("b"), policy=policy)
    assert "rank emergency-department 2 (now 9; b comes first with 3)" in found.to_be_first[0].words
    near = ask(replace(far, point=HERE), service("b"), policy=policy)
    assert "rank emergency-department 3" in near.to_be_first[0].words


def test_where_rank_cannot_rise_above_the_first_distance_is_what_is_left() -> None:
    found = ask(service("a", type="emergency-department", point=Point(500_000, 201_000)), service("b"))
    assert [change.check for change in found.to_be_first] == ["rank", "order"]


def test_an_ambulance_and_a_barred_type_are_never_offered() -> None:
    assert "dispatched" in (ask(service("a", type="emergency-ambulance")).never or "")
    plan = CarePlan(
        id="p", patient="x", kind="k", valid=(0, 10**9), agreed_by="me", at=LINE, bar_types=frozenset({"pharmacy"})
    )  # fmt: skip
    assert "bars pharmacy" in (ask(service("a"), plan=plan).never or "")


def test_a_catch_all_is_no_place_among_the_offers() -> None:
    found = ask(service("a", type="emergency-department", dispositions=frozenset()))
    assert (found.position, found.then) == (None, 1)


@pytest.mark.parametrize("width", [None, 80])
def test_it_is_told_in_words(width: int | None) -> None:
    whole = directory(service("a", status="closed", commissioned_by=frozenset({"theirs"})), service("b"))
    text = render_why_not(why_not(whole, request(whole), "a"), whole, Page(width))
    assert "a (a, at services/a.yaml:3:5) is not offered" in " ".join(text.split())
    assert "It would then be number 2." in text
    assert "be commissioned by ours" in " ".join(text.split())
    first = render_why_not(why_not(whole, request(whole), "b"), whole, Page(width))
    assert "is offered first" in first

"""Bundles and lists of services read resource by resource come to what they come to whole, in any order of entries."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from dos_router.diagnostics import Location, Malformed
from dos_router.interchange import json_cursor
from dos_router.interchange.exchange import Offers, Refused
from dos_router.interchange.fhir.bundle_in import read_bundle
from dos_router.interchange.fhir.reading import Around, read_service
from dos_router.interchange.hsds.services_in import read_service as read_hsds
from dos_router.interchange.hsds.services_in import read_services
from dos_router.interchange.records import Record
from dos_router.reference import load_reference

HERE = Location("in.json")
TYPES = load_reference()[0].service_types
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
HOURS = [{"daysOfWeek": ["mon"], "availableStartTime": "09:00:00", "availableEndTime": "17:00:00"}]

ids = st.sampled_from(["a", "b", "c"])
URL = "https://x.example/Organization/c"
REFERENCES = ("Organization/a", "Organization/b", "urn:uuid:1", URL, "#a")
OWNERS = [*({"display": name} for name in ("Shore", "Pier", "Hill")), *({"reference": one} for one in REFERENCES), None]
PLACED = (["Location/a"], ["Location/a", "Location/b"], ["Location/b", "urn:uuid:2"], ["#b"], [])
organizations = st.fixed_dictionaries(
    {"resourceType": st.just("Organization"), "id": ids, "name": st.sampled_from(["Shore", "Pier"])},
    optional={"identifier": st.just([{"system": ODS, "value": "RVV"}])},
)
locations = st.fixed_dictionaries(
    {"resourceType": st.just("Location"), "id": ids},
    optional={"address": st.sampled_from([{"postalCode": "CT9 4AN"}, {"line": ["1 Quay"], "city": "Margate"}])},
)
services = st.fixed_dictionaries(
    {
        "resourceType": st.just("HealthcareService"), "id": ids, "name": st.sampled_from(["One", "Two"]),
        "type": st.sampled_from([[{"text": "pharmacy"}], [{"text": "Wizardry"}]]),
        "availableTime": st.sampled_from([HOURS, [{"allDay": True}], []]),
        "providedBy": st.sampled_from(OWNERS),
    },
    optional={
        "location": st.sampled_from([[{"reference": one} for one in some] for some in PLACED]),
        "contained": st.lists(organizations | locations, max_size=2), "active": st.booleans(),
    },
)  # fmt: skip
entries = st.fixed_dictionaries(
    {"resource": services | organizations | locations | st.just({"resourceType": "Endpoint", "id": "e"})},
    optional={"fullUrl": st.sampled_from(["urn:uuid:1", "urn:uuid:2", URL, 3])},
)
odd = st.sampled_from([{}, {"resource": None}, 7, {"request": {"method": "DELETE", "url": "Location/a"}}])
told: set[str] = set()


def said(offers: Offers) -> list[object]:
    """Return what is offered, apart from where it stands."""
    found: list[object] = []
    for one in offers:
        if isinstance(one, Record):
            found.append((dict(one.provider), dict(one.service)))
        else:
            problem = one.problem if isinstance(one, Refused) else one
            found.append((problem.rule, problem.message))
            told.add(problem.rule)
    return found


def in_pieces(value: Any, chunk: int, name: str, read: Any, **layout: Any) -> list[object]:
    with tempfile.TemporaryDirectory() as home, patch.object(json_cursor, "CHUNK", chunk):
        path = Path(home, name)
        path.write_text(json.dumps(value, **layout), encoding="utf-8")
        return said(read(path, TYPES))


def plainly(bundle: dict[str, Any]) -> list[object]:
    """Return what a bundle offers, all of it held at once."""
    all_of_it = enumerate(bundle["entry"])
    listed = [(at, entry) for at, entry in all_of_it if isinstance(entry, dict) and entry.get("resource")]
    known: dict[str, Any] = {}
    for _, entry in listed:
        one = entry["resource"]
        for name in (entry.get("fullUrl"), f"{one['resourceType']}/{one['id']}"):
            if one["resourceType"] in {"Organization", "Location"}:
                known.setdefault(str(name), one)
    found: list[object] = []
    for at, entry in listed:
        one = entry["resource"]
        if one["resourceType"] == "HealthcareService":
            try:
                record = read_service(one, Around(known.get, TYPES), HERE, ours=True)
                found.append((dict(record.provider), dict(record.service)))
            except Malformed as problem:
                found.append((problem.rule, f"entry[{at}].resource: {problem.message}"))
    if not any(entry["resource"]["resourceType"] == "HealthcareService" for _, entry in listed):
        found.append(("no-services", "there is no HealthcareService in the file"))
    return found


FIRST = [
    {"resource": {"resourceType": "Organization", "id": "a", "name": "Shore"}},
    {"resource": {"resourceType": "Location", "id": "a", "address": {"postalCode": "CT9 4AN"}}},
    {"resource": {"resourceType": "Location", "id": "b"}},
    {
        "resource": {
            "resourceType": "HealthcareService", "id": "a", "name": "Both", "type": [{"text": "pharmacy"}],
            "providedBy": {"display": "Shore"}, "location": [{"reference": "Location/a"}, {"reference": "Location/b"}],
            "availableTime": HOURS,
        }
    },
]  # fmt: skip
LISTED = st.tuples(st.lists(entries | odd, max_size=6), st.sampled_from([[], FIRST]), st.integers(0, 6)).map(
    lambda drawn: [*drawn[0][: drawn[2]], *drawn[1], *drawn[0][drawn[2] :]]
)


@given(LISTED, st.sampled_from([7, 64, 1 << 20]), st.booleans(), st.sampled_from([None, 1]))
def test_a_bundle_in_pieces_is_the_bundle(listed: list[Any], chunk: int, last: bool, indent: int | None) -> None:
    head = {"resourceType": "Bundle", "type": "searchset"}
    bundle = {"entry": listed, **head} if last else {**head, "entry": listed}
    whole = plainly(bundle)
    assert in_pieces(bundle, chunk, "in.json", read_bundle, indent=indent) == whole
    assert in_pieces(bundle, chunk, "in.ndjson", read_bundle) == whole


def test_the_bundles_drawn_reach_every_kind_of_refusal() -> None:
    assert told >= {"missing-reference", "no-hours", "several-places", "no-provider", "unknown-service-type"}


WEEK = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:30"}
rows = st.fixed_dictionaries(
    {"name": st.sampled_from(["One", "Two"]), "organization": st.sampled_from(["shore", "pier", "gone"])},
    optional={
        "phone": st.just("01632 960001"), "hours": st.sampled_from(["service", "place"]),
        "places": st.lists(st.sampled_from(["quay", "hill"]), min_size=1, max_size=2, unique=True),
        "type": st.sampled_from(["Pharmacy", "Wizardry"]), "maximum_age": st.just(15),
    },
)  # fmt: skip
ORGANIZATIONS = {"shore": {"id": "shore", "name": "Shore"}, "pier": {"id": "pier", "name": "Pier"}}
RVV = {"id": "i", "organization_id": "shore", "identifier_type": "ODS", "identifier": "RVV"}
PLACES = {"quay": {"address_1": "1 Quay", "postal_code": "CT9 4AN"}, "hill": {"postal_code": "CT9 1AA"}}


def nested(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """Return a service with all that is its own within."""
    owner = ORGANIZATIONS.get(row["organization"])
    codes = [RVV] if row["organization"] == "shore" else []
    hours = [WEEK] if row.get("hours") == "place" else []
    return {
        "id": str(number), "name": row["name"], "maximum_age": row.get("maximum_age"),
        "organization": {**owner, "organization_identifiers": codes} if owner else None,
        "phones": [{"number": row["phone"]}] if "phone" in row else [],
        "schedules": [WEEK] if row.get("hours") == "service" else [],
        "attributes": [{"taxonomy_term": {"name": row["type"]}}] if "type" in row else [],
        "service_at_locations": [
            {"location": {"id": place, "addresses": [PLACES[place]]}, "schedules": hours}
            for place in row.get("places", ())
        ],
    }  # fmt: skip


def as_tables(listed: list[dict[str, Any]], rng: random.Random, *, plural: bool) -> dict[str, Any]:
    """Return the same services as the tables of HSDS, in any order."""
    tables: dict[str, list[dict[str, Any]]] = {
        "service": [], "organization": list(ORGANIZATIONS.values()), "organization_identifier": [RVV], "phone": [],
        "schedule": [], "attribute": [], "taxonomy_term": [], "service_at_location": [],
        "location": [{"id": place} for place in PLACES],
        "address": [{"id": place, "location_id": place, **one} for place, one in PLACES.items()],
    }  # fmt: skip
    for number, row in enumerate(listed):
        own = {"service_id": str(number)}
        one = {"id": str(number), "name": row["name"], "organization_id": row["organization"]}
        tables["service"].append({**one, "maximum_age": row.get("maximum_age")})
        tables["phone"] += [{**own, "number": row["phone"]}] if "phone" in row else []
        tables["schedule"] += [{**own, **WEEK}] if row.get("hours") == "service" else []
        if "type" in row:
            tables["attribute"].append({"link_id": str(number), "taxonomy_term_id": row["type"]})
            tables["taxonomy_term"].append({"id": row["type"], "name": row["type"]})
        for place in row.get("places", ()):
            at = f"{number}-{place}"
            tables["service_at_location"].append({"id": at, "location_id": place, **own})
            tables["schedule"] += [{"service_at_location_id": at, **WEEK}] if row.get("hours") == "place" else []
    names = list(tables)
    rng.shuffle(names)
    plurals = {"address": "addresses"}
    return {plurals.get(name, f"{name}s") if plural else name: tables[name] for name in names}


def services_plainly(listed: list[dict[str, Any]], prefix: str) -> list[object]:
    """Return what nested services come to, each by itself."""
    found: list[object] = []
    for at, one in enumerate(listed):
        try:
            record = read_hsds(one, TYPES, None, HERE)
            found.append((dict(record.provider), dict(record.service)))
        except Malformed as problem:
            found.append((problem.rule, f"{prefix}[{at}]: {problem.message}"))
    return found or [("no-services", "there is no service in the file")]


CHUNKS = st.sampled_from([7, 64, 1 << 20])


@given(st.lists(rows, max_size=5), CHUNKS, st.sampled_from(["", "contents", "content", "services"]))
def test_pages_and_lists_in_pieces_are_their_services(listed: list[Any], chunk: int, name: str) -> None:
    whole = [nested(number, row) for number, row in enumerate(listed)]
    page: Any = {"total_items": len(whole), name: whole, "empty": False} if name else whole
    expected = services_plainly(whole, name)
    assert in_pieces(page, chunk, "in.json", read_services, indent=1) == expected
    assert in_pieces(page, chunk, "in.jsonl", read_services) == expected


@given(st.lists(rows, min_size=1, max_size=5), CHUNKS, st.randoms(use_true_random=False), st.booleans())
def test_tables_come_to_the_services_that_they_are_of(
    listed: list[Any], chunk: int, rng: random.Random, plural: bool
) -> None:
    whole = [nested(number, row) for number, row in enumerate(listed)]
    tables = as_tables(listed, rng, plural=plural)
    expected = services_plainly(whole, "services" if plural else "service")
    assert in_pieces(tables, chunk, "in.json", read_services) == expected


@given(rows, CHUNKS)
def test_one_service_alone_keeps_its_own_lists(row: dict[str, Any], chunk: int) -> None:
    one = nested(0, row)
    assert in_pieces(one, chunk, "in.json", read_services) == services_plainly([one], "")

"""Other people's FHIR: every odd but legal shape is read right, and what cannot be is refused by its path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.interchange.records import records_of

STANDARDS = Path(__file__).parents[3] / "shared/data/standards"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
TRUST = {
    "resourceType": "Organization",
    "id": "trust",
    "name": "Shore Trust",
    "identifier": [{"system": ODS, "value": "RVV"}],
}
ADDRESS = {"line": ["1 High Street"], "city": "Margate", "postalCode": "CT9 4AN"}
SITE = {"resourceType": "Location", "id": "site", "address": ADDRESS}
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
HOURS = [{"daysOfWeek": WEEKDAYS, "availableStartTime": "09:00:00", "availableEndTime": "17:30:00"}]
NINE = "https://x.example"


def service(**fields: Any) -> dict[str, Any]:
    whole = {
        "resourceType": "HealthcareService", "id": "one", "active": True, "name": "Shore Pharmacy",
        "type": [{"coding": [{"system": "http://example.org", "code": "x", "display": "Pharmacy"}]}],
        "providedBy": {"reference": "Organization/trust"}, "location": [{"reference": "Location/site"}],
        "availableTime": HOURS,
    }  # fmt: skip
    return {key: value for key, value in {**whole, **fields}.items() if value is not None}


def placed(**position: Any) -> dict[str, Any]:
    """Return the fields of a service at a place that it holds itself."""
    place = {"resourceType": "Location", "id": "p", **position}
    return {"contained": [place], "location": [{"reference": "#p"}]}


def bundle(*resources: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": one} for one in resources]}


def run(home: Path, content: object, *arguments: str, name: str = "in.json") -> Result:
    home.mkdir(exist_ok=True)
    path = home / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return CliRunner().invoke(app, ["import", str(path), "-o", str(home / "out/services"), "--json", *arguments])


def taken(home: Path, content: object, *arguments: str, name: str = "in.json") -> list[dict[str, Any]]:
    """Return the services that an import writes, where nothing is reported."""
    result = run(home, content, *arguments, name=name)
    assert result.exit_code == 0, result.output
    return [dict(record.service) | {"provider": dict(record.provider)} for record in records_of(home / "out")[0]]


def test_a_plain_service_is_read_with_what_it_refers_to(tmp_path: Path) -> None:
    (found,) = taken(tmp_path, bundle(TRUST, SITE, service()))
    assert found == {
        "id": "shore-pharmacy", "name": "Shore Pharmacy", "type": "pharmacy", "opening": "Mo-Fr 09:00-17:30",
        "address": ["1 High Street", "Margate"], "location": {"postcode": "CT9 4AN"},
        "provider": {"ods": "RVV", "name": "Shore Trust"},
    }  # fmt: skip


def full(*entries: tuple[str | None, dict[str, Any]]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": url, "resource": one} if url else {"resource": one} for url, one in entries],
    }


SHAPES: dict[str, dict[str, Any]] = {
    "contained": bundle(
        service(
            contained=[{**TRUST, "id": "t"}, {**SITE, "id": "s"}],
            providedBy={"reference": "#t"},
            location=[{"reference": "#s"}],
        )
    ),
    "searchset": bundle(TRUST, SITE, service(), kind="searchset"),
    "the answer to a batch": bundle(bundle(TRUST, kind="searchset"), bundle(SITE, service()), kind="batch-response"),
    "transaction": bundle(TRUST, SITE, service(), kind="transaction"),
    "urn": full(
        ("urn:uuid:1", TRUST),
        ("urn:uuid:2", SITE),
        (None, service(providedBy={"reference": "urn:uuid:1"}, location=[{"reference": "urn:uuid:2"}])),
    ),
    "absolute": full(
        (f"{NINE}/Organization/trust", TRUST),
        (f"{NINE}/Location/site", SITE),
        (None, service(providedBy={"reference": f"{NINE}/Organization/trust"})),
    ),
    "logical": bundle(
        SITE, service(providedBy={"identifier": {"system": ODS, "value": "RVV"}, "display": "Shore Trust"})
    ),
    "unknown extensions": bundle(TRUST, SITE, service(extension=[{"url": NINE, "valueCode": "x"}], telecom=[])),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_legal_shape_comes_to_the_same(shape: str, tmp_path: Path) -> None:
    plain = taken(tmp_path / "plain", bundle(TRUST, SITE, service()))
    assert taken(tmp_path / "shape", SHAPES[shape]) == plain


def test_a_resource_alone_and_one_a_line_are_read_too(tmp_path: Path) -> None:
    alone = service(providedBy={"display": "Shore Trust"}, location=None)
    assert [one["id"] for one in taken(tmp_path / "a", alone)] == ["shore-pharmacy"]
    lines = "\n".join(map(json.dumps, (service(providedBy={"display": "T"}, location=None), {**TRUST})))
    assert [one["id"] for one in taken(tmp_path / "b", lines, name="in.ndjson")] == ["shore-pharmacy"]


TELECOMS = [
    {"system": "email", "value": "a@b.example"},
    {"system": "phone", "value": "01632 960000", "use": "old", "rank": 1},
    {"system": "phone", "value": "01632 960002", "rank": 3},
    {"system": "phone", "value": "01632 960001", "rank": 2},
]
NIGHT = [{"daysOfWeek": ["fri"], "availableStartTime": "20:00:00", "availableEndTime": "02:00:00"}]
CHRISTMAS = [{"description": "Christmas", "during": {"start": "2026-12-25", "end": "2026-12-26"}}]
FEBRUARY = [f"2027-02-{day:02}" for day in range(1, 29)]
TWICE = [
    {"daysOfWeek": ["mon"], "availableStartTime": "09:00:00", "availableEndTime": "13:00:00"},
    {"daysOfWeek": ["mon"], "availableStartTime": "12:00:00", "availableEndTime": "17:00:00"},
]


def closed(**during: str) -> dict[str, Any]:
    return {"notAvailable": [{"description": "?", **({"during": during} if during else {})}]}


READINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "closed": ({"active": False}, {"status": "closed"}),
    "telecoms": ({"telecom": TELECOMS}, {"phone": "01632 960001"}),
    "all day": ({"availableTime": [{"allDay": True}]}, {"opening": "24/7"}),
    "every day": (
        {"availableTime": [{"availableStartTime": "08:00:00", "availableEndTime": "20:00:00"}]},
        {"opening": "Mo-Su 08:00-20:00"},
    ),
    "overnight": ({"availableTime": NIGHT}, {"opening": "Fr 20:00-24:00; Sa 00:00-02:00"}),
    "closures": ({"notAvailable": CHRISTMAS}, {"dates": {"2026-12-25": "off", "2026-12-26": "off"}}),
    "closed by moments": (
        closed(start="2026-12-25T00:00:00Z", end="2026-12-26T23:59:59+00:00"),
        {"dates": {"2026-12-25": "off", "2026-12-26": "off"}},
    ),
    "closed in summer": (
        closed(start="2026-07-01T00:00:00+01:00", end="2026-07-01T23:00:00Z"),
        {"dates": {"2026-07-01": "off"}},
    ),
    "a month": (
        closed(start="2027-02", end="2027-02"),
        {"dates": {f"2027-02-{day:02}": "off" for day in range(1, 29)}},
    ),
    "twice": ({"availableTime": TWICE}, {"opening": "Mo 09:00-17:00"}),
    "any version": (
        {"providedBy": {"reference": "Organization/trust/_history/7"}},
        {"provider": {"ods": "RVV", "name": "Shore Trust"}},
    ),
    "a number of no system": (
        {"telecom": [{"value": "web"}, {"value": "tel:+441632960001"}]},
        {"phone": "01632960001"},
    ),
    "by slug": ({"type": None, "category": [{"text": "emergency department"}]}, {"type": "emergency-department"}),
    "booking": ({"appointmentRequired": True}, {"referral": {"how": "booking"}}),
    "by telephone": ({"referralMethod": [{"coding": [{"code": "phone"}]}]}, {"referral": {"how": "phone"}}),
    "position": (
        placed(position={"latitude": 51.3815538, "longitude": 1.3973307}),
        {"location": {"easting": "636500", "northing": "170200"}},
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_what_a_service_says_is_read_for_what_it_means(name: str, tmp_path: Path) -> None:
    fields, expected = READINGS[name]
    (found,) = taken(tmp_path, bundle(TRUST, SITE, service(**fields)))
    assert {key: found[key] for key in expected} == expected


def hours(start: str | None, end: str | None) -> dict[str, Any]:
    return {"availableTime": [{"availableStartTime": start, "availableEndTime": end}]}


def carried(**fields: object) -> dict[str, Any]:
    return {"extension": [{"url": "urn:dos-router:carried", "valueString": json.dumps(fields)}]}


TWO = {"contained": [{**SITE, "id": "a"}, {**SITE, "id": "b"}], "location": [{"reference": "#a"}, {"reference": "#b"}]}
REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": None}, "missing-key", "it has no `name`"),
    "no provider": ({"providedBy": None}, "no-provider", "it says not who provides it"),
    "missing provider": (
        {"providedBy": {"reference": "Organization/gone"}},
        "missing-reference",
        "`Organization/gone`",
    ),
    "missing place": ({"location": [{"reference": "Location/gone"}]}, "missing-reference", "`Location/gone`"),
    "no hours": ({"availableTime": []}, "no-hours", "it states no hours"),
    "half hours": (hours("08:00:00", None), "bad-hours", "no start or no end"),
    "no time": (hours("8am", "17:00:00"), "bad-hours", "`8am`"),
    "no length": (hours("08:00:00", "08:00:00"), "bad-hours", "no length"),
    "seconds": (hours("08:00:30", "17:00:00"), "bad-hours", "not a whole minute"),
    "no day": ({"availableTime": [{"daysOfWeek": ["monday"], "allDay": True}]}, "bad-hours", "not days of the week"),
    "no object": ({"availableTime": ["always"]}, "bad-fhir", "not a list of objects"),
    "no closure": (closed(), "bad-date", "says no days"),
    "bad closure": (closed(start="2026-12-25", end="Christmas"), "bad-date", "`Christmas` is not a day"),
    "half a day": (closed(start="2026-12-24T12:00:00Z", end="2026-12-24"), "bad-date", "part of a day"),
    "half a night": (closed(start="2026-12-24", end="2026-12-24T12:00:00Z"), "bad-date", "part of a day"),
    "an hour off": (closed(start="2026-07-01T00:00:00Z", end="2026-07-01"), "bad-date", "part of a day"),
    "no end": (closed(start="2026-12-24"), "bad-period", "has no end"),
    "no such month": (closed(start="2026-13", end="2026-13"), "bad-date", "`2026-13` is not a day"),
    "no moment": (closed(start="2026-12-24T00:00:00", end="2026-12-24"), "bad-date", "is not a day"),
    "the first day": (closed(start="2026-12-24", end="0001-01-01T00:01:15Z"), "bad-date", "is not a day"),
    "end of time": (closed(start="9999", end="9999"), "bad-date", "is not a day"),
    "changed": (
        {"modifierExtension": [{"url": "https://x.example/not", "valueBoolean": True}]},
        "unknown-modifier",
        "/not`",
    ),
    "unseen": ({"name": "Shore\u202e"}, "hidden-character", "the character U+202E"),
    "half a letter": ({"name": "Shore\ud83d"}, "hidden-character", "the character U+D83D"),
    "half a type": ({"type": [{"text": "\ud83d"}]}, "unknown-service-type", "not one of ours"),
    "a place by name": ({"location": [{"display": "Quay Hall"}]}, "missing-reference", "`Quay Hall`"),
    "a long closure": (closed(start="2026-12-24", end="2036-12-24"), "bad-period", "over a year"),
    "unknown type": ({"type": [{"text": "Wizardry"}]}, "unknown-service-type", "`Wizardry`"),
    "two places": (TWO, "several-places", "at 2 places at once"),
    "abroad": (placed(position={"latitude": 1.4, "longitude": 51.4}), "bad-lat", "outside Great Britain"),
    "no position": (placed(position={}), "bad-lat", "no latitude and longitude"),
    "bad postcode": (placed(address={"postalCode": "nowhere"}), "bad-postcode", "`nowhere`"),
    "smuggled": (carried(dates={"2026-12-25: off\n  - id": "two"}), "bad-carried", "`dates`, which our export"),
    "no text": (carried(handles=[{"a": 1}]), "bad-carried", "`handles`, which our export"),
    "no owner": (carried(**{"provider.name": ["a"]}), "bad-carried", "`provider.name`, which our export"),
    "no id": (carried(id=None), "bad-carried", "`id`, which our export"),
    "half open": ({"active": "false"}, "bad-fhir", "`active` is `false`"),
    "damaged": ({"extension": [{"url": "urn:dos-router:carried", "valueString": "{"}]}, "bad-fhir", "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_by_its_path_and_nothing_else_is_lost(name: str, tmp_path: Path) -> None:
    fields, rule, said = REFUSED[name]
    result = run(tmp_path, bundle(TRUST, SITE, service(**fields), service(name="Pier Pharmacy")))
    found = json.loads(result.stdout)
    assert (result.exit_code, found["offered"], found["services"], found["reported"]) == (5, 2, 1, {rule: 1})
    (problem,) = found["problems"]
    assert said in problem["message"]
    assert problem["help"]
    assert "entry[2].resource: " in problem["message"] or name in {"bad postcode", "unseen", "half a letter"}


def test_two_of_one_name_are_told_apart_and_a_repeat_is_reported(tmp_path: Path) -> None:
    other = service(telecom=[{"system": "phone", "value": "01632 960001"}])
    found = json.loads(run(tmp_path, bundle(TRUST, SITE, service(), other, service())).stdout)
    assert (found["offered"], found["services"], found["reported"]) == (3, 2, {"duplicate-record": 1})
    assert [record.id for record in records_of(tmp_path / "out")[0]] == ["shore-pharmacy", "shore-pharmacy-2"]


def test_a_type_can_be_said_for_those_that_say_none(tmp_path: Path) -> None:
    (found,) = taken(tmp_path, bundle(TRUST, SITE, service(type=None)), "--as", "optician")
    assert found["type"] == "optician"
    refused = run(tmp_path, bundle(TRUST, SITE, service(type=None)), "--as", "opticain")
    assert (refused.exit_code, "did you mean `optician`?" in refused.stderr) == (2, True)


BROKEN: dict[str, tuple[bytes, str]] = {
    "truncated": (json.dumps(bundle(TRUST)).encode()[:-20], "is not JSON at 1:"),
    "latin": ('{"resourceType": "Bundle", "name": "café"}'.encode("latin-1"), "is not UTF-8, at byte"),
    "brackets": (b"[" * 100_000, "nested too deeply"),
    "twice": (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "`resourceType` is said twice"),
    "not a number": (b'{"resourceType": "Bundle", "total": NaN}', "`NaN` is no number"),
    "a list": (b'[{"resourceType": "Bundle"}, 1]', "this is no list of services"),
    "no entries": (b'{"resourceType": "Bundle", "entry": {}}', "`entry` of the bundle is not a list"),
    "numbers": (b"[1, 2]", "this is no list of services"),
    "a number": (b"1", "this is no list of services"),
    "something else": (b'{"a": 1}', "this is no service of HSDS"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_json_or_no_fhir_is_refused(name: str, tmp_path: Path) -> None:
    data, said = BROKEN[name]
    result = run(tmp_path, data)
    assert (result.exit_code, said in result.stderr) == (2, True), result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_bytes_at_the_front_says_how_it_is_written(encoding: str, tmp_path: Path) -> None:
    text = json.dumps(bundle(TRUST, SITE, service(name="Café Pharmacy")), ensure_ascii=False)
    (found,) = taken(tmp_path, text.encode(encoding))
    assert found["name"] == "Café Pharmacy"


def test_what_is_no_service_is_noted(tmp_path: Path) -> None:
    patient = {"resourceType": "Patient", "id": "p"}
    found = json.loads(run(tmp_path, bundle(TRUST, SITE, service(), patient)).stdout)
    assert [one["rule"] for one in found["notes"]] == ["not-a-service"]


@pytest.mark.skipif(not STANDARDS.is_dir(), reason="the published examples are not here")
def test_the_published_examples_lose_nothing(tmp_path: Path) -> None:
    for path in sorted(STANDARDS.glob("*.json")):
        result = CliRunner().invoke(app, ["import", str(path), "-o", str(tmp_path / "out"), "--json"])
        found = json.loads(result.stdout)
        assert found["offered"] == found["services"] + sum(found["reported"].values())
        assert found["notes"] or found["reported"]

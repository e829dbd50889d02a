"""Open Referral UK from elsewhere: pages, lists and single services, and what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.interchange.records import records_of

WEEK = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:30"}
PLACE = {"location": {"addresses": [{"address_1": "1 High Street", "city": "Margate", "postal_code": "CT9 4AN"}]}}


def service(**fields: Any) -> dict[str, Any]:
    whole = {
        "id": "1", "name": "Shore Pharmacy", "status": "active", "organization": {"name": "Shore Trust"},
        "schedules": [WEEK], "attributes": [{"taxonomy_term": {"name": "Pharmacy"}}], "service_at_locations": [PLACE],
        "phones": [{"number": "01632 960001"}],
    }  # fmt: skip
    return {key: value for key, value in {**whole, **fields}.items() if value is not None}


def run(home: Path, content: object, *arguments: str) -> Result:
    path = home / "in.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return CliRunner().invoke(app, ["import", str(path), "-o", str(home / "out/services"), "--json", *arguments])


def taken(home: Path, content: object) -> list[dict[str, Any]]:
    result = run(home, content)
    assert result.exit_code == 0, result.output
    return [dict(record.service) | {"provider": dict(record.provider)} for record in records_of(home / "out")[0]]


PAGES: dict[str, object] = {
    "a page": {"total_items": 1, "contents": [service()]},
    "an older page": {"content": [service()]},
    "a list": [service()],
    "one alone": service(),
}


@pytest.mark.parametrize("name", PAGES)
def test_services_come_as_pages_lists_or_alone(name: str, tmp_path: Path) -> None:
    (found,) = taken(tmp_path, PAGES[name])
    assert found == {
        "id": "shore-pharmacy", "name": "Shore Pharmacy", "type": "pharmacy", "opening": "Mo-Fr 09:00-17:30",
        "phone": "01632 960001", "address": ["1 High Street", "Margate"], "location": {"postcode": "CT9 4AN"},
        "provider": {"name": "Shore Trust"},
    }  # fmt: skip


READINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "closed": ({"status": "defunct"}, {"status": "closed"}),
    "for a while": ({"status": "temporarily closed"}, {"status": "suspended"}),
    "adults": ({"minimum_age": 18}, {"ages": ["18+"]}),
    "children": ({"minimum_age": 0, "maximum_age": 15}, {"ages": ["0-15"]}),
    "assured": ({"assured_date": "2026-10-01"}, {"checked": {"on": "2026-10-01"}}),
    "hours of the place": (
        {"schedules": [], "service_at_locations": [{**PLACE, "schedules": [{**WEEK, "byday": "SA"}]}]},
        {"opening": "Sa 09:00-17:30"},
    ),
    "overnight": (
        {"schedules": [{**WEEK, "byday": "SU", "opens_at": "20:00", "closes_at": "02:00"}]},
        {"opening": "Mo 00:00-02:00; Su 20:00-24:00"},
    ),
    "with a zone": ({"schedules": [{**WEEK, "opens_at": "09:00:00Z"}]}, {"opening": "Mo-Fr 09:00-17:30"}),
    "said twice": (
        {"schedules": [{**WEEK, "byday": "MO"}, {**WEEK, "byday": "MO", "opens_at": "12:00", "closes_at": "20:00"}]},
        {"opening": "Mo 09:00-20:00"},
    ),
    "described by itself": (
        {"id": "6b1f", "metadata": [{"resource_id": "6b1f", "resource_type": "service"}]},
        {"id": "shore-pharmacy"},
    ),
    "by position": (
        {"service_at_locations": [{"location": {"latitude": 51.3815538, "longitude": 1.3973307}}]},
        {"location": {"easting": "636500", "northing": "170200"}},
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_what_a_service_says_is_read_for_what_it_means(name: str, tmp_path: Path) -> None:
    fields, expected = READINGS[name]
    (found,) = taken(tmp_path, [service(**fields)])
    assert {key: found[key] for key in expected} == expected


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": None}, "missing-key", "it has no `name`"),
    "no organisation": ({"organization": None}, "no-provider", "who provides it"),
    "no hours": ({"schedules": []}, "no-hours", "it states no hours"),
    "monthly": ({"schedules": [{**WEEK, "freq": "MONTHLY"}]}, "bad-hours", "`MONTHLY` is not weekly"),
    "every other week": ({"schedules": [{**WEEK, "interval": 2}]}, "bad-hours", "not of every week"),
    "for a time": ({"schedules": [{**WEEK, "valid_to": "2026-12-31"}]}, "bad-hours", "it has `valid_to`"),
    "of the month": ({"schedules": [{**WEEK, "bymonthday": "1"}]}, "bad-hours", "it has `bymonthday`"),
    "no day": ({"schedules": [{**WEEK, "byday": "1MO"}]}, "bad-hours", "`1MO`"),
    "no time": ({"schedules": [{**WEEK, "opens_at": "nine"}]}, "bad-hours", "`nine` is not a time"),
    "ages": ({"minimum_age": "old"}, "bad-age", "no ages in years"),
    "type": ({"attributes": [{"label": "Wizardry"}]}, "unknown-service-type", "`Wizardry`"),
    "two places": ({"service_at_locations": [PLACE, PLACE]}, "several-places", "at 2 places at once"),
    "abroad": (
        {"service_at_locations": [{"location": {"latitude": 1.4, "longitude": 51.4}}]},
        "bad-lat",
        "outside Great Britain",
    ),
    "nowhere": (
        {"service_at_locations": [{"location": {"latitude": "x", "longitude": "y"}}]},
        "bad-lat",
        "no latitude and longitude",
    ),
    "damaged": ({"attributes": [{"link_type": "urn:dos-router:carried", "value": "{"}]}, "bad-hsds", "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_by_its_path_and_nothing_else_is_lost(name: str, tmp_path: Path) -> None:
    fields, rule, said = REFUSED[name]
    result = run(tmp_path, [service(**fields), service(name="Pier Pharmacy")])
    found = json.loads(result.stdout)
    assert (result.exit_code, found["offered"], found["services"], found["reported"]) == (5, 2, 1, {rule: 1})
    assert said in found["problems"][0]["message"]
    assert found["problems"][0]["message"].startswith("[0]: ")


def test_a_page_without_services_says_so(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, {"contents": []}).stdout)
    assert [one["rule"] for one in found["notes"]] == ["no-services"]

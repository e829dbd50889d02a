"""Bundles and pages damaged in any way: a service is taken or reported, and what is written is read back."""

from __future__ import annotations

import copy
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dos_router.diagnostics import Malformed
from dos_router.interchange.fhir.bundle import fhir_bundle
from dos_router.interchange.fhir.bundle_in import read_bundle
from dos_router.interchange.fit import fault_of
from dos_router.interchange.hsds.services_in import read_services
from dos_router.interchange.hsds.services_out import hsds_services
from dos_router.interchange.intake import Intake
from dos_router.interchange.records import records_of, write_records
from dos_router.interchange.tables.table_file import fault_in_table, write_record_table
from dos_router.loading.directory import load
from dos_router.reference import load_reference

TYPES = load_reference()[0].service_types
HOME = Path(__file__).parents[2] / "directories" / "milton-keynes"
JUNK: list[Any] = [
    None, True, False, 0, -1, 1e300, 10**40, "", "x", "\ud800", "\0", "a\nb", [], {}, [[]], [{}], {"a": 1}, [None],
    "2026-13-45", "25:00:00", "|", {"reference": 5}, {"x\n  - id: y": "z"},
]  # fmt: skip
outcomes: set[str] = set()


@pytest.fixture(scope="module")
def whole() -> dict[str, list[dict[str, Any]]]:
    directory = load(HOME).directory
    assert directory is not None
    records = [one for one in records_of(HOME)[0] if one.id in directory.own]
    found = fhir_bundle(records, directory).content["entry"]
    return {"fhir": found, "hsds": hsds_services(records, directory).content["contents"]}


def some_of(whole: dict[str, list[dict[str, Any]]], kind: str, dice: random.Random) -> dict[str, Any]:
    """Return two services, with what they refer to."""
    if kind == "hsds":
        return {"contents": copy.deepcopy(dice.sample(whole["hsds"], 2))}
    services = [one for one in whole["fhir"] if one["resource"]["resourceType"] == "HealthcareService"]
    chosen = dice.sample(services, 2)
    said = json.dumps(chosen)
    entries = [one for one in whole["fhir"] if one in chosen or (one["fullUrl"] in said and one not in services)]
    return {"resourceType": "Bundle", "type": "collection", "entry": copy.deepcopy(entries)}


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every map or list of a value with each key of it; what our export carries as text is opened first."""
    for key, one in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(one, dict | list):
            yield from places(one)


def damage(value: Any, dice: random.Random) -> None:
    if not (found := list(places(value))):
        return
    home, key = dice.choice(found)
    text = home[key]
    if isinstance(text, str) and text.startswith("{") and dice.random() < 0.9:
        inner = json.loads(text)
        damage(inner, dice)
        home[key] = json.dumps(inner)
    elif dice.random() < 0.6:
        home[key] = copy.deepcopy(dice.choice(JUNK))
    elif dice.random() < 0.5:
        home.pop(key)
    else:
        home[key] = dice.choice([[home[key]], {"x": home[key]}])


@given(st.sampled_from(["fhir", "hsds"]), st.integers(0, 4), st.booleans(), st.integers(0, 10**9))
@settings(max_examples=250)
def test_each_service_is_taken_or_reported_and_what_is_written_is_read_back(
    whole: dict[str, list[dict[str, Any]]], kind: str, times: int, is_table: bool, seed: int
) -> None:
    dice = random.Random(seed)
    value = some_of(whole, kind, dice)
    for _ in range(times):
        damage(value, dice)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "in.json")
        path.write_text(json.dumps(value), encoding="utf-8")
        intake = Intake((fault_in_table, fault_of)) if is_table else Intake()
        try:
            records = list(intake.records((read_bundle if kind == "fhir" else read_services)(path, TYPES)))
        except Malformed as problem:
            outcomes.add(problem.rule)
            return
        services = Path(home, "services")
        if is_table:
            write_record_table(records, services / "all.csv")
        elif records:
            write_records(records, services, ["said"])
        found, problems = records_of(Path(home))
    taken = intake.taken
    outcomes.update(one.rule for one in taken.reported)
    assert taken.offered == taken.taken + len(taken.reported) == len(records) + len(taken.reported)
    assert all((one.message + str(one.help)).encode() for one in (*taken.reported, *taken.notes))
    assert problems == []
    expected = sorted(records, key=lambda one: one.id)
    assert [(one.provider, one.service) for one in found] == [(one.provider, one.service) for one in expected]


def test_the_damage_drawn_reaches_many_reasons() -> None:
    assert outcomes >= {"bad-fhir", "missing-key", "no-provider", "bad-hours", "bad-carried", "missing-reference"}

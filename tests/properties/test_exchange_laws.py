"""Any service survives each format that can be read again: FHIR, Open Referral UK and tables, text for text."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dos_router.diagnostics import Location
from dos_router.interchange.fhir.bundle import fhir_bundle
from dos_router.interchange.fhir.bundle_in import read_bundle
from dos_router.interchange.hsds.services_in import read_services
from dos_router.interchange.hsds.services_out import hsds_services
from dos_router.interchange.intake import Intake
from dos_router.interchange.records import Record, records_of, write_records
from dos_router.interchange.tables.table_in import read_table
from dos_router.interchange.tables.table_out import csv_text, table_rows
from dos_router.interchange.week import Slot, opening_of, slots_of
from dos_router.model.opening import parse_opening
from dos_router.reference import load_reference

REFERENCE = load_reference()[0]
DIRECTORY: Any = SimpleNamespace(
    id="made", reference=REFERENCE, services={}, own=frozenset(), capacity={}, holidays={}, population=(),
    sign_off=None, policy=SimpleNamespace(ranking=(), distances={}, never=(), always=()),
)  # fmt: skip

words = st.text(st.sampled_from("abcXYZ é’&/.,#:{}[]\"'@=+-"), min_size=1, max_size=20)
texts = words.map(lambda text: " ".join(text.split())).filter(bool)
hours = st.sampled_from(
    ["24/7", "Mo-Fr 08:00-18:30", "Mo-Fr 08:00-18:30; PH off", "Sa,Su 22:00-06:00", "Mo-Su 00:00-24:00", "off",
     "PH 09:00-12:00", "08:00-12:00,13:00-24:00", "We 23:59-00:00", "Mo 00:00-24:00; PH 10:00-11:00"]
)  # fmt: skip


def lists(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


services = st.fixed_dictionaries(
    {"name": texts, "type": st.sampled_from(sorted(REFERENCE.service_types)), "opening": hours},
    optional={
        "public_name": texts, "status": st.sampled_from(["active", "closed", "suspended", "pending"]),
        "ods": st.sampled_from(["RVV09", "FA001"]), "address": st.lists(texts, min_size=1, max_size=3),
        "location": st.sampled_from([{"postcode": "CT9 4AN"}, {"easting": "636500", "northing": "170200"}]),
        "phone": st.sampled_from(["01632 960001", "111"]), "ages": lists("0-15", "16+", "3m-4y", "0-129"),
        "dates": st.sampled_from([{"2026-12-25": "off"}, {"2026-12-24": "08:00-13:00", "2026-12-25": "off"}]),
        "symptoms": lists("*", "SG1107/SD4052", "SG1/*"), "sexes": lists("female", "male"),
        "commissioned_by": lists("kent", "sussex"), "referral": st.sampled_from([{"how": "booking"}, {"how": "phone"}]),
        "checked": st.sampled_from([{"on": "2026-10-01"}, {"on": "2026-10-01", "by": "the team", "due": "2027-04-01"}]),
        "only_if_open": st.sampled_from(["now", "15 min"]), "professional_phone": st.just("01632 960009"),
    },
)  # fmt: skip
providers = st.fixed_dictionaries(
    {"name": texts}, optional={"ods": st.just("RVV"), "kind": st.sampled_from(["nhs-trust", "voluntary"])}
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        service = {"id": f"s{number}", **draw(services)}
        made.append(Record(draw(providers), service, Location("made.yaml", 1)))
    return made


def facts(record: Record, *without: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return dict(record.provider), {key: value for key, value in record.service.items() if key not in without}


@given(records())
def test_fhir_gives_back_all_but_what_is_not_public(made: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "made.json")
        path.write_text(json.dumps(fhir_bundle(made, DIRECTORY).content), encoding="utf-8")
        found = {record.id: record for record in Intake(()).records(read_bundle(path, REFERENCE.service_types))}
    for one in made:
        assert facts(found[one.id]) == facts(one, "professional_phone")


@given(records())
def test_open_referral_gives_back_all_but_what_is_not_public(made: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "made.json")
        path.write_text(json.dumps(hsds_services(made, DIRECTORY).content), encoding="utf-8")
        found = {record.id: record for record in Intake(()).records(read_services(path, REFERENCE.service_types))}
    for one in made:
        assert facts(found[one.id]) == facts(one, "professional_phone")


@given(records())
def test_a_table_and_provider_files_give_back_all_of_it(made: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "made.csv")
        path.write_text(csv_text(table_rows(made, DIRECTORY).content), encoding="utf-8")
        table = {record.id: record for record in Intake(()).records(read_table(path))}
        write_records(made, Path(home, "services"), ["made"])
        path.unlink()
        files = {record.id: record for record in records_of(Path(home))[0]}
    for one in made:
        assert facts(table[one.id]) == facts(one) == facts(files[one.id])


@given(st.lists(st.builds(Slot, st.integers(0, 6), st.just(480), st.integers(481, 1440)), max_size=9))
def test_slots_of_an_opening_are_those_that_it_was_made_of(slots: list[Slot]) -> None:
    assert slots_of(parse_opening(opening_of(slots))) == sorted(set(slots))

"""Services as tables: the same records, the same digests, the same problems as in YAML, by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from dos_router.diagnostics import Location
from dos_router.loading.directory import Loaded, load
from dos_router.loading.service_tables import read_service_trees
from dos_router.loading.text_tree import parse_tree
from dos_router.model.call import CallText
from dos_router.routing.route import route_call
from dos_router.signoff.content import read_content

Write = Callable[..., Path]
Row = dict[str, str]

YAML = """provider: {ods: RVV, name: "East Kent, a trust", kind: nhs-trust}
services:
  - id: one-ed
    name: One
    type: emergency-department
    opening: Mo-Fr 08:00-18:30; PH off
    address: [St Peters Road, Margate]
    location: {postcode: CT9 4AN}
    dates: {2026-12-25: off, 2026-12-24: "08:00-12:00,13:00-15:00"}
    symptoms: ["SG1107/SD4052", SG1119/*]
    dispositions: [Dx02]
    ages: [0-15, 16+]
    sexes: [female]
    phone: "0123"
    referral: {how: walk-in, note: ask at the desk}
    checked: {on: 2026-10-01, by: A Person, due: 2027-04-01}
    only_if_open: now
"""
ROW: Row = {
    "provider.ods": "RVV", "provider.name": "East Kent, a trust", "provider.kind": "nhs-trust",
    "id": "one-ed", "name": "One", "type": "emergency-department", "opening": "Mo-Fr 08:00-18:30; PH off",
    "address": "St Peters Road|Margate", "location.postcode": "CT9 4AN",
    "dates": "2026-12-25: off|2026-12-24: 08:00-12:00,13:00-15:00", "symptoms": "SG1107/SD4052|SG1119/*",
    "dispositions": "Dx02", "ages": "0-15|16+", "sexes": "female", "phone": "0123", "referral.how": "walk-in",
    "referral.note": "ask at the desk", "checked.on": "2026-10-01", "checked.by": "A Person",
    "checked.due": "2027-04-01", "only_if_open": "now",
}  # fmt: skip
OTHER = {**dict.fromkeys(ROW, ""), "provider.name": "Two", "id": "two", "name": "Two", "type": "pharmacy",
         "opening": "24/7", "dispositions": "Dx02", "symptoms": "*"}  # fmt: skip


def as_csv(*rows: Row) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_parquet(*rows: Row) -> bytes:
    sink = io.BytesIO()
    parquet.write_table(pa.table({name: [row[name] or None for row in rows] for name in rows[0]}), sink)
    return sink.getvalue()


FORMS: dict[str, Callable[..., str | bytes]] = {"csv": as_csv, "parquet": as_parquet}


def loaded(write: Write, form: str, *rows: Row) -> Loaded:
    return load(write({"services/one.yaml": None, f"services/all.{form}": FORMS[form](*rows)}, form))


def told(found: Loaded) -> list[tuple[str, str]]:
    return [(problem.rule, str(problem.location)) for problem in found.problems]


@pytest.mark.parametrize("form", FORMS)
def test_a_row_makes_the_tree_that_yaml_makes(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"all.{form}"
    text = FORMS[form](ROW)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    trees, problems = read_service_trees(path, Location(path.name))
    yaml, _ = parse_tree(YAML, Location("one.yaml"))
    assert problems == []
    assert yaml is not None
    assert [tree.value for tree in trees] == [yaml.value]


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_loaded_digested_and_routed_as_yaml_is(write: Write, form: str) -> None:
    plain = write({"services/one.yaml": YAML}, "plain")
    table = write({"services/one.yaml": None, f"services/all.{form}": FORMS[form](ROW)}, form)
    first, second = load(plain), load(table)
    assert first.problems == second.problems == []
    assert first.directory is not None
    assert second.directory is not None
    assert dict(first.directory.services) == dict(second.directory.services)
    digests = [{key: one.sha256 for key, one in read_content(folder).records.items()} for folder in (plain, table)]
    assert digests[0] == digests[1]
    assert "service/one-ed" in digests[0]
    for at in ("2026-11-23T10:00", "2026-12-24T12:30", "2026-12-25T10:00", "2026-11-23T20:00"):
        call = CallText(at=at, postcode="CT9 4AN", age="34", sex="female", disposition="Dx02", symptom_group="1107",
                        symptom_discriminators=("4052",))  # fmt: skip
        one, other = (route_call(call, each).answer for each in (first.directory, second.directory))
        assert one is not None
        assert other is not None
        assert one.offers == other.offers
        assert [(miss.service.id, miss.failure.check) for miss in one.near_misses] == [
            (miss.service.id, miss.failure.check) for miss in other.near_misses
        ]


def test_yaml_and_tables_stand_side_by_side(write: Write) -> None:
    found = load(
        write({"services/all.csv": as_csv(OTHER), "services/more.parquet": as_parquet({**OTHER, "id": "three"})})
    )
    assert found.problems == []
    assert found.directory is not None
    assert list(found.directory.services) == ["one-ed", "three", "two"]


@pytest.mark.parametrize(("form", "at"), [("csv", "services/all.csv:3:1"), ("parquet", "services/all.parquet:2:1")])
def test_an_id_given_twice_is_told_by_its_row(write: Write, form: str, at: str) -> None:
    found = loaded(write, form, OTHER, OTHER)
    assert [rule for rule, _ in told(found)] == ["duplicate-id"]
    assert told(found)[0][1].rpartition(":")[0] == at.rpartition(":")[0]


CELLS = [
    ("opening", "Mo-Fr 8-18", "bad-hours"),
    ("type", "pharmcy", "unknown-service-type"),
    ("ages", "16+|15-3", "bad-age"),
    ("dates", "2026-13-25: off", "bad-date"),
    ("dates", "tomorrow", "bad-date"),
    ("location.postcode", "CT9 9ZZZ", "bad-postcode"),
    ("dispositions", "Dx02||Dx03", "bad-code"),
    ("sexes", "femal", "unknown-word"),
    ("handles", "nothing", "unknown-profile"),
    ("id", "No Id", "bad-id"),
    ("name", "", "missing-key"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("column", "cell", "rule"), CELLS)
def test_a_faulty_cell_is_told_as_in_yaml_and_quarantines_its_row_alone(
    write: Write, form: str, column: str, cell: str, rule: str
) -> None:
    sound = {**OTHER, "handles": ""}
    found = loaded(write, form, {**sound, "id": "three"}, {**sound, column: cell})
    assert rule in {one for one, _ in told(found)}
    line, place = next(str(problem.location).split(":")[1:] for problem in found.problems if problem.rule == rule)
    assert line == ("3" if form == "csv" else "2")
    if cell:
        assert int(place) == place_of(column, sound, form)
    if column != "type":  # a misspelt type may be that of an emergency department
        assert found.directory is not None
        assert list(found.directory.services) == ["three"]


def place_of(column: str, row: Row, form: str) -> int:
    before = list(row)[: list(row).index(column)]
    return len(before) + 1 if form == "parquet" else sum(len(row[name]) + 1 for name in before) + 1


@pytest.mark.parametrize("form", FORMS)
def test_a_column_that_means_nothing_refuses_the_table(write: Write, form: str) -> None:
    found = loaded(write, form, {**OTHER, "opning": "x"})
    assert found.directory is None
    assert [(problem.rule, problem.help) for problem in found.problems] == [
        ("unknown-column", "did you mean `opening`?")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_column_refuses_the_table(write: Write, form: str) -> None:
    found = loaded(write, form, {name: cell for name, cell in OTHER.items() if name != "opening"})
    assert (found.directory, [problem.rule for problem in found.problems]) == (None, ["missing-column"])


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("all.csv", "id,id\n1,2\n", "duplicate-column"),
        ("all.csv", as_csv(OTHER) + "short\n", "ragged-row"),
        ("all.csv", as_csv(OTHER).replace("pharmacy", "phar\u200bmacy"), "hidden-character"),
        ("all.csv", as_csv(OTHER).encode("utf-16"), "not-utf-8"),
        ("all.csv", "", "empty-file"),
        ("all.parquet", as_csv(OTHER), "bad-table"),
        ("all.parquet", as_parquet({**OTHER, "name": "T\u202ewo"}), "hidden-character"),
        ("all.parquet", as_parquet({**OTHER, "name": "T\u0085wo"}), "hidden-character"),
    ],
)
def test_a_table_that_cannot_be_read_may_hold_an_emergency_department(
    write: Write, name: str, content: str | bytes, rule: str
) -> None:
    found = load(write({f"services/{name}": content}))
    assert found.directory is None
    assert rule in {problem.rule for problem in found.problems}


def test_a_faulty_emergency_department_refuses_the_directory(write: Write) -> None:
    assert loaded(write, "csv", {**ROW, "opening": "never"}).directory is None


def test_dates_may_be_columns_of_their_own(write: Write) -> None:
    rows = [{**ROW, "dates": "", "dates.2026-12-25": "off", "dates.2026-12-24": "08:00-12:00,13:00-15:00"}]
    first, second = loaded(write, "csv", *rows), loaded(write, "parquet", ROW)
    assert first.directory is not None
    assert second.directory is not None
    assert first.directory.services["one-ed"] == second.directory.services["one-ed"]
    lines = first.directory.services["one-ed"].lines
    assert {"dates", "dates/2026-12-25", "dates/2026-12-24"} <= set(lines)
    assert len(lines) == len(list(lines))


def test_parquet_of_other_types_is_text_all_the_same(write: Write) -> None:
    table: dict[str, list[Any]] = {name: [cell or None] for name, cell in OTHER.items()}
    table |= {"location.easting": [635500.0], "location.northing": [170500], "ages": [["0-15", "16+"]], "phone": [123]}
    folder = write({"services/one.yaml": None})
    (folder / "services").mkdir(exist_ok=True)
    parquet.write_table(pa.table(table), folder / "services/all.parquet")
    found = load(folder)
    assert found.problems == []
    assert found.directory is not None
    service = found.directory.services["two"]
    assert (service.point, len(service.ages), service.phone) == ((635500, 170500), 2, "123")


def test_an_empty_table_holds_no_services(write: Write) -> None:
    text = as_csv(OTHER).splitlines()[0] + "\n"
    found = load(write({"services/all.csv": text}))
    assert found.problems == []
    assert found.directory is not None
    assert list(found.directory.services) == ["one-ed"]
    assert replace(found.directory).services == found.directory.services

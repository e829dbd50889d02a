"""A folder → a directory: what is read, what is refused, and where the fault is said to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from dos_router.loading.care_plans import load_care_plans
from dos_router.loading.directory import Loaded, load

Write = Callable[..., Path]
HEAD = (
    "format: 1\nid: small\ntitle: Small\nserial: 1\nvalid: {from: 2026-01-01, until: 2026-12-31}\n"
    "commissioners:\n  - {id: ours, name: Ours, areas: [here], lead: true}\nareas: {here: Here}\n"
)
SERVICE = "provider: {name: One}\nservices:\n  - id: one\n    name: One\n    type: pharmacy\n    opening: 24/7\n"


def told(loaded: Loaded) -> list[tuple[str, str]]:
    """Return rule and place of every problem."""
    return [(problem.rule, str(problem.location)) for problem in loaded.problems]


def test_a_small_directory_loads(write: Write) -> None:
    directory, problems = load(write())
    assert problems == []
    assert directory is not None
    assert list(directory.services) == ["one-ed"]
    assert directory.services["one-ed"].at.line == 3
    assert directory.holidays[date(2026, 12, 28)].startswith("Boxing Day")
    assert directory.own == {"one-ed"}


def test_a_folder_that_is_not_there() -> None:
    assert load("nowhere").problems[0].rule == "no-directory"


@pytest.mark.parametrize(
    ("file", "text", "rule", "place"),
    [
        (
            "directory.yaml",
            HEAD.replace("Small\n", "Small\ntime_zone: BST\n"),
            "unknown-time-zone",
            "directory.yaml:4:1",
        ),
        ("directory.yaml", HEAD.replace("2026-12-31", "2025-12-31"), "bad-period", "directory.yaml:5:1"),
        ("directory.yaml", HEAD.replace("2026-12-31", "2026-12-31T00:00"), "bad-time", "directory.yaml:5:27"),
        ("directory.yaml", HEAD.replace("2026-12-31", "2026-02-30"), "bad-date", "directory.yaml:5:27"),
        ("directory.yaml", HEAD.replace("areas: [here]", "areas: [hear]"), "unknown-area", "directory.yaml:7:36"),
        ("directory.yaml", HEAD.replace("serial: 1", "serial: one"), "bad-number", "directory.yaml:4:1"),
        ("directory.yaml", HEAD.replace("format: 1", "format: 2"), "unknown-word", "directory.yaml:1:1"),
        ("directory.yaml", HEAD.replace("title", "titel"), "unknown-key", "directory.yaml:3:1"),
        ("directory.yaml", HEAD.replace("title: Small\n", ""), "missing-key", "directory.yaml:1:1"),
        ("directory.yaml", HEAD + "include: [../nowhere]\n", "unknown-include", "directory.yaml:9:11"),
        ("directory.yaml", HEAD + "include: [../small]\n", "include-loop", "directory.yaml:9:11"),
        ("directory.yaml", HEAD + "reference: {dispositions: own.csv}\n", "unreadable-file", "own.csv"),
        ("directory.yaml", HEAD.replace("lead: true", "lead: yes"), "bad-truth", "directory.yaml:7:43"),
        (
            "directory.yaml",
            HEAD.replace("areas: {h", "  - {id: ours, name: Twice}\nareas: {h"),
            "duplicate-id",
            "directory.yaml:8:5",
        ),
        ("profiles.yaml", "- a\n", "wrong-kind", "profiles.yaml"),
        (
            "profiles.yaml",
            "minor: {symptoms: [SG1/SD1], dispositions: [Dx99999]}\n",
            "unknown-disposition",
            "profiles.yaml:1:45",
        ),
        ("profiles.yaml", "minor: {symptoms: [SG1]}\n", "bad-code", "profiles.yaml:1:20"),
        ("policy.yaml", "search_distance_km: {default: 0}\n", "bad-distance", "policy.yaml:1:22"),
        ("policy.yaml", "search_distance_km: {Margate: 8}\n", "bad-postcode", "policy.yaml:1:22"),
        ("policy.yaml", "search_distance_km: {CT9: 8, ct9: 9}\n", "duplicate-key", "policy.yaml:1:30"),
        ("policy.yaml", "ranking:\n  - ranks: {1: [pharmacy], 2: [pharmacy]}\n", "ranked-twice", "policy.yaml:2:28"),
        ("policy.yaml", "ranking:\n  - ranks: {11: [pharmacy]}\n", "bad-rank", "policy.yaml:2:13"),
        ("policy.yaml", "ranking:\n  - ranks: {1: [farmacy]}\n", "unknown-service-type", "policy.yaml:2:17"),
        (
            "policy.yaml",
            "ranking:\n  - areas: [hear]\n    ranks: {1: [pharmacy]}\n",
            "unknown-area",
            "policy.yaml:2:13",
        ),
        ("policy.yaml", "keep_per_type: {farmacy: 1}\n", "unknown-service-type", "policy.yaml:1:17"),
        ("policy.yaml", "keep_per_type: {pharmacy: 0}\n", "bad-number", "policy.yaml:1:17"),
        (
            "policy.yaml",
            "never: [{dispositions: [Dx02], types: [farmacy]}]\n",
            "unknown-service-type",
            "policy.yaml:1:40",
        ),
        ("policy.yaml", "always: [{dispositions: [Dx999]}]\n", "unknown-disposition", "policy.yaml:1:26"),
        ("policy.yaml", "ranking: {a: b}\n", "wrong-kind", "policy.yaml:1:1"),
        ("policy.yaml", "a: [b\n", "yaml-syntax", "policy.yaml:2:1"),
        ("places.csv", "postcode,easting,northing\nCT9,1,2\n", "missing-column", "places.csv:1:1"),
        ("places.csv", "postcode,easting,northing,area,area\nCT9,1,2,,\n", "duplicate-column", "places.csv:1:1"),
        ("places.csv", "postcode,easting,northing,area\nCT9,1,2\n", "ragged-row", "places.csv:2:1"),
        ("places.csv", "postcode,easting,northing,area\nCT9,1,2,hear\n", "unknown-area", "places.csv:2:9"),
        ("places.csv", "postcode,easting,northing,area\nMargate,1,2,here\n", "bad-postcode", "places.csv:2:1"),
        ("places.csv", "postcode,easting,northing,area\nCT9,6.64E5,2,here\n", "bad-number", "places.csv:2:5"),
        (
            "places.csv",
            "postcode,easting,northing,area\nCT9,1,2,here\nct9,1,2,here\n",
            "duplicate-place",
            "places.csv:3:1",
        ),
        ("places.csv", 'postcode,easting,northing,area\n"CT9,1,2,here\n', "bad-quoting", "places.csv:2:1"),
        ("places.csv", "# nothing else\n", "empty-file", "places.csv"),
        ("places.csv", b"\xff\xfeC\x00", "not-utf-8", "places.csv:1:1"),
        ("places.csv", b"postcode\n\xe9\n", "not-utf-8", "places.csv:2:1"),
        ("places.parquet", b"not parquet", "places-twice", "places.csv"),
        ("population.csv", "id,easting,northing,area,people\na,1,2,here,many\n", "bad-number", "population.csv:2:12"),
        ("holidays.csv", "date,name\n25 December,Christmas\n", "bad-date", "holidays.csv:2:1"),
        (
            "capacity.csv",
            "service,status,since,until\none-ed,blue,2026-01-01T00:00,\n",
            "bad-capacity",
            "capacity.csv:2:8",
        ),
        (
            "capacity.csv",
            "service,status,since,until\none-ed,red,2026-03-29T01:30,\n",
            "time-skipped",
            "capacity.csv:2:12",
        ),
        (
            "capacity.csv",
            "service,status,since,until\none-ed,red,2026-01-01T10:00,2026-01-01T09:00\n",
            "bad-period",
            "capacity.csv:2:29",
        ),
        ("services/two.yaml", "a: [b\n", "yaml-syntax", "services/two.yaml:2:1"),
        ("services/two.yaml", "services: []\n", "missing-key", "services/two.yaml:1:1"),
        ("services/two.yaml", "provider: {name: Two}\nservices: none\n", "wrong-kind", "services/two.yaml:2:1"),
        (
            "services/two.yaml",
            "provider: {name: Two, kynd: x}\nservices: []\n",
            "unknown-key",
            "services/two.yaml:1:23",
        ),
        ("services/two.yaml", SERVICE.replace("id: one\n", "id: one-ed\n"), "duplicate-id", "services/two.yaml:3:5"),
        (
            "services/two.yaml",
            SERVICE.replace("pharmacy", "emergency-departmnt"),
            "unknown-service-type",
            "services/two.yaml:5:5",
        ),
        ("services/two.yaml", SERVICE.replace("    type: pharmacy\n", ""), "missing-key", "services/two.yaml:3:5"),
    ],
)
def test_a_fault_that_makes_a_directory_unusable_is_told_with_its_place(
    write: Write, file: str, text: str | bytes, rule: str, place: str
) -> None:
    loaded = load(write({file: text}))
    assert loaded.directory is None
    assert (rule, place) in told(loaded)


@pytest.mark.parametrize(
    ("line", "rule", "place"),
    [
        ("location: {postcode: ZZ1 1ZZ}", "unknown-postcode", "services/two.yaml:7:5"),
        ("location: {easting: 1}", "half-a-grid-reference", "services/two.yaml:7:5"),
        (
            "location: {easting: 170500, northing: 635500, postcode: CT9 4AN}",
            "place-disagrees",
            "services/two.yaml:7:5",
        ),
        ("location: {easting: 999999, northing: 1}", "outside-the-grid", "services/two.yaml:7:5"),
        ("handles: [minor]", "unknown-profile", "services/two.yaml:7:15"),
        ("limited_to: [hear]", "unknown-area", "services/two.yaml:7:18"),
        ("commissioned_by: [oursh]", "unknown-commissioner", "services/two.yaml:7:23"),
        ("roles: ['998x']", "unknown-referral-role", "services/two.yaml:7:13"),
        ("ages: [15-5]", "bad-age", "services/two.yaml:7:12"),
        ("only_if_open: soon", "bad-only-if-open", "services/two.yaml:7:5"),
        ("dates: {2026-12-25: closed}", "bad-hours", "services/two.yaml:7:13"),
        ("dates: {25 Dec: off}", "bad-date", "services/two.yaml:7:13"),
        ("status: shut", "unknown-word", "services/two.yaml:7:5"),
        ("name2: x", "unknown-key", "services/two.yaml:7:5"),
        ("phone: [1]", "wrong-kind", "services/two.yaml:7:5"),
        ("phone: ' '", "empty-text", "services/two.yaml:7:5"),
    ],
)
def test_a_faulty_record_is_quarantined_and_hides_no_other(write: Write, line: str, rule: str, place: str) -> None:
    loaded = load(
        write({"services/two.yaml": f"{SERVICE}    {line}\n  - {{id: fine, name: F, type: pharmacy, opening: 24/7}}\n"})
    )
    assert told(loaded) == [(rule, place)]
    assert loaded.directory is not None
    assert list(loaded.directory.services) == ["fine", "one-ed"]
    assert [(one.id, one.type) for one in loaded.directory.quarantined] == [("one", "pharmacy")]


def test_all_faults_of_a_record_are_told_at_once(write: Write) -> None:
    faulty = f"{SERVICE}    agess: [1]\n    handles: [x]\n    limited_to: [y]\n    sexes: [woman]\n"
    assert {rule for rule, _ in told(load(write({"services/two.yaml": faulty})))} == {
        "unknown-key", "unknown-profile", "unknown-area", "unknown-word",
    }  # fmt: skip


def test_a_record_without_an_id_is_named_by_its_number(write: Write) -> None:
    loaded = load(write({"services/two.yaml": SERVICE.replace("id: one\n    ", "")}))
    assert loaded.directory is not None
    assert loaded.directory.quarantined[0].id == "record 1"


def test_what_is_merely_unwise_is_no_refusal(write: Write) -> None:
    loaded = load(
        write(
            {
                "services/two.yaml": f"{SERVICE}    phone:\n    location: {{postcode: ZZ1, easting: 1, northing: 2}}\n",
                "capacity.csv": "service,status,since,until\nnobody,red,2026-01-01T00:00,\n",
            }
        )
    )
    assert loaded.directory is not None
    assert told(loaded) == [
        ("empty-value", "services/two.yaml:7:5"),
        ("unknown-postcode", "services/two.yaml:8:5"),
        ("capacity-of-unknown-service", "capacity.csv:2:1"),
    ]


def test_a_telephone_service_has_no_place(write: Write) -> None:
    directory = load(write({"services/two.yaml": f"{SERVICE}    location: {{}}\n"})).directory
    assert directory is not None
    assert directory.services["one"].point is None


def test_places_may_be_parquet(write: Write) -> None:
    folder = write({"places.csv": None})
    columns = {"postcode": ["CT9 4AN"], "easting": [635500], "northing": [170500], "area": [None]}
    parquet.write_table(pa.table(columns), folder / "places.parquet")
    directory, problems = load(folder)
    assert problems == []
    assert directory is not None
    assert directory.places["CT9 4AN"].area is None


@pytest.mark.parametrize(
    ("content", "rule"), [(b"not parquet", "bad-table"), (pa.table({"postcode": ["CT9"]}), "missing-column")]
)
def test_places_that_are_not_the_parquet_they_say(write: Write, content: bytes | pa.Table, rule: str) -> None:
    folder = write({"places.csv": None})
    if isinstance(content, bytes):
        (folder / "places.parquet").write_bytes(content)
    else:
        parquet.write_table(content, folder / "places.parquet")
    assert rule in {problem.rule for problem in load(folder).problems}


NEIGHBOUR = HEAD.replace("small", "next").replace("ours", "theirs").replace("here", "there")


def test_an_included_directory_is_united_with_ours(write: Write) -> None:
    write({"directory.yaml": NEIGHBOUR, "places.csv": "postcode,easting,northing,area\nCT8,1,2,there\n",
           "services/one.yaml": SERVICE, "policy.yaml": "validate: true\n"}, "next")  # fmt: skip
    directory, problems = load(write({"directory.yaml": f"{HEAD}include: [../next]\n"}))
    assert problems == []
    assert directory is not None
    assert (list(directory.services), list(directory.areas)) == (["one", "one-ed"], ["here", "there"])
    assert str(directory.services["one"].at) == "../next/services/one.yaml:3:5"
    assert (directory.own, directory.policy.validate) == ({"one-ed"}, False)


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"services/one.yaml": SERVICE.replace("id: one\n", "id: one-ed\n")}, "duplicate-id"),
        (
            {"places.csv": "postcode,easting,northing,area\nCT9,1,2,there\n", "services/one.yaml": SERVICE},
            "include-differs",
        ),
        ({"directory.yaml": "format: 1\n", "services/one.yaml": SERVICE}, "missing-key"),
        ({"directory.yaml": NEIGHBOUR + "include: [../small]\n", "services/one.yaml": SERVICE}, "include-loop"),
    ],
)
def test_what_two_directories_both_have_must_be_the_same(write: Write, files: dict[str, str], rule: str) -> None:
    stated = {"directory.yaml": NEIGHBOUR, "places.csv": "postcode,easting,northing,area\nCT8,1,2,there\n"}
    write({**stated, **files}, "next")
    loaded = load(write({"directory.yaml": f"{HEAD}include: [../next]\n"}))
    assert loaded.directory is None
    assert rule in {problem.rule for problem in loaded.problems}


PLAN = (
    "format: 1\nplans:\n  - {id: p, patient: x, kind: palliative, valid: {from: 2026-01-01, until: 2026-02-01}, "
    "agreed_by: GP, offer: [one-ed], bar_types: [pharmacy]}\n"
)


def test_care_plans_load(write: Write, tmp_path: Path) -> None:
    directory = load(write()).directory
    assert directory is not None
    (tmp_path / "plans.yaml").write_text(PLAN, encoding="utf-8")
    plans, problems = load_care_plans(tmp_path / "plans.yaml", directory)
    assert problems == []
    assert plans["x"][0].offer == ("one-ed",)


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        (PLAN.replace("one-ed", "two-ed"), "unknown-service", "plans.yaml:3:121"),
        (PLAN.replace("[pharmacy]", "[farmacy]"), "unknown-service-type", "plans.yaml:3:142"),
        (PLAN.replace("[pharmacy]", "[emergency-department]"), "offered-and-barred", "plans.yaml:3:121"),
        (PLAN.replace("2026-02-01", "2025-02-01"), "bad-period", "plans.yaml:3:46"),
        (PLAN + PLAN.split("plans:\n")[1], "duplicate-id", "plans.yaml:4:6"),
        ("format: 1\nplans: []\nnotes: x\n", "unknown-key", "plans.yaml:3:1"),
        ("- a", "wrong-kind", "plans.yaml:1:1"),
        ("a: [", "yaml-syntax", "plans.yaml:2:1"),
    ],
)
def test_a_faulty_care_plan_is_refused_with_its_place(
    write: Write, tmp_path: Path, text: str, rule: str, place: str
) -> None:
    directory = load(write()).directory
    assert directory is not None
    (tmp_path / "plans.yaml").write_text(text, encoding="utf-8")
    problems = load_care_plans(tmp_path / "plans.yaml", directory).problems
    assert [problem.rule for problem in problems] == [rule]
    assert str(problems[0].location).split(":")[:2] == place.split(":")[:2]

"""`gaps` as commissioners and scripts use it: JSON, tables, exit codes, calls, refusals."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the coast is found by name

from gaps_kit import NEEDS_CSV, coast, gaps, write

from dos_router.analysis.gaps.kinds import Kind
from dos_router.cli.app import app
from dos_router.cli.gaps_progress import progress, progress_line
from dos_router.cli.gaps_table import write_whole
from dos_router.diagnostics import Malformed
from dos_router.model.call import CallText
from dos_router.reports.gaps_csv import COLUMNS, as_data
from dos_router.routing.route import route_call

ROOT = Path(__file__).parents[2]
KEYS = [
    "kind", "needs", "places", "ages_days", "sexes", "times", "people", "weight", "calls_per_year", "instead",
    "near_misses", "witness", "lines",
]  # fmt: skip
CALLS = """\
call_id,at,postcode,age,sex,disposition,symptom_group,symptom_discriminator
1,2026-12-21T10:00,ME10,34,female,Dx18,SG1169,SD4047
2,2026-12-21T10:00,ME10,4,female,Dx18,SG1169,SD4047
3,2026-12-22T10:00,CT9,34,indeterminate,Dx05,SG1107,SD4052
4,2026-12-22T10:00,CT9,34,male,Dx39,SG1107,SD4052
5,never,CT9,34,male,Dx05,SG1107,SD4052
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the coast, its needs and some calls, in which commands run."""
    write(tmp_path / "coast")
    (tmp_path / "needs.csv").write_text(NEEDS_CSV, encoding="utf-8")
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    fixed = ["-d", "coast", "--allow-unsigned", "--needs", "needs.csv", "--weeks", "2"]
    return CliRunner().invoke(app, ["gaps", *fixed, *arguments])


def printed(*arguments: str) -> Any:
    result = run("--json", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def fits(kind: str, value: object) -> None:
    text = (ROOT / f"schemas/{kind}.schema.json").read_text(encoding="utf-8")
    assert list(Draft202012Validator(json.loads(text)).iter_errors(value)) == []


def test_json_has_the_keys_of_the_contract_and_fits_its_schema() -> None:
    found = printed()
    fits("gaps", found)
    assert (found["from"], found["until"]) == ("2026-12-21T00:00+00:00", "2027-01-04T00:00+00:00")
    assert (found["needs"], found["places"], found["complete"]) == (5, 4, True)
    assert found["cells"] == 5 * 4 * 47_482 * 2 * 14 * 1440
    boxes = [one for one in found["findings"] if one["kind"] != "unreachable" and one["kind"] != "unanswered"]
    assert len(boxes) == found["boxes"] >= found["at_least"] > 0
    assert all(list(one)[: len(KEYS)] == KEYS for one in found["findings"])
    assert [one["service"] for one in found["findings"] if one["kind"] == "unreachable"] == ["lost-clinic"]
    assert found["own_patients_only"] == []
    assert found["near_misses"] is None


def test_a_box_says_who_where_when_and_what_instead() -> None:
    [children] = [one for one in printed("--kind", "no-service")["findings"] if one["ages_days"] == [[0, 5843]]]
    assert children["needs"] == [["Dx18", "SG1169", "SD4047"]]
    assert children["places"] == ["E3", "E4"]
    assert children["sexes"] == ["female", "male"]
    assert children["times"][0] == ["2026-12-21T08:00+00:00", "2026-12-21T16:31+00:00"]
    assert children["instead"] == {"outcome": "catch-all", "service": "margate-ed", "km": 46.1}
    assert {"service": "swale-dental", "failed": "age", "change": "take ages 0–15 years too"} in children["near_misses"]
    assert children["lines"] == ["services/dental.yaml:15", "services/dental.yaml:10"]


def test_every_witness_routes_as_it_is_told() -> None:
    for one in printed()["findings"]:
        if one["witness"] is None:
            continue
        told = {name: str(value) for name, value in one["witness"].items() if name != "symptom_discriminator"}
        call = CallText(**told, symptom_discriminators=(one["witness"]["symptom_discriminator"],))
        answer, _ = route_call(call, coast())
        assert answer is not None
        assert answer.outcome.value == one["instead"]["outcome"]
        assert answer.offers[0].service.id == one["instead"]["service"]
        assert (answer.outcome.value == "catch-all") == (one["kind"] in {"no-service", "unanswered"})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "no-service"], 1),
        (["--fail-on", "single", "--fail-on", "border"], 1),
        (["--fail-on", "border"], 0),
        (["--kind", "border", "--fail-on", "no-service"], 0),
        (["--without", "dental-line", "--fail-on", "no-service"], 1),
        (["--without", "lost-clinic", "--fail-on", "no-service,single"], 0),
        (["--each", "site", "--fail-on", "no-service"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(*arguments).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["--kind", "nothing"], "there is no kind of gap `nothing`", 2),
        (["--fail-on", "no-servise"], "did you mean `no-service`?", 2),
        (["--area", "thannet"], "did you mean `thanet`?", 2),
        (["--needs", "none.csv"], "there is no file `none.csv`", 2),
        (["--calls", "none.csv"], "there is no file `none.csv`", 2),
        (["--remedy", "none.yaml"], "there is no file `none.yaml`", 2),
        (["--from", "2026-13-01"], "`2026-13-01` is not a date", 2),
        (["--without", "margate-utz"], "did you mean `margate-utc`?", 2),
        (["--each", "site", "--without", "x"], "--without and --each do not go together", 2),
        (["--csv", "nowhere/gaps.csv"], "there is no folder `nowhere`", 2),
        (["coast"], "one directory is named", 2),
        (["coast", "coast", "--remedy", "x"], "--remedy and BASE PROPOSED do not go together", 2),
    ],
)
def test_wrong_use_says_what_and_what_to_do(arguments: list[str], said: str, code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


def test_faulty_needs_end_the_command(home: Path) -> None:
    (home / "bad.csv").write_text(NEEDS_CSV + "Dx39,SG1107,SD4052\nDx999999,SG1,SD1\n", encoding="utf-8")
    result = run("--needs", "bad.csv")
    assert result.exit_code == 1
    assert "bad.csv:7" in result.stderr
    assert "bad.csv:8" in result.stderr


def test_an_area_is_looked_at_alone() -> None:
    found = printed("--area", "thanet", "--kind", "no-service")
    assert found["places"] == 2
    assert {place for one in found["findings"] for place in one["places"]} == {"E1", "E2"}


def test_the_table_holds_no_formula_and_every_finding(home: Path) -> None:
    write(home / "sly", {"services/dental.yaml": ("id: swale-dental", "id: swale-dental")})
    result = run("--csv", "gaps.csv", "--limit", "0")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO((home / "gaps.csv").read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(gaps().findings)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "at=2026-12-21T00:00+00:00" in rows[0]["witness"]
    assert (as_data("=1+1"), as_data("-5"), as_data("a=b")) == ("'=1+1", "'-5", "a=b")


def test_a_table_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    target = tmp_path / "out/gaps.csv"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        write_whole(target, "new")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["gaps.csv"]
    assert target.read_text(encoding="utf-8") == "old"
    with pytest.raises(Malformed, match="is a folder"):
        write_whole(tmp_path, "x")


def test_calls_weigh_and_near_misses_are_counted() -> None:
    result = run("--calls", "calls.csv", "--json")
    found = json.loads(result.stdout)
    assert "1 of 5 calls cannot be understood" in result.stderr
    assert found["near_misses"] == [
        {"service": "dental-line", "failed": "hours", "calls": 2},
        {"service": "swale-dental", "failed": "age", "calls": 1},
    ]
    [children] = [one for one in found["findings"] if one["kind"] == "no-service" and one["ages_days"] == [[0, 5843]]]
    # one call in two days, at a time that is a gap on one Monday of the two: 28 December is a holiday
    assert children["calls_per_year"] == children["weight"] == pytest.approx(365.25 / 2 / 2, abs=0.1)
    text = run("--calls", "calls.csv", "--limit", "1").stdout
    assert "calls a year expected" in text
    assert "Near misses of the calls given" in text
    assert "of them shown above already" in text


def test_a_run_that_finds_nothing_is_a_certificate() -> None:
    result = run("--kind", "border", "--area", "thanet")
    assert "CERTIFICATE: there is no gap (border) in any of 19,144,742,400 cells" in result.stdout
    found = printed("--kind", "border", "--area", "thanet")
    assert (found["findings"], found["boxes"], found["complete"]) == ([], 0, True)
    assert len(found["content_sha256"]) == 64


def test_needs_come_from_the_pathways_where_no_file_says_them(home: Path) -> None:
    arguments = ["gaps", "-d", "coast", "--allow-unsigned", "--weeks", "1", "--json", "--kind", "unanswered"]
    result = CliRunner().invoke(app, [*arguments, "--pathways", str(ROOT / "pathways")])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["needs"] > 100
    (home / "empty").mkdir()
    nothing = CliRunner().invoke(app, [*arguments, "--pathways", "empty"])
    assert nothing.exit_code == 2
    assert "there is no need to look for" in nothing.stderr


def test_a_directory_without_population_counts_its_places(home: Path) -> None:
    (home / "coast/population.csv").unlink()
    text = run("--limit", "1", "--kind", "no-service").stdout
    assert "places, whose people are not counted" in text
    assert "place-hours" in text
    (home / "coast/places.csv").write_text("postcode,easting,northing,area\nCT9 4AN,635500,170500,thanet\n")
    assert run("--area", "swale").exit_code == 2


def test_two_directories_open_and_close_gaps(home: Path) -> None:
    write(home / "proposed", {"services/dental.yaml": ("ages: [16+]", "ages: [0-15]")})
    result = CliRunner().invoke(
        app,
        ["gaps", "coast", "proposed", "--allow-unsigned", "--needs", "needs.csv", "--weeks", "2", "--json"],
    )
    found = json.loads(result.stdout)
    fits("gaps-changes", found)
    told = [(side, one["kind"], one["ages_days"]) for side in ("opened", "closed") for one in found[side]]
    assert told == [
        ("opened", "no-service", [[5844, 47481]]), ("opened", "single", [[0, 5843]]),
        ("closed", "no-service", [[0, 5843]]), ("closed", "single", [[5844, 47481]]),
    ]  # fmt: skip
    same = CliRunner().invoke(
        app, ["gaps", "coast", "coast", "--allow-unsigned", "--needs", "needs.csv", "--weeks", "2"]
    )
    assert "GAPS OPENED: none" in same.stdout
    assert "GAPS CLOSED: none" in same.stdout


def test_points_of_only_one_directory_are_told_and_left_out(home: Path) -> None:
    write(home / "proposed", {"population.csv": ("E4,592000", "E9,592000")})
    arguments = ["gaps", "coast", "proposed", "--allow-unsigned", "--needs", "needs.csv", "--weeks", "1", "--json"]
    result = CliRunner().invoke(app, arguments)
    assert "2 points are in only one of the directories" in result.stderr
    assert json.loads(result.stdout)["places"] == 3


def test_what_closes_is_a_service_a_provider_or_a_site() -> None:
    for name, services in {
        "margate-utc": ["margate-utc"],
        "rvv": ["margate-ed", "margate-utc"],
        "=dental & sons": ["dental-line", "lost-clinic", "swale-dental"],
        "ct94an": ["margate-ed", "margate-utc"],
    }.items():
        found = printed("--without", name)
        fits("gaps-each", found)
        assert [one["services"] for one in found["closures"]] == [services]
    assert "nobody is offered it first" in run("--without", "lost-clinic").stdout
    assert "It opens no gap" in run("--without", "lost-clinic").stdout
    weighed = printed("--without", "dental-line", "--calls", "calls.csv")
    assert all(one["calls_per_year"] is not None for one in weighed["findings"])


def test_each_is_ranked_by_what_is_left_with_nothing() -> None:
    found = printed("--each", "provider")
    fits("gaps-each", found)
    assert found["findings"] is None
    nothing = [one["left_with_nothing"] for one in found["closures"]]
    assert nothing == sorted(nothing, reverse=True)
    assert "and 1 more, of which 1 would leave" in run("--each", "provider", "--limit", "1").stdout


def test_progress_is_told_on_a_terminal_after_a_while(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 0.5, 2.0, 2.1, 4.0])
    monkeypatch.setattr("dos_router.cli.gaps_progress.time.monotonic", lambda: next(clock))
    with progress("looking", shown=True) as tell:
        for done in range(1, 5):
            tell(done, 4)
    said = capsys.readouterr().err
    assert said.count("looking: ") == 2
    assert said.endswith("\r\x1b[K")
    assert progress_line("looking", 1, 4, 10.0) == "looking: 25%, 30 s left"
    assert progress_line("looking", 0, 0, 1.0) == "looking: 100%, 0 s left"


def test_every_kind_is_asked_for_by_its_name() -> None:
    for kind in Kind:
        assert {one["kind"] for one in printed("--kind", kind.value)["findings"]} <= {kind.value}

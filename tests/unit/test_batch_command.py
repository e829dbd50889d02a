"""`batch` as people and scripts use it: rows kept in order, results beside them, counts, refusals."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from dos_router.cli.batch import app
from dos_router.cli.batch_progress import progress_line
from dos_router.loading import call_files
from dos_router.routing.batch_results import RESULTS, result_names

ROOT = Path(__file__).parents[2]
KENT = str(ROOT / "directories/kent-surrey-sussex")
NAMES = ("call_id", "at", "postcode", "age", "sex", "disposition", "symptom_group", "symptom_discriminator", "note")
SOUND = ("001", "2026-11-21T20:00", "ct9", "34", "female", "dx03", "1107", "4052", "a, quoted")
ROWS = (
    SOUND,
    ("002", "2026-11-21T20:00:10Z", "BN1", "34", "male", "Dx05", "1107", "4052", "=cmd"),
    ("003", "marked-nonsense", "CT9", "34", "", "Dx05", "1107", "4052", ""),
    ("004", "2026-11-21T03:00", "CT9 4AN", "34y", "", "Dx012", "1107", "4052", "é"),
    ("005", "2026-11-21T03:00", "ZZ9", "200", "", "Dx05", "1107", "x", ""),
    ("006", "2026-11-21T03:00", "", "", "", "Dx39", "", "", ""),
    ("007", "2026-11-21T03:00", "", "secret", "", "Dx0111", "", "", ""),
)
OUTCOMES = ["routed", "routed", "rejected", "routed", "rejected", "no-search", "dispatch"]


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def as_csv(rows: tuple[tuple[str, ...], ...], names: tuple[str, ...] = NAMES) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    return text.getvalue()


def run(folder: Path, *arguments: str, calls: str = "calls.csv", text: str | None = None) -> Result:
    (folder / calls).write_text(as_csv(ROWS) if text is None else text, encoding="utf-8")
    return CliRunner().invoke(app, [str(folder / calls), "-d", KENT, "--workers", "1", *arguments])


def results(path: Path) -> list[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def test_every_row_comes_back_in_order_with_its_own_cells_and_an_outcome(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"))
    rows = results(tmp_path / "out.csv")
    assert done.exit_code == 5
    assert [tuple(row[name] for name in NAMES) for row in rows] == list(ROWS)
    assert [row["outcome"] for row in rows] == OUTCOMES
    assert list(rows[0]) == [*NAMES, *RESULTS.names]


def test_a_row_says_what_is_offered_and_what_just_missed(tmp_path: Path) -> None:
    run(tmp_path, "-o", str(tmp_path / "out.csv"))
    first = results(tmp_path / "out.csv")[0]
    assert (first["service"], first["service_type"]) == ("qeqm-utc", "urgent-treatment-centre")
    assert (first["distance_miles"], first["open"], first["opens_at"]) == ("0.3", "true", "")
    assert first["offers"].split(";")[0] == "qeqm-utc"
    assert first["near_misses"].split(";") == sorted(first["near_misses"].split(";"))
    assert "deal-utc:hours" in first["near_misses"].split(";")


def test_a_rejected_row_names_columns_and_rules_and_never_a_value(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"), "--map", "sex=sex")
    reasons = [row["reason"] for row in results(tmp_path / "out.csv")]
    assert reasons[2] == "at: bad-time"
    assert reasons[4] == "postcode: unknown-postcode; age: bad-age; symptom_discriminator: bad-code"
    assert reasons[6] == "age: bad-age"
    assert "marked-nonsense" not in done.output
    assert not any("secret" in reason for reason in reasons)


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet", "out.csv.gz", "out.jsonl.zst"])
def test_every_format_holds_the_same(tmp_path: Path, name: str) -> None:
    run(tmp_path, "-o", str(tmp_path / name))
    run(tmp_path, "-o", str(tmp_path / "plain.csv"))
    wanted = [(row["call_id"], row["outcome"], row["offers"].split(";")) for row in results(tmp_path / "plain.csv")]
    assert [(row["call_id"], row["outcome"], row["offers"]) for row in everything(tmp_path / name)] == wanted


def everything(path: Path) -> list[dict[str, Any]]:
    """Return the rows of any format, the offers as lists with at least one text."""
    if path.suffix == ".parquet":
        rows = parquet.read_table(path).to_pylist()
    elif ".jsonl" in path.name:
        with pa.input_stream(str(path), compression="detect") as file:
            rows = [json.loads(line) for line in file.read().splitlines()]
    else:
        rows = [{**row, "offers": row["offers"].split(";")} for row in results(path)]
    return [{**row, "offers": row["offers"] or [""]} for row in rows]


def test_json_lines_come_back_as_they_were_written(tmp_path: Path) -> None:
    lines = [
        json.dumps(dict(zip(NAMES, row, strict=True)) | {"age": 34, "extra": [1, {"deep": None}][:1]}) for row in ROWS
    ]
    run(tmp_path, "-o", str(tmp_path / "out.jsonl"), calls="calls.jsonl", text="\n".join([*lines, '{"cut', ""]))
    found = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(one.startswith(line[:-1]) for one, line in zip(found, lines, strict=False))
    assert json.loads(found[-1])["reason"] == "row: not-json"
    assert len(found) == len(lines) + 1


def test_parquet_keeps_the_columns_it_was_given_and_adds_a_list_of_offers(tmp_path: Path) -> None:
    table = pa.table({name: [row[place] for row in ROWS] for place, name in enumerate(NAMES)}).append_column(
        "n", pa.array(range(len(ROWS)))
    )
    parquet.write_table(table, tmp_path / "calls.parquet")
    done = CliRunner().invoke(
        app, [str(tmp_path / "calls.parquet"), "-o", str(tmp_path / "out.parquet"), "-d", KENT, "--workers", "1"]
    )
    found = parquet.read_table(tmp_path / "out.parquet")
    assert done.exit_code == 5
    assert found.select(table.column_names).equals(table)
    assert found.schema.field("offers").type == pa.list_(pa.string())


@pytest.mark.parametrize("name", ["out.parquet", "out.csv", "out.jsonl"])
def test_columns_of_any_type_are_carried_through(tmp_path: Path, name: str) -> None:
    given = {column: [row[place] for row in ROWS] for place, column in enumerate(NAMES)}
    odd = {
        "record": pa.array([{"a": [1, None]}] * len(ROWS)),
        "bytes": pa.array([b"\xff"] * len(ROWS)),
        "no_number": pa.array([float("nan")] * len(ROWS)),
    }
    parquet.write_table(pa.table({**given, **odd}), tmp_path / "calls.parquet")
    done = CliRunner().invoke(
        app, [str(tmp_path / "calls.parquet"), "-o", str(tmp_path / name), "-d", KENT, "--workers", "1"]
    )
    assert done.exit_code == 5, done.output
    found = everything(tmp_path / name)
    assert [row["outcome"] for row in found] == OUTCOMES
    told = {"out.parquet": {"a": [1, None]}, "out.csv": '{"a": [1, null]}', "out.jsonl": {"a": [1, None]}}
    assert found[0]["record"] == told[name]
    assert found[0]["bytes"] == (b"\xff" if name == "out.parquet" else "\\xff")
    assert str(found[0]["no_number"]) == "nan"


def test_a_name_that_is_taken_is_prefixed(tmp_path: Path) -> None:
    text = as_csv(tuple((*row, "mine") for row in ROWS), (*NAMES, "outcome"))
    run(tmp_path, "-o", str(tmp_path / "out.csv"), text=text)
    rows = results(tmp_path / "out.csv")
    assert {row["outcome"] for row in rows} == {"mine"}
    assert [row["dos_outcome"] for row in rows] == OUTCOMES
    assert result_names(["outcome", "dos_outcome"])[0] == "dos_dos_outcome"


def test_columns_are_mapped(tmp_path: Path) -> None:
    text = as_csv(ROWS, tuple({"at": "CallStart", "age": "Years"}.get(name, name) for name in NAMES))
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"), "--map", "at=CallStart,age=Years", text=text)
    rows = results(tmp_path / "out.csv")
    assert (done.exit_code, [row["outcome"] for row in rows]) == (5, OUTCOMES)
    assert rows[4]["reason"].startswith("postcode: unknown-postcode; Years: bad-age")


def test_rejected_rows_are_also_written_apart(tmp_path: Path) -> None:
    run(tmp_path, "-o", str(tmp_path / "out.csv"), "--rejects", str(tmp_path / "bad.csv"))
    rejected = [row for row in results(tmp_path / "out.csv") if row["outcome"] == "rejected"]
    assert results(tmp_path / "bad.csv") == rejected
    assert len(rejected) == 2


def test_the_summary_counts_every_row_once(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"), "--summary", str(tmp_path / "sum.json"), "--json")
    found = json.loads((tmp_path / "sum.json").read_text(encoding="utf-8"))
    assert found["rows"] == sum(found["outcomes"].values()) == len(ROWS)
    assert (found["outcomes"]["rejected"], found["outcomes"]["catch-all"]) == (2, 0)
    assert found["measures"]["ambulance"]["calls"] == 2
    misses = [one for row in results(tmp_path / "out.csv") for one in row["near_misses"].split(";") if one]
    assert sum(found["near_misses"].values()) == len(misses)
    assert json.loads(done.stdout)["outcomes"] == found["outcomes"]


def test_a_batch_without_rejected_rows_ends_well(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"), text=as_csv((SOUND,)))
    assert (done.exit_code, "routed" in done.stderr) == (0, True)


def test_a_file_without_rows_gives_one_without_rows(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"), text=as_csv(()))
    assert (done.exit_code, results(tmp_path / "out.csv")) == (0, [])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith(",".join(NAMES))


def test_workers_and_blocks_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(7)
    text = as_csv(tuple(dice.choice(ROWS) for _ in range(200)))
    run(tmp_path, "-o", str(tmp_path / "whole.csv"), text=text)
    monkeypatch.setattr(call_files, "BLOCK", 1_000)
    for workers in ("1", "2", "3"):
        run(tmp_path, "-o", str(tmp_path / "cut.csv"), "--workers", workers, text=text)
        assert (tmp_path / "cut.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_results_and_rejects_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    run(tmp_path, "-o", str(tmp_path / "out.csv"), "--rejects", str(tmp_path / "bad.csv"))
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("out.csv", "bad.csv")] == [0o600, 0o600]
    assert not list(tmp_path.glob(".out*"))


def test_streams_are_read_and_written(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["-", "-o", "-", "-d", KENT, "--workers", "1"], input=as_csv(ROWS))
    assert [row["outcome"] for row in csv.DictReader(io.StringIO(done.stdout))] == OUTCOMES
    assert not list(tmp_path.iterdir()) or [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_a_care_plan_is_found_by_the_patient(tmp_path: Path) -> None:
    (tmp_path / "plans.yaml").write_text(
        "format: 1\nplans:\n  - {id: plan-1, patient: ab12cd, kind: palliative, agreed_by: a hospice,"
        " valid: {from: 2026-01-01, until: 2027-01-01}, offer: [royal-sussex-ed]}\n",
        encoding="utf-8",
    )
    text = as_csv(((*SOUND, "ab12cd"), (*SOUND, "other")), (*NAMES, "patient"))
    run(tmp_path, "-o", str(tmp_path / "out.csv"), "--care-plans", str(tmp_path / "plans.yaml"), text=text)
    assert [(row["service"], row["care_plan"]) for row in results(tmp_path / "out.csv")] == [
        ("royal-sussex-ed", "plan-1"),
        ("qeqm-utc", ""),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "out"), "does not say what kind of file"),
        (("-o", "nowhere/out.csv"), "there is no folder"),
        (("-o", "calls.csv"), "different files"),
        (("-o", "out.csv", "--map", "at"), "maps no column"),
        (("-o", "out.csv", "--map", "at=When"), "has no column `When`"),
        (("-o", "-", "--resume"), "a stream cannot"),
        (("-o", "out.csv", "--repeated-hour", "third"), "neither"),
    ],
)
def test_wrong_use_is_refused_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(tmp_path, *arguments)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"calls.csv", "cache"}


def test_no_result_cell_is_a_formula(tmp_path: Path) -> None:
    names = tuple("=at" if name == "at" else name for name in NAMES)
    run(tmp_path, "-o", str(tmp_path / "out.csv"), "--map", "at==at", text=as_csv(ROWS, names))
    rows = results(tmp_path / "out.csv")
    assert rows[1]["note"] == "=cmd"
    assert rows[2]["reason"] == "'=at: bad-time"
    assert not any((row[name] or "x")[0] in "=+-@" for row in rows for name in RESULTS.names)


def test_progress_tells_rate_and_time_left() -> None:
    assert progress_line(500_000, 0.25, 2.0) == "500,000 calls, 250,000 a second, 25%, 6 s left"
    assert progress_line(500, None, 2.0) == "500 calls, 250 a second"


EXACT = ("marked-id", "2026-11-21T20:37:19Z", "CT9 4AN", "37", "female", "Dx03", "1107", "4052", "kept")


def test_coarsened_calls_keep_the_hour_the_sector_and_the_band_and_nothing_nearer(tmp_path: Path) -> None:
    names = (*NAMES, "easting", "northing")
    rows = (
        (*EXACT, "636512", "170234"),
        ("x", "20:37", "12 The Street", "37 or so", "", "Dx05", "1107", "4052", "", "", "e"),
    )
    run(tmp_path, "-o", str(tmp_path / "out.csv"), "--coarsen", text=as_csv(rows, names))
    found = results(tmp_path / "out.csv")
    told = [tuple(row[name] for name in ("at", "postcode", "age", "easting", "northing", "note")) for row in found]
    assert told == [("2026-11-21T20:00Z", "CT9 4", "35", "636500", "170500", "kept"), ("",) * 6]
    assert [row["outcome"] for row in found] == ["routed", "rejected"]
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert not any(exact in text for exact in (":37", "CT9 4AN", "37 or so", "The Street", "636512", "170234"))


@pytest.mark.parametrize("kind", ["calls.csv", "calls.jsonl", "calls.parquet"])
def test_coarsening_first_gives_what_coarse_calls_give(tmp_path: Path, kind: str) -> None:
    coarse = (EXACT[0], "2026-11-21T20:00Z", "CT9 4", "35", *EXACT[4:])
    for name, row in (("exact", EXACT), ("coarse", coarse)):
        calls = tmp_path / f"{name}-{kind}"
        cells = dict(zip(NAMES, row, strict=True))
        if kind.endswith("parquet"):
            parquet.write_table(pa.table({key: [cell] for key, cell in cells.items()}), calls)
        else:
            calls.write_text(json.dumps(cells) + "\n" if kind.endswith("jsonl") else as_csv((row,)), encoding="utf-8")
        out = str(tmp_path / f"{name}.jsonl")
        flags = ["--coarsen"] if name == "exact" else []
        done = CliRunner().invoke(app, [str(calls), "-o", out, "-d", KENT, "--workers", "1", *flags])
        assert done.exit_code == 0, done.output
    found = [json.loads((tmp_path / f"{name}.jsonl").read_text(encoding="utf-8")) for name in ("exact", "coarse")]
    assert found[0] == found[1]


def test_nothing_is_left_of_rows_that_are_no_rows_when_calls_are_coarsened(tmp_path: Path) -> None:
    text = as_csv((EXACT,)) + "one,marked-cell,too,few\n"
    run(tmp_path, "-o", str(tmp_path / "out.csv"), "--coarsen", text=text)
    assert "marked-cell" not in (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert [row["outcome"] for row in results(tmp_path / "out.csv")] == ["routed", "rejected"]


@pytest.mark.parametrize(
    ("numbers", "warned"),
    [
        (("943 476 5919", "943-476-5919", "9434765919"), True),
        (("9434765919",), True),
        (("9434765918", "943476591", "x"), False),
        (("9434765919", "001", "002"), False),
        (("", "", ""), False),
    ],
)
def test_a_column_that_looks_like_nhs_numbers_is_warned_of(
    tmp_path: Path, numbers: tuple[str, ...], warned: bool
) -> None:
    done = run(tmp_path, "-o", str(tmp_path / "out.csv"), text=as_csv(tuple((one, *SOUND[1:]) for one in numbers)))
    assert ("the column `call_id` looks like NHS numbers" in done.stderr) == warned
    assert not any(one in done.stderr for one in numbers if one)
    assert len(results(tmp_path / "out.csv")) == len(numbers)


def test_where_there_is_no_fork_one_process_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, "-o", str(tmp_path / "one.csv"))
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr("dos_router.cli.batch_output.flock", None)
    monkeypatch.delattr("os.fdatasync")
    run(tmp_path, "-o", str(tmp_path / "two.csv"), "--workers", "2")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()

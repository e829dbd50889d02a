"""A real Spark on this machine: frames and the command, row for row as without it.

Skipped by name where Spark is not installed, or there is no Java for it to run on.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet
from typer.testing import CliRunner

import dos_router
from dos_router import spark
from dos_router.cli import batch_spark
from dos_router.cli.batch import app
from dos_router.loading import call_files
from dos_router.model.directory import Directory

pyspark = pytest.importorskip("pyspark.sql", reason="Spark is not installed: pip install 'dos-router[spark]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="there is no Java for Spark to run on"
    ),
]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "directories/milton-keynes"
NAMES = ("call_id", "at", "postcode", "age", "sex", "disposition", "symptom_group", "symptom_discriminator", "note")
CODES = ("Dx05", "Dx02", "Dx0111", "Dx39", "Dx28", "nonsense")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    begun = pyspark.SparkSession.builder.master("local[2]").appName("tests")
    for name, value in {**batch_spark.SETTINGS, "spark.sql.shuffle.partitions": "2"}.items():
        begun = begun.config(name, value)
    running = begun.getOrCreate()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = dos_router.load(FOLDER).directory
    assert found is not None
    return found


@pytest.fixture(scope="module")
def calls() -> pa.Table:
    dice = random.Random(11)
    rows = [
        (
            f"c{number:05}",
            (datetime(2026, 10, 5) + timedelta(minutes=dice.randrange(60 * 24 * 80))).isoformat(timespec="minutes"),  # noqa: DTZ001 - local
            dice.choice(["MK9", "MK9 3EP", "mk7 ", "ZZ1", ""]),
            dice.choice(["34", "7m", "81", "x", ""]),
            dice.choice(["female", "male", ""]),
            dice.choice(CODES),
            dice.choice(["SG1107", "1156", "sg9"]),
            dice.choice(["SD4052", "4003+4052", "SD1"]),
            dice.choice(["", "a, quoted", "=1+1"]),
        )
        for number in range(600)
    ]
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(NAMES)})


def plain(table: pa.Table, directory: Directory, **options: Any) -> list[dict[str, Any]]:
    found = dos_router.route_batches(table.to_batches(), directory, **options)
    return [row for batch in found for row in batch.to_pylist()]


def rows_of(frame: Any) -> list[dict[str, Any]]:
    return sorted((row.asDict() for row in frame.collect()), key=lambda row: str(row["call_id"]))


@pytest.mark.parametrize("partitions", [1, 2, 7])
def test_a_frame_of_any_partitions_is_answered_row_for_row(
    session: Any, directory: Directory, calls: pa.Table, partitions: int
) -> None:
    frame = session.createDataFrame(calls).repartition(partitions)
    assert rows_of(frame.mapInArrow(spark.router(directory), spark.schema(frame))) == plain(calls, directory)


def test_partitions_without_rows_and_frames_without_any_are_answered_too(
    session: Any, directory: Directory, calls: pa.Table
) -> None:
    few = session.createDataFrame(calls.slice(0, 3)).repartition(6)
    assert rows_of(spark.route(few, directory)) == plain(calls.slice(0, 3), directory)
    assert rows_of(spark.route(few.where("call_id = 'no such call'"), directory)) == []


def test_every_process_unpacks_the_directory_once(session: Any, directory: Directory, calls: pa.Table) -> None:
    task = spark.router(directory)

    def observed(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for _ in task(batches):
            pass
        router = spark.unpacked(task.packed)
        yield pa.record_batch({"process": [os.getpid()], "router": [id(router)], "kept": [len(spark._kept)]})

    frame = session.createDataFrame(calls).repartition(9)
    seen = frame.mapInArrow(observed, "process long, router long, kept long").collect()
    assert len(seen) == 9
    assert len({(row.process, row.router) for row in seen}) == len({row.process for row in seen}) <= 3
    assert {row.kept for row in seen} <= {1, 2}


def test_columns_that_are_not_ours_and_of_any_type_are_kept(
    session: Any, directory: Directory, calls: pa.Table
) -> None:
    few = calls.slice(0, 50)
    typed = few.append_column("number", pa.array(range(50), pa.int64())).append_column("outcome", few["note"])
    found = rows_of(spark.route(session.createDataFrame(typed).repartition(3), directory))
    assert found == plain(typed, directory)
    assert found[0]["outcome"] == few["note"][0].as_py()
    assert found[0]["dos_outcome"] in {"routed", "rejected", "dispatch", "no-search", "catch-all", "no-service"}


@pytest.mark.parametrize("kind", [pa.timestamp("us"), pa.timestamp("us", tz="Europe/London")])
def test_moments_may_be_timestamps_and_ages_numbers(session: Any, directory: Directory, kind: pa.DataType) -> None:
    moment = datetime.fromisoformat("2026-07-21T20:00:00+01:00" if kind.tz else "2026-07-21T20:00:00")
    told = ["c1"], ["MK9"], ["Dx05"], ["SG1107"], ["SD4052"]
    names = ("call_id", "postcode", "disposition", "symptom_group", "symptom_discriminator")
    texts = pa.table(dict(zip(names, told, strict=True)))
    typed = texts.append_column("at", pa.array([moment], kind)).append_column("age", pa.array([34], pa.int32()))
    (row,) = rows_of(spark.route(session.createDataFrame(typed), directory))
    as_text = texts.append_column("at", pa.array(["2026-07-21T20:00"])).append_column("age", pa.array(["34"]))
    (wanted,) = plain(as_text, directory)
    assert {name: row[name] for name in wanted if name not in {"at", "age"}} == {
        name: wanted[name] for name in wanted if name not in {"at", "age"}
    }
    assert row["outcome"] == "routed"


def test_columns_by_other_names_care_plans_and_the_repeated_hour_go_along(
    session: Any, tmp_path: Path, directory: Directory, calls: pa.Table
) -> None:
    service = next(iter(directory.services))
    (tmp_path / "plans.yaml").write_text(
        "format: 1\nplans:\n  - {id: plan-1, patient: c00000, kind: palliative, agreed_by: a hospice,"
        f" valid: {{from: 2026-01-01, until: 2027-06-01}}, offer: [{service}]}}\n",
        encoding="utf-8",
    )
    plans = dos_router.load_care_plans(tmp_path / "plans.yaml", directory).plans
    few = calls.slice(0, 40).set_column(1, "Begun", pa.array(["2026-10-25T01:30"] * 40))
    few = few.append_column("patient", few["call_id"]).set_column(5, "disposition", pa.array(["Dx05"] * 40))
    few = few.set_column(3, "age", pa.array(["34"] * 40)).set_column(2, "postcode", pa.array(["MK9"] * 40))
    options: dict[str, Any] = {"plans": plans, "columns": {"at": "Begun"}, "repeated_hour": "second"}
    found = rows_of(spark.route(session.createDataFrame(few).repartition(3), directory, **options))
    assert found == plain(few, directory, **options)
    assert found[0]["care_plan"] == "plan-1"


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.csv.gz", "out.parquet"])
def test_the_command_writes_the_same_file(
    session: Any, tmp_path: Path, calls: pa.Table, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.getActiveSession() is not None
    monkeypatch.setattr(call_files, "BLOCK", 5_000)
    monkeypatch.setattr(call_files, "ROWS", 100)
    given = tmp_path / "calls.parquet"
    parquet.write_table(calls, given)
    if not name.endswith("parquet"):
        given = tmp_path / "calls.csv"
        arrow_csv.write_csv(calls, given)
        given.write_bytes(given.read_bytes() + b"ragged,row\n")
    told = []
    for where, more in (("here", ["--workers", "1"]), ("there", ["--engine", "spark", "--master", "local[2]"])):
        (tmp_path / where).mkdir()
        files = ["-o", str(tmp_path / where / name), "--rejects", str(tmp_path / where / "bad.csv")]
        done = CliRunner().invoke(app, [str(given), "-d", str(FOLDER), *files, *more, "--json"])
        assert done.exit_code == 5, done.output
        of_this_run = {"seconds", "rows_a_second", "sign_off"}
        told.append({key: value for key, value in json.loads(done.stdout).items() if key not in of_this_run})
    assert told[0] == told[1]
    assert told[0]["rows"] == 600 + (not name.endswith("parquet"))
    for file in (name, "bad.csv"):
        assert (tmp_path / "here" / file).read_bytes() == (tmp_path / "there" / file).read_bytes()


def test_a_run_that_spark_fails_leaves_no_output(
    session: Any, tmp_path: Path, calls: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.getActiveSession() is not None

    class Failing:
        def __init__(self, *_: Any) -> None:
            """Take what a task is given."""

        def __call__(self, chunk: Any) -> None:
            raise ValueError(str(chunk))

    arrow_csv.write_csv(calls, tmp_path / "calls.csv")
    monkeypatch.setattr(batch_spark, "_Task", Failing)
    files = [str(tmp_path / "calls.csv"), "-o", str(tmp_path / "out.csv")]
    done = CliRunner().invoke(app, [*files, "-d", str(FOLDER), "--engine", "spark", "--master", "local[2]"])
    assert (done.exit_code, "a fault of ours" in done.stderr) == (70, True)
    assert not list(tmp_path.glob("*out*"))


def test_the_command_starts_spark_by_itself_and_says_nothing_of_it(tmp_path: Path, calls: pa.Table) -> None:
    arrow_csv.write_csv(calls, tmp_path / "calls.csv")
    told = []
    for name, more in (("here.csv", ["--workers", "1"]), ("there.csv", ["--engine", "spark", "--master", "local[1]"])):
        command = [sys.executable, "-W", "error", "-m", "dos_router", "batch", str(tmp_path / "calls.csv")]
        done = subprocess.run(
            [*command, "-o", str(tmp_path / name), "-d", str(FOLDER), *more],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        told.append((done.returncode, done.stdout, done.stderr.splitlines()[1:]))
    assert told[0] == told[1]
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()

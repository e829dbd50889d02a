"""What is sent to Spark, and what each of its processes makes of it; no Spark is started here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pytest

import dos_router
from dos_router import spark
from dos_router.cli.batch_spark import Where, spark_context, workforce
from dos_router.diagnostics import Malformed
from dos_router.model.directory import Directory

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "directories/milton-keynes"
CALL = ("Dx05", "2026-11-21T20:00", "MK9", "34", "SG1107", "SD4052")
NAMES = ("disposition", "at", "postcode", "age", "symptom_group", "symptom_discriminator")


@pytest.fixture(autouse=True)
def _process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    spark._kept.clear()
    yield
    spark._kept.clear()


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = dos_router.load(FOLDER).directory
    assert found is not None
    return found


def calls(rows: int, first: int = 0) -> pa.RecordBatch:
    codes = ("Dx05", "Dx02", "Dx0111", "Dx39", "nonsense")
    cells = {name: [value] * rows for name, value in zip(NAMES, CALL, strict=True)}
    ages = [str((first + row) % 90) for row in range(rows)]
    return pa.record_batch({**cells, "disposition": [codes[(first + row) % 5] for row in range(rows)], "age": ages})


def test_what_is_sent_routes_as_the_directory_itself_does(directory: Directory) -> None:
    task = spark.router(directory)
    found = pa.Table.from_batches(task(iter([calls(40), calls(7, 40)])))
    assert found.equals(pa.Table.from_batches(dos_router.route_batches([calls(40), calls(7, 40)], directory)))


def test_a_directory_may_be_named_by_its_folder(directory: Directory) -> None:
    assert spark.router(FOLDER).packed.key == spark.router(directory).packed.key


def test_a_folder_that_holds_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="cannot be used"):
        spark.router(tmp_path / "nowhere")


def test_options_and_care_plans_are_sent_too(directory: Directory) -> None:
    batch = calls(5).rename_columns(["Code", *NAMES[1:]])
    task = spark.router(directory, columns={"disposition": "Code"}, repeated_hour="second")
    wanted = dos_router.route_batches([batch], directory, columns={"disposition": "Code"}, repeated_hour="second")
    assert list(task([batch])) == list(wanted)


def test_a_process_unpacks_a_directory_once(directory: Directory) -> None:
    packed = spark.router(directory).packed
    assert spark.unpacked(packed) is spark.unpacked(spark.router(FOLDER).packed)


def test_a_process_keeps_the_directories_it_was_sent_last(directory: Directory) -> None:
    sent = [spark.router(directory, repeated_hour=hour).packed for hour in (None, "first", "second")]
    routers = [spark.unpacked(packed) for packed in sent]
    assert list(spark._kept) == [packed.key for packed in sent[-spark.KEPT :]]
    assert spark.unpacked(sent[1]) is routers[1]


def test_read_only_mappings_arrive_as_such(directory: Directory) -> None:
    arrived = spark.unpacked(spark.router(directory).packed).engine.directory
    assert arrived == directory
    assert isinstance(arrived.services, MappingProxyType)


@pytest.mark.parametrize("most", [1, 10, 25, 1_000])
def test_small_batches_are_routed_together_in_their_order(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(spark, "ROWS_ROUTED", most)
    given = [calls(10), calls(1).slice(0, 0), *(calls(rows, first) for rows, first in ((10, 10), (30, 20), (1, 50)))]
    found = list(spark.together(given))
    assert pa.Table.from_batches(found).equals(pa.Table.from_batches(given).combine_chunks())
    assert all(batch.num_rows <= max(most, 30) for batch in found)


def test_the_front_door_leads_there() -> None:
    assert dos_router.__getattr__("spark") is spark


def test_no_batches_give_none(directory: Directory) -> None:
    assert list(spark.router(directory)(iter([]))) == []


def test_the_schema_is_that_of_the_rows(directory: Directory) -> None:
    types = pytest.importorskip("pyspark.sql.types", reason="Spark is not installed")
    given = types.StructType([types.StructField(name, types.StringType()) for name in (*NAMES, "outcome")])
    batch = calls(1).append_column("outcome", pa.array(["mine"]))
    (rows,) = spark.router(directory)(iter([batch]))
    assert spark.schema(given).names == rows.schema.names
    assert spark.schema(given)["dos_outcome"].dataType == types.StringType()
    assert spark.schema(given)["offers"].dataType == types.ArrayType(types.StringType())
    assert spark.schema(given)["open"].dataType == types.BooleanType()
    assert spark.schema(given)["distance_miles"].dataType == types.DoubleType()


@pytest.mark.parametrize(
    ("where", "master", "workers", "said"),
    [(Where.SPARK, "local[2]", 2, "no --workers"), (Where.FAST, "local[2]", None, "--master is Spark's")],
)
def test_options_of_the_other_engine_are_refused(
    where: Where, master: str | None, workers: int | None, said: str
) -> None:
    with pytest.raises(Malformed, match=said), workforce(where, master, workers):
        pass


def test_spark_that_does_not_start_is_told_with_the_cure(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed")
    (tmp_path / "calls.csv").write_text(",".join(NAMES) + "\n", encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "dos_router", "batch", str(tmp_path / "calls.csv")]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "out.csv"), "-d", str(FOLDER), "--engine", "spark"],
        env={**os.environ, "JAVA_HOME": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("error: Spark did not start with the master `local[*]`\n  help: Spark needs Java")
    assert not list(tmp_path.glob("*out*"))


def test_spark_that_is_not_installed_is_told_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Malformed, match="not installed") as refused, spark_context("local[2]"):
        pass
    assert "dos-router[spark]" in str(refused.value.help)

"""When the compiled loop is taken up, what it is handed, and what happens where numba is not there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import dos_router
from dos_router.diagnostics import Location
from dos_router.model.directory import CapacityRow, Directory
from dos_router.model.service import EMERGENCY_DEPARTMENT
from dos_router.routing import batch_results, compiling, fast, fast_search, kernel, kernel_catch_all, kernel_tables
from dos_router.routing.batch import BatchRouter
from dos_router.routing.compiled.cache import compiled_for
from dos_router.routing.compiled.directory import compile_directory
from dos_router.routing.fast import Engine, prepare
from dos_router.routing.fast_catch_all import departments_of
from dos_router.routing.kernel_tables import Near, Rows, strips_of

ROOT = Path(__file__).parents[2]
NAMES = ("disposition", "at", "postcode", "age", "sex", "symptom_group", "symptom_discriminator", "distance_km")


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = dos_router.load(ROOT / "directories/kent-surrey-sussex").directory
    assert found is not None
    red = CapacityRow(0, None, "red", Location("capacity.csv", 2))
    green = CapacityRow(29_885_000, None, "green", Location("capacity.csv", 3))
    return replace(found, capacity=MappingProxyType(dict.fromkeys(list(found.services)[:40], (red, green))))


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "WORTH_IT", -1)
    monkeypatch.setattr(fast, "compiled_loops", lambda: kernel.AS_WRITTEN)


@pytest.fixture
def _forgotten() -> Iterator[None]:
    compiling.compiled.cache_clear()
    yield
    compiling.compiled.cache_clear()


def calls(rows: int) -> pa.RecordBatch:
    codes, places = ("Dx05", "Dx02", "Dx0111", "Dx12", "Dx28"), ("CT9", "BN1 1AA", "RH2", "ME7", "TN1")
    told = [
        (
            codes[row % 5],
            f"2026-1{row % 3}-{1 + row % 28:02}T{row * 7 % 24:02}:{row % 60:02}",
            places[row * 3 % 5],
            f"{row * 13 % 99}",
            ("female", "male", "")[row % 3],
            ("SG1107", "1156", "SG1119")[row % 3],
            ("SD4052", "4003")[row % 2],
            ("", "30", "60")[row % 3],
        )
        for row in range(rows)
    ]
    return pa.record_batch({name: [one[place] for one in told] for place, name in enumerate(NAMES)})


def routed(engine: Engine, rows: int = 300) -> list[dict[str, Any]]:
    return [row for batch in BatchRouter(engine).route(calls(rows)) for row in batch.to_pylist()]


@pytest.fixture(scope="module")
def wanted(directory: Directory) -> list[dict[str, Any]]:
    return routed(prepare(directory))


@pytest.mark.usefixtures("_at_once")
def test_the_loop_gives_the_rows_that_numpy_gives(directory: Directory, wanted: list[dict[str, Any]]) -> None:
    engine = prepare(directory)
    assert routed(engine) == wanted
    assert engine._kernel is not None
    assert routed(engine, 3) == wanted[:3]  # a few calls with many services each: the lists outgrow their room
    assert routed(engine) == wanted
    assert any(row["near_misses"] and ":capacity" in row["near_misses"] for row in wanted)


def test_rows_with_many_near_misses_are_handed_on_fewer_at_once(
    directory: Directory, wanted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_results, "MISSES_AT_ONCE", 50)
    pieces = [batch.to_pylist() for batch in BatchRouter(prepare(directory)).route(calls(300))]
    assert [row for piece in pieces for row in piece] == wanted
    misses = [sum(row["near_misses"].count(":") for row in piece) for piece in pieces]
    assert max(count for count, piece in zip(misses, pieces, strict=True) if len(piece) > 1) <= 50
    assert max(misses) > 50, "a row with more of them comes alone"


def test_numba_compiles_the_loop_once_whatever_arrays_come(
    directory: Directory, wanted: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    monkeypatch.setattr(fast, "WORTH_IT", -1)
    compiled_for(directory, tmp_path)
    from_file = compiled_for(directory, tmp_path)
    assert not from_file.services.easting.flags.writeable
    for compiled in (from_file, compile_directory(directory)):
        assert routed(Engine(directory, compiled)) == wanted
    loops: Any = kernel.compiled_loops()
    assert [len(loop.signatures) for loop in loops] == [1, 1, 1]


def test_arrays_of_another_type_are_refused_rather_than_compiled_for() -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    loops = kernel.compiled_loops()
    assert loops is not None
    for form, loop in zip((kernel.FIND, kernel.PUT_IN_ORDER, kernel.CATCH), loops, strict=True):
        wrong = [np.zeros((0, 0) if name in form.by_two else 0, np.float32) for name in compiling.types_of(form)]
        with pytest.raises(TypeError, match="No matching definition"):
            loop(*wrong)


@pytest.mark.parametrize("most", [1, 500])
@pytest.mark.usefixtures("_at_once")
def test_tables_that_are_forgotten_are_made_again(
    directory: Directory, wanted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(kernel_tables, "MOST_BYTES", most)
    engine = prepare(directory)
    assert [routed(engine), routed(engine)] == [wanted, wanted]


def test_a_table_of_rows_grows_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def make(key: int) -> Any:
        made.append(key)
        return np.array([key, key + 1])

    rows = Rows(make, np.empty((0, 2), np.int64))
    assert rows.places(range(200)).tolist() == list(range(200))
    assert rows.table[199].tolist() == [199, 200]
    assert rows.places([5, 7]).tolist() == [5, 7]
    assert made == list(range(200))
    monkeypatch.setattr(kernel_tables, "MOST_BYTES", 10)
    assert rows.places([5, 7]).tolist() == [5, 7], "what is there already is not made again"
    assert rows.places([5, 300]).tolist() == [0, 1]


@pytest.mark.parametrize("has_departments", [True, False], ids=["departments", "no departments"])
def test_lists_of_what_is_near_are_forgotten_when_they_are_too_many(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, has_departments: bool
) -> None:
    if not has_departments:
        others = {name: one for name, one in directory.services.items() if one.type != EMERGENCY_DEPARTMENT}
        directory = replace(directory, services=MappingProxyType(others))
    monkeypatch.setattr(kernel_tables, "MOST_BYTES", 1_000)
    monkeypatch.setattr(kernel_catch_all, "MOST_BYTES", 1_000)
    compiled = compile_directory(directory)
    near, departments = Near(strips_of(compiled)), kernel_catch_all._Near(compiled, departments_of(compiled))
    columns = {name: calls(10).column(name) for name in NAMES}
    asked = BatchRouter(prepare(directory))._reader.read(columns, 10, {}).calls
    for north in range(40):
        some = replace(asked, easting=np.arange(10) * 4_000 + 580_000, northing=np.full(10, north * 4_000))
        near.places(some)
        departments.places(some)
    assert len(near._places) < 100
    assert len(departments._places) <= 20


@pytest.mark.usefixtures("_at_once")
def test_what_is_near_a_square_holds_all_that_its_calls_reach(directory: Directory) -> None:
    compiled = compile_directory(directory)
    engine = prepare(directory)
    read = BatchRouter(engine)._reader.read({name: calls(50).column(name) for name in NAMES}, 50, {})
    strips = strips_of(compiled)
    near = Near(strips)
    sought = np.flatnonzero(compiled.services.searchable)
    assert sorted(strips.services.tolist()) == sought.tolist()
    for place, reach in enumerate(near.places(read.calls)):
        runs = near.runs[near.starts[reach] : near.starts[reach + 1]]
        listed = np.concatenate([strips.services[first:end] for first, end, _ in runs])
        placed = np.concatenate([np.full(end - first, is_placed) for first, end, is_placed in runs])
        assert len(set(listed.tolist())) == len(listed)
        assert compiled.services.located[listed].tolist() == placed.astype(bool).tolist()
        beyond = np.setdiff1d(sought, listed)
        east = np.abs(compiled.services.easting[beyond] - read.calls.easting[place])
        north = np.abs(compiled.services.northing[beyond] - read.calls.northing[place])
        assert np.all((np.maximum(east, north) > read.calls.metres[place]) & compiled.services.located[beyond])


@pytest.mark.usefixtures("_forgotten")
def test_without_numba_nothing_is_said_and_numpy_answers(
    directory: Directory,
    wanted: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(fast, "WORTH_IT", -1)
    engine = prepare(directory)
    assert routed(engine) == wanted
    assert engine._kernel is None
    assert capfd.readouterr() == ("", "")


def test_numba_is_not_loaded_for_a_few_calls(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "compiled_loops", lambda: pytest.fail("numba was loaded"))
    engine = prepare(directory)
    assert len(routed(engine)) == 300
    assert 200 < engine._sought < fast.WORTH_IT


@pytest.mark.usefixtures("_forgotten")
def test_a_folder_that_takes_no_compiled_code_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    numba = pytest.importorskip("numba", reason="numba is not installed")
    asked: list[dict[str, bool]] = []

    def njit(_: object, **settings: bool) -> Any:
        def decorate(loop: Any) -> Any:
            asked.append(settings)
            if settings.get("cache"):
                raise RuntimeError("no locator available")
            return loop

        return decorate

    monkeypatch.setattr(numba, "njit", njit)
    assert kernel.compiled_loops() == kernel.AS_WRITTEN
    assert asked == [{"nogil": True, "cache": True}, {"nogil": True}] * 3


def test_numpy_gives_the_same_rows_however_few_calls_and_services_it_looks_at_together(
    directory: Directory, wanted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast_search, "CELLS", 600)
    monkeypatch.setattr(fast_search, "_FEWEST_CALLS", 2)
    split: list[int] = []
    real = fast_search._in_reach
    monkeypatch.setattr(fast_search, "_in_reach", lambda *given: split.append(1) or real(*given))
    assert routed(prepare(directory)) == wanted
    assert len(split) > 2, "calls are halved by where they come from"

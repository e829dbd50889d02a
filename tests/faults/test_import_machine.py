"""The machine fails in the middle of an import: what stood before stands, and the same import mends the rest."""

from __future__ import annotations

import errno
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dos_router.cli.app import app
from dos_router.diagnostics import Malformed
from dos_router.interchange.lists import call_cases, put_files, table_rows

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import chemist, loaded, made_directory, run, write_list


def disk_full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = made_directory(tmp_path)
    run(write_list(tmp_path / "chemists_2026-01-01.csv", [chemist()]), folder)
    return folder


def newer(folder: Path) -> Path:
    rows = [chemist(phone="01632 960007"), chemist(code="FA002", owner="QUAY PLC")]
    return write_list(folder.parent / "chemists_2026-04-01.csv", rows)


def test_a_full_disk_leaves_every_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, path = snapshot(folder), newer(folder)
    monkeypatch.setattr(put_files.Path, "write_text", disk_full)
    with pytest.raises(OSError, match="No space"):
        run(path, folder)
    assert snapshot(folder) == before


def cut_short(path: Path, folder: Path, after: int) -> None:
    """Import, interrupted after so many files were put in their places."""
    count, replace = [0], Path.replace

    def cut(self: Path, target: Path) -> Path:
        if count[0] == after:
            raise KeyboardInterrupt
        count[0] += 1
        return replace(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(put_files.Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            run(path, folder)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_import_cut_short_between_its_files_is_finished_by_the_next(folder: Path, after: int) -> None:
    path = newer(folder)
    cut_short(path, folder, after)
    found = run(path, folder)
    assert (found.changes, found.files, found.tally.services) == ((), (), 2)
    assert sorted(one.name for one in (folder / "services/.import").iterdir()) == ["chemists.json"]
    directory = loaded(folder).directory
    assert directory is not None
    phones = {service.id: service.phone for service in directory.services.values()}
    assert phones["harbour-chemist-fa001"] == "01632 960007"
    assert "harbour-chemist-fa002" in phones


def test_a_file_that_somebody_changed_meanwhile_is_not_written_over(folder: Path) -> None:
    path = newer(folder)
    cut_short(path, folder, 0)
    file = folder / "services/harbour-ltd.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    with pytest.raises(Malformed, match="an import was cut short") as refused:
        run(path, folder)
    assert "chemists.ready" in str(refused.value.help)
    shutil.rmtree(folder / "services/.import/chemists.ready")
    run(path, folder)
    assert file.read_text(encoding="utf-8").endswith("# by hand\n")


def test_a_file_to_be_taken_away_is_taken_away_later_too(folder: Path) -> None:
    run(newer(folder), folder)
    path = write_list(folder.parent / "chemists_2026-05-01.csv", [chemist(), chemist(code="FA002")])
    cut_short(path, folder, 0)
    assert (folder / "services/quay-plc.yaml").is_file()
    run(path, folder)
    assert not (folder / "services/quay-plc.yaml").exists()
    loaded(folder)


def test_a_table_that_cannot_be_finished_leaves_the_old_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tables/chemists.csv"
    run(newer(folder), folder, target=target)
    before = snapshot(tmp_path / "tables")
    monkeypatch.setattr(table_rows, "table_row", disk_full)
    with pytest.raises(OSError, match="No space"):
        run(newer(folder), folder, target=target)
    assert snapshot(tmp_path / "tables") == before


def test_calls_that_cannot_be_finished_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ("caseRef", "SearchDateTime", "postcode", "age", "ageFormat", "disposition", "symptomGroup",
               "symptomDiscriminatorList")  # fmt: skip
    path = write_list(tmp_path / "cases.csv", [["x"] * 8], columns)
    monkeypatch.setattr(call_cases, "_call", disk_full)
    arguments = ["import", str(path), "--recipe", "dos-case", "-o", str(tmp_path / "calls.csv")]
    done = CliRunner().invoke(app, arguments)
    assert (done.exit_code, "the disk is full" in done.stderr) == (74, True)
    assert [one.name for one in tmp_path.iterdir()] == ["cases.csv"]

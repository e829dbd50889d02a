"""`init`: the new directory loads, shows every field, and overwrites nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import get_args

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.diagnostics import Malformed
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.loading.shapes.directory import DirectoryShape, PolicyShape, ProfileShape
from dos_router.loading.shapes.scalars import Shape
from dos_router.loading.shapes.services import ServicesFile

FILES = [
    "capacity.csv", "directory.yaml", "places.csv", "policy.yaml", "population.csv", "profiles.yaml",
    "services/example-provider.yaml",
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["init", *arguments])


def begin(home: Path, title: str = "Coast", name: str = "coast", first: date = date(2026, 11, 1)) -> list[str]:
    return begin_directory(home, name, title=title, first=first, schemas=PurePosixPath("../schemas"))


def test_what_is_begun_loads_without_problems(home: Path) -> None:
    result = run("north-kent")
    assert result.exit_code == 0
    loaded = load(home / "north-kent")
    assert loaded.problems == []
    assert loaded.directory is not None
    assert (loaded.directory.id, loaded.directory.title) == ("north-kent", "North kent")
    assert list(loaded.directory.services) == ["example-ambulance", "example-ed", "example-utc"]
    assert len(loaded.directory.places) == 4
    assert len(loaded.directory.population) == 2


@pytest.mark.usefixtures("home")
def test_it_says_what_was_written_and_what_comes_next() -> None:
    assert run("coast").stdout.splitlines() == [
        "begun coast",
        *(f"  {path}" for path in FILES),
        "",
        "Everything in it is invented. Replace it file by file, directory.yaml and places.csv first; then:",
        "  dos-router check coast             tells what is wrong, whenever you have changed something",
        "  dos-router find pharmacy -d coast  looks for services; `hours` shows when one is open",
        "  dos-router schema -o schemas       writes what editors complete and check the files by",
    ]
    assert sorted(path.relative_to("coast").as_posix() for path in Path("coast").rglob("*") if path.is_file()) == FILES


def test_it_goes_under_directories_where_that_folder_is(home: Path) -> None:
    def first_line(path: str) -> str:
        return Path(path).read_text(encoding="utf-8").splitlines()[0]

    assert run("coast").exit_code == 0
    (home / "directories").mkdir()
    assert run("coast").exit_code == 0
    assert first_line("coast/directory.yaml").endswith("=../schemas/directory.schema.json")
    assert first_line("coast/services/example-provider.yaml").endswith("=../../schemas/services.schema.json")
    assert first_line("directories/coast/policy.yaml").endswith("=../../schemas/policy.schema.json")
    assert first_line("directories/coast/services/example-provider.yaml").endswith(
        "=../../../schemas/services.schema.json"
    )


@pytest.mark.parametrize("title", ["Kent: north & “south”", '"quoted" \\ and # more', "Ynys Môn", "- a", "'"])
def test_any_title_that_can_be_seen_is_kept(home: Path, title: str) -> None:
    begin(home, title)
    loaded = load(home / "coast").directory
    assert loaded is not None
    assert loaded.title == title


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("../coast", "Coast", "`../coast` is not an id"),
        ("Coast", "Coast", "`Coast` is not an id"),
        ("", "Coast", "`` is not an id"),
        ("coast", "a\u202eb", "the title holds the character U+202E"),
        ("coast", "a\udc80", "the title holds the character U+DC80"),
        ("coast", "   ", "the text is empty"),
    ],
)
def test_a_name_or_title_that_cannot_be_used_leaves_nothing(home: Path, name: str, title: str, said: str) -> None:
    with pytest.raises(Malformed, match="^" + re.escape(said)):
        begin(home, title, name)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_nothing_is_overwritten(home: Path, kind: str) -> None:
    target = home / "coast"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to("nowhere")
    result = run("coast")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error: `coast` is there already\n  help: nothing was written; choose another name" in result.stderr
    assert [path.name for path in home.iterdir()] == ["coast"]
    assert not (target / "directory.yaml").exists()


def test_a_fault_of_the_machine_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    result = run("coast")
    assert (result.exit_code, "the disk is full" in result.stderr) == (74, True)
    assert list(home.iterdir()) == []


def test_it_is_valid_for_a_year_from_its_day(home: Path) -> None:
    begin(home, first=date(2028, 2, 29))
    assert "valid: {from: 2028-02-29, until: 2029-02-27}" in (home / "coast/directory.yaml").read_text(encoding="utf-8")
    assert "dates: {2028-12-25: off}" in (home / "coast/services/example-provider.yaml").read_text(encoding="utf-8")


def test_others_may_read_it_as_any_folder(home: Path) -> None:
    (home / "plain").mkdir()
    begin(home)
    assert (home / "coast").stat().st_mode == (home / "plain").stat().st_mode


def keys(annotation: object) -> Iterator[str]:
    """Yield every key of a shape, and of the shapes inside it."""
    for part in get_args(annotation):
        yield from keys(part)
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        for name, field in annotation.model_fields.items():
            yield field.alias or name
            yield from keys(field.annotation)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("directory.yaml", DirectoryShape),
        ("policy.yaml", PolicyShape),
        ("profiles.yaml", ProfileShape),
        ("services/example-provider.yaml", ServicesFile),
    ],
)
def test_every_field_of_every_file_is_shown(home: Path, path: str, shape: type[Shape]) -> None:
    begin(home)
    text = (home / "coast" / path).read_text(encoding="utf-8")
    assert [key for key in keys(shape) if not re.search(rf"\b{key}: ?", text)] == []


def test_no_placeholder_is_left(home: Path) -> None:
    for path in begin(home):
        assert not re.search(r"\{\{\w|\w\}\}", (home / "coast" / path).read_text(encoding="utf-8"))


@pytest.mark.usefixtures("home")
def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "dos_router", "init", "coast", "--title", "The coast", "--plain"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("begun coast\n")
    assert 'title: "The coast"\n' in Path("coast/directory.yaml").read_text(encoding="utf-8")

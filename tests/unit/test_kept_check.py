"""What `check` keeps between runs: found while it holds, else passed over; never in the way of what is said."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dos_router import reference
from dos_router.checks import survey
from dos_router.checks.kept import store
from dos_router.checks.kept.store import ENDING, MOST_KEPT, store_of
from dos_router.cli.app import app
from dos_router.cli.user_folders import user_folder
from dos_router.diagnostics import Location
from dos_router.loading import shared_files
from dos_router.routing.compiled.archive import Archive, write_archive

CHECK = ["check", "-d", "coast", "--on", "2026-11-21", "--limit", "0"]
OTHER = """\
provider: {name: Other}
services:
  - {id: other, name: OTHER PHARMACY, type: pharmacy, opening: Mo-Fr 09:00-17:30, phone: 01843225544}
"""


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def shore(coast: Path) -> Path:
    """Return a file of services of the directory `coast`, which has another beside it."""
    (coast / "directories/coast/services/other.yaml").write_text(OTHER, encoding="utf-8")
    return coast / "directories/coast/services/shore.yaml"


def told(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*CHECK, *arguments])
    return result.exit_code, result.stdout, result.stderr


def kept() -> list[Path]:
    return sorted(user_folder("cache").glob(f"*{ENDING}"))


def pieces(path: Path) -> dict[str, bytes]:
    with Archive(path, store._kind()) as archive:
        return {name: archive.read(name) for name in archive.json("index")}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the texts that are parsed, as they are."""
    seen: list[str] = []
    plain = shared_files.parse_tree

    def parse(text: str, where: Location) -> object:
        seen.append(text)
        return plain(text, where)

    monkeypatch.setattr(shared_files, "parse_tree", parse)
    return seen


def test_after_a_change_of_one_file_of_services_no_other_is_parsed(shore: Path, parsed: list[str]) -> None:
    cold = told()
    assert OTHER in parsed
    parsed.clear()
    assert told() == cold
    assert [text for text in parsed if "services:" in text or "questions:" in text] == []
    shore.write_text(shore.read_text(encoding="utf-8") + "    phone: 01843 225544\n", encoding="utf-8")
    parsed.clear()
    assert told() != cold
    assert [text for text in parsed if "services:" in text or "questions:" in text] == [shore.read_text()]


def test_after_a_change_of_one_pathway_no_services_are_parsed(coast: Path, shore: Path, parsed: list[str]) -> None:
    cold = told()
    path = coast / "pathways/wrist-injury.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("words: [wrist]", "words: [wrist, wrist]"))
    parsed.clear()
    changed = told()
    assert "word-twice" in changed[1]
    assert changed != cold
    assert shore.read_text() not in parsed


def test_pathways_are_read_anew_by_other_tables(coast: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = coast / "directories/coast"
    head = (folder / "directory.yaml").read_text(encoding="utf-8")
    (folder / "directory.yaml").write_text(head + "\nreference: {symptom_discriminators: own.csv}\n", encoding="utf-8")
    shipped = Path(reference.__file__).with_name("symptom_discriminators.csv").read_text(encoding="utf-8")
    (folder / "own.csv").write_text(shipped, encoding="utf-8")
    assert "pathways/wrist" not in told()[1]
    fewer = "".join(line for line in shipped.splitlines(keepends=True) if "SD4052" not in line)
    (folder / "own.csv").write_text(fewer, encoding="utf-8")
    changed = told()
    assert "pathways/wrist" in changed[1]
    monkeypatch.setenv("XDG_CACHE_HOME", str(coast / "another"))
    assert told() == changed


def test_it_is_kept_for_its_owner_alone_and_written_only_where_something_is_new(shore: Path) -> None:
    told()
    before = {path: path.stat().st_ino for path in kept()}
    assert len(before) == 2  # the directory, and the pathways
    assert {path.stat().st_mode & 0o777 for path in before} == {0o600}
    told()
    assert {path: path.stat().st_ino for path in kept()} == before
    shore.unlink()
    told()
    assert {path: path.stat().st_ino for path in kept()} != before


def test_what_no_run_asks_for_any_more_is_let_go(shore: Path) -> None:
    told()
    shore.unlink()
    told()
    assert not any("shore.yaml" in name for path in kept() for name in pieces(path))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_head(data: bytes) -> bytes:
    return data[40:]


def spoilt(data: bytes) -> bytes:
    """Return it with a byte changed in every hundred."""
    return bytes(byte ^ (number % 100 == 50) for number, byte in enumerate(data))


def of_another_form(data: bytes) -> bytes:
    """Return the same pieces, whole, but each an empty list."""
    path = user_folder("cache") / "form"
    path.write_bytes(data)
    names = pieces(path)
    write_archive(path, store._kind(), {"index": json.dumps(list(names)).encode(), **dict.fromkeys(names, b"[]")})
    return path.read_bytes()


def with_less_in_each(data: bytes) -> bytes:
    """Return the same pieces, but of each list the first part alone."""
    path = user_folder("cache") / "less"
    path.write_bytes(data)
    less = {name: b"[[0]]" if value.startswith(b"[") else b'{"services":[[]]}' for name, value in pieces(path).items()}
    write_archive(path, store._kind(), {"index": json.dumps(list(less)).encode(), **less})
    return path.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [cut, without_head, spoilt, with_less_in_each, lambda _: b"", lambda _: b"\0" * 500, lambda data: data * 2],
)
@pytest.mark.usefixtures("shore")
def test_what_is_damaged_is_made_again(damage: Callable[[bytes], bytes]) -> None:
    cold = told()
    whole = {path: set(pieces(path)) for path in kept()}
    for path in kept():
        path.write_bytes(damage(path.read_bytes()))
    assert told() == cold
    assert {path: set(pieces(path)) for path in kept()} == whole
    assert told() == cold


@pytest.mark.usefixtures("shore")
def test_what_other_code_has_kept_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    for path in kept():
        write_archive(path, "check-of-old", {"index": b"[]"})
    assert told() == told()
    monkeypatch.setattr(store, "_kind", lambda: "check-of-new")
    assert store_of(Path("directories/coast"), user_folder("cache"))._there == {}


def test_every_module_and_table_has_a_say_in_what_code_it_is(tmp_path: Path) -> None:
    for name in ("a.py", "below/b.py", "below/c.csv", "below/d.txt", "__pycache__/e.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    found = {Path(path).name for path, _, _ in store._stamps(str(tmp_path))}
    assert found == {"a.py", "b.py", "c.csv"}


def test_a_cache_that_cannot_be_written_is_done_without(shore: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = told()
    monkeypatch.setenv("XDG_CACHE_HOME", str(shore))  # a file is in the way
    assert told() == cold
    assert told() == cold


@pytest.mark.usefixtures("shore")
def test_only_the_last_few_are_kept() -> None:
    home = user_folder("cache")
    home.mkdir(parents=True)
    for number in range(MOST_KEPT + 3):
        (home / f"{number}{ENDING}").write_bytes(b"")
    told()
    assert len(kept()) == MOST_KEPT
    assert len([path for path in kept() if path.stat().st_size]) == 2


@pytest.mark.usefixtures("shore")
@pytest.mark.parametrize("file", ["directories/coast/places.csv", "pathways/more.yml"])
def test_what_changes_while_it_is_read_keeps_nothing(coast: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = survey.judge

    def judge(*given: Any) -> object:
        with (coast / file).open("a", encoding="utf-8") as changed:
            changed.write("ZZ9,500100,200100,\n")
        return plain(*given)

    monkeypatch.setattr(survey, "judge", judge)
    told()
    assert len(kept()) == 1  # the other of the directory and the pathways


@pytest.mark.parametrize("file", ["directories/coast/services/odd.yaml", "pathways/odd.yaml"])
def test_a_file_that_cannot_be_read_is_tried_each_time(coast: Path, file: str) -> None:
    (coast / file).mkdir()
    assert "this is no file" in told()[1]
    (coast / file).rmdir()
    (coast / file).symlink_to("nowhere")
    assert "this is no file" not in told()[1]
    assert "the file cannot be read" in told()[1]


@pytest.mark.usefixtures("shore")
def test_the_same_folder_by_another_name_is_told_by_that_name(coast: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    there = str(coast / "directories/coast")
    by_path = CliRunner().invoke(app, ["check", "-d", there, "--on", "2026-11-21", "--json"])
    monkeypatch.setenv("XDG_CACHE_HOME", str(coast / "another"))
    assert CliRunner().invoke(app, ["check", "-d", there, "--on", "2026-11-21", "--json"]).stdout == by_path.stdout
    assert there in by_path.stdout


@pytest.mark.usefixtures("shore")
def test_another_day_is_judged_as_that_day() -> None:
    told()
    assert CliRunner().invoke(app, ["check", "-d", "coast", "--on", "2028-11-21"]).stdout != told()[1]
    assert "validity" in CliRunner().invoke(app, ["check", "-d", "coast", "--on", "2028-11-21"]).stdout


def test_a_record_that_another_file_makes_unusable_is_told_no_more(coast: Path, shore: Path) -> None:
    """The file of the first has not changed, and what was found in it holds no longer."""
    assert "midnight-as-23-59" in told()[1]
    twin = coast / "directories/coast/services/twin.yaml"
    twin.write_text(shore.read_text(encoding="utf-8"), encoding="utf-8")
    assert "midnight-as-23-59" not in told()[1]
    twin.unlink()
    assert "midnight-as-23-59" in told()[1]


def run(code: str, **options: object) -> tuple[int, str, str]:
    command = [sys.executable, "-c", f"{code}\nfrom dos_router.cli.app import main; main()", *CHECK]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)  # type: ignore[call-overload]
    return done.returncode, done.stdout, done.stderr


@pytest.mark.usefixtures("shore")
def test_a_run_that_is_killed_while_it_keeps_leaves_nothing_half_done() -> None:
    killed = (
        "import os, signal; from pathlib import Path; Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert run(killed)[0] == -9
    assert kept() == []
    left = list(user_folder("cache").iterdir())
    assert len(left) == 1
    assert run("") == run("")
    assert left[0] not in list(user_folder("cache").iterdir())


@pytest.mark.usefixtures("shore")
def test_a_full_disk_under_the_cache_costs_nothing_but_time() -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    assert run("", preexec_fn=limited) == told()
    assert [path for path in user_folder("cache").iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("shore")
def test_several_runs_at_once_share_one_cache() -> None:
    command = [sys.executable, "-m", "dos_router", *CHECK]
    for _ in range(2):
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
        ]
        said = {one.communicate(timeout=120) for one in running}
        assert len(said) == 1
    assert said == {told()[1:]}
    assert len(kept()) == 2

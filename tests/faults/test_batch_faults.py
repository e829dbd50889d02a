"""Faults of a batch, injected for real: kills, a full disk, a spoilt cache, several runs at once."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from dos_router.cli.batch_output import ParquetOutput, ipc_bytes
from dos_router.loading.directory import load
from dos_router.routing.compiled.cache import KEPT, cache_folder, compiled_for, content_key

ROOT = Path(__file__).parents[2]
MILTON_KEYNES = ROOT / "directories/milton-keynes"
HEADER = "call_id,at,postcode,age,disposition,symptom_group,symptom_discriminator\n"
COMMAND = "from dos_router.cli.batch import app; app()"
IN_SMALL_BLOCKS = "from dos_router.loading import call_files; call_files.BLOCK = 2_000; "
# the run is killed in the midst of its fifth write: the header, three chunks, and some of the fourth
KILLED = (
    "import os, signal; from dos_router.cli import batch_output as b; write = b.PartOutput.write; left = [5]\n"
    "def cut(self, data):\n"
    "    left[0] -= 1\n"
    "    write(self, data if left[0] else data[:50])\n"
    "    if not left[0]: self._file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    "b.PartOutput.write = cut\n"
)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    rows = (
        f"c{number},2026-11-{1 + number % 28:02}T{number % 24:02}:15,MK9,{number % 99},{code},SG1156,SD4003\n"
        for number in range(300)
        for code in (["Dx05", "Dx02", "Dx0111", "Dx39", "no"][number % 5],)
    )
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def run(
    calls: Path, *arguments: str, before: str = "", cache: str | Path | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        f"{before}{COMMAND}",
        str(calls),
        "-d",
        str(MILTON_KEYNES),
        "--workers",
        "1",
        *arguments,
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache or calls.parent / "cache")}
    return subprocess.run(command, text=True, capture_output=True, check=False, timeout=120, env=environment, **options)  # type: ignore[call-overload, no-any-return]


def test_a_run_that_was_killed_is_gone_on_with_and_ends_in_the_same_bytes(calls: Path, tmp_path: Path) -> None:
    out, whole = tmp_path / "out.csv", tmp_path / "whole.csv"
    run(calls, "-o", str(whole), "--summary", str(tmp_path / "whole.json"), before=IN_SMALL_BLOCKS)
    killed = run(calls, "-o", str(out), before=IN_SMALL_BLOCKS + KILLED)
    assert (killed.returncode, out.exists(), (tmp_path / ".out.csv.part").exists()) == (-signal.SIGKILL, False, True)
    resumed = run(calls, "-o", str(out), "--resume", "--summary", str(tmp_path / "out.json"), before=IN_SMALL_BLOCKS)
    assert resumed.returncode == 5, resumed.stderr
    assert out.read_bytes() == whole.read_bytes()
    told = [json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("out.json", "whole.json")]
    assert told[0]["outcomes"] == told[1]["outcomes"]
    assert not list(tmp_path.glob(".out.csv*"))


def test_the_processes_of_a_run_that_was_killed_end_with_it(calls: Path, tmp_path: Path) -> None:
    # they hold what is read here, and the lock of the journal
    killed = run(calls, "-o", str(tmp_path / "out.csv"), "--workers", "2", before=IN_SMALL_BLOCKS + KILLED)
    assert killed.returncode == -signal.SIGKILL
    resumed = run(calls, "-o", str(tmp_path / "out.csv"), "--resume", before=IN_SMALL_BLOCKS)
    run(calls, "-o", str(tmp_path / "whole.csv"), before=IN_SMALL_BLOCKS)
    assert resumed.returncode == 5, resumed.stderr
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_process_that_is_ended_from_outside_is_told_as_the_machines_doing(calls: Path, tmp_path: Path) -> None:
    ended = (
        "import os, signal; from dos_router.cli import batch_work as w\n"
        "w.pa.set_cpu_count = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    result = run(calls, "-o", str(tmp_path / "out.csv"), "--workers", "2", before=IN_SMALL_BLOCKS + ended)
    assert (result.returncode, "perhaps because memory ran out" in result.stderr) == (74, True)
    assert {path.name for path in tmp_path.iterdir()} == {"calls.csv", "cache"}


def test_a_killed_run_is_begun_anew_without_resume(calls: Path, tmp_path: Path) -> None:
    run(calls, "-o", str(tmp_path / "out.csv"), before=IN_SMALL_BLOCKS + KILLED)
    run(calls, "-o", str(tmp_path / "out.csv"), before=IN_SMALL_BLOCKS)
    run(calls, "-o", str(tmp_path / "whole.csv"), before=IN_SMALL_BLOCKS)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


CUT_PIECES = KILLED.replace("left = [5]", "left = [4]")  # of Parquet there is no header
KILLED_AT_THE_END = (
    "import os, signal; from dos_router.cli import batch_output as b; write = b.ParquetOutput.write; left = [2]\n"
    "def cut(self, data):\n"
    "    left[0] -= 1\n"
    "    write(self, data)\n"
    "    if not left[0]: os.kill(os.getpid(), signal.SIGKILL)\n"
    "b.ParquetOutput.write = cut\n"
)


@pytest.mark.parametrize("when", [CUT_PIECES, KILLED_AT_THE_END], ids=["in the midst", "at the end"])
def test_parquet_is_gone_on_with_if_it_was_begun_so(calls: Path, tmp_path: Path, when: str) -> None:
    out, bad, whole = tmp_path / "out.parquet", tmp_path / "bad.parquet", tmp_path / "whole.parquet"
    run(calls, "-o", str(whole), before=IN_SMALL_BLOCKS)
    killed = run(calls, "-o", str(out), "--rejects", str(bad), "--resume", before=IN_SMALL_BLOCKS + when)
    assert (killed.returncode, out.exists()) == (-signal.SIGKILL, False)
    resumed = run(calls, "-o", str(out), "--rejects", str(bad), "--resume", before=IN_SMALL_BLOCKS)
    assert resumed.returncode == 5, resumed.stderr
    assert out.read_bytes() == whole.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {
        "calls.csv", "out.parquet", "bad.parquet", "whole.parquet", "cache"
    }  # fmt: skip


@pytest.mark.parametrize("changed", ["calls", "options"])
def test_what_has_changed_is_not_gone_on_with(calls: Path, tmp_path: Path, changed: str) -> None:
    run(calls, "-o", str(tmp_path / "out.csv"), before=IN_SMALL_BLOCKS + KILLED)
    if changed == "calls":
        calls.write_text(calls.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    more = ["--repeated-hour", "first"] if changed == "options" else []
    resumed = run(calls, "-o", str(tmp_path / "out.csv"), "--resume", *more, before=IN_SMALL_BLOCKS)
    assert (resumed.returncode, "have changed" in resumed.stderr) == (2, True)


def test_a_compressed_run_is_gone_on_with_too(calls: Path, tmp_path: Path) -> None:
    run(calls, "-o", str(tmp_path / "out.csv.gz"), before=IN_SMALL_BLOCKS + KILLED)
    run(calls, "-o", str(tmp_path / "out.csv.gz"), "--resume", before=IN_SMALL_BLOCKS)
    run(calls, "-o", str(tmp_path / "whole.csv.gz"), before=IN_SMALL_BLOCKS)
    assert (tmp_path / "out.csv.gz").read_bytes() == (tmp_path / "whole.csv.gz").read_bytes()


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.jsonl.zst"])
def test_a_disk_that_fills_up_leaves_nothing(calls: Path, tmp_path: Path, name: str) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))

    result = run(calls, "-o", str(tmp_path / name), cache="/dev/null", preexec_fn=limited)
    assert result.returncode == 74, result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"calls.csv"}


def test_nothing_more_is_written_to_parquet_that_was_given_up(tmp_path: Path) -> None:
    rows = pa.record_batch({"a": [1]})
    output = ParquetOutput(tmp_path / "out.parquet", rows.schema)
    output.write(ipc_bytes([rows], rows.schema))
    output.abandon()
    del output  # what goes wrong as it is thrown away would be told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_a_full_standard_output_is_said_so(calls: Path) -> None:
    command = [sys.executable, "-c", COMMAND, str(calls), "-o", "-", "-d", str(MILTON_KEYNES), "--workers", "1"]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, text=True, stdout=full, stderr=subprocess.PIPE, check=False, timeout=120)
    assert (result.returncode, "the disk is full" in result.stderr) == (74, True)


def test_an_interruption_leaves_no_output_and_can_be_gone_on_from(calls: Path, tmp_path: Path) -> None:
    interrupted = run(
        calls, "-o", str(tmp_path / "out.csv"), before=IN_SMALL_BLOCKS + KILLED.replace("SIGKILL", "SIGINT")
    )
    assert (interrupted.returncode, (tmp_path / "out.csv").exists()) == (130, False)
    run(calls, "-o", str(tmp_path / "out.csv"), "--resume", before=IN_SMALL_BLOCKS)
    run(calls, "-o", str(tmp_path / "whole.csv"), before=IN_SMALL_BLOCKS)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_second_run_on_the_same_output_is_refused(calls: Path, tmp_path: Path) -> None:
    waiting = (
        "import sys; from dos_router.cli import batch_output as b; reached = b.PartOutput.reached\n"
        "def wait(self):\n    print('writing', flush=True); sys.stdin.read(1); return reached(self)\n"
        "b.PartOutput.reached = wait\n"
    )
    command = [sys.executable, "-c", waiting + COMMAND, str(calls), "-d", str(MILTON_KEYNES), "--workers", "1"]
    command += ["-o", str(tmp_path / "out.csv")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "writing\n"
        second = run(calls, "-o", str(tmp_path / "out.csv"))
        first.communicate("\n" * 10, timeout=120)
    assert (second.returncode, "another run" in second.stderr) == (2, True)
    assert (first.returncode, (tmp_path / "out.csv").exists()) == (5, True)


def test_several_runs_share_one_cache(calls: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", COMMAND, str(calls), "-d", str(MILTON_KEYNES), "--workers", "1", "-o"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    running = [
        subprocess.Popen([*command, str(tmp_path / f"{n}.csv")], env=environment, stderr=subprocess.DEVNULL)
        for n in range(3)
    ]
    assert [one.wait(timeout=120) for one in running] == [5, 5, 5]
    assert len({(tmp_path / f"{n}.csv").read_bytes() for n in range(3)}) == 1
    assert len(list((tmp_path / "cache/dos-router").iterdir())) == 1


@pytest.mark.parametrize("cache", ["/dev/null", "/proc/nowhere"])
def test_a_cache_that_cannot_be_written_is_done_without(calls: Path, tmp_path: Path, cache: str) -> None:
    result = run(calls, "-o", str(tmp_path / "out.csv"), cache=cache)
    assert (result.returncode, (tmp_path / "out.csv").exists()) == (5, True)


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"nonsense\n", b'{"digest": 1}\n', None])
def test_a_spoilt_cache_is_made_again(tmp_path: Path, spoilt: bytes | None) -> None:
    directory = load(MILTON_KEYNES).directory
    assert directory is not None
    made = compiled_for(directory, tmp_path)
    path = next(tmp_path.iterdir())
    sound = path.read_bytes()
    path.write_bytes(sound[:-5] + b"other" if spoilt is None else spoilt)
    assert compiled_for(directory, tmp_path).names == made.names
    assert path.read_bytes() == sound


def test_the_cache_holds_what_was_compiled_and_forgets_the_oldest(tmp_path: Path) -> None:
    directory = load(MILTON_KEYNES).directory
    assert directory is not None
    for number in range(KEPT + 2):
        (tmp_path / f"{number}.dos-router").write_bytes(b"")
    made, kept = compiled_for(directory, tmp_path), compiled_for(directory, tmp_path)
    assert (made.services.hours == kept.services.hours).all()
    assert (made.limits.disposition_fails == kept.limits.disposition_fails).all()
    assert len(list(tmp_path.iterdir())) == KEPT


def test_a_directory_of_other_content_has_another_key_and_its_place_does_not_matter(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    for path in MILTON_KEYNES.rglob("*"):
        if path.is_file():
            (copy / path.relative_to(MILTON_KEYNES)).parent.mkdir(parents=True, exist_ok=True)
            (copy / path.relative_to(MILTON_KEYNES)).write_bytes(path.read_bytes())
    first, same = load(MILTON_KEYNES).directory, load(copy).directory
    policy = copy / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("default: 60", "default: 59"), encoding="utf-8")
    other = load(copy).directory
    assert first is not None
    assert same is not None
    assert other is not None
    assert content_key(first) == content_key(same)
    assert (content_key(first) == content_key(other)) == (
        first.policy.default_distance == other.policy.default_distance
    )
    assert cache_folder().name == "dos-router"

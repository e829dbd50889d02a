"""A directory kept for `route`: found while every file is the same, else passed over; never in the way."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import platformdirs
import pytest
from typer.core import TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from dos_router.cli.app import COMMANDS, INTENDED_USE, app
from dos_router.cli.help_page import help_page
from dos_router.cli.keep_for_route import MOST_KEPT, keep_if_same, state_of
from dos_router.cli.kept_directory import open_kept
from dos_router.cli.kept_sign_off import TermsKey, evidence_of, keep_sign_off, kept_sign_off
from dos_router.cli.route import app as route_app
from dos_router.cli.route_quickly import FIELDS, FLAGS, REPEATED, read_options, route_quickly
from dos_router.cli.signed import Terms
from dos_router.cli.user_folders import user_folder
from dos_router.loading.directory import load
from dos_router.loading.inputs import Inputs, digest_of, inputs_of
from dos_router.model.sign_off import Marks, SignOff

Write = Callable[..., Path]

UNSIGNED = Terms(allow_unsigned=True)
DRAFT = SignOff(Marks(status="draft", serial=1, statement_sha256=None, trust_sha256=None, evaluated_at=None), "a draft")
CALL = [
    "--allow-unsigned", "--at", "2026-11-21T20:00", "--postcode", "ct9", "--age", "34", "--disposition", "Dx02",
    "--symptom-group", "1107", "--symptom-discriminator", "4052",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def kept(folder: Path) -> bool:
    with open_kept(folder) as found:
        return found is not None


def keep(folder: Path) -> None:
    before, directory = state_of(str(folder), UNSIGNED), load(folder).directory
    assert directory is not None
    keep_if_same(before, replace(directory, sign_off=DRAFT))


def both(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Return what is printed quickly, and what the command itself prints."""
    capsys.readouterr()
    code = route_quickly(["-d", str(folder), *CALL, *arguments])
    quick = capsys.readouterr()
    whole = CliRunner().invoke(app, ["route", "-d", str(folder), *CALL, *arguments])
    assert code == whole.exit_code
    return quick.out + quick.err, whole.stdout + whole.stderr


def test_the_first_route_keeps_what_the_next_one_reads(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write()
    assert route_quickly(["-d", str(folder), *CALL]) is None
    assert CliRunner().invoke(app, ["route", "-d", str(folder), *CALL]).exit_code == 0
    for more in ([], ["--json"], ["--plain"], ["--at", "2030-01-01T09:00"], ["--symptom-group", "SG9"]):
        quick, whole = both(folder, *more, capsys=capsys)
        assert unjudged(quick) == unjudged(whole)


def unjudged(text: str) -> str:
    """Return what was printed without the moment at which the sign-off was judged."""
    return re.sub(r'"evaluated_at": "[^"]*"', "", text)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a record": lambda folder: change(folder / "services/one.yaml", "name: One", "name: Two"),
    "a record of the same length and time": lambda folder: unseen_change(folder / "services/one.yaml"),
    "a new file": lambda folder: (folder / "services/two.yaml").write_text("provider: {name: Two}\nservices: []\n"),
    "a file gone": lambda folder: (folder / "services/one.yaml").rename(folder / "services/one.txt"),
    "a new policy": lambda folder: (folder / "policy.yaml").write_text("validate: true\n"),
    "a place": lambda folder: change(folder / "places.csv", "635000", "635001"),
    "its head": lambda folder: change(folder / "directory.yaml", "serial: 1", "serial: 2"),
}


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def unseen_change(path: Path) -> None:
    was = path.stat()
    change(path, "name: One", "name: 0ne")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_is_seen(write: Write, what: str) -> None:
    folder = write()
    keep(folder)
    assert kept(folder)
    CHANGES[what](folder)
    assert not kept(folder)


def test_a_change_of_an_included_directory_or_of_its_own_table_is_seen(write: Write) -> None:
    write(name="other")
    table = "code,title,local\nSG1107,Hand,no\n"
    head = (
        "format: 1\nid: ours\ntitle: Ours\nserial: 1\nvalid: {from: 2026-01-01, until: 2026-12-31}\n"
        "commissioners:\n  - {id: mine, name: Mine, areas: [there], lead: true}\nareas: {there: There}\n"
        "include: [../other]\nreference: {symptom_groups: groups.csv}\n"
    )
    folder = write({"directory.yaml": head, "groups.csv": table, "services/one.yaml": None, "places.csv": None}, "ours")
    keep(folder)
    assert inputs_of(folder) == Inputs((".", "../other"), ("groups.csv",))
    assert kept(folder)
    change(folder / "groups.csv", "Hand", "Arm")
    assert not kept(folder)
    keep(folder)
    change(folder.parent / "other/services/one.yaml", "name: One", "name: Two")
    assert not kept(folder)


def test_live_capacity_is_read_anew(write: Write) -> None:
    folder = write()
    keep(folder)
    (folder / "capacity.csv").write_text("service,status,since,until\none-ed,red,2026-11-21T19:00,\n")
    with open_kept(folder) as found:
        assert found is not None
        assert found.directory.capacity["one-ed"][0].status == "red"
    (folder / "capacity.csv").write_text("service,status,since,until\none-ed,purple,2026-11-21T19:00,\n")
    assert not kept(folder)


def test_a_directory_with_errors_is_not_kept(write: Write) -> None:
    broken = "provider: {name: Two}\nservices:\n  - {id: two, name: Two, type: pharmacy, opening: never}\n"
    folder = write({"services/two.yaml": broken})
    keep(folder)
    assert not kept(folder)


def test_files_that_changed_while_they_were_loaded_are_not_kept(write: Write) -> None:
    folder = write()
    before, directory = state_of(str(folder), UNSIGNED), load(folder).directory
    change(folder / "services/one.yaml", "name: One", "name: Two")
    assert directory is not None
    keep_if_same(before, replace(directory, sign_off=DRAFT))
    assert not kept(folder)


@pytest.mark.parametrize("place", [0.0, 0.02, 0.3, 0.5, 0.7, 0.9, 0.999])
@pytest.mark.parametrize("how", ["spoilt", "cut"])
def test_what_is_damaged_is_passed_over(
    write: Write, place: float, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write()
    keep(folder)
    path = next(user_folder("cache").glob("*.route"))
    sound = path.read_bytes()
    at = int(len(sound) * place)
    path.write_bytes(sound[:at] + (b"" if how == "cut" else bytes([sound[at] ^ 255]) + sound[at + 1 :]))
    code = route_quickly(["-d", str(folder), *CALL])
    out = capsys.readouterr().out
    assert code is None or "One" in out  # what was damaged may not have been needed
    assert CliRunner().invoke(app, ["route", "-d", str(folder), *CALL]).exit_code == 0
    assert path.read_bytes() == sound


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"folders": 3, "files": 4}', "nonsense"])
def test_a_spoilt_list_of_files_is_passed_over(write: Write, text: str) -> None:
    folder = write()
    keep(folder)
    next(user_folder("cache").glob("*.inputs")).write_text(text)
    assert route_quickly(["-d", str(folder), *CALL]) is None


def test_a_cache_that_cannot_be_written_is_done_without(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    result = CliRunner().invoke(app, ["route", "-d", str(write()), *CALL])
    assert (result.exit_code, result.stderr) == (0, "")


def test_only_the_last_few_are_kept(write: Write) -> None:
    user_folder("cache").mkdir(parents=True)
    for number in range(MOST_KEPT + 3):
        (user_folder("cache") / f"{number}.route").write_bytes(b"")
    keep(write())
    assert len(list(user_folder("cache").glob("*.route"))) == MOST_KEPT


@pytest.mark.parametrize("kind", ["cache", "config", "state"])
@pytest.mark.parametrize("stated", [None, "", "relative", "/somewhere"])
def test_folders_are_where_platformdirs_has_them(
    monkeypatch: pytest.MonkeyPatch, kind: str, stated: str | None
) -> None:
    name = f"XDG_{kind.upper()}_HOME"
    monkeypatch.delenv(name, raising=False)
    if stated is not None:
        monkeypatch.setenv(name, stated)
    assert str(user_folder(kind)) == getattr(platformdirs, f"user_{kind}_dir")("dos-router", appauthor=False)


def test_a_pipe_among_the_files_is_not_waited_for(write: Write) -> None:
    folder = write()
    os.mkfifo(folder / "services/pipe.yaml")
    with pytest.raises(OSError, match="is no file"):
        digest_of(folder, Inputs((".",), ()))
    assert state_of(str(folder), UNSIGNED) is None


def test_every_option_that_is_read_quickly_is_one_of_the_command() -> None:
    command = get_command(route_app)
    known = {name: one for one in command.params if isinstance(one, TyperOption) for name in one.opts}
    assert {*FIELDS, *REPEATED, *FLAGS} <= set(known)
    assert {name for name in FLAGS if known[name].is_flag} == set(FLAGS)
    assert {name for name in REPEATED if known[name].multiple} == set(REPEATED)
    assert not any(known[name].is_flag or known[name].multiple for name in FIELDS)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--age"], ["--age", "--sex"], ["--age", "-4"], ["--agee", "3"], ["CT9"], ["--json=yes"], ["-dX"],
     ["-d=X"], ["--care-plans", "plans.yaml"], ["--patient", "x"], ["--debug"], ["--"]],
)  # fmt: skip
def test_what_is_not_plainly_a_call_is_left_to_the_command(arguments: list[str]) -> None:
    assert read_options(arguments) is None
    assert route_quickly(arguments) is None


def test_options_are_read_as_the_command_reads_them() -> None:
    found = read_options(
        ["--age=34", "--at", "x y", "--symptom-discriminator", "1", "--symptom-discriminator=2", "--json"]
    )
    assert found == {"age": "34", "at": "x y", "symptom_discriminators": ["1", "2"], "previous_calls": [], "json": True}


@pytest.mark.parametrize(
    "heavy", ["pyarrow", "numpy", "pydantic", "yaml", "rich", "rapidfuzz", "typer", "cryptography"]
)
def test_a_route_that_is_kept_imports_nothing_heavy(write: Write, heavy: str) -> None:
    folder = write()
    keep(folder)
    code = (
        "import sys; from dos_router.cli.route_quickly import route_quickly\n"
        "assert route_quickly(sys.argv[1:]) == 0\nprint(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "-d", str(folder), *CALL]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert heavy not in done.stderr.split()


def test_a_full_disk_under_the_output_is_said(write: Write) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("the machine has no /dev/full")
    folder = write()
    keep(folder)
    command = [sys.executable, "-m", "dos_router", "route", "-d", str(folder), *CALL]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "the disk is full" in done.stderr) == (74, True)


def test_the_digest_covers_the_code_that_reads(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write()
    keep(folder)
    monkeypatch.setattr("dos_router.loading.inputs._CODE", ("",))
    assert not kept(folder)


KENT = Path(__file__).parents[2] / "directories/kent-surrey-sussex"
IN_FORCE = datetime(2026, 11, 21, 12, tzinfo=UTC)
SIGNED = SignOff(Marks(status="current", serial=3, statement_sha256="a", trust_sha256="b", evaluated_at="x"), "a mark")


def keep_standing(folder: Path, now: datetime, terms: TermsKey = TermsKey()) -> Inputs:  # noqa: B008 - no state
    inputs = inputs_of(folder)
    assert inputs is not None
    keep_sign_off(folder, terms, SIGNED, evidence_of(folder, inputs, terms), now)
    return inputs


def test_how_a_directory_stands_is_judged_now(write: Write) -> None:
    folder = write({"sign-off/0001/statement.json": '{"valid_until": "2026-11-25T00:00:00Z"}'})
    inputs = keep_standing(folder, IN_FORCE)
    soon = IN_FORCE + timedelta(minutes=59)
    found = kept_sign_off(folder, inputs, TermsKey(), soon)
    assert found == replace(SIGNED, marks=replace(SIGNED.marks, evaluated_at="2026-11-21T12:59:00Z"))
    assert kept_sign_off(folder, inputs, TermsKey(), IN_FORCE + timedelta(hours=1)) is None
    assert kept_sign_off(folder, inputs, TermsKey(), IN_FORCE - timedelta(seconds=1)) is None
    assert kept_sign_off(folder, inputs, TermsKey(allow_unsigned=True), soon) is None


@pytest.mark.parametrize(
    "text", ["2026-11-21T12:30:00Z", "2026-11-20T12:30:00Z", "2026-11-22T12:30:00Z", "20261121123000Z", "202611211230Z"]
)
def test_a_moment_that_any_file_names_ends_what_is_kept(write: Write, text: str) -> None:
    folder = write({"sign-off/0001/statement.json": f'{{"valid_until": "{text}"}}'})
    inputs = keep_standing(folder, IN_FORCE)
    assert kept_sign_off(folder, inputs, TermsKey(), IN_FORCE + timedelta(minutes=29)) is not None
    assert kept_sign_off(folder, inputs, TermsKey(), IN_FORCE + timedelta(minutes=30)) is None


def test_whatever_was_judged_is_looked_at_again(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("config", "state"):
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(tmp_path / kind))
    trust, seen = tmp_path / "trust", user_folder("state") / "seen.json"
    files = (trust / "allowed_signers", user_folder("config") / "trust/small/policy.yaml", seen)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"directories": {}, "seen_at": "2026-11-21T11:00:00Z"}')
    folder = write({"sign-off/0001/statement.json": "{}"})
    terms = TermsKey(trust=str(trust))
    inputs = keep_standing(folder, IN_FORCE, terms)
    assert kept_sign_off(folder, inputs, terms, IN_FORCE) is not None
    seen.write_text('{"directories": {}, "seen_at": "2026-11-21T11:59:00Z"}')
    assert kept_sign_off(folder, inputs, terms, IN_FORCE) is not None
    for path in (*files, folder / "sign-off/0001/statement.json"):
        was = path.read_text(encoding="utf-8")
        path.write_text('{"directories": {"small": {"serial": 2}}}')
        assert kept_sign_off(folder, inputs, terms, IN_FORCE) is None, path
        path.write_text(was)
        assert kept_sign_off(folder, inputs, terms, IN_FORCE) is not None
    monkeypatch.setenv("DOS_ROUTER_TRUST", str(tmp_path / "elsewhere"))
    assert kept_sign_off(folder, inputs, terms, IN_FORCE) is None


def test_a_directory_with_suspensions_or_on_unusual_terms_is_not_kept(write: Write) -> None:
    folder = write()
    assert state_of(str(folder), Terms(enforce=True)) is None
    assert state_of(str(folder), Terms(min_serial=2)) is None
    (folder / "sign-off/suspensions").mkdir(parents=True)
    assert state_of(str(folder), UNSIGNED) is None


def test_a_signed_directory_is_answered_quickly_with_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["-d", str(KENT), *CALL[1:]]
    assert route_quickly(call) is None
    whole = CliRunner().invoke(app, ["route", *call])
    assert route_quickly(call) == whole.exit_code == 0
    assert unjudged(capsys.readouterr().out) == unjudged(whole.stdout)


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dos_router", "route", "-d", str(folder), *CALL, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_several_runs_at_once_share_one_cache(write: Write) -> None:
    folder = write()
    for _ in range(2):  # first all of them keep, then all of them find
        running = [started(folder) for _ in range(3)]
        told = [one.communicate(timeout=120) for one in running]
        assert [one.returncode for one in running] == [0, 0, 0]
        assert len(set(told)) == 1
    kinds = sorted(path.suffix for path in user_folder("cache").iterdir())
    assert kinds == [".inputs", ".route", ".signed"]


def test_a_run_that_is_killed_while_it_keeps_leaves_nothing_half_done(write: Write) -> None:
    folder = write()
    code = (
        "import os, signal, sys; from dos_router.routing.compiled import archive\n"
        "from pathlib import Path\nPath.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.argv = ['dos-router', *sys.argv[1:]]; from dos_router.cli.app import main; main()"
    )
    command = [sys.executable, "-c", code, "route", "-d", str(folder), *CALL]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -9
    assert not kept(folder)
    assert started(folder).communicate(timeout=120)[1] == ""
    assert kept(folder)


def test_a_full_disk_under_the_cache_costs_nothing_but_time(write: Write) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    folder = write()
    command = [sys.executable, "-m", "dos_router", "route", "-d", str(folder), *CALL]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,  # noqa: PLW1509 - no threads here
    ) as run:
        out, err = run.communicate(timeout=120)
    assert (run.returncode, err, "One" in out) == (0, "", True)
    assert [path for path in user_folder("cache").glob("*") if path.stat().st_size] == []


@pytest.mark.parametrize("columns", ["20", "50", "60", "80", "200"])
def test_the_page_of_help_is_the_same_with_and_without_the_program(
    monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    page = help_page(COMMANDS, INTENDED_USE)
    assert CliRunner().invoke(app, ["--help"]).stdout == f"{page}\n"
    assert max(map(len, page.splitlines())) <= max(min(int(columns), 80) - 2, 50)
    assert all(f"\n  {name} " in page for name in COMMANDS)


def test_help_and_a_kept_route_start_without_the_program(write: Write) -> None:
    folder = write()
    keep(folder)
    code = (
        "import sys; from dos_router.cli.app import main\n"
        "try: main()\nfinally: print('typer' in sys.modules, file=sys.stderr)"
    )
    for arguments, exits in ((["--help"], 0), (["route", "-d", str(folder), *CALL], 0)):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr.split()) == (exits, ["False"])


@pytest.mark.parametrize(
    ("raised", "code", "said"), [("KeyboardInterrupt", 130, "interrupted"), ("ValueError", 70, "a fault of ours")]
)
def test_whatever_ends_the_printing_is_said_plainly(write: Write, raised: str, code: int, said: str) -> None:
    folder = write()
    keep(folder)
    code_text = (
        "import sys; from dos_router.cli import route_quickly as r\n"
        f"def fail(*_): raise {raised}\n"
        "r.render_answer = fail; sys.exit(r.route_quickly(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code_text, "-d", str(folder), *CALL]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False)


def test_an_interruption_while_what_is_kept_is_read_ends_the_command(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    folder = write()
    keep(folder)
    monkeypatch.setattr("dos_router.cli.route_quickly.route_one", interrupt)
    assert route_quickly(["-d", str(folder), *CALL]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_without_a_standard_output_the_command_itself_says_so(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write()
    keep(folder)
    monkeypatch.setattr("sys.stdout", None)
    assert route_quickly(["-d", str(folder), *CALL]) is None

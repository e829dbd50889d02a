"""`check`'s options: rules explained and listed, selections, counts, the limit, --fix, --diff and --watch."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import dos_router
from dos_router.checks.catalogue import RULES
from dos_router.cli import check as command
from dos_router.cli.app import app
from dos_router.cli.check_watch import changes, watch
from dos_router.diagnostics import error

TIDY = "midnight-as-23-59,untidy-postcode,untidy-phone,key-order,trailing-space"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--on", "2026-11-21", *arguments])


def rules(*arguments: str) -> set[str]:
    found: dict[str, Any] = json.loads(run("--json", *arguments).stdout)
    assert sum(found["rules"].values()) == len(found["findings"])
    return {one["rule"] for one in found["findings"]}


def test_all_rules_are_listed_by_category_with_their_first_sentence() -> None:
    shown = run("--rules").stdout
    assert all(f"  {rule.name} " in shown for rule in RULES)
    assert "\n\nhours\n" in shown
    assert "midnight-as-23-59" in shown
    assert "warning" in shown
    assert "Hours that end at 23:59, where midnight is meant." in shown
    assert shown.endswith(f"\n\n{len(RULES)} checks; `check --rule NAME` explains one\n")
    listed = json.loads(run("--rules", "--json").stdout)["rules"]
    assert [one["name"] for one in listed] == [rule.name for rule in RULES]


def test_a_rule_is_explained_with_its_examples() -> None:
    shown = run("--rule", "midnight-as-23-59").stdout
    assert shown.startswith(
        "midnight-as-23-59: warning (hours)\n\nHours that end at 23:59, where midnight is meant.\n\nHours end before"
    )
    assert "\nFails:\n    # services/example.yaml\n    services:\n" in shown
    assert "\n\nPasses:\n" in shown
    (one,) = json.loads(run("--rule", "midnight-as-23-59", "--json").stdout)["rules"]
    assert (one["name"], one["category"], one["severity"]) == ("midnight-as-23-59", "hours", "warning")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--rule", "midnight-as-2359"],
            "there is no rule `midnight-as-2359`\n  help: did you mean `midnight-as-23-59`?",
        ),
        (["--rule", "qqqq"], "there is no rule `qqqq`\n  help: `check --rules` lists them all"),
        (["--select", "hour"], "there is no rule or category `hour`\n  help: did you mean `hours`?"),
        (["--ignore", "no-phone,qqqq"], "there is no rule or category `qqqq`"),
        (["--severity", "fatal"], "--severity"),
        (["--limit", "-1"], "--limit"),
    ],
)
@pytest.mark.usefixtures("coast")
def test_wrong_use_is_refused(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.usefixtures("coast")
def test_rules_and_categories_are_selected_and_ignored() -> None:
    assert rules("--select", "midnight-as-23-59") == {"midnight-as-23-59"}
    assert rules("--select", "hours") >= {"midnight-as-23-59"}
    assert "no-phone" in rules("--select", "hours,contact")
    assert "no-phone" in rules("--select", "hours", "--select", "no-phone")
    assert "no-phone" not in rules("--select", "hours,contact", "--ignore", "contact")
    assert "midnight-as-23-59" not in rules("--ignore", "midnight-as-23-59")


def test_findings_may_be_kept_to_a_severity(coast: Path) -> None:
    folder = coast / "directories/coast/services"
    (folder / "odd.yaml").write_text("provider: {name: Odd}\nservices: [{id: odd, tipe: x}]\nx: 1\n", encoding="utf-8")

    def severities(least: str) -> set[str]:
        found = json.loads(run("--json", "--severity", least).stdout)["findings"]
        return {one["severity"] for one in found}

    assert severities("error") == {"error"}
    (folder / "odd.yaml").unlink()
    assert severities("error") == set()
    assert severities("warning") == {"warning"}
    assert severities("info") == {"warning", "info"}
    assert run("--severity", "error").exit_code == 0


@pytest.mark.usefixtures("coast")
def test_statistics_count_by_rule() -> None:
    shown = run("--statistics", "--select", "midnight-as-23-59,no-phone").stdout
    assert shown == "  1  midnight-as-23-59  warning\n  1  no-phone           warning\n\n2 warnings in 1 file\n"
    assert run("--statistics", "--select", "unknown-key").stdout.startswith("no problems: ")


def test_only_so_many_of_a_rule_are_shown_and_the_rest_counted(coast: Path) -> None:
    many = "".join(f"  - {{id: s{number}, name: S, type: pharmacy, opening: 10:00-23:59}}\n" for number in range(14))
    path = coast / "directories/coast/services/many.yaml"
    path.write_text(f"provider: {{name: M}}\nservices:\n{many}", encoding="utf-8")
    select = ("--select", "midnight-as-23-59")

    def shown(*arguments: str) -> int:
        return run(*select, *arguments).stdout.count("warning[midnight-as-23-59]")

    assert (shown(), shown("--limit", "3"), shown("--limit", "0"), shown("--limit", "15")) == (10, 3, 15, 15)
    said = "    and 12 more of midnight-as-23-59: `--limit 0` shows them\n\n15 warnings in 2 files\n"
    assert run(*select, "--limit", "3").stdout.endswith(said)
    assert "more of" not in run(*select, "--limit", "15").stdout
    assert len(json.loads(run(*select, "--json", "--limit", "3").stdout)["findings"]) == 15


def untidy(home: Path) -> Path:
    path = home / "directories/coast/services/shore.yaml"
    path.write_text(
        "provider: {name: Shore}\nservices:\n  - name: Shore Pharmacy\n    id: shore-pharmacy  # ours  \n"
        "    type: pharmacy\n    phone: 01632960001\n    location: {postcode: zz11aa}\n"
        "    opening: Mo-Fr 09:00-23:59\n",
        encoding="utf-8",
    )
    return path


MENDED = (
    "provider: {name: Shore}\nservices:\n  - id: shore-pharmacy  # ours\n    name: Shore Pharmacy\n    type: pharmacy\n"
    "    location: {postcode: ZZ1 1AA}\n    phone: 01632 960001\n    opening: Mo-Fr 09:00-24:00\n"
)


def test_diff_shows_what_fix_would_change_and_changes_nothing(coast: Path) -> None:
    path = untidy(coast)
    before = path.read_bytes()
    result = run("--diff")
    assert (result.exit_code, path.read_bytes()) == (0, before)
    assert result.stdout.startswith(
        "--- a/directories/coast/services/shore.yaml\n+++ b/directories/coast/services/shore.yaml\n@@ "
    )
    assert "\n-    phone: 01632960001\n" in result.stdout
    assert "\n+    phone: 01632 960001\n" in result.stdout
    assert result.stderr == (
        "would be mended: directories/coast/services/shore.yaml: 1 key-order, 1 midnight-as-23-59,"
        " 1 trailing-space, 1 untidy-phone, 1 untidy-postcode\n"
    )
    assert run("--fix", "--diff").stdout == result.stdout
    assert path.read_bytes() == before


def test_fix_mends_and_tells_the_rest(coast: Path) -> None:
    path = untidy(coast)
    assert rules("--select", TIDY) == set(TIDY.split(","))
    result = run("--fix")
    assert path.read_text(encoding="utf-8") == MENDED
    assert result.stderr.startswith("mended: directories/coast/services/shore.yaml: 1 key-order")
    assert "midnight-as-23-59" not in result.stdout
    assert rules("--select", TIDY) == set()
    assert run("--fix").stderr == "nothing to mend\n"
    assert run("--diff").stdout == ""


def test_fix_mends_only_what_is_selected_and_nothing_that_is_accepted(coast: Path) -> None:
    path = untidy(coast)
    run("--fix", "--select", "untidy-phone")
    assert "phone: 01632 960001\n" in path.read_text(encoding="utf-8")
    assert "zz11aa" in path.read_text(encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write("    accepted: [{rule: midnight-as-23-59, reason: the till, by: Shore, until: 2027-01-01}]\n")
    run("--fix")
    text = path.read_text(encoding="utf-8")
    assert ("Mo-Fr 09:00-23:59" in text, "ZZ1 1AA" in text) == (True, True)


def test_links_and_permissions_stay_and_nothing_is_left_behind(coast: Path) -> None:
    path = untidy(coast)
    real = coast / "elsewhere.yaml"
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    run("--fix")
    assert (path.is_symlink(), stat.S_IMODE(real.stat().st_mode)) == (True, 0o640)
    assert real.read_text(encoding="utf-8") == MENDED
    assert not [each for each in coast.rglob("*") if each.name.startswith(".")]


def test_a_full_disk_leaves_the_file_as_it_was(coast: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = untidy(coast)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("--fix")
    assert (result.exit_code, "the disk is full" in result.stderr) == (74, True)
    assert path.read_bytes() == before
    assert not [each for each in coast.rglob("*") if each.name.startswith(".")]


def test_fix_touches_no_file_that_cannot_be_read(coast: Path) -> None:
    path = coast / "pathways/broken.yaml"
    path.write_text("id: a  \n  id: b  \n", encoding="utf-8")
    run("--fix")
    assert path.read_text(encoding="utf-8") == "id: a  \n  id: b  \n"


class Enough(Exception):  # noqa: N818 - it ends the watch
    pass


def test_watching_looks_again_after_each_change_and_only_then(coast: Path) -> None:
    looks: list[int] = []
    edits = [None, "spoil", None, None, "add", "remove", None]

    def wait(_: float) -> None:
        if not edits:
            raise Enough
        path = coast / "directories/coast/services/other.yaml"
        match edits.pop(0):
            case "spoil":
                shore = coast / "directories/coast/services/shore.yaml"
                shore.write_text(shore.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
            case "add":
                path.write_text("provider: {name: Other}\nservices: []\n", encoding="utf-8")
            case "remove":
                path.unlink()

    with pytest.raises(Enough):
        watch([coast / "directories", coast / "pathways"], lambda: looks.append(len(edits)), wait=wait)
    assert looks == [7, 5, 2, 1]


def test_a_file_that_goes_between_two_looks_is_passed_over(coast: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = coast / "directories/coast/policy.yaml"
    real = Path.stat

    def looked_at(path: Path, **options: bool) -> os.stat_result:
        if path == gone:
            raise FileNotFoundError
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", looked_at)
    seen = next(changes([coast / "directories"], lambda _: None))
    assert str(gone) not in {name for name, _, _ in seen}
    assert seen


@pytest.mark.usefixtures("coast")
def test_an_interruption_ends_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object, look: Any) -> None:
        look()
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "watch", interrupted)
    result = run("--watch", "--select", "midnight-as-23-59")
    assert result.exit_code == 130
    assert result.stdout.endswith("1 warning in 1 file\n")
    assert "Traceback" not in result.output


def test_the_front_door_checks(coast: Path) -> None:
    survey = dos_router.check(coast / "directories/coast", coast / "pathways")
    assert {one.diagnostic.rule for one in survey.findings} >= {"midnight-as-23-59"}
    assert dos_router.check(["directories/coast"]).pathways == 1
    folder = "directories/coast"
    rules = ("serial-not-risen",)

    def found(**given: Any) -> list[str]:
        survey = dos_router.check(folder, **given)
        return [one.diagnostic.rule for one in survey.findings if one.diagnostic.rule in rules]

    assert found(signed_serials={folder: 1}) == []
    assert found(signed_serials={folder: 1}, changed_since=[folder]) == ["serial-not-risen"]
    assert found(signed_serials={folder: 2}) == ["serial-not-risen"]
    told = dos_router.check(folder, more=[error("changed-since", "it has changed")])
    assert told.findings[0].diagnostic.rule == "changed-since"

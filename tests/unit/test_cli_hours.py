"""`hours` as people and scripts use it: a line a day, what decides it, JSON, refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.model.directory import Directory
from dos_router.model.moments import parse_moment
from dos_router.reports.hours_text import render_hours
from dos_router.reports.page import Page
from dos_router.routing.calendar import Calendar
from dos_router.routing.effective_hours import effective_hours

SERVICES = """\
provider: {name: Coast Health}
services:
  - id: coast-ooh
    name: Coast night doctor
    type: out-of-hours-gp
    opening: Mo-Fr 18:30-08:00; Sa 08:00-20:00,20:00-08:00; PH 09:00-12:00
    dates:
      2026-12-24: off
      2026-12-26: 10:00-24:00
  - {id: coast-closed, name: Closed, type: pharmacy, opening: Mo-Su off, status: suspended}
  - {id: coast-always, name: Always, type: pharmacy, opening: 24/7}
  - {id: coast-weekly, name: Weekly, type: pharmacy, opening: We 09:00-12:00, status: active}
  - {id: coast-broken, name: Broken, type: pharmacy, opening: whenever}
"""


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("directories")
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (home / "coast/services/example-provider.yaml").write_text(SERVICES, encoding="utf-8")
    return home / "coast"


def run(coast: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["hours", "-d", str(coast), *arguments])


def lines(coast: Path, *arguments: str) -> list[str]:
    result = run(coast, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def answer(coast: Path, *arguments: str) -> dict[str, Any]:
    result = run(coast, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_christmas_day_by_day(coast: Path) -> None:
    place = "(services/example-provider.yaml:"
    night = "the session of the day before runs until 08:00"
    assert lines(coast, "coast-ooh", "--at", "2026-12-23T12:00", "--days", "6") == [
        "coast, serial 1: draft, never signed off",
        "",
        "Coast night doctor (coast-ooh)",
        "out-of-hours-gp · Coast Health",
        f"opening: Mo-Fr 18:30-08:00; Sa 08:00-20:00,20:00-08:00; PH 09:00-12:00 {place}6)",
        "",
        "Wed 23 Dec 2026 12:00: closed, opens 18:30",
        "",
        f"  Wed 2026-12-23  18:30–08:00 next day  Mo-Fr 18:30-08:00; {night} {place}6)",
        f"  Thu 2026-12-24  closed                dates 2026-12-24: off; {night} {place}8)",
        f"  Fri 2026-12-25  09:00–12:00           PH Christmas Day: PH 09:00-12:00 {place}6)",
        f"  Sat 2026-12-26  10:00–24:00           dates 2026-12-26: 10:00-24:00 {place}9)",
        f"  Sun 2026-12-27  closed                no clause names Sunday {place}6)",
        f"  Mon 2026-12-28  09:00–12:00           PH Boxing Day (substitute day): PH 09:00-12:00 {place}6)",
    ]


def test_the_night_of_a_clock_change_says_how_long_it_lasts(coast: Path) -> None:
    day, change = lines(coast, "coast-ooh", "--at", "2026-10-24T12:00", "--days", "2")[-2:]
    assert "20:00–08:00 next day lasts 13 h" in day
    assert "the session of the day before runs until 08:00; the clocks go back 1 h" in change
    spring = lines(coast, "coast-always", "--at", "2027-03-28T12:00", "--days", "1")[-1]
    assert "24/7; the clocks go forward 1 h; 00:00–24:00 lasts 23 h" in spring
    autumn = lines(coast, "coast-always", "--at", "2026-10-25T12:00", "--days", "1")[-1]
    assert "00:00–24:00 lasts 25 h" in autumn


def test_a_holiday_that_changes_nothing_is_named(coast: Path) -> None:
    at = ("--at", "2026-12-25T12:00", "--days", "1")
    assert "24/7, Christmas Day (" in lines(coast, "coast-always", *at)[-1]
    assert "no clause names Friday, Christmas Day, no PH clause (" in lines(coast, "coast-weekly", *at)[-1]


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("coast-always", "open, and does not close in the next 15 days"),
        ("coast-closed", "closed, and does not open in the next 15 days"),
        ("coast-weekly", "closed, opens 09:00 Wed 25 Nov"),
        ("coast-ooh", "open until 08:00 Sun 22 Nov"),
    ],
)
def test_it_says_whether_it_is_open_at_the_moment(coast: Path, service: str, said: str) -> None:
    assert f"Sat 21 Nov 2026 20:00: {said}" in lines(coast, service, "--at", "2026-11-21T20:00")


def test_a_service_that_is_not_active_says_so(coast: Path) -> None:
    said = "status: suspended, so it is never offered (services/example-provider.yaml:10)"
    assert said in lines(coast, "coast-closed", "--at", "2026-11-21T20:00")


def test_the_json_has_times_with_their_offset(coast: Path) -> None:
    found = answer(coast, "coast-ooh", "--at", "2026-10-24T12:00", "--days", "2")
    saturday, sunday = found.pop("days")
    assert found.pop("sign_off")["status"] == "draft"
    assert found == {
        "service": "coast-ooh", "name": "Coast night doctor", "type": "out-of-hours-gp", "status": "active",
        "opening": "Mo-Fr 18:30-08:00; Sa 08:00-20:00,20:00-08:00; PH 09:00-12:00", "at": "2026-10-24T12:00+01:00",
        "open": True, "opens_at": None, "closes_at": "2026-10-25T08:00+00:00",
        "directory": {"id": "coast", "serial": 1},
    }  # fmt: skip
    assert saturday["sessions"] == [
        {"opens_at": "2026-10-24T08:00+01:00", "closes_at": "2026-10-24T20:00+01:00", "minutes": 720},
        {"opens_at": "2026-10-24T20:00+01:00", "closes_at": "2026-10-25T08:00+00:00", "minutes": 780},
    ]
    assert sunday == {
        "date": "2026-10-25", "weekday": "Su", "holiday": None, "sessions": [], "decides": "weekday", "said": None,
        "at": "services/example-provider.yaml:6:5", "carried_until": "2026-10-25T08:00+00:00", "clocks": -60,
    }  # fmt: skip


def test_the_json_has_null_for_what_is_not_known(coast: Path) -> None:
    at = ("--at", "2026-11-21T20:00")
    always, closed, weekly = (answer(coast, name, *at) for name in ("coast-always", "coast-closed", "coast-weekly"))
    assert (always["open"], always["opens_at"], always["closes_at"]) == (True, None, None)
    assert (closed["open"], closed["opens_at"], closed["closes_at"]) == (False, None, None)
    assert (weekly["open"], weekly["opens_at"]) == (False, "2026-11-25T09:00+00:00")
    assert len(always["days"]) == 14


def test_without_a_time_it_begins_today(coast: Path) -> None:
    assert len(answer(coast, "coast-always", "--days", "3")["days"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["coast-oh"], 2, "error: there is no service `coast-oh` in coast\n  help: did you mean `coast-ooh`?"),
        (["xyz"], 2, "help: `dos-router find` looks for services by name"),
        (
            ["coast-broken"],
            1,
            "error[quarantined]: the record of `coast-broken` has errors, so it is treated as closed",
        ),
        (["coast-ooh", "--at", "tomorrow"], 2, "error: `tomorrow` is not a date and time"),
        (["coast-ooh", "--at", "2026-10-25T01:30"], 2, "comes twice in Europe/London"),
        (
            ["coast-ooh", "--at", "2026-10-25T01:30", "--repeated-hour", "third"],
            2,
            "`third` is neither `first` nor `second`",
        ),
        (["coast-ooh", "--days", "0"], 2, "--days"),
    ],
)
def test_what_cannot_be_shown_is_refused(coast: Path, arguments: list[str], code: int, said: str) -> None:
    result = run(coast, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_of_an_hour_that_comes_twice_one_is_chosen(coast: Path) -> None:
    both = [
        answer(coast, "coast-always", "--at", "2026-10-25T01:30", "--repeated-hour", which)["at"]
        for which in ("first", "second")
    ]
    assert both == ["2026-10-25T01:30+01:00", "2026-10-25T01:30+00:00"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_on_a_terminal_lines_fit_and_say_the_same(coast: Path, width: int) -> None:
    directory = load(coast).directory
    assert isinstance(directory, Directory)
    calendar = Calendar(directory.zone, directory.holidays)
    found = effective_hours(
        directory.services["coast-ooh"], calendar, parse_moment("2026-12-23T12:00", directory.zone), 6
    )
    narrow, wide = render_hours(found, directory, Page(width)), render_hours(found, directory, Page())
    assert max(map(len, narrow.splitlines())) <= width
    assert narrow.split() == wide.split()


def test_it_runs_as_a_program(coast: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "dos_router",
        "hours",
        "coast-always",
        "-d",
        str(coast),
        "--at",
        "2026-11-21T20:00",
        "--plain",
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "Sat 21 Nov 2026 20:00: open" in done.stdout
    assert "coast-broken" not in done.stdout

"""Gaps of a small directory, worked out by hand: hours, ages, areas, providers, and what is told of each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import dos_router
from dos_router.analysis.gaps.find import count_cells, find_gaps
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import CELL_KINDS, Kind, Resilience
from dos_router.analysis.gaps.needs import Need
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.sweep.cells import ALL_AGES, Horizon, horizon_of
from dos_router.loading.directory import load
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.moments import iso

Write = Callable[..., Path]

DENTAL = Need("Dx19", "SG1169", "SD4047")
INJURY = Need("Dx05", "SG1107", "SD4052")
EMERGENCY = Need("Dx02", "SG1107", "SD4052")
WEEK = date(2026, 11, 16)  # a Monday: a week without holidays or clock changes

SERVICES = """\
provider: {name: One}
services:
  - {id: one-ed, name: ED, type: emergency-department, opening: 24/7, location: {postcode: CT9 4AN},
     symptoms: ['*'], dispositions: [Dx02, Dx05], commissioned_by: [ours]}
  - {id: one-utc, name: UTC, type: urgent-treatment-centre, opening: Mo-Fr 08:00-20:00, ages: [16+],
     location: {postcode: CT9 4AN}, symptoms: [SG1107/*], dispositions: [Dx05], commissioned_by: [ours]}
"""
TWO = """\
provider: {name: Two}
services:
  - {id: two-utc, name: UTC, type: urgent-treatment-centre, opening: 'Mo-Su 08:00-22:00', ages: [16+],
     location: {postcode: CT9 4AN}, symptoms: [SG1107/*], dispositions: [Dx05], commissioned_by: [theirs]}
"""
POPULATION = """\
id,easting,northing,area,people,people_0_4,people_5_17,people_18_64,people_65_74,people_75_84,people_85_plus
E1,635000,170000,here,1000,100,200,400,100,100,100
E2,635400,170400,there,3000,0,0,3000,0,0,0
"""
DIRECTORY = """\
format: 1
id: small
title: Small
serial: 1
valid: {from: 2026-11-01, until: 2026-12-31}
commissioners:
  - {id: ours, name: Ours, areas: [here], lead: true}
  - {id: theirs, name: Theirs, areas: [there]}
areas: {here: Here, there: There}
"""


@pytest.fixture
def small(write: Write) -> Directory:
    """A directory of an emergency department and two treatment centres, with two small areas."""
    return loaded(write, SERVICES)


def loaded(write: Write, one: str, name: str = "small", population: str = POPULATION, **more: str) -> Directory:
    files = {"directory.yaml": DIRECTORY, "services/one.yaml": one, "services/two.yaml": TWO}
    found = load(write({**files, "population.csv": population, **more}, name))
    assert found.directory is not None, found.problems
    return found.directory


def gaps(
    directory: Directory, *needs: Need, kinds: tuple[Kind, ...] = CELL_KINDS, weeks: int = 1, **more: object
) -> Gaps:
    return find_gaps(directory, needs, horizon=horizon_of(directory, WEEK, weeks), kinds=kinds, **more)  # type: ignore[arg-type]


def told(directory: Directory, finding: GapFinding) -> tuple[object, ...]:
    """Return a finding in brief: kind, places, ages, first time and how many, people."""
    first = tuple(iso(minute, directory.zone)[5:16] for minute in finding.times[0])
    places = tuple(place.id for place in finding.places)
    return finding.kind.value, places, finding.ages_days, first, len(finding.times), round(finding.people)


def test_at_night_everybody_has_only_the_emergency_department(small: Directory) -> None:
    night = gaps(small, INJURY, kinds=(Kind.UPSHIFT,)).findings[0]
    # the window of two hours is from 30 to 60 minutes on: two-utc answers calls from 07:00 to 21:30
    times = [tuple(iso(minute, small.zone)[5:16] for minute in each) for each in night.times]
    assert times[:2] == [("11-16T00:00", "11-16T07:00"), ("11-16T21:31", "11-17T07:00")]
    assert (night.ages_days, night.sexes, night.people) == ((ALL_AGES,), ("female", "male"), 4000)
    assert night.weight == pytest.approx(4000 * 7 * (24 - 14.5 - 1 / 60))
    assert night.services == ("one-ed",)


def test_by_day_children_have_only_the_emergency_department(small: Directory) -> None:
    _, day = gaps(small, INJURY, kinds=(Kind.UPSHIFT,)).findings
    assert told(small, day)[1:5] == (("E1", "E2"), ((0, 5843),), ("11-16T07:00", "11-16T21:31"), 7)
    bands = 100 + 200 * (5844 - 1826) / (6574 - 1826)  # of E1; nobody of E2 is under 18
    assert day.people == pytest.approx(bands)
    assert day.weight == pytest.approx(bands * 7 * (14.5 + 1 / 60))


def test_one_provider_alone_is_single(small: Directory) -> None:
    by = {how: gaps(small, EMERGENCY, INJURY, kinds=(Kind.SINGLE,), resilience=how) for how in Resilience}
    assert {need for each in by[Resilience.PROVIDER].findings for need in each.needs} == {EMERGENCY, INJURY}
    minutes = {how: sum(each.weight for each in found.findings) for how, found in by.items()}
    assert minutes[Resilience.SERVICE] == minutes[Resilience.PROVIDER] < minutes[Resilience.SITE]


def test_what_only_others_commission_is_a_border(small: Directory) -> None:
    found = gaps(small, EMERGENCY, kinds=(Kind.BORDER,)).findings
    assert [told(small, each)[1] for each in found] == [("E2",)]
    assert [each.times for each in found] == [(tuple(horizon_of(small, WEEK, 1)),)]


def test_an_unknown_area_has_no_border(write: Write) -> None:
    directory = loaded(write, SERVICES, population="id,easting,northing,area,people\nE1,635000,170000,,10\n")
    assert gaps(directory, EMERGENCY, kinds=(Kind.BORDER,)).findings == ()


def test_a_need_that_nobody_accepts_is_unanswered(small: Directory) -> None:
    found = gaps(small, DENTAL, EMERGENCY, kinds=(Kind.UNANSWERED, Kind.NO_SERVICE)).findings
    assert [each.kind for each in found] == [Kind.NO_SERVICE, Kind.UNANSWERED]
    for each in found:
        assert (each.needs, each.ages_days, len(each.places)) == ((DENTAL,), (ALL_AGES,), 2)
        assert each.services == ()


def test_a_service_that_no_need_reaches_is_unreachable(small: Directory) -> None:
    found = gaps(small, EMERGENCY, kinds=(Kind.UNREACHABLE,))
    assert [each.services for each in found.findings] == [("one-utc",), ("two-utc",)]
    assert (found.boxes, found.at_least) == (0, 0)


def test_services_of_practices_are_told_apart(write: Write) -> None:
    directory = loaded(write, SERVICES.replace("ages: [16+]", "practices: [G82001]"))
    apart = gaps(directory, INJURY)
    assert apart.own_patients_only == ("one-utc",)
    assert gaps(directory, INJURY, practice="G82001").own_patients_only == ()
    assert gaps(directory, INJURY, practice="G82001").findings != apart.findings


def test_a_service_can_be_left_out(small: Directory) -> None:
    found = gaps(small, INJURY, kinds=(Kind.UPSHIFT,), without=frozenset({"two-utc", "one-utc"})).findings
    assert [told(small, each)[1:3] for each in found] == [(("E1", "E2"), (ALL_AGES,))]


def test_what_only_a_service_left_out_accepts_is_unanswered(small: Directory) -> None:
    found = gaps(small, EMERGENCY, kinds=(Kind.UNANSWERED, Kind.UNREACHABLE), without=frozenset({"one-ed", "two-utc"}))
    assert [(each.kind, each.services) for each in found.findings] == [
        (Kind.UNREACHABLE, ("one-utc",)), (Kind.UNANSWERED, ()),
    ]  # fmt: skip
    assert found.content != gaps(small, EMERGENCY).content


def test_nothing_found_is_a_certificate(small: Directory) -> None:
    proved = gaps(small, EMERGENCY, kinds=(Kind.NO_SERVICE, Kind.UPSHIFT))
    assert proved.findings == ()
    assert proved.cells == 1 * 2 * 47_482 * 2 * 7 * 1440
    assert proved.complete
    assert len(proved.content) == 64


def test_a_certificate_is_of_its_content_alone(write: Write, small: Directory) -> None:
    proved = gaps(small, EMERGENCY).content
    same = loaded(write, SERVICES.replace("name: ED", "name: 'ED'") + "# a remark\n", "same")
    assert gaps(same, EMERGENCY).content == proved
    assert gaps(replace(small, capacity={}), EMERGENCY).content == proved
    others = [
        loaded(write, SERVICES.replace("24/7", "Mo-Su 00:00-24:00"), "hours"),
        loaded(write, SERVICES.replace("[16+]", "[15+]"), "ages"),
        loaded(write, SERVICES, "people", population=POPULATION.replace("3000,0,0,3000", "3001,0,0,3001")),
        loaded(write, SERVICES, "policy", **{"policy.yaml": "search_distance_km: {default: 59}\n"}),
        loaded(write, SERVICES, "holidays", **{"holidays.csv": "date,name\n2026-11-18,a holiday\n"}),
    ]
    found = {gaps(other, EMERGENCY).content for other in others}
    assert (
        len(found | {proved, gaps(small, INJURY).content, gaps(small, EMERGENCY, weeks=2).content}) == len(others) + 3
    )


def test_the_horizon_is_local_weeks_from_validity(small: Directory) -> None:
    horizon = horizon_of(small)
    assert [iso(minute, small.zone) for minute in horizon] == ["2026-11-01T00:00+00:00", "2027-11-07T00:00+00:00"]
    summer = horizon_of(small, date(2026, 10, 19), 1)
    assert summer.end - summer.start == 7 * 1440 + 60
    assert count_cells([EMERGENCY], places_of(small), summer) == 2 * 47_482 * 2 * (7 * 1440 + 60)


def test_progress_is_told_as_needs_are_done(small: Directory) -> None:
    seen: list[tuple[int, int]] = []
    gaps(small, EMERGENCY, INJURY, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_the_front_door_finds_gaps(small: Directory) -> None:
    found = dos_router.find_gaps(small, [INJURY])
    assert found.horizon == horizon_of(small)
    assert found.places == places_of(small)
    assert found.kinds == tuple(Kind)


def test_no_needs_or_places_have_no_gaps(small: Directory) -> None:
    nothing = find_gaps(small, [], horizon=Horizon(0, 10), kinds=CELL_KINDS)
    nowhere = find_gaps(small, [DENTAL], [], Horizon(0, 10))
    assert (nothing.findings, nothing.cells, nothing.boxes, nothing.at_least) == ((), 0, 0, 0)
    assert {each.kind for each in nowhere.findings} == {Kind.UNREACHABLE}


SCRIPT = """
import json, sys
from datetime import date
import dos_router
from dos_router.analysis.gaps.needs import Need
from dos_router.analysis.sweep.cells import horizon_of
directory = dos_router.load(sys.argv[1]).directory
needs = [Need("Dx05", "SG1107", "SD4052"), Need("Dx02", "SG1107", "SD4052"), Need("Dx19", "SG1169", "SD4047")]
found = dos_router.find_gaps(directory, needs, horizon=horizon_of(directory, date(2026, 12, 21), 2))
told = [[f.kind, f.needs, [p.id for p in f.places], f.ages_days, f.sexes, f.times, f.people, f.weight, f.services,
         f.witness and f.witness.stated()] for f in found.findings]
print(json.dumps([found.content, found.cells, found.boxes, found.at_least, told]))
"""


def test_hash_seed_and_order_of_rows_change_nothing(write: Write, tmp_path: Path) -> None:
    loaded(write, SERVICES)
    head, *rows = POPULATION.splitlines()
    turned = SERVICES.replace("provider: {name: One}\nservices:\n", "")
    entries = [f"  - {entry}" for entry in turned.removeprefix("  - ").split("\n  - ")]
    other = "provider: {name: One}\nservices:\n" + "\n".join(entry.rstrip() for entry in reversed(entries)) + "\n"
    loaded(write, other, "other", population="\n".join([head, *reversed(rows)]) + "\n")
    answers = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / name)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(dos_router.__file__).parents[1]), "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for name, seed, zone in (("small", "1", "UTC"), ("small", "2", "Asia/Tokyo"), ("other", "3", "Europe/London"))
    ]  # fmt: skip
    assert len(json.loads(answers[0])[4]) > 5
    assert answers[0] == answers[1] == answers[2]


def test_a_witness_is_a_call_from_the_first_corner(small: Directory) -> None:
    (found,) = gaps(small, DENTAL, kinds=(Kind.NO_SERVICE,)).findings
    assert found.witness == CallText(
        at="2026-11-16T00:00+00:00", easting="635000", northing="170000", area="here", age="0d", sex="female",
        disposition="Dx19", symptom_group="SG1169", symptom_discriminators=("SD4047",),
    )  # fmt: skip

"""Remedies: the solver against every subset of the candidates, swept one by one; files that say what is wrong."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the coast is found by name

from gaps_kit import NEEDS_CSV, coast, gaps, write

from dos_router.analysis.gap_changes.totals import people_hours
from dos_router.analysis.gaps.findings import Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.remedy import covering
from dos_router.analysis.remedy.changed import carried_out, joined_hours
from dos_router.analysis.remedy.covering import Plan, close_all, curve_of
from dos_router.analysis.remedy.effects import Effects, Part, sets_to_sweep
from dos_router.analysis.remedy.plan import find_remedies
from dos_router.cli.app import app
from dos_router.diagnostics import Location, Malformed
from dos_router.loading.remedies import load_remedies
from dos_router.model.opening import Opening, parse_opening, parse_spans
from dos_router.model.remedy import Candidate, Extend
from dos_router.reports.gaps_remedies import money
from dos_router.routing.calendar import Calendar

KINDS = (Kind.NO_SERVICE, Kind.UPSHIFT)
SHIPPED = """\
format: 1
candidates:
  - {id: utc-evenings, cost: 300, extend: {services: [margate-utc], opening: "Mo-Su 20:00-24:00; PH 18:00-24:00"}}
  - {id: utc-nights, cost: 500, extend: {services: [margate-utc], opening: "24/7"}}
  - {id: children, cost: 40.50, widen: {services: [swale-dental], ages: [0-15]}}
  - {id: dentist-hours, cost: 90, extend: {services: [swale-dental], opening: "Mo-Su 17:00-21:00"}}
  - {id: utc-in-swale, cost: 700, title: A centre, open: {like: margate-utc, at: [{postcode: ME10}], opening: 24/7}}
  - {id: useless, cost: 1, widen: {services: [margate-ed], areas: [swale]}}
  - {id: week, cost: 20, widen: {services: [dental-line], dispositions: [Dx22], areas: [thanet]}}
"""


def read(tmp_path: Path, text: str) -> tuple[tuple[Candidate, ...], list[str]]:
    path = tmp_path / "remedies.yaml"
    path.write_text(text, encoding="utf-8")
    candidates, problems = load_remedies(path, coast())
    return candidates, [f"{one.location}: {one.message}; {one.help}" for one in problems]


def swept(candidates: tuple[Candidate, ...], chosen: frozenset[int]) -> Gaps:
    return gaps(carried_out(coast(), (candidates[number] for number in sorted(chosen))), KINDS, weeks=1)


def test_the_cheapest_plan_and_the_curve_are_those_of_trying_every_subset(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    candidates, problems = read(tmp_path, SHIPPED)
    assert problems == []
    subsets = [frozenset(each) for size in range(8) for each in combinations(range(7), size)]
    before = people_hours(gaps(kinds=(KINDS[0],), weeks=1).findings) + people_hours(
        gaps(kinds=(KINDS[1],), weeks=1).findings
    )
    left = {}
    for each in subsets:
        after = swept(candidates, each).findings
        # a cell that nobody answered may become one that only an emergency department answers: not listed then
        listed = [people_hours([one for one in after if one.kind is kind]) for kind in KINDS]
        left[each] = sum(listed)
    found = find_remedies(
        coast(), candidates, gaps(kinds=KINDS, weeks=1), lambda changed: gaps(changed, KINDS, weeks=1)
    )
    assert found.hours == pytest.approx(before)
    costs = {each: sum(candidates[number].cost for number in each) for each in subsets}
    for each in subsets:
        assert found.effects.closed(each) == pytest.approx(before - left[each]), each
    most = before - min(left.values())
    cheapest = min(cost for each, cost in costs.items() if before - left[each] == pytest.approx(most))
    assert (found.best.cost, found.best.hours) == (cheapest, pytest.approx(most))
    frontier = []
    for each in sorted(subsets, key=lambda one: (costs[one], left[one])):
        if not frontier or before - left[each] > frontier[-1][1] + 1e-6:
            frontier.append((costs[each], before - left[each]))
    assert [(plan.cost, pytest.approx(plan.hours)) for plan in found.curve.plans] == frontier
    assert found.curve.complete
    assert of_each_kind(found.left) == pytest.approx(min(left.values()))
    assert [found.effects.closed(frozenset({number})) for number in range(7)] == list(found.alone)


def of_each_kind(found: Gaps) -> float:
    return sum(people_hours([one for one in found.findings if one.kind is kind]) for kind in KINDS)


parts = st.lists(
    st.tuples(st.sets(st.frozensets(st.integers(0, 4), min_size=1, max_size=2), max_size=3), st.integers(1, 9)),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(parts, st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_the_solver_agrees_with_every_subset(made: list[tuple[set[frozenset[int]], int]], costs: list[int]) -> None:
    pytest.importorskip("scipy")
    effects = Effects(tuple(Part(frozenset(closed_by), float(hours)) for closed_by, hours in made), ())
    subsets = [frozenset(each) for size in range(6) for each in combinations(range(5), size)]
    cost = {each: sum(costs[number] for number in each) for each in subsets}
    most = max(effects.closed(each) for each in subsets)
    best = close_all(effects, costs)
    assert best.hours == most
    assert best.cost == min(cost[each] for each in subsets if effects.closed(each) == most)
    frontier: list[tuple[int, float]] = []
    for each in sorted(subsets, key=lambda one: (cost[one], -effects.closed(one))):
        if not frontier or effects.closed(each) > frontier[-1][1]:
            frontier.append((cost[each], effects.closed(each)))
    assert [(plan.cost, plan.hours) for plan in curve_of(effects, costs).plans] == frontier


def test_candidates_that_change_one_service_are_swept_together(tmp_path: Path) -> None:
    candidates, _ = read(tmp_path, SHIPPED)
    names = [[candidates[number].id for number in sorted(each)] for each in sets_to_sweep(candidates)]
    assert names == [
        ["children"], ["dentist-hours"], ["useless"], ["utc-evenings"], ["utc-in-swale"], ["utc-nights"], ["week"],
        ["children", "dentist-hours"], ["utc-evenings", "utc-nights"],
    ]  # fmt: skip
    many = tuple(replace(candidates[0], id=f"c{number}") for number in range(7))
    with pytest.raises(Malformed, match="7 candidates change the same services"):
        sets_to_sweep(many)


def test_a_curve_of_too_many_plans_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scipy")
    monkeypatch.setattr(covering, "MOST_POINTS", 2)
    effects = Effects(tuple(Part(frozenset({frozenset({number})}), 1.0) for number in range(4)), ())
    curve = curve_of(effects, [1, 2, 4, 8])
    assert (curve.complete, len(curve.plans)) == (False, 2)


def test_nothing_to_close_needs_no_candidate() -> None:
    pytest.importorskip("scipy")
    assert close_all(Effects((), ()), [5, 5]) == Plan(frozenset(), 0, 0)
    assert curve_of(Effects((), ()), [5]).plans == (Plan(frozenset(), 0, 0),)


# a directory with candidates carried out


def open_minutes(opening: Opening) -> set[int]:
    calendar = Calendar(coast().zone, coast().holidays)
    start = gaps(weeks=1).horizon.start
    spells = calendar.spells(opening, start, start + 14 * 1440)
    return {minute for spell in spells for minute in range(spell.open, spell.close)}


@pytest.mark.parametrize(
    ("own", "further"),
    [
        ("Mo-Fr 09:00-17:00", "Mo-Su 17:00-20:00"),
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Su 17:00-20:00"),
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Su 17:00-20:00; PH off"),
        ("Mo-Fr 09:00-17:00", "Sa 17:00-20:00; PH 10:00-11:00"),
        ("Mo-Fr 22:00-06:00", "Sa 05:00-20:00; PH 21:00-02:00"),
        ("24/7", "Mo 09:00-10:00"),
        ("Mo 09:00-10:00", "24/7"),
    ],
)
def test_further_hours_are_open_beside_the_own(own: str, further: str) -> None:
    joined = joined_hours(parse_opening(own), [parse_opening(further)], coast().holidays)
    assert open_minutes(joined) == open_minutes(parse_opening(own)) | open_minutes(parse_opening(further))


def test_what_a_service_states_for_a_date_stays() -> None:
    christmas = date(2026, 12, 25)
    own = parse_opening("Mo-Fr 09:00-17:00; PH 10:00-12:00", {christmas: ()})
    joined = joined_hours(own, [parse_opening("Mo-Su 17:00-20:00")], coast().holidays)
    assert joined.sessions(christmas, is_holiday=True)[0] == ()
    assert joined.sessions(date(2026, 12, 28), is_holiday=True)[0] == parse_spans("10:00-12:00,17:00-20:00")


def test_a_new_service_is_like_another_but_for_what_is_said(tmp_path: Path) -> None:
    text = (
        "format: 1\ncandidates:\n  - {id: new, cost: 1, open: {like: swale-dental, ages: [0-15], provider: Somebody,\n"
        "     at: [{postcode: CT9 4AN}, {easting: 600000, northing: 160000}]}}\n"
    )
    candidates, problems = read(tmp_path, text)
    assert problems == []
    services = carried_out(coast(), candidates).services
    first, second = services["remedy-new-1"], services["remedy-new-2"]
    assert (first.postcode, first.point, second.point) == ("CT9 4AN", (635_500, 170_500), (600_000, 160_000))
    assert (first.provider.name, first.opening) == ("Somebody", coast().services["swale-dental"].opening)
    assert [ages.written for ages in first.ages] == ["0-15"]
    assert services["swale-dental"] == coast().services["swale-dental"]
    everybody = Candidate(id="x", cost=0, at=Location("x"), extend=Extend((), Opening()))
    assert carried_out(coast(), [everybody]).services == coast().services


# files, and the command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: a, cost: 1", "the candidate `a` changes nothing; say what it does: `extend`, `widen` or `open`"),
        ("id: a, cost: much, extend: {services: [margate-utc], opening: 24/7}", "`much` is not a cost"),
        ("id: a, cost: 1.234, extend: {services: [margate-utc], opening: 24/7}", "`1.234` is not a cost"),
        ("id: a, cost: 1, extend: {services: [margate-utz], opening: 24/7}", "did you mean `margate-utc`?"),
        ("id: a, cost: 1, extend: {services: [margate-utc], opening: all day}", "is not a weekday"),
        ("id: a, cost: 1, extend: {services: [], opening: 24/7}", "services"),
        ("id: a, cost: 1, widen: {services: [margate-utc]}", "`a` widens nothing"),
        ("id: a, cost: 1, widen: {services: [margate-utc], areas: [tanet]}", "did you mean `thanet`?"),
        ("id: a, cost: 1, widen: {services: [margate-utc], dispositions: [Dx9999]}", "no disposition `Dx9999`"),
        ("id: a, cost: 1, widen: {services: [margate-utc], ages: [9-1]}", "ends before it begins"),
        ("id: a, cost: 1, open: {like: nobody, at: [{postcode: CT9}]}", "there is no service `nobody`"),
        ("id: a, cost: 1, open: {like: margate-utc, at: [{postcode: ZZ9}]}", "there is no place `ZZ9`"),
        ("id: a, cost: 1, open: {like: margate-utc, at: [{}]}", "a site without a place"),
        ("id: a, cost: 1, price: 3", "price"),
    ],
)
def test_a_faulty_candidate_is_told_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    _, problems = read(tmp_path, f"format: 1\ncandidates:\n  - {{{text}}}\n")
    assert any(said in one and one.startswith("remedies.yaml:3:") for one in problems), problems


def test_ids_are_given_once_and_a_file_has_candidates(tmp_path: Path) -> None:
    one = "  - {id: a, cost: 1, widen: {services: [margate-utc], ages: [0-15]}}\n"
    assert any(
        "the candidate `a` is given twice" in each for each in read(tmp_path, f"format: 1\ncandidates:\n{one}{one}")[1]
    )
    assert read(tmp_path, "format: 1\n")[1]
    assert read(tmp_path, "[")[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "coast")
    (tmp_path / "needs.csv").write_text(NEEDS_CSV, encoding="utf-8")
    (tmp_path / "remedies.yaml").write_text(SHIPPED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


ASKED = ["gaps", "-d", "coast", "--allow-unsigned", "--needs", "needs.csv", "--weeks", "1", "--remedy", "remedies.yaml"]


def test_without_the_solver_the_command_says_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covering, "find_spec", lambda _: None)
    result = CliRunner().invoke(app, ASKED)
    assert result.exit_code == 2
    assert "choosing remedies needs the solver HiGHS" in result.stderr
    assert "pip install 'dos-router[remedy]'" in result.stderr
    assert (home / "remedies.yaml").is_file()


def test_faulty_files_and_kinds_end_the_command(home: Path) -> None:
    (home / "remedies.yaml").write_text("format: 1\ncandidates: [{id: a, cost: 1}]\n", encoding="utf-8")
    assert CliRunner().invoke(app, ASKED).exit_code == 1
    (home / "remedies.yaml").write_text(SHIPPED, encoding="utf-8")
    result = CliRunner().invoke(app, [*ASKED, "--kind", "unreachable"])
    assert result.exit_code == 2
    assert "gaps of these kinds are not closed by candidates" in result.stderr


def test_what_is_left_can_be_asked_to_fail(home: Path) -> None:
    pytest.importorskip("scipy")
    result = CliRunner().invoke(app, [*ASKED, "--kind", "no-service", "--fail-on", "no-service"])
    assert result.exit_code == 1
    assert "no candidate closes them" in result.stdout
    assert home.is_dir()


def test_money_is_told_with_its_hundredths_where_it_has_some() -> None:
    assert [money(25_000_000), money(1250), money(5)] == ["250,000", "12.50", "0.05"]

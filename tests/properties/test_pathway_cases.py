"""The look at every case of a pathway agrees with asking every patient every question, on made-up pathways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from made_pathways import made_pathways

from dos_router.analysis.gaps.needs import Need, need_for, needs_of
from dos_router.analysis.pathway_cases import Arrival, PathwayCases, cases_of
from dos_router.analysis.pathway_conditions import conditions
from dos_router.analysis.pathway_needs import needs_of_all
from dos_router.analysis.pathway_outcomes import outcomes_of
from dos_router.diagnostics import Location
from dos_router.loading.pathways import load_pathways
from dos_router.model.ages import parse_age_range
from dos_router.model.pathway import Case, Decision, Ending, Pathway, Patient, Question, SafetyRule
from dos_router.reference import load_reference
from dos_router.routing.triage import Asking, Course, Ended, Taken, Walk, advance, conclude, walk_through

REFERENCE, _ = load_reference()
SHIPPED = load_pathways(Path(__file__).parents[2] / "pathways", REFERENCE).pathways

End = tuple[object, str, tuple[str, ...]]


def walks(pathway: Pathway, patient: Patient) -> Iterator[tuple[Walk, dict[str, str]]]:
    """Yield every walk of a patient through one pathway, to its exit, with the answers given."""
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        answers = waiting.pop()
        walk = walk_through(pathway, patient, answers)
        if isinstance(walk.stop, Question):
            waiting += [{**answers, walk.stop.id: choice.say} for choice in walk.stop.choices]
        else:
            yield walk, answers


def edges(*asked: Pathway) -> list[int]:
    """Return ages on either side of each that some condition, or whom a pathway is for, names."""
    ranges = [ages for one in asked for case in conditions(one) for ages in case.ages]
    ranges += [ages for one in asked for ages in one.ages]
    days = {0, 12_000, 40_000}
    days |= {edge for ages in ranges for edge in (ages.low - 1, ages.low, ages.high, (ages.high or 0) + 1) if edge}
    return sorted(day for day in days if day >= 0)


def patients(*asked: Pathway) -> list[Patient]:
    everyone = [Patient(days, sex) for days in edges(*asked) for sex in ("female", "male", "indeterminate")]
    return [patient for patient in everyone if asked[-1].takes(patient)]


def stand_in(cases: PathwayCases, patient: Patient) -> int:
    """Return the number of the patient that stands for one: of the same sex, the oldest not older."""
    like = [number for number, one in enumerate(cases.patients) if one.sex == patient.sex]
    return max(number for number in like if cases.patients[number].age_days <= patient.age_days)


def plain_fired(pathway: Pathway, steps: list[Taken]) -> set[tuple[str, int | None]]:
    """Return steps taken, decisions with the number of the rule that was taken."""
    found: set[tuple[str, int | None]] = set()
    for step in steps:
        decision = pathway.steps[step.step]
        rules = decision.rules if isinstance(decision, Decision) else ()
        found.add((step.step, next((number for number, rule in enumerate(rules) if rule.at == step.at), None)))
    return found


def plain_end(pathway: Pathway, patient: Patient, walk: Walk) -> End | None:
    if not isinstance(walk.stop, Ending):
        return None
    result = conclude(Course(patient=patient, asked=(pathway,)).after(pathway, walk), walk.stop, REFERENCE)
    return walk.stop.at, result.disposition, result.discriminators


@given(pathway=made_pathways(REFERENCE))
def test_every_patient_comes_to_the_same_steps_rules_and_ends(pathway: Pathway) -> None:
    cases = cases_of(pathway)
    outcomes = list(outcomes_of(cases, REFERENCE))
    for patient in patients(pathway):
        number = stand_in(cases, patient)
        every = [walk for walk, _ in walks(pathway, patient)]
        fired = {one for walk in every for one in plain_fired(pathway, walk.steps)}
        ends = {end for walk in every if (end := plain_end(pathway, patient, walk))}
        assert fired == {(one.arrival.step, one.rule) for one in cases.departures if one.who >> number & 1}
        assert ends == {
            (one.departure.leads.at, one.disposition, one.discriminators) for one in outcomes if one.who >> number & 1
        }


@given(pathway=made_pathways(REFERENCE))
def test_a_route_told_is_one_that_its_patient_can_take(pathway: Pathway) -> None:
    cases = cases_of(pathway)
    for arrivals in cases.arrivals.values():
        for arrival in arrivals:
            walk = walk_through(pathway, cases.patient(arrival.who), dict(said_before(arrival)))
            taken = [step.step for step in walk.steps]
            came = taken.index(arrival.step) if arrival.step in taken else len(taken)
            assert arrival.step in taken or (isinstance(walk.stop, Question) and walk.stop.id == arrival.step)
            assert arrival.route() == " → ".join(f"{step.step}: {step.said}" for step in walk.steps[:came])


def said_before(arrival: Arrival) -> Iterator[tuple[str, str]]:
    while arrival.before is not None:
        yield arrival.before.step, arrival.said
        arrival = arrival.before


@given(pathway=made_pathways(REFERENCE), data=st.data())
def test_leaving_a_question_out_leaves_the_routes_that_never_put_it(pathway: Pathway, data: st.DataObject) -> None:
    without = data.draw(st.sampled_from(sorted(pathway.steps)))
    around = cases_of(pathway, frozenset({without}))
    found = {(one.arrival.step, one.rule) for one in around.departures}
    plain: set[tuple[str, int | None]] = set()
    for patient in patients(pathway):
        for walk, _ in walks(pathway, patient):
            asked = [step.step for step in walk.steps]
            before = walk.steps[: asked.index(without)] if without in asked else walk.steps
            plain |= plain_fired(pathway, before)
    assert found == plain


GROWN = parse_age_range("16+")
RAISES_GROWN = SafetyRule(
    Case(at=Location("made.yaml"), written="age is 16+", ages=(GROWN,)),
    Ending("Dx022", Location("made.yaml")),
    Location("made.yaml"),
)


@st.composite
def made_sets(draw: st.DrawFn) -> dict[str, Pathway]:
    """Return a pathway with up to two that it asks first, some only of grown patients; some raise what they end in."""
    first = [f"check{number}" for number in range(draw(st.integers(0, 2)))]
    found: dict[str, Pathway] = {}
    for name in first:
        shared = draw(made_pathways(REFERENCE, name=name, shared=True))
        ages = draw(st.sampled_from(((), (GROWN,))))
        found[name] = replace(shared, symptom_group=draw(st.sampled_from((None, "SG9000"))), ages=ages)
    chosen = draw(made_pathways(REFERENCE))
    more = draw(st.sampled_from(((), (RAISES_GROWN,))))
    found["made"] = replace(chosen, first=tuple(first), always=(*chosen.always, *more))
    return found


def plain_needs(pathways: Mapping[str, Pathway]) -> set[Need]:
    """Return the needs of every route of every patient, one question after the other."""
    found: set[Need] = set()
    asked = [*(pathways[name] for name in pathways["made"].first), pathways["made"]]
    for patient in patients(*asked):
        waiting: list[dict[tuple[str, str], str]] = [{}]
        while waiting:
            said = waiting.pop()
            came = advance(pathways, "made", patient, answers=said, reference=REFERENCE)
            if isinstance(came, Ended):
                end = came.result
                if REFERENCE.dispositions[end.disposition].search and end.symptom_group and end.discriminators:
                    found.add(need_for(end.disposition, end.symptom_group, end.discriminators))
            else:
                assert isinstance(came, Asking)
                key = (came.pathway.id, came.question.id)
                waiting += [{**said, key: choice.say} for choice in came.question.choices]
    return found


@given(pathways=made_sets())
def test_needs_are_those_of_every_route(pathways: dict[str, Pathway]) -> None:
    assert set(needs_of_all(pathways, REFERENCE)) == plain_needs(pathways)


def test_needs_of_the_shipped_pathways_are_those_that_gaps_are_looked_for_in() -> None:
    assert needs_of_all(SHIPPED, REFERENCE) == needs_of(SHIPPED, REFERENCE)


def conditions_met(pathway: Pathway) -> Iterator[str]:
    """Yield what a made-up pathway holds of all that the look at every case must get right."""
    cases = cases_of(pathway)
    fired = {(one.arrival.step, one.rule) for one in cases.departures}
    for name in cases.arrivals:
        step = pathway.steps[name]
        rules = step.rules if isinstance(step, Decision) else ()
        if any((name, number) not in fired for number in range(len(rules))):
            yield "a rule fires for nobody"
    if len(cases.arrivals) < len(pathway.steps):
        yield "a step is not reached"
    raised = [one for one in outcomes_of(cases, REFERENCE) if one.raised]
    doubtful = sum(1 << number for number, one in enumerate(cases.patients) if one.sex == "indeterminate")
    if raised:
        yield "a safety rule raises"
    if any(one.raised and one.raised.case.sexes and one.who & doubtful for one in raised):
        yield "doubt about the sex raises"
    if any(len({one.values for one in arrivals}) > 1 for arrivals in cases.arrivals.values()):
        yield "values are told apart"


MET = {
    "a rule fires for nobody",
    "a step is not reached",
    "a safety rule raises",
    "doubt about the sex raises",
    "values are told apart",
}


def test_the_pathways_made_up_meet_every_condition() -> None:
    found: set[str] = set()

    @given(pathway=made_pathways(REFERENCE))
    def meet(pathway: Pathway) -> None:
        found.update(conditions_met(pathway))

    meet()
    assert found == MET

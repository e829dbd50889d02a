"""Laws of triage (I17 to I20): on every route of the shipped pathways, and on pathways made up at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pathways import made_pathways

from dos_router.loading.pathways import load_pathways
from dos_router.model.pathway import Decision, Pathway, Patient, Question
from dos_router.reference import load_reference
from dos_router.routing.triage import OTHERWISE, Asking, Ended, Result, advance

REFERENCE, _ = load_reference()
SHIPPED = load_pathways(Path(__file__).parents[2] / "pathways", REFERENCE).pathways
CHOSEN = sorted(name for name, pathway in SHIPPED.items() if not pathway.is_shared)

Said = dict[tuple[str, str], str]
Route = tuple[Patient, Said, Result]
Call = tuple[dict[str, Pathway], Patient, list[int]]


def routes(pathways: Mapping[str, Pathway], chosen: str, patient: Patient) -> Iterator[Route]:
    """Yield every way through a pathway and those asked before it: what was answered, and the result."""
    waiting: list[Said] = [{}]
    while waiting:
        said = waiting.pop()
        came = advance(pathways, chosen, patient, answers=said, reference=REFERENCE)
        if isinstance(came, Ended):
            yield patient, said, came.result
        else:
            assert isinstance(came, Asking)
            key = (came.pathway.id, came.question.id)
            assert key not in said, "no question is put twice"
            waiting += [{**said, key: choice.say} for choice in came.question.choices]


def patients(asked: list[Pathway]) -> list[Patient]:
    """Return a patient on either side of each age that some rule names, of each sex, whom the last one is for."""
    edges = {0, 12_000, 33_000}
    for pathway in asked:
        cases = [rule.case for step in pathway.steps.values() if isinstance(step, Decision) for rule in step.rules]
        cases += [rule.case for rule in pathway.always]
        ranges = [ages for case in cases if case for ages in case.ages] + list(pathway.ages)
        edges |= {edge for ages in ranges for edge in (ages.low - 1, ages.low, ages.high, (ages.high or 0) + 1) if edge}
    sexes = ("female", "male", "indeterminate")
    everyone = [Patient(days, sex) for days in sorted(edges) if days >= 0 for sex in sexes]
    return [patient for patient in everyone if asked[-1].takes(patient)]


def is_emergency(code: str) -> bool:
    found = REFERENCE.dispositions[code]
    return found.dispatch or found.emergency


def weight(code: str) -> tuple[bool, int]:
    """Return how little pressing a disposition is: no emergency, and then how little urgent."""
    return not is_emergency(code), REFERENCE.dispositions[code].urgency


def asked_of(pathways: Mapping[str, Pathway], chosen: str, patient: Patient) -> list[Pathway]:
    first = [pathways[name] for name in pathways[chosen].first]
    return [*(pathway for pathway in first if pathway.takes(patient)), pathways[chosen]]


@pytest.fixture(scope="module", params=CHOSEN)
def every_route(request: pytest.FixtureRequest) -> list[Route]:
    chosen: str = request.param
    asked = [*(SHIPPED[name] for name in SHIPPED[chosen].first), SHIPPED[chosen]]
    return [route for patient in patients(asked) for route in routes(SHIPPED, chosen, patient)]


def test_the_shipped_pathways_are_all_here() -> None:
    assert len(CHOSEN) >= 20


def test_every_shipped_route_ends_within_its_questions_in_one_disposition(every_route: list[Route]) -> None:
    """I17."""
    for patient, said, result in every_route:
        questions = sum(len(pathway.questions) for pathway in asked_of(SHIPPED, result.pathway, patient))
        assert len(said) <= questions
        assert result.disposition in REFERENCE.dispositions


def test_every_shipped_end_that_is_searched_can_be(every_route: list[Route]) -> None:
    for _, _, result in every_route:
        if REFERENCE.dispositions[result.disposition].search:
            assert result.symptom_group
            assert result.discriminators


def test_every_shipped_red_flag_ends_in_dispatch_or_emergency_treatment(every_route: list[Route]) -> None:
    """I18, of the alarming answers and of "not sure" to their questions."""
    raised = 0
    for _, _, result in every_route:
        if any(step.red_flag for step in result.steps):
            raised += 1
            assert is_emergency(result.disposition)
        for step in result.not_sure:
            question = SHIPPED[step.pathway].steps[step.step]
            assert isinstance(question, Question)
            assert step.red_flag is question.has_red_flag
    assert raised


def test_on_every_shipped_route_silence_ends_nothing(every_route: list[Route]) -> None:
    """I19: where "not sure" is taken for the worst, no answer at all brings no end."""
    for patient, said, result in every_route[:400]:
        for pathway_id, question_id in said:
            silent = {key: text for key, text in said.items() if key != (pathway_id, question_id)}
            came = advance(SHIPPED, result.pathway, patient, answers=silent, reference=REFERENCE)
            assert isinstance(came, Asking)
            assert (came.pathway.id, came.question.id) == (pathway_id, question_id)


def test_every_shipped_route_to_a_lesser_end_passes_every_red_flag_question(every_route: list[Route]) -> None:
    """I20."""
    for patient, _, result in every_route:
        if is_emergency(result.disposition):
            continue
        passed = {(step.pathway, step.step) for step in result.steps}
        for pathway in asked_of(SHIPPED, result.pathway, patient):
            assert passed >= {(pathway.id, q.id) for q in pathway.questions if q.has_red_flag}


def test_every_shipped_safety_rule_holds_on_every_route(every_route: list[Route]) -> None:
    for patient, _, result in every_route:
        for pathway in asked_of(SHIPPED, result.pathway, patient):
            for rule in pathway.always:
                if rule.case.holds(patient, result.values.get(pathway.id, {})):
                    assert weight(result.disposition) <= weight(rule.at_least.disposition)


PATIENTS = st.builds(Patient, st.integers(0, 40_000), st.sampled_from(("female", "male", "indeterminate")))


@st.composite
def made_calls(draw: st.DrawFn) -> Call:
    """Return a made-up pathway, perhaps with another asked before it, a patient, and which answers to give."""
    chosen = draw(made_pathways(REFERENCE))
    pathways = {"made": chosen}
    if draw(st.booleans()):
        pathways["before"] = draw(made_pathways(REFERENCE, name="before", shared=True))
        pathways["made"] = replace(chosen, first=("before",))
    return pathways, draw(PATIENTS), draw(st.lists(st.integers(0, 9), min_size=20, max_size=20))


def answer(pathways: Mapping[str, Pathway], patient: Patient, picks: list[int]) -> tuple[Said, Result]:
    """Answer each question as it is put, with the answer that is picked."""
    said: Said = {}
    for pick in picks:
        came = advance(pathways, "made", patient, answers=said, reference=REFERENCE)
        if isinstance(came, Ended):
            return said, came.result
        assert isinstance(came, Asking)
        said[came.pathway.id, came.question.id] = came.question.choices[pick % len(came.question.choices)].say
    pytest.fail("it never ends")


def test_the_made_up_calls_reach_every_kind_of_step_and_end() -> None:
    reached: set[str] = set()

    @given(made_calls())
    def look(call: Call) -> None:
        _, result = answer(*call)
        reached.update("a decision" if step.asked is None else "a question" for step in result.steps)
        reached.update("red flag" for step in result.steps if step.red_flag)
        reached.update("doubt about a red flag" for step in result.not_sure if step.red_flag)
        reached.update("harmless doubt" for step in result.not_sure if not step.red_flag)
        reached.update("a rule" for step in result.steps if step.asked is None and step.said != OTHERWISE)
        reached.add("raised" if result.raised else "not raised")
        reached.add("searched" if REFERENCE.dispositions[result.disposition].search else "not searched")
        reached.add(f"ended in {result.ended_in}")
        reached.add(f"passed {result.steps[0].pathway}")

    look()
    assert reached == {
        "a question", "a decision", "a rule", "red flag", "doubt about a red flag", "harmless doubt",
        "raised", "not raised", "searched", "not searched",
        "passed made", "passed before", "ended in made", "ended in before",
    }  # fmt: skip


@given(made_calls())
def test_any_pathway_ends_within_its_questions_in_one_of_its_ends(call: Call) -> None:
    """I17."""
    pathways, patient, picks = call
    said, result = answer(pathways, patient, picks)
    assert len(said) <= sum(len(pathway.questions) for pathway in pathways.values())
    ends = [ending for pathway in pathways.values() for ending in pathway.endings()]
    raised = [rule.at_least for pathway in pathways.values() for rule in pathway.always]
    assert result.disposition in {ending.disposition for ending in ends + raised}
    assert (result.raised is None) or result.raised.rule.at_least in raised


@given(made_calls())
def test_any_red_flag_ends_in_dispatch_or_emergency_treatment(call: Call) -> None:
    """I18: also of "not sure" to a question with a red flag."""
    _, result = answer(*call)
    for step in result.steps:
        question = call[0][step.pathway].steps[step.step]
        if step.red_flag or (step.not_sure and isinstance(question, Question) and question.has_red_flag):
            assert is_emergency(result.disposition)


@given(made_calls())
def test_silence_never_ends_anything(call: Call) -> None:
    """I19."""
    pathways, patient, picks = call
    said, _ = answer(pathways, patient, picks)
    for key in said:
        silent = {other: text for other, text in said.items() if other != key}
        came = advance(pathways, "made", patient, answers=silent, reference=REFERENCE)
        assert isinstance(came, Asking)
        assert (came.pathway.id, came.question.id) == key


@given(made_calls())
def test_an_end_is_never_less_urgent_than_a_safety_rule_that_holds(call: Call) -> None:
    pathways, patient, picks = call
    _, result = answer(pathways, patient, picks)
    for pathway in pathways.values():
        for rule in pathway.always:
            if rule.case.holds(patient, result.values.get(pathway.id, {})):
                assert weight(result.disposition) <= weight(rule.at_least.disposition)


@given(made_calls())
def test_only_the_answers_to_questions_come_to_matter_and_not_their_order(call: Call) -> None:
    pathways, patient, picks = call
    said, result = answer(pathways, patient, picks)
    more = {(pathway.id, q.id): q.choices[0].say for pathway in pathways.values() for q in pathway.questions}
    backwards = dict(reversed({**more, ("elsewhere", "s0"): "a", **said}.items()))
    assert advance(pathways, "made", patient, answers=backwards, reference=REFERENCE) == Ended(result)


@given(made_calls())
def test_going_back_is_to_leave_out_the_last_answer(call: Call) -> None:
    pathways, patient, picks = call
    said, result = answer(pathways, patient, picks)
    for count, key in enumerate(said):
        earlier = dict(list(said.items())[:count])
        came = advance(pathways, "made", patient, answers=earlier, reference=REFERENCE)
        assert isinstance(came, Asking)
        assert (came.pathway.id, came.question.id) == key
        assert came.so_far == result.steps[: len(came.so_far)]

"""The router and a plain restatement of the page agree, offer for offer (routing.md 10, first law)."""

from __future__ import annotations

from facts import explained, facts, plain, plain_facts
from generator import Situation, situations
from hypothesis import given, settings
from plain_request import Asked
from seen import Seen

import dos_router
from dos_router.model.answer import Result


@given(situations())
@settings(max_examples=settings.default.max_examples * 2)
def test_the_router_and_a_plain_restatement_of_the_page_agree(situation: Situation) -> None:
    assert facts(explained(situation)) == plain_facts(plain(situation))


def test_they_agree_on_a_sample_that_reaches_every_corner(seen: list[Seen]) -> None:
    for one in seen:
        assert facts(one.found) == plain_facts(one.answer), one.situation


def test_they_agree_on_what_was_asked(seen: list[Seen]) -> None:
    for one in seen:
        found, asked = one.found.explanation, one.answer.asked
        if found is None or asked.faults or asked.missing:
            continue
        for name, value in asked_for(asked).items():
            assert getattr(found.answer.request, name) == value, (name, one.situation)


def asked_for(asked: Asked) -> dict[str, object]:
    """Return a call as the plain restatement reads it, by the names of dos_router's request."""
    return {
        "at": asked.at,
        "disposition": asked.disposition,
        "asked": asked.asked,
        "point": asked.point,
        "postcode": asked.postcode,
        "place_by": asked.place_by,
        "area": asked.area,
        "age_days": asked.age,
        "sex": asked.sex,
        "symptom_group": asked.group,
        "symptom_discriminators": tuple(asked.discriminators),
        "practice": asked.practice,
        "distance": None if asked.kilometres is None else int(asked.kilometres * 1000),
        "force_distance": asked.forced,
        "role": asked.role,
        "patient": asked.patient,
    }


def test_they_agree_on_every_check_that_every_service_fails(seen: list[Seen]) -> None:
    for one in seen:
        found = one.found.explanation
        if found is None or not one.answer.failing:
            continue
        planned = {offer.id for offer in one.answer.offers if offer.rank is None and one.answer.outcome == "routed"}
        failing = {verdict.service.id: [failure.check for failure in verdict.failures] for verdict in found.verdicts}
        expected = {name: [] if name in planned else checks for name, checks in one.answer.failing.items()}
        assert {name: set(checks) for name, checks in failing.items()} == {
            name: set(checks) for name, checks in expected.items()
        }, one.situation


def test_they_agree_on_what_became_of_every_service(seen: list[Seen]) -> None:
    for one in seen:
        found = one.found.explanation
        if found is None or not one.answer.failing:
            continue
        results = {verdict.service.id: verdict.result for verdict in found.verdicts}
        searched = [offer.id for offer in one.answer.offers if one.answer.outcome == "routed"]
        assert {name for name, result in results.items() if result is Result.OFFERED} == set(searched), one.situation
        assert {name for name, result in results.items() if result is Result.TRIMMED} == set(one.answer.trimmed), (
            one.situation
        )
        near = {name for name, result in results.items() if result is Result.NEAR_MISS}
        assert near == {name for name, _ in one.answer.near_misses}, one.situation


@given(situations())
def test_route_is_the_answer_of_explain(situation: Situation) -> None:
    found = explained(situation)
    routed = dos_router.route(situation.call, situation.directory, situation.plans)
    assert routed.answer == (found.explanation.answer if found.explanation else None)
    assert routed.problems == found.problems
    assert bool(routed.problems) == (routed.answer is None)

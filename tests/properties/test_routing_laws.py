"""The laws of routing.md 10 and safety.md that hold of one answer, whatever is asked of whatever directory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

from facts import answer, candidates, explained, explanation, facts, ids
from generator import AREAS, PLANNED, SEARCHES, UNSEARCHED, VALIDATED, Situation, situations
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_hours import ALWAYS
from made_services import PROVIDER
from plain_hours import moments_showing, wall_of
from plain_request import read_call
from plain_search import Look
from seen import Seen

from dos_router.diagnostics import Location
from dos_router.model.answer import Answer, Explanation, Offer, Outcome, Result
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, VALIDATION_TYPES, Service
from dos_router.model.symptoms import Symptoms

SEARCHED = {Outcome.ROUTED, Outcome.CATCH_ALL, Outcome.NO_SERVICE}


def answers(seen: list[Seen], *outcomes: Outcome) -> Iterator[tuple[Situation, Explanation, Answer]]:
    """Yield what was understood, of these outcomes where any are named."""
    for one in seen:
        found = one.found.explanation
        if found is not None and (not outcomes or found.answer.outcome in outcomes):
            yield one.situation, found, found.answer


def searched_offers(found: Answer) -> list[Offer]:
    """Return the offers of the search itself: not by a care plan, not as catch-all."""
    return [offer for offer in found.offers if offer.rank is not None]


def look_of(situation: Situation, found: Answer) -> Look:
    """Return the plain search for the disposition that the answer searched."""
    asked = read_call(situation.call, situation.directory)
    return Look(situation.directory, asked, found.validated_by or found.request.disposition)


def test_i05_outcome_and_offers_agree(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen):
        if found.outcome in {Outcome.ROUTED, Outcome.CATCH_ALL}:
            assert found.offers, situation
        if found.outcome in {Outcome.NO_SERVICE, Outcome.NO_SEARCH}:
            assert not found.offers, situation
            assert found.message, situation
        if found.outcome is Outcome.DISPATCH:
            assert found.offers or "999" in (found.message or ""), situation


def test_a_call_is_either_answered_or_refused_with_the_reason(seen: list[Seen]) -> None:
    for one in seen:
        assert (one.found.explanation is None) == bool(one.found.problems), one.situation
        assert all(problem.is_error and problem.message for problem in one.found.problems), one.situation


def test_each_call_has_just_one_outcome_and_together_they_are_all_calls(seen: list[Seen]) -> None:
    outcomes = Counter(found.answer.outcome if (found := one.found.explanation) else Outcome.REJECTED for one in seen)
    assert outcomes.keys() == set(Outcome)
    assert sum(outcomes.values()) == len(seen)


def test_i01_every_searched_offer_is_profiled_for_what_was_asked(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen):
        request = found.request
        for offer in searched_offers(found):
            assert (found.validated_by or request.disposition) in offer.service.dispositions, situation
            for code in request.symptom_discriminators:
                assert offer.service.symptoms.has(request.symptom_group or "", code), situation


def test_every_searched_offer_passes_every_check_and_every_near_miss_fails_just_one(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen, *SEARCHED):
        look = look_of(situation, found)
        for offer in searched_offers(found):
            assert look.first_pass(offer.service) == look.second_pass(offer.service) == [], situation
        for miss in found.near_misses:
            assert look.first_pass(miss.service) == [], situation
            assert look.second_pass(miss.service) == [miss.failure.check], situation


def test_i02_a_dispatch_offers_its_ambulances_only_or_a_validating_clinician(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen):
        known = situation.directory.reference.dispositions[found.request.disposition]
        if known.dispatch and found.outcome is Outcome.DISPATCH:
            assert {offer.service.type for offer in found.offers} <= {AMBULANCE}, situation
        elif known.dispatch:
            assert found.outcome is Outcome.ROUTED, situation
            assert found.validated_by == known.validated_by, situation
            assert known.family in {"ambulance cat3", "ambulance cat4"}, situation
            assert {offer.service.type for offer in found.offers} <= VALIDATION_TYPES, situation


def test_no_search_ever_offers_an_ambulance_unless_a_plan_does(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen, *SEARCHED):
        assert AMBULANCE not in {offer.service.type for offer in searched_offers(found)}, situation


def test_i06_a_catch_all_appears_only_when_nothing_else_is_left(seen: list[Seen]) -> None:
    for situation, explained_as, found in answers(seen, Outcome.CATCH_ALL, Outcome.NO_SERVICE):
        assert candidates(explained_as) == [], situation
        assert len(found.offers) <= 2, situation
        assert {offer.service.type for offer in found.offers} <= {EMERGENCY_DEPARTMENT}, situation
        doubts = [offer.note is not None for offer in found.offers]
        assert doubts == sorted(doubts), situation  # those that are fit come first, the others are marked


def test_i22_offered_are_just_those_without_a_reason_before_the_cut(seen: list[Seen]) -> None:
    for situation, explained_as, found in answers(seen, Outcome.ROUTED):
        results = {verdict.service.id: verdict.result for verdict in explained_as.verdicts}
        assert list(results) == sorted(situation.directory.services), situation
        assert set(ids(found)) == {name for name, result in results.items() if result is Result.OFFERED}, situation
        for verdict in explained_as.verdicts:
            assert (verdict.failures == ()) == (verdict.result in {Result.OFFERED, Result.TRIMMED}), situation


def test_what_is_trimmed_is_of_a_type_that_has_its_share(seen: list[Seen]) -> None:
    for situation, explained_as, found in answers(seen, Outcome.ROUTED):
        look = look_of(situation, found)
        kinds = [offer.service.type for offer in searched_offers(found)]
        trimmed = {verdict.service.type for verdict in explained_as.verdicts if verdict.result is Result.TRIMMED}
        assert all(kinds.count(kind) <= look.keep(kind) for kind in kinds), situation
        assert all(kinds.count(kind) == look.keep(kind) for kind in trimmed), situation


def test_what_a_plan_offers_comes_first_and_what_it_bars_never_comes(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen):
        plan, names = found.care_plan, ids(found)
        if plan is None:
            continue
        assert plan.in_force(found.request.at), situation
        planned = [name for name in plan.offer if name in names and found.outcome is Outcome.ROUTED]
        assert names[: len(planned)] == planned, situation
        assert plan.bar_types.isdisjoint(offer.service.type for offer in found.offers), situation
        assert plan.bar_types.isdisjoint(miss.service.type for miss in found.near_misses), situation
        if found.outcome is Outcome.NO_SERVICE and plan.contact:
            assert found.message == plan.contact, situation


def test_an_answer_outside_the_validity_or_without_a_defective_record_is_marked(seen: list[Seen]) -> None:
    for situation, _, found in answers(seen):
        rules = {warning.rule for warning in found.warnings}
        start, end = situation.directory.valid
        assert ("outside-validity" in rules) == (not start <= found.request.at < end), situation
        assert ("quarantined" in rules) == bool(situation.directory.quarantined), situation


def understood(situation: Situation) -> Answer:
    """Return the answer to a call, passing over those that are refused."""
    found = answer(situation)
    assume(found is not None)
    assert found is not None
    return found


@given(situations(UNSEARCHED))
def test_i02_nothing_in_a_directory_stops_a_dispatch(situation: Situation) -> None:
    assume(understood(situation).outcome is Outcome.DISPATCH)
    nothing = replace(situation.directory, services=MappingProxyType({}), capacity=MappingProxyType({}))
    assert understood(replace(situation, directory=nothing)).outcome is Outcome.DISPATCH


@given(situations(UNSEARCHED))
def test_a_dispatch_and_no_search_need_only_the_moment_and_the_disposition(situation: Situation) -> None:
    found = understood(situation)
    assume(found.outcome in {Outcome.DISPATCH, Outcome.NO_SEARCH})
    bare = situation.asking(
        postcode="not a place",
        easting=None,
        northing=None,
        age="-1",
        sex="?",
        symptom_group=None,
        symptom_discriminators=(),
        distance_km="0",
        role="nobody",
        area="nowhere",
        practice=None,
        patient=None,
    )
    told = understood(bare)
    assert told.outcome is found.outcome
    assert told.reason


@given(situations(SEARCHES))
def test_i04_a_place_with_an_emergency_department_always_has_an_answer(situation: Situation) -> None:
    department = Service(
        id="zz-ed", name="an emergency department", type=EMERGENCY_DEPARTMENT, provider=PROVIDER, opening=ALWAYS,
        at=Location("services/all.yaml", 99), point=understood(situation).request.point,
    )  # fmt: skip
    assert understood(replace(situation.but(department), plans={})).outcome in {Outcome.ROUTED, Outcome.CATCH_ALL}


CURES: dict[str, Callable[[Service], Service]] = {
    "status": lambda one: replace(one, status="active"),
    "type": lambda one: replace(one, type="pharmacy"),
    "distance": lambda one: replace(one, point=None),
    "symptom-group": lambda one: replace(one, symptoms=Symptoms(everything=True)),
    "sex": lambda one: replace(one, sexes=frozenset({"female", "male"})),
    "practice": lambda one: replace(one, practices=frozenset()),
    "capacity": lambda one: replace(one, id=f"{one.id}-green"),  # no row of capacity.csv is its own
    "discriminator": lambda one: replace(one, symptoms=Symptoms(everything=True)),
    "role": lambda one: replace(one, roles=frozenset()),
    "age": lambda one: replace(one, ages=()),
    "hours": lambda one: replace(one, opening=ALWAYS),
    "only-if-open": lambda one: replace(one, only_if_open=None),
    "area": lambda one: replace(one, limited_to=frozenset()),
}
BRINGS = {"symptom-group": {"discriminator"}, "discriminator": {"symptom-group"}, "hours": {"only-if-open"}}


@given(situations(SEARCHES), st.data())
def test_i23_removing_one_obstacle_removes_that_reason_and_no_other(situation: Situation, data: st.DataObject) -> None:
    situation = situation.ordinary()
    found = understood(situation)
    failing = {
        verdict.service.id: {failure.check for failure in verdict.failures}
        for verdict in explanation(situation).verdicts
    }
    obstacles = sorted((name, check) for name, checks in failing.items() for check in checks)
    assume(obstacles)
    name, check = data.draw(st.sampled_from(obstacles))
    service = situation.directory.services[name]
    code = frozenset({found.request.disposition})
    cured = (
        replace(service, dispositions=service.dispositions | code) if check == "disposition" else CURES[check](service)
    )
    after = {
        verdict.service.id: {one.check for one in verdict.failures}
        for verdict in explanation(situation.but(cured)).verdicts
    }
    left = failing[name] - {check}
    assert left - BRINGS.get(check, set()) <= after[cured.id] <= left


@given(situations(SEARCHES))
def test_i10_the_bounds_of_an_age_range_are_in_and_a_day_beyond_them_is_out(situation: Situation) -> None:
    situation = situation.ordinary()
    for service in situation.directory.services.values():
        for ages in service.ages:
            for days in {
                max(ages.low - 1, 0),
                ages.low,
                *((ages.high, ages.high + 1) if ages.high is not None else ()),
            }:
                if days < 47_482:
                    failing = {
                        verdict.service.id: verdict.failures
                        for verdict in explanation(situation.asking(age=f"{days}d")).verdicts
                    }
                    fits = any(one.low <= days and (one.high is None or days <= one.high) for one in service.ages)
                    assert ("age" in [failure.check for failure in failing[service.id]]) == (not fits)


@given(situations(SEARCHES))
def test_i11_whoever_is_offered_for_indeterminate_sex_is_offered_for_either(situation: Situation) -> None:
    situation = situation.ordinary()
    by_sex = {
        sex: set(candidates(explanation(situation.asking(sex=sex)))) for sex in ("indeterminate", "female", "male")
    }
    assert by_sex["indeterminate"] <= by_sex["female"] & by_sex["male"]


@given(situations(SEARCHES))
def test_i12_an_unknown_area_has_the_candidates_of_every_area_and_is_marked(situation: Situation) -> None:
    nowhere = MappingProxyType({name: place._replace(area=None) for name, place in situation.directory.places.items()})
    situation = replace(situation.ordinary(), directory=replace(situation.ordinary().directory, places=nowhere)).asking(
        area=None
    )
    found = understood(situation)
    unknown = set(candidates(explanation(situation)))
    for area in AREAS:
        assert set(candidates(explanation(situation.asking(area=area)))) <= unknown
    assert "unknown-area" in [warning.rule for warning in found.warnings]
    assert not any(offer.promoted for offer in found.offers)


@given(situations())
def test_i15_a_moment_has_one_answer_however_it_is_written(situation: Situation) -> None:
    found = understood(situation)
    at, zone = found.request.at, situation.directory.zone
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=at)
    local = utc.astimezone(zone)
    ways = [
        utc.isoformat(),
        f"{utc:%Y-%m-%dT%H:%MZ}",
        local.isoformat(),
        utc.astimezone(timezone(timedelta(hours=5, minutes=45))).isoformat(),
    ]
    folded = situation.asking(at=f"{local:%Y-%m-%dT%H:%M}", repeated_hour=("first", "second")[local.fold])
    assert facts(explained(folded)) == facts(explained(situation))
    for way in ways:
        assert facts(explained(situation.asking(at=way, repeated_hour=None))) == facts(explained(situation))


@given(situations())
def test_a_local_time_that_comes_twice_is_refused_unless_it_is_said_which(situation: Situation) -> None:
    found = understood(situation)
    zone = situation.directory.zone
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=wall_of(found.request.at, zone))
    again = answer(situation.asking(at=f"{local:%Y-%m-%d %H:%M}", repeated_hour=None))
    assert (again is None) == (len(moments_showing(wall_of(found.request.at, zone), zone)) > 1)


@given(situations(PLANNED))
def test_a_plan_not_in_force_or_of_another_changes_nothing(situation: Situation) -> None:
    at = understood(situation).request.at
    over = tuple(replace(plan, valid=(at - 60, at)) for plan in situation.plans["ab12cd"])
    to_come = tuple(replace(plan, valid=(at + 1, at + 60)) for plan in situation.plans["ab12cd"])
    unplanned = facts(explained(replace(situation, plans={})))
    assert facts(explained(replace(situation, plans={"ab12cd": over + to_come}))) == unplanned
    assert facts(explained(replace(situation, plans={"another": situation.plans["ab12cd"]}))) == unplanned


@given(situations(UNSEARCHED))
def test_a_dispatch_is_never_touched_by_a_plan(situation: Situation) -> None:
    found = understood(situation)
    assume(situation.directory.reference.dispositions[found.request.disposition].dispatch)
    assert facts(explained(replace(situation, plans={}))) == facts(explained(situation))


@given(situations(VALIDATED))
@settings(max_examples=settings.default.max_examples * 2)
def test_validation_is_the_answer_only_where_it_has_offers(situation: Situation) -> None:
    validating = situation.but(policy=replace(situation.directory.policy, validate=True))
    found = understood(validating)
    if found.validated_by is None:
        plainly = situation.but(policy=replace(situation.directory.policy, validate=False))
        assert facts(explained(validating)) == facts(explained(plainly))
    else:
        ranked = [offer for offer in found.offers if offer.rank is not None]
        assert ranked or (found.care_plan and set(found.care_plan.offer) & {offer.service.id for offer in found.offers})
        assert {offer.service.type for offer in ranked} <= VALIDATION_TYPES
        assert {miss.service.type for miss in found.near_misses} <= VALIDATION_TYPES

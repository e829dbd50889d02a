"""The laws of routing.md 10 and safety.md that say what a change to a directory, or to a call, may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, TypeVar

import pytest
from as_files import Order, reloaded
from facts import answer, candidates, explained, explanation, facts, ids
from generator import SEARCHES, Situation, in_order, situations
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_hours import ALWAYS
from plain_request import read_call
from plain_search import Look

from dos_router.diagnostics import Location
from dos_router.model.answer import Outcome
from dos_router.model.directory import Directory
from dos_router.model.policy import Ranking
from dos_router.model.service import Provider, Service

T = TypeVar("T")
SEARCHED = {Outcome.ROUTED, Outcome.CATCH_ALL, Outcome.NO_SERVICE}


def backwards(items: Sequence[T]) -> list[T]:
    """Return them the other way round."""
    return list(reversed(items))


def rotated(items: Sequence[T]) -> list[T]:
    """Return them with the first one last."""
    return [*items[1:], *items[:1]]


def reordered(directory: Directory, order: Order) -> Directory:
    """Return a directory whose records are held in another order."""

    def turn(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
        return MappingProxyType(dict(order(list(mapping.items()))))

    policy = replace(
        directory.policy, distances=turn(directory.policy.distances), keep_by_type=turn(directory.policy.keep_by_type)
    )
    return replace(
        directory,
        services=turn(directory.services),
        commissioners=turn(directory.commissioners),
        areas=turn(directory.areas),
        places=turn(directory.places),
        holidays=turn(directory.holidays),
        capacity=turn(directory.capacity),
        policy=policy,
    )


@pytest.mark.parametrize("order", [backwards, rotated])
@given(situations())
def test_i07_the_order_of_records_changes_nothing(order: Order, situation: Situation) -> None:
    turned = facts(explained(replace(situation, directory=reordered(situation.directory, order))))
    as_they_were = facts(explained(situation))
    for found in (turned, as_they_were):
        found["near misses"] = sorted(found.get("near misses", []))
    assert turned == as_they_were


@pytest.mark.parametrize("order", [list, backwards, rotated])
@given(situations())
@settings(max_examples=settings.default.max_examples // 3)
def test_i07_the_order_of_files_and_of_records_in_files_changes_nothing(order: Order, situation: Situation) -> None:
    situation = replace(situation, directory=replace(situation.directory, quarantined=()))
    with TemporaryDirectory() as folder:
        loaded = reloaded(situation.directory, Path(folder), order)
    from_files, as_made = (facts(explained(one)) for one in (replace(situation, directory=loaded), situation))
    for found in (from_files, as_made):
        found.pop("ranking", None)  # the line in the file is another
    assert from_files == as_made


@given(situations(), st.data())
def test_i24_removing_a_service_not_offered_changes_nothing_else(situation: Situation, data: st.DataObject) -> None:
    before = facts(explained(situation))
    left = sorted(set(situation.directory.services) - {offer.id for offer in before.get("offers", ())})
    assume(left)
    name = data.draw(st.sampled_from(left))
    after = facts(explained(situation.without(name)))
    before["near misses"] = [miss for miss in before.get("near misses", ()) if miss[0] != name]
    assert {"near misses": [], **after} == before


@given(situations(SEARCHES), st.data())
def test_i24_removing_an_offered_service_changes_only_its_place(situation: Situation, data: st.DataObject) -> None:
    situation = situation.untrimmed()  # with trimming the next of its type would move up
    before = answer(situation)
    assume(
        before is not None
        and before.outcome is Outcome.ROUTED
        and sum(one.rank is not None for one in before.offers) > 1
    )
    name = data.draw(st.sampled_from(ids(before)))
    after = answer(situation.without(name))
    assert ids(after) == [one for one in ids(before) if one != name]


@given(situations(), st.data())
def test_i25_adding_a_service_never_empties_an_answer_nor_turns_it_into_a_catch_all(
    situation: Situation, data: st.DataObject
) -> None:
    assume(situation.directory.services)
    name = data.draw(st.sampled_from(sorted(situation.directory.services)))
    before, after = answer(situation.without(name)), answer(situation)
    assume(before is not None)
    assert before is not None
    assert after is not None
    if before.outcome is Outcome.ROUTED:
        assert after.outcome is Outcome.ROUTED
    if before.offers:
        assert after.offers


@given(situations(SEARCHES), st.data())
def test_i25_adding_a_service_removes_no_candidate(situation: Situation, data: st.DataObject) -> None:
    situation = situation.ordinary()
    assume(situation.directory.services and answer(situation) is not None)
    name = data.draw(st.sampled_from(sorted(situation.directory.services)))
    before = candidates(explanation(situation.without(name)))
    assert [one for one in candidates(explanation(situation)) if one != name] == before


@given(situations(SEARCHES))
def test_i26_widening_the_distance_removes_no_candidate(situation: Situation) -> None:
    situation = situation.ordinary()
    found = answer(situation)
    assume(found is not None and found.search is not None)
    assert found is not None
    assert found.search is not None
    metres = found.search.metres
    near = set(candidates(explanation(situation)))
    for kilometres in {min(99, -(-metres // 1000) + more) for more in (0, 1, 50)}:
        if kilometres * 1000 >= metres:
            assert near <= set(
                candidates(explanation(situation.asking(distance_km=f"{kilometres}", force_distance=True)))
            )


WIDER: dict[str, Callable[[Service], Service]] = {
    "hours": lambda one: replace(one, opening=ALWAYS),
    "ages": lambda one: replace(one, ages=()),
    "sexes": lambda one: replace(one, sexes=frozenset({"female", "male"})),
    "roles": lambda one: replace(one, roles=frozenset()),
    "areas": lambda one: replace(one, limited_to=frozenset()),
    "practices": lambda one: replace(one, practices=frozenset()),
    "only if open": lambda one: replace(one, only_if_open=None),
}


@pytest.mark.parametrize("limit", WIDER)
@given(situations(SEARCHES))
@settings(max_examples=settings.default.max_examples // 3)
def test_widening_what_services_take_removes_no_candidate(limit: str, situation: Situation) -> None:
    situation = situation.ordinary()
    assume(answer(situation) is not None)
    wider = situation.but(*(WIDER[limit](one) for one in situation.directory.services.values()))
    assert set(candidates(explanation(situation))) <= set(candidates(explanation(wider)))


@given(situations(SEARCHES))
def test_a_ranking_changes_the_order_and_the_trimming_never_who_qualifies(situation: Situation) -> None:
    assume(answer(situation) is not None)
    ranked, unranked = (
        explanation(situation),
        explanation(situation.but(policy=replace(situation.directory.policy, ranking=()))),
    )
    assert ranked.answer.outcome is unranked.answer.outcome
    assert candidates(ranked) == candidates(unranked)
    assert [(miss.service.id, miss.failure.check) for miss in ranked.answer.near_misses] == [
        (miss.service.id, miss.failure.check) for miss in unranked.answer.near_misses
    ]


@given(situations(SEARCHES))
def test_where_all_types_rank_alike_the_rest_of_the_order_decides(situation: Situation) -> None:
    situation = situation.ordinary().untrimmed()
    level = MappingProxyType(dict.fromkeys(situation.directory.reference.service_types, 5))
    entry = Ranking(ranks=level, at=Location("policy.yaml", 1))
    levelled = situation.but(policy=replace(situation.directory.policy, ranking=(entry,)))
    found = answer(levelled)
    assume(found is not None and found.outcome is Outcome.ROUTED)
    assert found is not None
    assert {offer.rank for offer in found.offers} == {5}
    assert [offer.promoted for offer in found.offers] == sorted(offer.promoted for offer in found.offers)
    keys = [key_without_id(levelled, name) for name in ids(found)]
    assert keys == sorted(keys)


@given(situations(SEARCHES), st.data())
def test_i31_suspending_a_service_only_subtracts_it(situation: Situation, data: st.DataObject) -> None:
    situation = situation.ordinary().untrimmed()
    before = answer(situation)
    assume(before is not None and before.outcome in SEARCHED and situation.directory.services)
    assert before is not None
    name = data.draw(st.sampled_from(sorted(situation.directory.services)))
    after = answer(situation.but(replace(situation.directory.services[name], status="suspended")))
    assert after is not None
    if before.outcome is Outcome.ROUTED and ids(before) != [name]:
        assert ids(after) == [one for one in ids(before) if one != name]
    assert [miss.service.id for miss in after.near_misses] == [
        miss.service.id for miss in before.near_misses if miss.service.id != name
    ]


@given(situations())
def test_i32_names_notes_and_telephones_change_nothing(situation: Situation) -> None:
    def renamed(one: Service) -> Service:
        return replace(
            one,
            name="another",
            public_name="and another",
            address=("somewhere",),
            phone="0",
            professional_phone="1",
            postcode="ZZ1 1ZZ",
            provider=Provider("another", "Z9", "private"),
            referral="phone",
            referral_note="a note",
            handles=("a-profile",),
            at=Location("b.yaml", 2),
        )

    plans = {
        patient: tuple(replace(plan, note="a note", agreed_by="another", kind="other") for plan in each)
        for patient, each in situation.plans.items()
    }
    changed = replace(situation.but(*map(renamed, situation.directory.services.values())), plans=plans)
    changed = replace(changed, directory=replace(changed.directory, title="another", serial=99, folder="elsewhere"))
    assert facts(explained(changed)) == facts(explained(situation))


@given(situations(SEARCHES))
def test_i32_identifiers_only_break_ties(situation: Situation) -> None:
    situation = situation.ordinary().untrimmed()
    before = answer(situation)
    assume(before is not None)
    assert before is not None
    names = sorted(situation.directory.services)
    new = dict(zip(names, [f"x{number}" for number in range(len(names), 0, -1)], strict=True))  # in reverse order
    after = answer(with_ids(situation, new))
    assert after is not None
    assert before.outcome is after.outcome
    if before.outcome is Outcome.ROUTED:
        assert {new[name] for name in ids(before)} == set(ids(after))
        renamed = with_ids(situation, new)
        assert [key_without_id(situation, name) for name in ids(before)] == [
            key_without_id(renamed, name) for name in ids(after)
        ]
    assert {(new[miss.service.id], miss.failure.check) for miss in before.near_misses} == {
        (miss.service.id, miss.failure.check) for miss in after.near_misses
    }


def with_ids(situation: Situation, new: Mapping[str, str]) -> Situation:
    """Return a situation whose services go by other ids."""
    directory = situation.directory
    services = in_order({new[name]: replace(one, id=new[name]) for name, one in directory.services.items()})
    capacity = MappingProxyType({new[name]: rows for name, rows in directory.capacity.items()})
    return replace(situation, directory=replace(directory, services=services, capacity=capacity))


def key_without_id(situation: Situation, name: str) -> tuple[object, ...]:
    """Return what orders a service, but for its id."""
    asked = read_call(situation.call, situation.directory)
    look = Look(situation.directory, asked, asked.disposition or "")
    return look.key(situation.directory.services[name], look.ranking())[:-1]

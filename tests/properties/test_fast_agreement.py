"""The fast engine and the plain one agree, offer for offer and near miss for near miss (routing.md 10, law I27).

Batches are built of calls that differ in one field, so that whatever the engine finds out for one call
and keeps for the next is put to the test.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from corners import Seen
from dice import Dice, drawn, seeded
from generator import ANY, PLANNED, VALIDATED, Aim, Situation, situation, situations
from hypothesis import given, settings
from hypothesis import strategies as st
from made_calls import AGES, FAULTS, WHEREABOUTS
from made_world import DISPATCH_CODES

import dos_router
from dos_router.model.answer import Answer
from dos_router.model.call import CallText
from dos_router.model.moments import iso
from dos_router.routing.batch import route_batches
from dos_router.routing.batch_columns import COLUMNS, tell_faults
from dos_router.routing.batch_fields import faults_of
from dos_router.routing.batch_results import RESULTS
from dos_router.routing.distances import in_miles

NO_PLACE: dict[str, Any] = {"postcode": None, "easting": None, "northing": None, "area": None}
AIMS = (ANY, VALIDATED, PLANNED)


def row_of(call: CallText) -> dict[str, str | None]:
    """Return a call as a row of a batch."""
    apart = {
        "symptom_discriminator": "+".join(call.symptom_discriminators),
        "force_distance": str(call.force_distance).lower(),
    }
    return {name: apart[name] if name in apart else getattr(call, name) for name in COLUMNS}


def expected(call: CallText, situation: Situation) -> dict[str, Any]:
    """Return the results that the plain engine's answer to a single call comes to."""
    explained = dos_router.explain(call, situation.directory, situation.plans)
    if explained.explanation is None:
        nothing = dict.fromkeys(RESULTS.names)
        reason = tell_faults(faults_of(explained.problems), is_refused=True)
        return {**nothing, "outcome": "rejected", "offers": [], "near_misses": "", "reason": reason}
    return results_of(explained.explanation.answer, situation)


def results_of(answer: Answer, situation: Situation) -> dict[str, Any]:
    """Return a plain answer as the columns of formats.md."""
    first = answer.offers[0] if answer.offers else None
    return {
        "outcome": answer.outcome.value,
        "service": first and first.service.id,
        "service_type": first and first.service.type,
        "provider": first and first.service.provider.name,
        "distance_miles": in_miles(first.squared) if first else None,
        "open": first.is_open if first else None,
        "opens_at": iso(first.opens_at, situation.directory.zone) if first and first.opens_at is not None else None,
        "offers": [offer.service.id for offer in answer.offers],
        "near_misses": ";".join(sorted(f"{miss.service.id}:{miss.failure.check}" for miss in answer.near_misses)),
        "validated_by": answer.validated_by,
        "care_plan": answer.care_plan.id if answer.care_plan else None,
        "reason": tell_faults(faults_of(answer.request.faults), is_refused=False) or None,
    }


def routed(calls: Iterable[CallText], situation: Situation, *, rows: int = 10_000) -> list[dict[str, Any]]:
    """Return the results of calls that go through a batch, so many rows at a time."""
    cells = [row_of(call) for call in calls]
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    batches = [pa.RecordBatch.from_pylist(cells[start : start + rows], schema) for start in range(0, len(cells), rows)]
    found = route_batches(
        batches, situation.directory, plans=situation.plans, repeated_hour=situation.call.repeated_hour
    )
    return [{name: row[name] for name in RESULTS.names} for batch in found for row in batch.to_pylist()]


def variants(situation: Situation, dice: Dice) -> list[CallText]:
    """Return the situation's call, and calls that differ from it in one field, in any order."""
    call = replace(situation.call, previous_calls=())
    day = (call.at or "")[:10]
    changes: list[dict[str, Any]] = [
        *({"at": f"{day}T{clock}"} for clock in ("00:00", "01:30", "03:59:59", "12:00Z", "23:59")),
        *({"age": age} for age in AGES),
        *({"sex": sex} for sex in ("female", "male", "MALE", "none", None)),
        *({**NO_PLACE, **place} for place in WHEREABOUTS),
        *({"disposition": code} for code in ("Dx02", "Dx05", "Dx39", "Dx49", "dx08", *DISPATCH_CODES[:3])),
        *({"practice": practice} for practice in ("G82001", "z00001", None)),
        *({"role": role} for role in ("999", "care-home", None)),
        *({"patient": patient} for patient in ("ab12cd", " ab12cd ", "another", None)),
        *({"distance_km": km, "force_distance": force} for km in ("1", "18", "75.5") for force in (True, False)),
        *({"symptom_group": group} for group in ("1107", "SG1", "0")),
        *({"symptom_discriminators": codes} for codes in (("SD4052",), ("SD1", "SD4052"), ("nothing",))),
        *FAULTS,
    ]
    calls = [call, *(replace(call, **dice.pick_from(changes)) for _ in range(11))]
    return [calls.pop(dice.below(len(calls))) for _ in range(len(calls))]


def disagreements(situation: Situation, calls: list[CallText], *, rows: int = 10_000) -> list[Any]:
    """Return the calls for which a batch and the plain engine differ, with what each says."""
    found = routed(calls, situation, rows=rows)
    wanted = [expected(call, situation) for call in calls]
    assert len(found) == len(wanted)
    return [(call, one, other) for call, one, other in zip(calls, found, wanted, strict=True) if one != other]


@given(situations(), st.data())
@settings(max_examples=settings.default.max_examples)
def test_a_batch_of_calls_that_differ_in_one_field_is_answered_call_by_call(
    situation: Situation, data: st.DataObject
) -> None:
    assert disagreements(situation, variants(situation, drawn(data.draw))) == []


@pytest.mark.parametrize("aim", AIMS, ids=["any", "validated", "planned"])
def test_batches_agree_on_a_fixed_sample(aim: Aim) -> None:
    for seed in range(120):
        dice = seeded(seed)
        one = situation(dice, aim)
        assert disagreements(one, variants(one, dice)) == [], one


def test_the_engines_agree_on_a_sample_that_reaches_every_corner(seen: list[Seen]) -> None:
    for one in seen:
        call = replace(one.situation.call, previous_calls=())
        assert disagreements(one.situation, [call]) == [], one.situation


@given(situations(), st.data())
@settings(max_examples=20)
def test_how_rows_are_cut_into_batches_changes_nothing(situation: Situation, data: st.DataObject) -> None:
    calls = variants(situation, drawn(data.draw))
    assert routed(calls, situation, rows=data.draw(st.integers(1, 5))) == routed(calls, situation)


@given(situations(), st.data())
@settings(max_examples=20)
def test_the_order_of_calls_changes_no_call(situation: Situation, data: st.DataObject) -> None:
    calls = variants(situation, drawn(data.draw))
    assert routed(reversed(calls), situation) == routed(calls, situation)[::-1]

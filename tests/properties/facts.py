"""What two routers must agree on, as plain values: of dos_router's explanation, and of the plain answer."""

from __future__ import annotations

from typing import Any

import plain_router
from generator import Situation
from plain_search import PlainAnswer, PlainOffer

import dos_router
from dos_router.model.answer import Answer, Explanation, Offer, Result
from dos_router.routing.route import Explained

MARKS = {"unknown-area", "unlisted-symptom", "repeat-caller"}  # what the page has marked


def explained(situation: Situation) -> Explained:
    """Return what dos_router makes of a situation, understood or not."""
    return dos_router.explain(situation.call, situation.directory, situation.plans)


def explanation(situation: Situation) -> Explanation:
    """Return dos_router's explanation of a call that it must understand."""
    found = explained(situation)
    assert found.explanation is not None, found.problems
    return found.explanation


def answer(situation: Situation) -> Answer | None:
    """Return dos_router's answer, None for a call that it refuses."""
    return dos_router.route(situation.call, situation.directory, situation.plans).answer


def plain(situation: Situation) -> PlainAnswer:
    """Return what the plain restatement makes of a situation."""
    return plain_router.route(situation.call, situation.directory, situation.plans)


def facts(found: Explained) -> dict[str, Any]:
    """Return everything of an explanation that the page determines."""
    if found.explanation is None:
        return {"outcome": "rejected"}
    answer = found.explanation.answer
    return {
        "outcome": answer.outcome.value,
        "offers": [offer_facts(offer) for offer in answer.offers],
        "near misses": [(miss.service.id, miss.failure.check) for miss in answer.near_misses],
        "window": answer.window and tuple(answer.window),
        "search": answer.search and tuple(answer.search),
        "ranking": answer.ranking,
        "validated by": answer.validated_by,
        "care plan": answer.care_plan.id if answer.care_plan else None,
        "is marked": {warning.rule for warning in answer.warnings} & MARKS,
        "has a fault": answer.reason is not None,
    }


def plain_facts(found: PlainAnswer) -> dict[str, Any]:
    """Return the same of the plain restatement."""
    if found.outcome == "rejected":
        return {"outcome": "rejected"}
    return {
        "outcome": found.outcome,
        "offers": found.offers,
        "near misses": sorted(found.near_misses),
        "window": found.window,
        "search": found.search,
        "ranking": found.ranking,
        "validated by": found.validated_by,
        "care plan": found.plan,
        "is marked": found.asked.marks,
        "has a fault": bool(found.asked.faults),
    }


def offer_facts(offer: Offer) -> PlainOffer:
    """Return an offer as plain values."""
    return PlainOffer(
        id=offer.service.id, rank=offer.rank, promoted=offer.promoted, squared=offer.squared,
        is_open=offer.is_open, opens_at=offer.opens_at, closes_at=offer.closes_at,
    )  # fmt: skip


def candidates(found: Explanation) -> list[str]:
    """Return the services that pass every check, before trimming, by id."""
    return [
        one.service.id
        for one in found.verdicts
        if one.result in {Result.OFFERED, Result.TRIMMED} and one.rank is not None
    ]


def ids(found: Answer | None) -> list[str]:
    """Return the ids of what is offered, in order."""
    return [offer.service.id for offer in found.offers] if found else []

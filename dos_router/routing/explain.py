"""The plain engine: a request → its answer, and what became of every service (routing.md whole).

dispatch → (validation) → its ambulance services        no search → said so
care plan → validation → search → catch-all → no service
"""

from __future__ import annotations

from dataclasses import replace

from dos_router.diagnostics import warning
from dos_router.model.answer import Answer, Explanation, Failure, Offer, Outcome, Result, Verdict
from dos_router.model.call import Request
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.model.service import AMBULANCE, VALIDATION_TYPES, Service
from dos_router.routing.care_plans import left_out_by, offers_of_plan
from dos_router.routing.catch_all import catch_all_offers
from dos_router.routing.request import tell
from dos_router.routing.search import Searched, offer_of, prepare, run_search

EMERGENCY_WORDS = "no service was found: treat this call as an emergency, 999 or the nearest emergency department"
_NOT_SEARCHED = {
    "Dx49": "call 999 and ask for the police, or whichever other emergency service is needed",
}


def explain(directory: Directory, request: Request, plan: CarePlan | None = None) -> Explanation:
    """Answer a request, with the verdict on every service; `plan` is the caller's care plan in force."""
    disposition = directory.reference.dispositions[request.disposition]
    if disposition.dispatch:
        found = None if request.faults else _validated(directory, request, None)
        return _marked(found, directory) if found else _dispatch(directory, request)
    if not disposition.search:
        return _no_search(directory, request)
    return _marked(_validated(directory, request, plan) or _searched(directory, request, plan), directory)


def _searched(directory: Directory, request: Request, plan: CarePlan | None) -> Explanation:
    """Return the answer of an ordinary search, with what comes where it finds nothing."""
    search, _ = prepare(directory, request)
    planned = offers_of_plan(plan, search)
    found = run_search(directory, request, left_out=left_out_by(plan, planned, directory))
    offers = (*planned, *found.offers())
    if offers:
        return _explanation(found, outcome=Outcome.ROUTED, offers=offers, plan=plan)
    caught = catch_all_offers(found.search, plan.bar_types if plan else frozenset())
    if caught:
        said = "nothing suitable was found: the nearest emergency departments are named, and the near misses say why"
        return _explanation(found, outcome=Outcome.CATCH_ALL, offers=caught, plan=plan, message=said)
    said = plan.contact if plan and plan.contact else EMERGENCY_WORDS
    return _explanation(found, outcome=Outcome.NO_SERVICE, plan=plan, message=said)


def _validated(directory: Directory, request: Request, plan: CarePlan | None) -> Explanation | None:
    """Return the answer of a search for the validating disposition, None where it offers nothing."""
    validating = directory.reference.dispositions[request.disposition].validated_by
    if not directory.policy.validate or validating is None or validating not in directory.reference.dispositions:
        return None
    search, _ = prepare(directory, request, validating)
    planned = offers_of_plan(plan, replace(search, window=prepare(directory, request)[0].window))
    others = {
        service.id: Failure("type", "does not validate a higher outcome", service.line("type"))
        for service in directory.services.values()
        if service.type not in VALIDATION_TYPES
    }
    # a clinician whom the plan offers already is an offer of this search all the same
    if not run_search(directory, request, validating, left_out=others | left_out_by(plan, (), directory)).kept:
        return None
    found = run_search(directory, request, validating, left_out=others | left_out_by(plan, planned, directory))
    said = f"{request.disposition} is first validated by a clinician ({validating})"
    offers = (*planned, *found.offers())
    return _explanation(found, outcome=Outcome.ROUTED, offers=offers, plan=plan, message=said, validated_by=validating)


def _explanation(
    found: Searched, *, outcome: Outcome, offers: tuple[Offer, ...] = (), plan: CarePlan | None = None,
    message: str | None = None, validated_by: str | None = None,
) -> Explanation:  # fmt: skip
    request = found.search.request
    answer = Answer(
        request=request, outcome=outcome, offers=offers, near_misses=found.near_misses, window=found.search.window,
        search=found.area, ranking=found.ranking.at if found.ranking else None, care_plan=plan,
        validated_by=validated_by, message=message, warnings=request.warnings,
    )  # fmt: skip
    return Explanation(answer=answer, verdicts=_with_planned(found, offers))


def _with_planned(found: Searched, offers: tuple[Offer, ...]) -> tuple[Verdict, ...]:
    """Return the verdicts, those that a care plan offers counted as offered."""
    planned = {offer.service.id for offer in offers if offer.rank is None}
    return tuple(
        replace(verdict, result=Result.OFFERED, failures=())
        if verdict.service.id in planned and _by_plan(verdict)
        else verdict
        for verdict in found.verdicts
    )


def _by_plan(verdict: Verdict) -> bool:
    return any(failure.check == "care-plan" for failure in verdict.failures)


def _dispatch(directory: Directory, request: Request) -> Explanation:
    """Return the ambulance services of the place: nothing else can come of it (law I02)."""
    search, _ = prepare(directory, request)
    ambulances = (one for one in directory.services.values() if one.type == AMBULANCE and _comes_to(one, request.area))
    offers = tuple(offer_of(one, search) for one in sorted(ambulances, key=lambda one: one.id))
    answer = Answer(
        request=request, outcome=Outcome.DISPATCH, offers=offers, message="an emergency ambulance is dispatched: 999",
        reason=tell(request.faults), warnings=request.warnings,
    )  # fmt: skip
    failure = ("dispatch", "an ambulance disposition is not searched")
    return Explanation(answer=_marked_answer(answer, directory), verdicts=_unsearched(directory, offers, failure))


def _comes_to(ambulance: Service, area: str | None) -> bool:
    return ambulance.is_active and (not ambulance.limited_to or area is None or area in ambulance.limited_to)


def _no_search(directory: Directory, request: Request) -> Explanation:
    title = directory.reference.dispositions[request.disposition].title
    said = _NOT_SEARCHED.get(request.disposition, f"{title}: no service is needed")
    answer = Answer(
        request=request, outcome=Outcome.NO_SEARCH, message=said, reason=tell(request.faults), warnings=request.warnings
    )
    failure = ("no-search", "this disposition needs no service")
    return Explanation(answer=_marked_answer(answer, directory), verdicts=_unsearched(directory, (), failure))


def _unsearched(directory: Directory, offers: tuple[Offer, ...], failure: tuple[str, str]) -> tuple[Verdict, ...]:
    offered = {offer.service.id: offer for offer in offers}
    return tuple(
        Verdict(
            service=one, rank=None, squared=offered[one.id].squared if one.id in offered else None,
            result=Result.OFFERED if one.id in offered else Result.OUTSIDE,
            failures=() if one.id in offered else (Failure(*failure, one.at),),
        )
        for one in directory.services.values()
    )  # fmt: skip


def _marked(explanation: Explanation, directory: Directory) -> Explanation:
    return replace(explanation, answer=_marked_answer(explanation.answer, directory))


def _marked_answer(answer: Answer, directory: Directory) -> Answer:
    """Mark a call outside the directory's validity, a changed disposition and records left out."""
    marks = []
    if not directory.valid[0] <= answer.request.at < directory.valid[1]:
        start, end = (iso(moment, directory.zone) for moment in directory.valid)
        marks.append(warning("outside-validity", f"the call is outside the directory's validity, {start} to {end}"))
    if answer.request.asked != answer.request.disposition:
        said = f"the third call within 96 hours: {answer.request.asked} became {answer.request.disposition}"
        marks.append(warning("repeat-caller", said))
    marks += [
        warning("quarantined", f"`{record.id}` has errors and is treated as closed", record.at, "run `check`")
        for record in directory.quarantined
    ]
    return replace(answer, warnings=(*answer.warnings, *marks))

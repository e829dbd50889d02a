"""A plain restatement of routing.md, section by section: slow, literal, and without dos_router.routing.

The tests demand that the router agrees with it, offer for offer. Where the two differ, the page decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from plain_request import Asked, read_call
from plain_search import Look, PlainAnswer, inside

from dos_router.model.call import CallText
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.model.service import Service

VALIDATORS = ("clinical-validation", "clinical-assessment", "paediatric-clinical-assessment")
Plans = Mapping[str, tuple[CarePlan, ...]]


def route(call: CallText, directory: Directory, plans: Plans | None = None) -> PlainAnswer:
    """Route a call as the page says."""
    asked = read_call(call, directory)
    if asked.at is None or asked.disposition is None:
        return PlainAnswer(asked, "rejected")
    known = directory.reference.dispositions[asked.disposition]
    if not known.dispatch and not known.search:
        return PlainAnswer(asked, "no-search")
    if known.dispatch:
        validated = None if asked.faults or asked.missing else _validate(directory, asked, plan=None)
        return validated or _dispatch(directory, asked)
    if asked.faults or asked.missing:
        return PlainAnswer(asked, "rejected")
    plan = _plan_in_force(plans or {}, asked)
    return _validate(directory, asked, plan) or _search_or_catch_all(directory, asked, plan)


# -- section 1, the end: a dispatch is not searched ------------------------------------------------------


def _dispatch(directory: Directory, asked: Asked) -> PlainAnswer:
    """Name the active ambulance services not limited to other areas, by id."""
    ambulances = [
        service
        for service in directory.services.values()
        if service.type == "emergency-ambulance" and service.status == "active"
        if not service.limited_to or asked.area is None or asked.area in service.limited_to
    ]
    look = Look(directory, asked, asked.disposition or "")
    offers = [look.offer(service) for service in sorted(ambulances, key=lambda service: service.id)]
    return PlainAnswer(asked, "dispatch", offers)


# -- sections 7 to 9: what is tried, and in what order ---------------------------------------------------


def _search_or_catch_all(directory: Directory, asked: Asked, plan: CarePlan | None) -> PlainAnswer:
    look = Look(directory, asked, asked.disposition or "")
    planned = _planned(look, plan)
    found = look.search(left_out=_left_out(look, plan, planned))
    found.plan = plan.id if plan else None
    found.offers = [look.offer(service) for service in planned] + found.offers
    if not found.offers:
        found.outcome = "catch-all"
        found.offers = [look.offer(service) for service in _catch_all(look, plan)]
    if not found.offers:
        found.outcome = "no-service"
    return found


def _validate(directory: Directory, asked: Asked, plan: CarePlan | None) -> PlainAnswer | None:
    """Search the validating disposition first, among the services that validate, without catch-all."""
    validating = directory.reference.dispositions[asked.disposition or ""].validated_by
    if not directory.policy.validate or not validating:
        return None
    own, look = Look(directory, asked, asked.disposition or ""), Look(directory, asked, validating)
    planned = _planned(own, plan)  # silent page: a plan's services are open in time for what was asked
    others = {one.id for one in directory.services.values() if one.type not in VALIDATORS}
    # a clinician whom the plan offers already counts as an offer of the validating search
    if not look.search(left_out=_left_out(look, plan, []), not_validating=others).offers:
        return None
    found = look.search(left_out=_left_out(look, plan, planned), not_validating=others)
    found.offers = [own.offer(service) for service in planned] + found.offers
    found.validated_by, found.plan = validating, plan.id if plan else None
    return found


def _catch_all(look: Look, plan: CarePlan | None) -> list[Service]:
    """Return the first two active emergency departments of the 60 km square, the fit ones first."""
    if plan and "emergency-department" in plan.bar_types:
        return []
    nearby = [
        service
        for service in look.directory.services.values()
        if service.type == "emergency-department" and service.status == "active"
        if inside(look.asked.point, service.point, 60_000)
    ]

    def key(service: Service) -> tuple[bool, bool, int, str]:
        fit = look.line(service).is_open(look.at) and look.takes_age(service) and look.takes_sex(service)
        return not fit, service.point is None, look.squared(service) or 0, service.id

    return sorted(nearby, key=key)[:2]


def _plan_in_force(plans: Plans, asked: Asked) -> CarePlan | None:
    for plan in plans.get(asked.patient or "", ()):
        if asked.at is not None and plan.valid[0] <= asked.at < plan.valid[1]:
            return plan
    return None


def _planned(look: Look, plan: CarePlan | None) -> list[Service]:
    """Return a plan's services that are active, not red and pass `hours`, in its order."""
    services = [
        look.directory.services[name]
        for name in dict.fromkeys(plan.offer if plan else ())
        if name in look.directory.services
    ]
    return [
        service
        for service in services
        if service.status == "active" and not look.is_red(service) and look.touches_window(service)
        if plan and service.type not in plan.bar_types
    ]


def _left_out(look: Look, plan: CarePlan | None, planned: list[Service]) -> set[str]:
    """Return what the search passes over: what the plan bars, or offers already."""
    barred = {one.id for one in look.directory.services.values() if plan and one.type in plan.bar_types}
    return barred | {service.id for service in planned}

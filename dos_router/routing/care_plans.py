"""Care plans before the directory: what a plan offers first, and what it bars (routing.md 8)."""

from __future__ import annotations

from collections.abc import Mapping

from dos_router.model.answer import Failure, Offer
from dos_router.model.call import Request
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.routing.checks import Search, capacity, hours
from dos_router.routing.search import offer_of


def find_plan(plans: Mapping[str, tuple[CarePlan, ...]], request: Request) -> CarePlan | None:
    """Return the caller's first plan in force at the time of the call."""
    held = plans.get(request.patient or "", ())
    return next((plan for plan in held if plan.in_force(request.at)), None)


def offers_of_plan(plan: CarePlan | None, search: Search) -> tuple[Offer, ...]:
    """Return the plan's services that are active, not red, not barred and open in time, in its order."""
    if plan is None:
        return ()
    named = (search.directory.services.get(name) for name in dict.fromkeys(plan.offer))
    return tuple(
        offer_of(service, search, note=f"care plan {plan.id}, agreed by {plan.agreed_by}")
        for service in named
        if service is not None
        and service.is_active
        and service.type not in plan.bar_types
        and capacity(search, service) is None
        and hours(search, service) is None
    )


def left_out_by(plan: CarePlan | None, planned: tuple[Offer, ...], directory: Directory) -> dict[str, Failure]:
    """Return the services that the ordinary search passes over: barred, or offered by the plan already."""
    if plan is None:
        return {}
    offered = {offer.service.id for offer in planned}
    return {
        service.id: Failure("care-plan", _why(service.id in offered, service.type, plan), plan.at)
        for service in directory.services.values()
        if service.id in offered or service.type in plan.bar_types
    }


def _why(offered: bool, kind: str, plan: CarePlan) -> str:  # noqa: FBT001
    return f"care plan {plan.id} offers it" if offered else f"care plan {plan.id} bars {kind}"

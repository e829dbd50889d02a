"""Why a service is not offered, or not first: the smallest changes that would have it so.

Each change is tried on a copy of the directory by the plain engine, so that what is said is what
would come of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from dos_router.diagnostics import Location
from dos_router.model.answer import Explanation, Failure, Outcome, Result, Verdict
from dos_router.model.call import Request
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.model.opening import Opening
from dos_router.model.service import SEXES, Service
from dos_router.model.symptoms import Symptoms
from dos_router.routing.calendar import HORIZON_DAYS, MINUTES_A_DAY, Calendar
from dos_router.routing.durations import in_words
from dos_router.routing.explain import explain
from dos_router.routing.order import LAST_RANK

NEVER = frozenset({"type", "dispatch", "no-search", "care-plan"})


class Change(NamedTuple):
    """A change that would remove one obstacle, and the line that it would change."""

    check: str
    words: str
    at: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """A service's place among the offers (1 is first), and what would change it.

    `position` is its place now, `then` its place after the changes of `to_be_offered`. `never` says
    why no change of the record can have it offered.
    """

    service: Service
    position: int | None
    to_be_offered: tuple[Change, ...] = ()
    then: int | None = None
    to_be_first: tuple[Change, ...] = ()
    never: str | None = None


class _Case(NamedTuple):
    """A request put to a directory, which may both be changed."""

    directory: Directory
    request: Request
    plan: CarePlan | None
    service: str

    def explained(self) -> Explanation:
        return explain(self.directory, self.request, self.plan)


def why_not(directory: Directory, request: Request, service: str, plan: CarePlan | None = None) -> WhyNot:
    """Return what stands between a service (its id, which must exist) and being offered, or first."""
    case = _Case(directory, request, plan, service)
    explained = case.explained()
    verdict = _verdict(explained, service)
    position = _position(explained, service)
    found = WhyNot(service=verdict.service, position=position)
    if position is not None:
        return replace(found, then=position, to_be_first=_to_be_first(case, explained))
    if never := next((failure.detail for failure in verdict.failures if failure.check in NEVER), None):
        return replace(found, never=never)
    all_changes = [_change(failure, verdict.service, explained, directory) for failure in verdict.failures]
    changes = tuple({change.words: change for change in reversed(all_changes)}.values())[
        ::-1
    ]  # one may serve two checks
    changed = _without_obstacles(case, verdict)
    after = changed.explained()
    if _verdict(after, service).result is Result.TRIMMED:
        changes, changed = (*changes, _keep_more(after, service)), _kept(changed, after)
        after = changed.explained()
    return replace(
        found, to_be_offered=changes, then=_position(after, service), to_be_first=_to_be_first(changed, after)
    )


def _to_be_first(case: _Case, explained: Explanation) -> tuple[Change, ...]:
    """Return what more would put a service that is offered before all others; nothing if it is first."""
    changes: list[Change] = []
    position = _position(explained, case.service)
    for step in (_commission_here, _rank_before, _stand_before):
        if position in {None, 1} or explained.answer.outcome is not Outcome.ROUTED:
            break
        change, case = step(case, explained)
        if change is not None:
            changes.append(change)
            explained = case.explained()
            position = _position(explained, case.service)
    return tuple(changes)


def _commission_here(case: _Case, explained: Explanation) -> tuple[Change | None, _Case]:
    offer = next(one for one in explained.answer.offers if one.service.id == case.service)
    here = case.directory.commissioners_of(case.request.area)
    if not offer.promoted or not here:
        return None, case
    said = f"be commissioned by {' or '.join(sorted(here))}, of the caller's area"
    service = replace(offer.service, commissioned_by=offer.service.commissioned_by | here)
    return Change("promoted", said, offer.service.line("commissioned_by")), _with_service(case, service)


def _rank_before(case: _Case, explained: Explanation) -> tuple[Change | None, _Case]:
    first, mine = explained.answer.offers[0], _verdict(explained, case.service)
    if first.rank is None or mine.rank is None or mine.rank < first.rank:
        return None, case
    for rank in (first.rank, first.rank - 1):
        ranked = _ranked(case, mine.service.type, rank)
        if 0 < rank < mine.rank and _position(ranked.explained(), case.service) == 1:
            said = (
                f"rank {mine.service.type} {rank} (now {mine.rank}; {first.service.id} comes first with {first.rank})"
            )
            return Change("rank", said, explained.answer.ranking), ranked
    if mine.rank == first.rank:
        return None, case
    said = f"rank {mine.service.type} {first.rank} (now {mine.rank}), beside {first.service.id}"
    return Change("rank", said, explained.answer.ranking), _ranked(case, mine.service.type, first.rank)


def _stand_before(case: _Case, explained: Explanation) -> tuple[Change | None, _Case]:
    """Return what is left: rank and commissioner are equal, and the other is nearer, or comes first by id."""
    first = explained.answer.offers[0]
    said = f"stand before {first.service.id} of the same rank: by the caller's practice, its commissioner, or nearness"
    return Change("order", said, first.service.at), case


def _change(failure: Failure, service: Service, explained: Explanation, directory: Directory) -> Change:
    """Return the smallest change that would remove one failure."""
    request = explained.answer.request
    searched = explained.answer.validated_by or request.disposition
    codes = "+".join(request.symptom_discriminators)
    words: dict[str, Callable[[], str]] = {
        "status": lambda: f"be active (now {service.status})",
        "distance": lambda: f"search at least {_metres_needed(request, service) / 1000:g} km each way",
        "symptom-group": lambda: f"be profiled for {request.symptom_group}/{codes}",
        "sex": lambda: f"take {'both sexes' if request.sex not in SEXES else f'{request.sex} callers too'}",
        "practice": lambda: f"take patients of practice {request.practice or '(not known)'} too, or of all",
        "capacity": lambda: "be green or amber at the time of the call",
        "discriminator": lambda: f"be profiled for {request.symptom_group}/{codes}",
        "disposition": lambda: f"be profiled for {searched}",
        "role": lambda: f"take the role {request.role} too",
        "age": lambda: (
            f"take an age of {request.age_days} days too (now {', '.join(ages.written for ages in service.ages)})"
        ),
        "hours": lambda: _hours_needed(service, explained, directory),
        "only-if-open": lambda: (
            f"be open at the call, or within {service.only_if_open} minutes of it; or drop `only_if_open`"
        ),
        "area": lambda: f"take the area {request.area} too",
    }
    return Change(failure.check, words[failure.check](), failure.at)


def _metres_needed(request: Request, service: Service) -> int:
    """Return how far a search must reach each way to find a service, rounded up to 100 m."""
    here, there = request.point, service.point
    if here is None or there is None:
        return 0
    return -(-max(abs(here.easting - there.easting), abs(here.northing - there.northing)) // 100) * 100


def _hours_needed(service: Service, explained: Explanation, directory: Directory) -> str:
    """Return how little longer, or earlier, a service would have to be open."""
    window = explained.answer.window
    if window is None:
        return "be open"
    calendar = Calendar(directory.zone, directory.holidays)
    reach = HORIZON_DAYS * MINUTES_A_DAY
    closes = max(
        (one.close for one in calendar.spells(service.opening, window.open - reach, window.open)), default=None
    )
    opens = min(
        (one.open for one in calendar.spells(service.opening, window.close, window.close + reach)), default=None
    )
    longer = None if closes is None else window.open - closes
    earlier = None if opens is None else opens - window.close
    if longer is not None and (earlier is None or longer <= earlier):
        return f"stay open {in_words(longer)} longer, until {iso(window.open, directory.zone)}"
    if earlier is not None:
        return f"open {in_words(earlier)} earlier, at {iso(window.close, directory.zone)}"
    return f"be open between {iso(window.open, directory.zone)} and {iso(window.close, directory.zone)}"


def _without_obstacles(case: _Case, verdict: Verdict) -> _Case:
    """Return the case with every failed check of a service made to pass, and nothing else changed."""
    service, request = verdict.service, case.request
    failed = {failure.check for failure in verdict.failures}
    changes: Mapping[str, dict[str, object]] = {
        "status": {"status": "active"},
        "symptom-group": {"symptoms": Symptoms(everything=True)},
        "discriminator": {"symptoms": Symptoms(everything=True)},
        "sex": {"sexes": frozenset(SEXES)},
        "practice": {"practices": frozenset()},
        "disposition": {"dispositions": frozenset(case.directory.reference.dispositions)},
        "role": {"roles": frozenset()},
        "age": {"ages": ()},
        "hours": {"opening": Opening(always=True, written="24/7")},
        "only-if-open": {"only_if_open": None},
        "area": {"limited_to": frozenset()},
    }
    for check in failed & changes.keys():
        service = replace(service, **changes[check])  # type: ignore[arg-type] # each is a field's own type
    if "distance" in failed:
        case = case._replace(request=replace(request, distance=_metres_needed(request, service), force_distance=True))
    if "capacity" in failed:
        rest = {name: rows for name, rows in case.directory.capacity.items() if name != service.id}
        case = case._replace(directory=replace(case.directory, capacity=MappingProxyType(rest)))
    return _with_service(case, service)


def _keep_more(after: Explanation, service: str) -> Change:
    mine = _verdict(after, service)
    kept = sum(offer.service.type == mine.service.type for offer in after.answer.offers)
    said = f"keep more than the first {kept} of {mine.service.type} (`keep_per_type` in policy.yaml)"
    return Change("trimmed", f"{said}, or stand before one of them", None)


def _kept(case: _Case, after: Explanation) -> _Case:
    """Return the case with no service of this type trimmed away."""
    policy = case.directory.policy
    kind = case.directory.services[case.service].type
    keep = {**policy.keep_by_type, kind: len(after.verdicts)}
    return case._replace(directory=replace(case.directory, policy=replace(policy, keep_by_type=MappingProxyType(keep))))


def _ranked(case: _Case, kind: str, rank: int) -> _Case:
    """Return the case with a type ranked otherwise, in every entry of the ranking and in the national table."""
    policy, reference = case.directory.policy, case.directory.reference
    entries = tuple(replace(entry, ranks=MappingProxyType({**entry.ranks, kind: rank})) for entry in policy.ranking)
    types = {**reference.service_types, kind: replace(reference.service_types[kind], national_rank=rank or LAST_RANK)}
    directory = replace(
        case.directory,
        policy=replace(policy, ranking=entries),
        reference=replace(reference, service_types=MappingProxyType(types)),
    )
    return case._replace(directory=directory)


def _with_service(case: _Case, service: Service) -> _Case:
    services = MappingProxyType({**case.directory.services, service.id: service})
    return case._replace(directory=replace(case.directory, services=services))


def _verdict(explained: Explanation, service: str) -> Verdict:
    return next(verdict for verdict in explained.verdicts if verdict.service.id == service)


def _position(explained: Explanation, service: str) -> int | None:
    """Return a service's place among the offers, from 1; a catch-all offers nobody by merit."""
    if explained.answer.outcome is Outcome.CATCH_ALL:
        return None
    names = [offer.service.id for offer in explained.answer.offers]
    return names.index(service) + 1 if service in names else None

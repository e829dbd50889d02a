"""The JSON of `route` (commands.md): stable keys, times with offset, codes as files write them."""

from __future__ import annotations

from typing import TypedDict

from dos_router.model.answer import Answer, NearMiss, Offer
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json
from dos_router.routing.distances import in_miles


class RequestJson(TypedDict):
    """What was understood of the call; `asked` is the disposition before a repeat caller's became Dx93."""

    at: str
    postcode: str | None
    easting: int | None
    northing: int | None
    area: str | None
    age_days: int | None
    sex: str
    disposition: str
    symptom_group: str | None
    symptom_discriminators: list[str]
    practice: str | None
    role: str
    place_by: str | None
    distance_km: float | None
    asked: str  # fmt: skip


class OfferJson(TypedDict):
    """One service to be offered."""

    service: str
    name: str
    public_name: str | None
    type: str
    provider: str
    rank: int | None
    distance_miles: float | None
    open: bool
    opens_at: str | None
    closes_at: str | None
    referral: str | None
    phone: str | None
    promoted: bool
    note: str | None


class NearMissJson(TypedDict):
    """A service that failed exactly one check, and the line that says so."""

    service: str
    failed: str
    detail: str
    at: str


WindowJson = TypedDict("WindowJson", {"from": str, "until": str})
SearchJson = TypedDict("SearchJson", {"distance_km": float, "from": str})


class CarePlanJson(TypedDict):
    """The care plan that was used."""

    id: str
    kind: str
    agreed_by: str
    at: str
    note: str | None


class DirectoryJson(TypedDict):
    """Which directory answered."""

    id: str
    serial: int


class WarningJson(TypedDict):
    """What the reader should know about the answer."""

    rule: str
    message: str


class RouteJson(TypedDict):
    """What `route --json` prints."""

    request: RequestJson
    outcome: str
    offers: list[OfferJson]
    near_misses: list[NearMissJson]
    window: WindowJson | None
    search: SearchJson | None
    ranking: str | None
    care_plan: CarePlanJson | None
    validated_by: str | None
    directory: DirectoryJson
    sign_off: SignOffJson
    message: str | None
    reason: str | None
    warnings: list[WarningJson]


def route_json(answer: Answer, directory: Directory) -> RouteJson:
    """Return an answer as the JSON object of `route`."""
    window, search, plan = answer.window, answer.search, answer.care_plan
    return {
        "request": _request(answer, directory),
        "outcome": answer.outcome.value,
        "offers": [_offer(offer, directory) for offer in answer.offers],
        "near_misses": [_near_miss(miss) for miss in answer.near_misses],
        "window": None
        if window is None
        else {"from": iso(window.open, directory.zone), "until": iso(window.close, directory.zone)},
        "search": None if search is None else {"distance_km": kilometres(search.metres), "from": search.said_by},
        "ranking": None if answer.ranking is None else f"{answer.ranking.file}:{answer.ranking.line}",
        "care_plan": None
        if plan is None
        else {"id": plan.id, "kind": plan.kind, "agreed_by": plan.agreed_by, "at": str(plan.at), "note": plan.note},
        "validated_by": answer.validated_by,
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
        "message": answer.message,
        "reason": answer.reason,
        "warnings": [{"rule": warning.rule, "message": warning.message} for warning in answer.warnings],
    }


def kilometres(metres: int) -> float:
    """Return metres as kilometres, whole ones without a decimal."""
    return metres // 1000 if metres % 1000 == 0 else metres / 1000


def _request(answer: Answer, directory: Directory) -> RequestJson:
    request = answer.request
    return {
        "at": iso(request.at, directory.zone),
        "postcode": request.postcode,
        "easting": request.point.easting if request.point else None,
        "northing": request.point.northing if request.point else None,
        "area": request.area,
        "age_days": request.age_days,
        "sex": request.sex,
        "disposition": request.disposition,
        "symptom_group": request.symptom_group,
        "symptom_discriminators": list(request.symptom_discriminators),
        "practice": request.practice,
        "role": request.role,
        "place_by": request.place_by,
        "distance_km": None if request.distance is None else kilometres(request.distance),
        "asked": request.asked,
    }


def _offer(offer: Offer, directory: Directory) -> OfferJson:
    service = offer.service
    return {
        "service": service.id,
        "name": service.name,
        "public_name": service.public_name,
        "type": service.type,
        "provider": service.provider.name,
        "rank": offer.rank,
        "distance_miles": in_miles(offer.squared),
        "open": offer.is_open,
        "opens_at": None if offer.opens_at is None else iso(offer.opens_at, directory.zone),
        "closes_at": None if offer.closes_at is None else iso(offer.closes_at, directory.zone),
        "referral": service.referral,
        "phone": service.phone,
        "promoted": offer.promoted,
        "note": offer.note,
    }


def _near_miss(miss: NearMiss) -> NearMissJson:
    failure = miss.failure
    return {"service": miss.service.id, "failed": failure.check, "detail": failure.detail, "at": str(failure.at)}

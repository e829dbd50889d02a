"""Moments, distances and people as a reader says them."""

from __future__ import annotations

from dos_router.model.ages import describe_age
from dos_router.model.answer import Answer, Offer
from dos_router.model.call import Request
from dos_router.model.directory import Directory
from dos_router.model.moments import local_time
from dos_router.routing.calendar import HORIZON_DAYS
from dos_router.routing.distances import in_miles


def moment_words(moment: int, directory: Directory) -> str:
    """Return a UTC minute as `Sat 21 Nov 2026 20:00`, in the directory's time zone."""
    return local_time(moment, directory.zone).strftime("%a %-d %b %Y %H:%M") if moment >= 0 else str(moment)


def clock_words(moment: int, beside: int, directory: Directory) -> str:
    """Return a UTC minute as `22:00`, with its day where that is not the day of another moment."""
    local, other = local_time(moment, directory.zone), local_time(beside, directory.zone)
    clock = f"{local:%H:%M}"
    return clock if local.date() == other.date() else f"{clock} {local:%a} {local.day} {local:%b}"


def distance_words(squared: int | None) -> str:
    """Return a squared distance in m² as `0.4 miles`, or `by telephone` for a service without a place."""
    miles = in_miles(squared)
    return "no fixed place" if miles is None else f"{miles} miles"


def open_words(offer: Offer, at: int, directory: Directory) -> str:
    """Return when an offered service is open, seen from the moment of the call."""
    if offer.is_open:
        return f"open until {clock_words(offer.closes_at, at, directory)}" if offer.closes_at else "open all hours"
    if offer.opens_at is None:
        return f"does not open in the next {HORIZON_DAYS} days"
    until = f"–{clock_words(offer.closes_at, offer.opens_at, directory)}" if offer.closes_at else ""
    return f"closed now, opens {clock_words(offer.opens_at, at, directory)}{until}"


def caller_words(request: Request) -> str:
    """Return who is calling and from where: `female, 34 years, CT9 (kent-medway)`."""
    parts = [request.sex if request.sex != "indeterminate" else "sex not stated"]
    if request.age_days is not None:
        parts.append(describe_age(request.age_days))
    if request.postcode or request.point:
        place = request.postcode or f"{request.point.easting} {request.point.northing}" if request.point else ""
        by = (
            f", by its {request.place_by}"
            if request.place_by in {"sector", "district"} and not _is_itself(request)
            else ""
        )
        parts.append(f"{place} ({request.area or 'area not known'}{by})")
    return ", ".join(parts)


def what_words(answer: Answer, directory: Directory) -> list[str]:
    """Return the disposition and each symptom code with its title."""
    request, reference = answer.request, directory.reference
    lines = [f"{request.disposition}  {reference.dispositions[request.disposition].title}"]
    if request.symptom_group:
        lines.append(
            f"{request.symptom_group}  {reference.symptom_groups.get(request.symptom_group, 'not in our tables')}"
        )
    lines += [
        f"{code}  {reference.symptom_discriminators.get(code, 'not in our tables')}"
        for code in request.symptom_discriminators
    ]
    return lines


def _is_itself(request: Request) -> bool:
    parts = (request.postcode or "").partition(" ")[2]
    return {"sector": 1, "district": 0}.get(request.place_by or "", 3) == len(parts)

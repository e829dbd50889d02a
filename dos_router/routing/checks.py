"""The checks of the two passes (routing.md 3 and 4): each gives why a service fails, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from dos_router.diagnostics import Location
from dos_router.model.ages import describe_age
from dos_router.model.answer import Failure, Spell
from dos_router.model.call import Request
from dos_router.model.directory import CapacityRow, Directory
from dos_router.model.moments import iso
from dos_router.model.service import AMBULANCE, Service
from dos_router.routing.calendar import HORIZON_DAYS, Calendar
from dos_router.routing.distances import is_inside, miles_between
from dos_router.routing.durations import in_words
from dos_router.routing.window import open_in_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for, and within what: `metres` each way from the place."""

    directory: Directory
    calendar: Calendar
    request: Request
    disposition: str
    window: Spell
    metres: int


def first_pass(search: Search, service: Service) -> list[Failure]:
    """Return every reason for which a service is simply not part of the search."""
    checks = (_status, _type, _distance, _symptom_group, _sex, _practice)
    return [failure for check in checks if (failure := check(search, service))]


def second_pass(search: Search, service: Service) -> list[Failure]:
    """Return every check of the second pass that a service fails, in the page's order."""
    checks = (capacity, _discriminator, _disposition, _role, _age, hours, _only_if_open, _area)
    return [failure for check in checks if (failure := check(search, service))]


def _status(_: Search, service: Service) -> Failure | None:
    if service.is_active:
        return None
    return Failure("status", f"its status is {service.status}", service.line("status"))


def _type(_: Search, service: Service) -> Failure | None:
    if service.type != AMBULANCE:
        return None
    return Failure("type", "an emergency ambulance is dispatched, never searched for", service.line("type"))


def _distance(search: Search, service: Service) -> Failure | None:
    here = search.request.point
    if here is None or is_inside(here, service.point, search.metres):
        return None
    said = f"{miles_between(here, service.point)} miles away, outside the {search.metres / 1000:g} km searched each way"
    return Failure("distance", said, service.line("location"))


def _symptom_group(search: Search, service: Service) -> Failure | None:
    group = search.request.symptom_group or ""
    if service.symptoms.has_group(group):
        return None
    return Failure("symptom-group", f"not profiled for {group}", service.line("symptoms", "handles"))


def _sex(search: Search, service: Service) -> Failure | None:
    if service.takes_sex(search.request.sex):
        return None
    said = f"takes {' and '.join(sorted(service.sexes))} only; the caller's sex is {search.request.sex}"
    return Failure("sex", said, service.line("sexes"))


def _practice(search: Search, service: Service) -> Failure | None:
    if not service.practices or search.request.practice in service.practices:
        return None
    caller = f"the caller's is {search.request.practice}" if search.request.practice else "the caller's is not known"
    return Failure("practice", f"for patients of certain practices only; {caller}", service.line("practices"))


def capacity(search: Search, service: Service) -> Failure | None:
    """Return the failure of a service that is red at the time of the call, by the live capacity file."""
    row = capacity_at(search.directory, service.id, search.request.at)
    if row is None or row.status != "red":
        return None
    until = f" until {iso(row.until, search.directory.zone)}" if row.until is not None else ""
    return Failure("capacity", f"red since {iso(row.since, search.directory.zone)}{until}", row.at)


def capacity_at(directory: Directory, service: str, at: int) -> CapacityRow | None:
    """Return the row that holds at a moment: since ≤ t < until, the latest `since` wins."""
    rows = directory.capacity.get(service, ())
    return next((row for row in reversed(rows) if row.since <= at and (row.until is None or at < row.until)), None)


def _discriminator(search: Search, service: Service) -> Failure | None:
    group = search.request.symptom_group or ""
    lacking = [code for code in search.request.symptom_discriminators if not service.symptoms.has(group, code)]
    if not lacking:
        return None
    return Failure(
        "discriminator", f"not profiled for {', '.join(lacking)} with {group}", service.line("symptoms", "handles")
    )


def _disposition(search: Search, service: Service) -> Failure | None:
    if search.disposition in service.dispositions:
        return None
    return Failure("disposition", f"not profiled for {search.disposition}", service.line("dispositions", "handles"))


def _role(search: Search, service: Service) -> Failure | None:
    if not service.roles or search.request.role in service.roles:
        return None
    return Failure(
        "role", f"takes {', '.join(sorted(service.roles))}, not {search.request.role}", service.line("roles")
    )


def _age(search: Search, service: Service) -> Failure | None:
    days = search.request.age_days
    if days is None or service.takes_age(days):
        return None
    ranges = ", ".join(ages.written for ages in service.ages)
    return Failure("age", f"takes ages {ranges}; the caller is {describe_age(days)} old", service.line("ages"))


def hours(search: Search, service: Service) -> Failure | None:
    """Return the failure of a service that no spell of opening brings into the window."""
    if open_in_window(search.calendar, service.opening, search.window):
        return None
    return Failure("hours", _too_early_or_late(search, service), hours_line(search, service))


def hours_line(search: Search, service: Service) -> Location:
    """Return where the hours of the day of the call stand."""
    return service.line(f"dates/{search.calendar.day_of(search.request.at)}", "opening")


def _too_early_or_late(search: Search, service: Service) -> str:
    at, zone = search.request.at, search.directory.zone
    spell, _ = search.calendar.next_spell(service.opening, at)
    if spell is None:
        return f"does not open in the next {HORIZON_DAYS} days"
    if spell.close < search.window.open:
        return f"closes {iso(spell.close, zone)}, {in_words(search.window.open - spell.close)} too soon"
    return f"opens {iso(spell.open, zone)}, {in_words(spell.open - search.window.close)} too late"


def _only_if_open(search: Search, service: Service) -> Failure | None:
    at = search.request.at
    if service.only_if_open is None:
        return None
    spell, _ = search.calendar.next_spell(service.opening, at)
    if spell is not None and spell.open <= at + service.only_if_open:
        return None
    when = "now" if service.only_if_open == 0 else f"now or within {service.only_if_open} minutes"
    opens = (
        f"opens {iso(spell.open, search.directory.zone)}" if spell else f"does not open in the next {HORIZON_DAYS} days"
    )
    return Failure("only-if-open", f"offered only if open {when}; {opens}", service.line("only_if_open"))


def _area(search: Search, service: Service) -> Failure | None:
    area = search.request.area
    if not service.limited_to or area is None or area in service.limited_to:
        return None
    said = f"limited to {', '.join(sorted(service.limited_to))}; the place is in {area}"
    return Failure("area", said, service.line("limited_to"))

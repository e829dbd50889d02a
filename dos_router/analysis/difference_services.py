"""Services compared field by field: added, removed, renamed, and what each says otherwise than before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dos_router.analysis.difference_capability import capability_print, capability_words, compare_capability
from dos_router.analysis.difference_change import Change, Kind, Told
from dos_router.analysis.difference_fields import FIELDS, compare_fields
from dos_router.analysis.difference_hours import Hours, compare_hours, hours_print, hours_words
from dos_router.analysis.difference_owners import is_included, lead_of, owners_of_service
from dos_router.diagnostics import Location
from dos_router.model.directory import Directory, Quarantined
from dos_router.model.service import Service

UNREADABLE = "its record has errors: treated as closed"


def service_changes(base: Directory, proposed: Directory) -> list[Change]:
    """Return every change of a service; one whose id alone is another is told as renamed."""
    renamed = _renamed(base, proposed)
    changes: list[Change] = []
    for name, before in base.services.items():
        after = proposed.services.get(renamed.get(name, name))
        changes += _one(before, base, proposed) if after is None else _both(before, after, base, proposed)
    came = proposed.services.keys() - base.services.keys() - set(renamed.values())
    for name in sorted(came):
        changes.append(_appeared(proposed.services[name], base, proposed))
    return [*changes, *_quarantined(base, proposed)]


def compare_services(before: Service, after: Service, base: Directory, proposed: Directory) -> list[Told]:
    """Return what two records of one service say otherwise, in the order of FIELDS, then hours, then capability."""
    return [
        *compare_fields(before, after),
        *compare_hours(Hours(before.opening, base.holidays), Hours(after.opening, proposed.holidays)),
        *compare_capability(before, after, base.reference, proposed.reference),
    ]


def _both(before: Service, after: Service, base: Directory, proposed: Directory) -> list[Change]:
    told = compare_services(before, after, base, proposed)
    if before.id != after.id:
        told = [Told("id", "renamed, the rest is the same", before.id, after.id)]
    signers = owners_of_service(before, base) | owners_of_service(after, proposed)
    return [_change(after, one, signers, (before.line(*one.keys), after.line(*one.keys))) for one in told]


def _one(before: Service, base: Directory, proposed: Directory) -> list[Change]:
    """Return the change of a service that is there no longer, or that cannot be read."""
    signers = owners_of_service(before, base)
    record = _record(proposed, before.id)
    if record is None:
        return [_change(before, Told("removed", "removed", _summary(before), None), signers, (before.at, None))]
    told = Told("record", "record", _summary(before), UNREADABLE)
    return [_change(before, told, signers, (before.at, record.at))]


def _appeared(after: Service, base: Directory, proposed: Directory) -> Change:
    """Return the change of a service that was not there, or could not be read."""
    signers = owners_of_service(after, proposed)
    record = _record(base, after.id)
    if record is None:
        return _change(after, Told("added", "added", None, _summary(after)), signers, (None, after.at))
    told = Told("record", "record", UNREADABLE, _summary(after))
    return _change(after, told, signers, (record.at, after.at))


def _quarantined(base: Directory, proposed: Directory) -> list[Change]:
    """Return the change of each unreadable record that the other version knows nothing of."""
    old, new = ({one.id: one for one in directory.quarantined} for directory in (base, proposed))
    gone = [old[name] for name in sorted(old.keys() - new.keys() - proposed.services.keys())]
    came = [new[name] for name in sorted(new.keys() - old.keys() - base.services.keys())]
    return [
        *(_unreadable(one, (UNREADABLE, None), (one.at, None), lead_of(base)) for one in gone),
        *(_unreadable(one, (None, UNREADABLE), (None, one.at), lead_of(proposed)) for one in came),
    ]


def _unreadable(
    record: Quarantined,
    words: tuple[str | None, str | None],
    places: tuple[Location | None, Location | None],
    signers: Iterable[str],
) -> Change:
    return Change(
        kind=Kind.SERVICE, id=record.id, field="record", what="record", before=words[0], after=words[1],
        base_at=places[0], proposed_at=places[1], signers=tuple(sorted(signers)),
    )  # fmt: skip


def _record(directory: Directory, name: str) -> Quarantined | None:
    return next((record for record in directory.quarantined if record.id == name), None)


def _change(
    service: Service, told: Told, signers: Iterable[str], places: tuple[Location | None, Location | None]
) -> Change:
    return Change(
        kind=Kind.SERVICE, id=service.id, field=told.field, what=told.what, before=told.before, after=told.after,
        note=told.note, name=service.name, provider=service.provider.name, included=is_included(service),
        base_at=places[0], proposed_at=places[1], signers=tuple(sorted(signers)),
    )  # fmt: skip


def _summary(service: Service) -> str:
    """Return all that a record states, in one line."""
    fields = [f"{field.what} {field.words(service)}" for field in FIELDS if field.is_stated(service)]
    return "; ".join([*fields, f"open {hours_words(service.opening)}", *capability_words(service)])


def _renamed(base: Directory, proposed: Directory) -> Mapping[str, str]:
    """Return old and new ids of services of which nothing but the id is another; of twins the first by id first."""
    came: dict[object, list[str]] = defaultdict(list)
    readable = proposed.services.keys() - base.services.keys() - {record.id for record in base.quarantined}
    for name in sorted(readable, reverse=True):
        came[_print(proposed.services[name])].append(name)
    gone = base.services.keys() - proposed.services.keys() - {record.id for record in proposed.quarantined}
    found = {name: came[_print(base.services[name])] for name in sorted(gone)} if came else {}
    return {name: left.pop() for name, left in found.items() if left}


def _print(service: Service) -> object:
    """Return what a service means but for its id, as a key."""
    fields = tuple(field.meaning(service) for field in FIELDS)
    return fields, hours_print(service.opening), capability_print(service)

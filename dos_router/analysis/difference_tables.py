"""What a directory is, and its tables, compared: validity, commissioners, areas, places, holidays, reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple, TypeAlias, TypeVar

from dos_router.analysis.difference_change import Change, Kind, Told
from dos_router.analysis.difference_owners import lead_of, owners_of_areas, owners_of_head
from dos_router.analysis.difference_words import date_words, kilometres_words, listed
from dos_router.diagnostics import Location
from dos_router.model.directory import Commissioner, Directory, Place, SmallArea
from dos_router.model.moments import local_time
from dos_router.model.service import squared_distance
from dos_router.reference import Disposition, RejectReason, ServiceType

T = TypeVar("T")

Entry: TypeAlias = str | Disposition | ServiceType | RejectReason
"""A row of a reference table: an object, or its title alone."""

_WHAT = {
    "dispositions": "disposition",
    "service_types": "service type",
    "roles": "referral role",
    "symptom_groups": "symptom group",
    "symptom_discriminators": "symptom discriminator",
    "provider_kinds": "kind of provider",
    "reject_reasons": "reject reason",
}


class _Row(NamedTuple):
    """A changed row of a table: its key, and each thing that changed of it."""

    key: str
    told: list[Told]


def head_changes(base: Directory, proposed: Directory) -> list[Change]:
    """Return what directory.yaml says otherwise; serial and validity are the lead's."""
    head = [
        *_line("id", "id", base.id, proposed.id),
        *_line("title", "title", base.title, proposed.title),
        *_line("time_zone", "time zone", base.zone.key, proposed.zone.key),
        *(one for row in _rows(base.commissioners, proposed.commissioners, _commissioner) for one in row.told),
        *(one for row in _rows(base.areas, proposed.areas, _area) for one in row.told),
    ]
    dated = [
        *_line("serial", "serial", str(base.serial), str(proposed.serial)),
        *(_line("valid", "validity", _period(base), _period(proposed)) if base.valid != proposed.valid else []),
    ]
    leads, owners = lead_of(base) | lead_of(proposed), owners_of_head(base) | owners_of_head(proposed)
    places = (Location("directory.yaml", folder=base.folder), Location("directory.yaml", folder=proposed.folder))
    return [
        _change(Kind.DIRECTORY, one.names[-1] if one.names else one.field, one, places, who)
        for told, who in ((dated, leads), (head, owners))
        for one in told
    ]


def table_changes(base: Directory, proposed: Directory) -> list[Change]:
    """Return changed places, holidays, small areas and entries of the reference tables."""
    leads = lead_of(base) | lead_of(proposed)
    changes = []
    for row in _rows(base.places, proposed.places, _place):
        changes += _of_row(Kind.PLACE, row, "places.csv", (base, proposed), _owners_of_place(row.key, base, proposed))
    for row in _rows(_by_day(base), _by_day(proposed), _holiday):
        changes += _of_row(Kind.HOLIDAY, row, "holidays.csv", (base, proposed), leads)
    for row in _rows(_by_id(base), _by_id(proposed), _small_area):
        changes += _of_row(Kind.POPULATION, row, "population.csv", (base, proposed), leads)
    return [*changes, *_reference_changes(base, proposed, leads)]


def _rows(
    before: Mapping[str, T], after: Mapping[str, T], tell: Callable[[str, T | None, T | None], list[Told]]
) -> Iterable[_Row]:
    """Yield the rows that are not the same in both, by key."""
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield _Row(key, tell(key, old, new))


def _of_row(
    kind: Kind, row: _Row, file: str, versions: tuple[Directory, Directory], signers: frozenset[str]
) -> list[Change]:
    places = (Location(file, folder=versions[0].folder), Location(file, folder=versions[1].folder))
    return [_change(kind, row.key, one, places, signers) for one in row.told]


def _change(
    kind: Kind, key: str, told: Told, places: tuple[Location | None, Location | None], signers: frozenset[str]
) -> Change:
    return Change(
        kind=kind, id=key, field=told.field, what=told.what, before=told.before, after=told.after, note=told.note,
        base_at=places[0], proposed_at=places[1], signers=tuple(sorted(signers)),
        key=(told.names or (told.field,)) if kind is Kind.DIRECTORY else (key,),
    )  # fmt: skip


def _line(field: str, what: str, before: str, after: str) -> list[Told]:
    return [Told(field, what, before, after)] if before != after else []


def _came_or_went(field: str, what: str, key: str, before: str | None, after: str | None) -> Told:
    return Told(field, f"{what} {'removed' if after is None else 'added'}", before, after, names=(field, key))


def _commissioner(key: str, before: Commissioner | None, after: Commissioner | None) -> list[Told]:
    if before is None or after is None:
        words = [f"{one.name}, {listed(one.areas, 'no area')}" if one else None for one in (before, after)]
        return [_came_or_went("commissioners", f"commissioner {key}", key, words[0], words[1])]
    parts = {"name": (before.name, after.name), "ODS code": (before.ods or "none", after.ods or "none")}
    parts["areas"] = (listed(before.areas, "none"), listed(after.areas, "none"))
    parts["leads"] = (_said(before.lead), _said(after.lead))
    return [
        Told("commissioners", f"commissioner {key}: {part}", *words, names=("commissioners", key))
        for part, words in parts.items()
        if words[0] != words[1]
    ]


def _area(key: str, before: str | None, after: str | None) -> list[Told]:
    if before is None or after is None:
        return [_came_or_went("areas", f"area {key}", key, before, after)]
    return [Told("areas", f"area {key}", before, after, names=("areas", key))]


def _period(directory: Directory) -> str:
    """Return the validity: days where it begins and ends at midnight, the last included; else moments."""
    start, end = (local_time(moment, directory.zone) for moment in directory.valid)
    if (start.hour, start.minute, end.hour, end.minute) == (0, 0, 0, 0):
        return f"{start:%Y-%m-%d} to {end - timedelta(days=1):%Y-%m-%d}"
    return f"{start.isoformat(timespec='minutes')} until {end.isoformat(timespec='minutes')}"


def _place(key: str, before: Place | None, after: Place | None) -> list[Told]:
    if before is None or after is None:
        return [
            _came_or_went("places", f"place {key}", key, before and _place_words(before), after and _place_words(after))
        ]
    told = []
    if before.area != after.area:
        told.append(Told("area", f"area of {key}", before.area or "not known", after.area or "not known"))
    if before.point != after.point:
        apart = round((squared_distance(before.point, after.point) or 0) ** 0.5)
        words = (_place_words(before._replace(area="")), _place_words(after._replace(area="")))
        told.append(Told("point", f"place {key}", *words, f"moved by {kilometres_words(apart)}"))
    return told


def _place_words(place: Place) -> str:
    at = f"{place.point.easting} {place.point.northing}"
    return at if place.area == "" else f"{at}, {place.area or 'area not known'}"


def _owners_of_place(key: str, base: Directory, proposed: Directory) -> frozenset[str]:
    areas = ((directory, directory.places[key].area) for directory in (base, proposed) if key in directory.places)
    return lead_of(base) | lead_of(proposed) | frozenset().union(*(owners_of_areas(one, [area]) for one, area in areas))


def _holiday(key: str, before: str | None, after: str | None) -> list[Told]:
    day = date_words(date.fromisoformat(key))
    if before is None or after is None:
        return [_came_or_went("holidays", f"public holiday {day}", key, before, after)]
    return [Told("holidays", f"public holiday {day}", before, after)]


def _by_day(directory: Directory) -> dict[str, str]:
    return {day.isoformat(): name for day, name in directory.holidays.items()}


def _by_id(directory: Directory) -> dict[str, SmallArea]:
    return {one.id: one for one in directory.population}


def _small_area(key: str, before: SmallArea | None, after: SmallArea | None) -> list[Told]:
    old, new = (one and _small_area_words(one) for one in (before, after))
    if old is None or new is None:
        return [_came_or_went("population", f"small area {key}", key, old, new)]
    return [Told("population", f"small area {key}", old, new)]


def _small_area_words(one: SmallArea) -> str:
    return f"{one.people} people at {_place_words(one.place)}" + (f", {one.postcode}" if one.postcode else "")


def _reference_changes(base: Directory, proposed: Directory, leads: frozenset[str]) -> list[Change]:
    changes = []
    for table, what in _WHAT.items():
        old, new = (getattr(directory.reference, table) for directory in (base, proposed))
        places = (_source(base, table), _source(proposed, table))
        for row in _rows(old, new, partial(_entry, table, what)):
            changes += [_change(Kind.REFERENCE, row.key, one, places, leads) for one in row.told]
    return changes


def _source(directory: Directory, table: str) -> Location | None:
    name = {"roles": "referral_roles"}.get(table, table)
    file = directory.reference.files.get(name)
    ours = file is None or file.startswith("dos_router/")
    return Location(file, folder="" if ours else directory.folder) if file else None


def _entry(table: str, what: str, key: str, before: Entry | None, after: Entry | None) -> list[Told]:
    if before is None or after is None:
        return [_came_or_went(table, f"{what} {key}", key, _title(before), _title(after))]
    if isinstance(before, str):
        return [Told(table, f"{what} {key}", before, _title(after))]
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(before))
    return [
        Told(table, f"{what} {key}: {name.replace('_', ' ')}", _said(old), _said(new))
        for name, old, new in pairs
        if old != new
    ]


def _title(entry: Entry | None) -> str | None:
    return entry if entry is None or isinstance(entry, str) else entry.title


def _said(value: object) -> str:
    if value is None:
        return "none"
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"

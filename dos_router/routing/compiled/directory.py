"""A directory → its arrays: every distinct text an index, every rule of a service a cell of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE, SEXES, Service
from dos_router.model.symptoms import Symptoms
from dos_router.routing.compiled.arrays import Bools, Compiled, LimitArrays, Names, ServiceArrays, Shorts
from dos_router.routing.compiled.hours import compile_hours, distinct_hours

NO_LIMIT = np.iinfo(np.int64).max
WHOLE_GROUP, NAMED_GROUP = -1, -2


def compile_directory(directory: Directory) -> Compiled:
    """Compile what a search needs to know of a directory's services; places and policy stay as they are."""
    services = tuple(directory.services[name] for name in sorted(directory.services))
    names = _names(directory, services)
    entries = [entry.hours for entry in directory.policy.ranking]
    openings = distinct_hours([*(one.opening for one in services), *(hours for hours in entries if hours)])
    age_sets = {ages: number for number, ages in enumerate(dict.fromkeys(one.ages for one in services))}
    return Compiled(
        names=names,
        services=_services(services, names, openings.places, [age_sets[one.ages] for one in services]),
        limits=_limits(directory, services, names),
        hours=compile_hours(openings.openings, directory.holidays),
        ranking_hours=shorts(openings.place(hours) if hours else -1 for hours in entries),
    )


def shorts(values: Iterable[int]) -> Shorts:
    """Return whole numbers as an array of 32 bits each."""
    return np.fromiter(values, np.int32)


def _names(directory: Directory, services: Sequence[Service]) -> Names:
    placed = {place.area for place in directory.places.values()} - {None}
    limited = {area for one in services for area in one.limited_to}
    groups = {group for one in services for group in one.symptoms.touched}
    codes = {code for one in services for _, code in one.symptoms.pairs}
    ods = {one.ods for one in services if one.ods}
    return Names(
        services=tuple(one.id for one in services),
        providers=tuple(one.provider.name for one in services),
        types=tuple(sorted({one.type for one in services})),
        areas=tuple(sorted({*directory.areas, *(str(area) for area in placed), *limited})),
        roles=tuple(sorted(directory.reference.roles)),
        dispositions=tuple(sorted(directory.reference.dispositions)),
        organisations=tuple(sorted(ods | {practice for one in services for practice in one.practices})),
        symptom_groups=tuple(sorted(groups)),
        symptom_discriminators=tuple(sorted(codes)),
    )


def _services(services: Sequence[Service], names: Names, hours: list[int], ages: list[int]) -> ServiceArrays:
    types, ods = _index(names.types), _index(names.organisations)
    in_text_order = sorted(range(len(services)), key=lambda place: f"{services[place].id}:")
    text_order = np.empty(len(services), np.int32)
    text_order[in_text_order] = np.arange(len(services))
    return ServiceArrays(
        searchable=_bools(one.is_active and one.type != AMBULANCE for one in services),
        active=_bools(one.is_active for one in services),
        located=_bools(one.point is not None for one in services),
        easting=shorts(one.point.easting if one.point else 0 for one in services),
        northing=shorts(one.point.northing if one.point else 0 for one in services),
        type=shorts(types[one.type] for one in services),
        sexes=np.fromiter((_sex_bits(one) for one in services), np.uint8),
        ods=shorts(ods.get(one.ods or "", -1) for one in services),
        restricted=_bools(bool(one.practices) for one in services),
        only_if_open=shorts(-1 if one.only_if_open is None else one.only_if_open for one in services),
        ages=shorts(ages),
        hours=shorts(hours[: len(services)]),
        text_order=text_order,
    )  # fmt: skip


def _limits(directory: Directory, services: Sequence[Service], names: Names) -> LimitArrays:
    ranges = [
        (number, each) for number, ages in enumerate(dict.fromkeys(one.ages for one in services)) for each in ages
    ]
    commissioned, promoted = _commissioned(directory, services, names)
    starts, by_practice = _by_practice(services, names)
    symptoms = _symptoms(services, names)
    return LimitArrays(
        role_fails=_table(names.roles, services, lambda one: one.roles),
        area_fails=_and_unknown(_table(names.areas, services, lambda one: one.limited_to)),
        commissioned_here=commissioned,
        promoted=promoted,
        disposition_fails=_all_but(names.dispositions, services, lambda one: one.dispositions),
        age_low=np.fromiter((each.low for _, each in ranges), np.int64),
        age_high=np.fromiter((NO_LIMIT if each.high is None else each.high for _, each in ranges), np.int64),
        age_set=shorts(number for number, _ in ranges),
        practice_start=starts,
        practice_service=by_practice,
        everything=_bools(one.symptoms.everything for one in services),
        symptom_group=symptoms[:, 0].copy(),
        symptom_discriminator=symptoms[:, 1].copy(),
        symptom_service=symptoms[:, 2].copy(),
    )  # fmt: skip


def _commissioned(directory: Directory, services: Sequence[Service], names: Names) -> tuple[Bools, Bools]:
    """Return which services each area commissions, and which are promoted there from another area."""
    holders: dict[str, list[int]] = defaultdict(list)
    for column, one in enumerate(services):
        for name in one.commissioned_by:
            holders[name].append(column)
    here = np.zeros((len(names.areas) + 1, len(services)), bool)
    for row, area in enumerate(names.areas):
        for name in directory.commissioners_of(area):
            here[row, holders[name]] = True
    elsewhere = ~here & _bools(bool(one.commissioned_by) for one in services)
    elsewhere[-1] = False
    return here, elsewhere


def _by_practice(services: Sequence[Service], names: Names) -> tuple[Shorts, Shorts]:
    places = _index(names.organisations)
    found: list[list[int]] = [[] for _ in names.organisations]
    for column, one in enumerate(services):
        for practice in one.practices:
            found[places[practice]].append(column)
    starts = np.cumsum([0, *(len(each) for each in found)], dtype=np.int32)
    return starts, shorts(column for each in found for column in each)


def _symptoms(services: Sequence[Service], names: Names) -> Shorts:
    """Return the rows of symptoms in order; those of a set that many services share are worked out once."""
    groups, codes = _index(names.symptom_groups), _index(names.symptom_discriminators)
    columns: dict[Symptoms, list[int]] = defaultdict(list)
    for column, one in enumerate(services):
        columns[one.symptoms].append(column)
    parts = [np.empty((0, 3), np.int32)]
    for symptoms, holders in columns.items():
        entries = [(groups[group], codes[code]) for group, code in symptoms.pairs]
        entries += [(groups[group], WHOLE_GROUP) for group in symptoms.groups if group in groups]
        entries += [(groups[group], NAMED_GROUP) for group in symptoms.touched]
        table = np.array(entries, np.int32).reshape(-1, 2)
        every = np.tile(np.array(holders, np.int32), len(table))[:, None]
        parts.append(np.hstack([np.repeat(table, len(holders), axis=0), every]))
    rows = np.concatenate(parts)
    return np.asarray(rows[np.lexsort(rows.T[::-1])], np.int32)


def _and_unknown(table: Bools) -> Bools:
    """Return a table by area with a row for the unknown one, of which no check fails."""
    return np.vstack([table, np.zeros((1, table.shape[1]), bool)])


def _sex_bits(service: Service) -> int:
    return sum(1 << bit for bit, sex in enumerate(SEXES) if sex in service.sexes)


def _table(names: Sequence[str], services: Sequence[Service], limit: Callable[[Service], frozenset[str]]) -> Bools:
    """Return where a limit that is stated lacks a name: a row a name, a column a service."""
    stated = np.fromiter((bool(limit(one)) for one in services), bool, len(services))
    return np.asarray(_all_but(names, services, limit) & stated, bool)


def _all_but(names: Sequence[str], services: Sequence[Service], held: Callable[[Service], frozenset[str]]) -> Bools:
    """Return where a service lacks a name: a row a name, a column a service."""
    places = _index(names)
    table = np.ones((len(names), len(services)), bool)
    holders: dict[frozenset[str], list[int]] = defaultdict(list)
    for column, one in enumerate(services):
        holders[held(one)].append(column)
    for names_held, columns in holders.items():
        for name in names_held & places.keys():
            table[places[name], columns] = False
    return table


def _index(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _bools(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, np.bool_)

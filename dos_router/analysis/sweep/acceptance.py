"""Which services accept a need, an age and a sex: what makes no difference to them is taken together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dos_router.analysis.sweep.cells import ALL_AGES, Ages, Need
from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE, SEXES, Service
from dos_router.reference import DEFAULT_ROLE
from dos_router.routing.window import window_length


@dataclass(frozen=True, slots=True)
class NeedClass:
    """Needs that nothing tells apart: the same services accept them, in the same window.

    `services` has a bit for each service of the sweep. `entries` are the numbers of the policy's
    ranking entries that name no dispositions or this one. `emergency` is as in the reference.
    """

    needs: tuple[Need, ...]
    services: int
    window: int
    entries: tuple[int, ...]
    emergency: bool


@dataclass(frozen=True, slots=True)
class PersonClass:
    """Callers of whom the same services take all: every one of these ages with every one of these sexes."""

    ages: Ages
    sexes: tuple[str, ...]
    services: int


def searchable(directory: Directory, practice: str | None, without: frozenset[str]) -> tuple[Service, ...]:
    """Return the services that some call could find, by id; those limited to other practices are left out."""
    return tuple(
        service
        for name, service in sorted(directory.services.items())
        if service.is_active and service.type != AMBULANCE and name not in without
        if not service.roles or DEFAULT_ROLE in service.roles
        if not service.practices or practice in service.practices
    )


def accepts(service: Service, need: Need) -> bool:
    """Say whether a service is profiled for a need."""
    return need.disposition in service.dispositions and all(
        service.symptoms.has(need.symptom_group, code) for code in need.discriminators
    )


def need_classes(needs: Iterable[Need], services: Sequence[Service], directory: Directory) -> tuple[NeedClass, ...]:
    """Return the needs by what makes a difference to a call, in the order of their first."""
    found: dict[tuple[int, int, tuple[int, ...], bool], list[Need]] = defaultdict(list)
    for need in sorted(set(needs)):
        disposition = directory.reference.dispositions[need.disposition]
        key = (
            mark(accepts(service, need) for service in services),
            window_length(disposition.timeframe),
            _entries(need, directory),
            disposition.emergency,
        )
        found[key].append(need)
    return tuple(NeedClass(tuple(members), *key) for key, members in found.items())


@dataclass(frozen=True, slots=True)
class Takers:
    """Services by the ages and sexes that they take, as bits."""

    services: Sequence[Service]
    _aged: dict[int, int] = field(default_factory=dict, repr=False)
    _sexed: dict[str, int] = field(default_factory=dict, repr=False)

    def of_age(self, days: int) -> int:
        """Return the services that take an age in days."""
        if days not in self._aged:
            self._aged[days] = mark(service.takes_age(days) for service in self.services)
        return self._aged[days]

    def of_sex(self, sex: str) -> int:
        """Return the services that take a sex."""
        if sex not in self._sexed:
            self._sexed[sex] = mark(service.takes_sex(sex) for service in self.services)
        return self._sexed[sex]


def person_classes(takers: Takers, among: int) -> tuple[PersonClass, ...]:
    """Return every age and sex once, by which of some services (bits) take it."""
    taken: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for ages in elementary_ages(service for number, service in enumerate(takers.services) if among >> number & 1):
        for sex in SEXES:
            taken[among & takers.of_age(ages[0]) & takers.of_sex(sex)][sex].append(ages)
    return tuple(one for bits, by_sex in taken.items() for one in _products(by_sex, bits))


def elementary_ages(services: Iterable[Service]) -> Ages:
    """Return the runs of days, both ends included, between the ages at which some service begins or ends."""
    last = ALL_AGES[1]
    starts = {0}
    for service in services:
        for each in service.ages:
            starts |= {each.low, last + 1 if each.high is None else each.high + 1}
    rising = sorted(start for start in starts if start <= last)
    return tuple(zip(rising, [start - 1 for start in rising[1:]] + [last], strict=True))


def joined(ages: Iterable[tuple[int, int]]) -> Ages:
    """Return runs of days in order, those that adjoin made one."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ages):
        if found and found[-1][1] + 1 >= low:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def mark(truths: Iterable[bool]) -> int:
    """Return a number with a bit set for each truth that holds, the first the lowest."""
    digits = "".join("1" if truth else "0" for truth in truths)
    return int(digits[::-1] or "0", 2)


def _entries(need: Need, directory: Directory) -> tuple[int, ...]:
    ranking = directory.policy.ranking
    return tuple(
        number
        for number, entry in enumerate(ranking)
        if not entry.dispositions or need.disposition in entry.dispositions
    )


def _products(by_sex: dict[str, list[tuple[int, int]]], bits: int) -> list[PersonClass]:
    """Return ages by sex as products: what both sexes share, then what is left of each."""
    shared = set.intersection(*(set(by_sex.get(sex, ())) for sex in SEXES))
    found = [PersonClass(joined(shared), SEXES, bits)] if shared else []
    for sex in SEXES:
        own = set(by_sex.get(sex, ())) - shared
        if own:
            found.append(PersonClass(joined(own), (sex,), bits))
    return found

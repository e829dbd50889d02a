"""What a list is imported into: a directory's places, commissioners, profiles and the services that it has already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dos_router.diagnostics import Location
from dos_router.interchange.lists.recipe import Recipe
from dos_router.loading.policy import load_profiles
from dos_router.model.directory import Directory, FoundPlace
from dos_router.model.moments import local_time
from dos_router.model.service import Service
from dos_router.reference import Reference, load_reference

# kinds of one thing, by which two records of a site may differ
TREATMENT = {"urgent-treatment-centre", "utc-with-ed", "urgent-care", "walk-in-centre", "minor-injury-unit"}
SERIOUS = 3  # level of care up to which a profile is never taken over from other services


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where imported services go; without a directory, only the national tables are known."""

    reference: Reference
    directory: Directory | None = None
    profiles: frozenset[str] = frozenset()
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    commissioners: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[tuple[str, str], Service] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()

    def place(self, postcode: str) -> FoundPlace | None:
        """Return the place of a postcode, as nearly as the directory knows it."""
        return self.directory.find_place(postcode) if self.directory else None

    def handles(self, kind: str, recipe: Recipe) -> tuple[str, ...]:
        """Return the profiles of a type: the recipe's, where the directory has them all; else its own for the type.

        Of urgent and emergency types only the recipe's are taken: what others can do says too little there.
        """
        wanted = recipe.types[kind].handles if kind in recipe.types else ()
        if wanted and self.profiles.issuperset(wanted):
            return wanted
        if not self.directory or self.reference.service_types[kind].level_of_care <= SERIOUS:
            return ()
        return (kind,) if kind in self.profiles else self.usual.get(kind, ())

    def existing(self, kind: str, ods: str | None, postcode: str | None) -> Service | None:
        """Return the service of other files that a row speaks of: of its type, with its code, or at its place.

        At one place there may be two pharmacies, each with a code of its own, but hardly two departments.
        """
        found = self.others.get((_family(kind), ods or ""))
        there = self.others.get((_family(kind), postcode or ""))
        if found or not there:
            return found
        told_apart = ods and there.ods and not (there.ods.startswith(ods) or ods.startswith(there.ods))
        return None if told_apart and self.reference.service_types[kind].level_of_care > SERIOUS else there

    def days(self, month: int, day: int) -> list[date]:
        """Return a day of the year in each year in which the directory is valid."""
        if not self.directory:
            return []
        first, last = (local_time(moment, self.directory.zone).date() for moment in self.directory.valid)
        dates = (date(year, month, day) for year in range(first.year, last.year + 1))
        return [one for one in dates if first <= one <= last]


def surroundings_of(directory: Directory | None, own: frozenset[str]) -> Surroundings:
    """Return what a directory offers to an import; `own` are the ids that earlier imports of the list wrote."""
    if directory is None:
        return Surroundings(reference=load_reference()[0])
    folder = Path(directory.folder)
    profiles, _ = load_profiles(folder / "profiles.yaml", Location("profiles.yaml"), directory.reference)
    others = [service for name, service in directory.services.items() if name not in own]
    return Surroundings(
        reference=directory.reference,
        directory=directory,
        profiles=frozenset(profiles),
        usual=_usual(others),
        commissioners={one.ods: one.id for one in directory.commissioners.values() if one.ods},
        others=_by_code_and_place(others),
        ids=frozenset(service.id for service in others),
    )


def _usual(services: list[Service]) -> dict[str, tuple[str, ...]]:
    """Return the profiles that more than half of the services of a type have."""
    counts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for service in services:
        counts[service.type][service.handles] += 1
    found = {kind: counted.most_common(1)[0] for kind, counted in counts.items()}
    return {kind: most for kind, (most, count) in found.items() if count * 2 > counts[kind].total()}


def _by_code_and_place(services: list[Service]) -> dict[tuple[str, str], Service]:
    found: dict[tuple[str, str], Service] = {}
    for service in services:
        for name in (service.ods, service.postcode):
            if name:
                found.setdefault((_family(service.type), name), service)
    return found


def _family(kind: str) -> str:
    return "treatment" if kind in TREATMENT else kind

"""The near misses that would close a gap: services that fail one check for it, and the smallest change that passes.

A service closes a box of gap cells when one change has it qualify for every need, place, age, sex and time of
the box, and be what the kind of gap lacks: not an emergency department (`upshift`), another's (`single`),
commissioned there (`border`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.analysis.gap_changes.box import GapBox
from dos_router.analysis.gap_changes.extra_hours import extra_hours
from dos_router.analysis.gap_changes.failures import FARTHEST, Failure, person_and_place_failures, profile_failures
from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps.groups import grouping
from dos_router.analysis.gaps.kinds import Kind, Resilience, is_emergency_level
from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.gaps_told.intervals import Intervals, length, shared, united, within, without
from dos_router.analysis.gaps_told.times import times_words
from dos_router.analysis.sweep.cells import Horizon, Need
from dos_router.analysis.sweep.order import is_promoted
from dos_router.analysis.sweep.spells import HoursKey, Profile, answered, hours_key
from dos_router.diagnostics import Location
from dos_router.model.answer import Spell
from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE, Service
from dos_router.routing.calendar import Calendar

CHECKS = ("hours", "only-if-open", "age", "role", "area", "disposition", "discriminator", "distance")
_LINES = {
    "hours": ("opening",), "only-if-open": ("only_if_open",), "age": ("ages",), "role": ("roles",),
    "area": ("limited_to",), "disposition": ("dispositions", "handles"), "discriminator": ("symptoms", "handles"),
    "distance": ("location",),
}  # fmt: skip
_MARGIN = 16 * 1440  # minutes of hours known beyond the horizon: as far as a window reaches


class Closing(NamedTuple):
    """A near miss: the check that it fails, the smallest change that closes the gap, how big, and what line changes.

    The size is in minutes of opening, days of age, metres, or how many codes or areas are added.
    """

    service: str
    failed: str
    change: str
    size: int
    at: Location


@dataclass(slots=True)
class NearMisses:
    """Looks for near misses in one directory over one horizon; what was found out for one gap serves the next."""

    directory: Directory
    horizon: Horizon
    days: Days
    resilience: Resilience = Resilience.PROVIDER
    practice: str | None = None
    _services: tuple[Service, ...] = field(init=False)
    _group: Callable[[Service], str] = field(init=False)
    _spells: dict[HoursKey, list[Spell]] = field(default_factory=dict)
    _answered: dict[Profile, Intervals] = field(default_factory=dict)
    _profiled: dict[tuple[Need, ...], list[tuple[Service, tuple[Failure, ...]]]] = field(default_factory=dict)
    _told: dict[Intervals, str] = field(default_factory=dict)
    _lacking: dict[tuple[object, ...], tuple[Failure, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the services that could be offered at all."""
        self._group = grouping(self.directory, self.resilience)
        self._services = tuple(
            one for _, one in sorted(self.directory.services.items())
            if one.is_active and one.type != AMBULANCE
            if not one.practices or self.practice in one.practices
        )  # fmt: skip

    def closing(self, finding: GapFinding) -> tuple[Closing, ...]:
        """Return the near misses that close a gap, the smallest change of each check first.

        Of services that are only too far away, for a gap that is searched less far, the nearest is named.
        """
        if not finding.places or not finding.needs:
            return ()
        box = GapBox(finding, self.directory)
        helps = self._helps(box)
        found = [
            (one, service)
            for service, failures in self._profiled_for(finding.needs)
            if len(failures) <= 1 and helps(service) and (one := self._only_failure(service, failures, box))
        ]
        found.sort(key=lambda pair: (CHECKS.index(pair[0].check), pair[0].size, pair[1].id))
        far = [pair for pair in found if pair[0].check == "distance"][1:]
        return tuple(_closing(*pair) for pair in found if pair not in far)

    def _profiled_for(self, needs: tuple[Need, ...]) -> list[tuple[Service, tuple[Failure, ...]]]:
        """Return the services with the symptom groups of some needs, and what their profiles lack of the rest."""
        if needs not in self._profiled:
            self._profiled[needs] = [
                (service, tuple(profile_failures(service, needs)))
                for service in self._services
                if all(service.symptoms.has_group(need.symptom_group) for need in needs)
            ]
        return self._profiled[needs]

    def _only_failure(self, service: Service, failures: tuple[Failure, ...], box: GapBox) -> Failure | None:
        """Return the one check that a service fails for a box; None where it fails none, or several, or for good."""
        if not service.sexes >= set(box.finding.sexes) or self._is_barred(service, box):
            return None
        found = [*failures, *person_and_place_failures(service, box)]
        if len(found) <= 1:
            found += self._hours(service, box)
        if len(found) != 1 or (found[0].check == "distance" and found[0].size > FARTHEST):
            return None
        return found[0]

    def _is_barred(self, service: Service, box: GapBox) -> bool:
        """Say whether a promise of the policy keeps the service's type from a need of the box."""
        codes = {need.disposition for need in box.finding.needs}
        return any(
            service.type in promise.types
            and not codes.isdisjoint(promise.dispositions)
            and (not promise.areas or not box.areas.isdisjoint(promise.areas))
            for promise in self.directory.policy.never
        )

    def _hours(self, service: Service, box: GapBox) -> tuple[Failure, ...]:
        """Return what a service's hours, and its own condition on them, lack of a box's times."""
        key = (box.times, box.reaches, hours_key(service.opening), service.only_if_open)
        if key not in self._lacking:
            self._lacking[key] = tuple(self._lacking_hours(service, box))
        return self._lacking[key]

    def _lacking_hours(self, service: Service, box: GapBox) -> Iterator[Failure]:
        parts = []
        for reach in box.reaches:
            calls = without(box.times, self._answers(service, reach, only_if_open=None))
            if calls:
                parts.append(extra_hours(calls, self._spells_of(service), reach, self.horizon))
        if parts:
            extra = within(parts[0] if len(parts) == 1 else united(*parts), *self.horizon)
            yield Failure("hours", length(extra), lambda: self._open_also(extra))
        wait = service.only_if_open
        if wait is not None and any(
            without(box.times, self._answers(service, reach, only_if_open=wait)) for reach in box.reaches
        ):
            yield Failure("only-if-open", 1, lambda: "be offered before it opens: drop `only_if_open`")

    def _answers(self, service: Service, reach: int, *, only_if_open: int | None) -> Intervals:
        profile = Profile(hours_key(service.opening), reach, only_if_open)
        if profile not in self._answered:
            calendar = Calendar(self.directory.zone, self.directory.holidays)
            self._answered[profile] = answered(service.opening, profile, calendar, self.horizon)
        return self._answered[profile]

    def _spells_of(self, service: Service) -> list[Spell]:
        key = hours_key(service.opening)
        if key not in self._spells:
            calendar = Calendar(self.directory.zone, self.directory.holidays)
            start, end = self.horizon
            self._spells[key] = calendar.spells(service.opening, start - _MARGIN, end + _MARGIN)
        return self._spells[key]

    def _open_also(self, extra: Intervals) -> str:
        """Return what to open, in words; all of it within the horizon."""
        if extra not in self._told:
            self._told[extra] = f"open also {times_words(extra, self.days)}" if extra else "open after the horizon"
        return self._told[extra]

    def _helps(self, box: GapBox) -> Callable[[Service], bool]:
        """Return what a service must be to close a gap of the box's kind."""
        kind, directory = box.finding.kind, self.directory
        if kind is Kind.UPSHIFT:
            return lambda service: not is_emergency_level(service, directory)
        if kind is Kind.BORDER:
            return lambda service: not any(is_promoted(service, area, directory) for area in box.areas)
        if kind is Kind.SINGLE:
            present = self._present(box)
            return lambda service: self._group(service) not in present
        return lambda _: True

    def _present(self, box: GapBox) -> set[str]:
        """Return the providers, sites or services that answer anywhere in a box."""
        return {
            self._group(service)
            for service in self._services
            for need in box.finding.needs
            if service.symptoms.has_group(need.symptom_group) and not any(profile_failures(service, (need,)))
            if box.takes_somebody(service)
            if shared(box.times, self._answers(service, box.reach_of(need), only_if_open=service.only_if_open))
        }


def _closing(failure: Failure, service: Service) -> Closing:
    return Closing(service.id, failure.check, failure.words(), failure.size, service.line(*_LINES[failure.check]))

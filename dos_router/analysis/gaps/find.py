"""Finds every gap of a directory: sweep, judge, cover with boxes, and weigh (analysis.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from dos_router.analysis.gaps.boxes import Box, Scales, cover
from dos_router.analysis.gaps.content import content_hash
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.groups import grouping
from dos_router.analysis.gaps.judging import gap_cells
from dos_router.analysis.gaps.kinds import Kind, Resilience
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.gaps.reached import unanswered_needs, unreachable_services
from dos_router.analysis.gaps.witness import call_of
from dos_router.analysis.sweep.acceptance import accepts
from dos_router.analysis.sweep.axis import bits_of
from dos_router.analysis.sweep.cells import ALL_AGES, Horizon, Need, PopulatedPlace, horizon_of
from dos_router.analysis.sweep.sweep import Progress, Sweep, sweep
from dos_router.model.directory import Directory
from dos_router.model.service import SEXES


def find_gaps(  # noqa: PLR0913 - what gaps are looked for in, and what is left out
    directory: Directory,
    needs: Iterable[Need],
    places: Iterable[PopulatedPlace] | None = None,
    horizon: Horizon | None = None,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    resilience: Resilience = Resilience.PROVIDER,
    practice: str | None = None,
    without: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Gaps:
    """Return every gap of some kinds, for callers of a practice, and without some services (by id).

    Needs must be of dispositions that are searched. Without places those of the directory are looked
    at, without a horizon 53 weeks from the start of its validity. The answer is exact: each minute of
    the horizon, each day of age and both sexes at each place are judged.
    """
    asked = tuple(sorted(set(needs)))
    there = tuple(sorted(set(places_of(directory) if places is None else places), key=lambda one: (one.id, repr(one))))
    horizon = horizon or horizon_of(directory)
    looked = sweep(directory, asked, there, horizon, practice=practice, without=without, progress=progress)
    search = _Search(looked, _left(directory, without), asked, there, practice)
    cells = gap_cells(looked, kinds, grouping(directory, resilience))
    findings: list[GapFinding] = []
    at_least = 0
    for kind in Kind:
        if kind in cells:
            covered = cover(cells[kind], search.scales)
            findings += [search.finding(kind, box) for box in covered.boxes]
            at_least += covered.at_least
    boxes = len(findings)
    findings += search.whole(kinds)
    return Gaps(
        horizon=horizon, cells=count_cells(asked, there, horizon), needs=asked, places=there,
        kinds=tuple(kind for kind in Kind if kind in kinds), resilience=resilience, findings=tuple(findings),
        boxes=boxes, at_least=at_least, content=content_hash(search.directory, asked, there, horizon, practice),
        own_patients_only=_own_patients_only(directory, practice), peopled=bool(directory.population),
    )  # fmt: skip


def count_cells(needs: Collection[Need], places: Collection[PopulatedPlace], horizon: Horizon) -> int:
    """Return how many cells there are: needs × places × days of age × sexes × minutes."""
    days = ALL_AGES[1] - ALL_AGES[0] + 1
    return len(needs) * len(places) * days * len(SEXES) * (horizon.end - horizon.start)


@dataclass(slots=True)
class _Search:
    """One sweep's cells, and what turns them into findings."""

    sweep: Sweep
    directory: Directory
    needs: tuple[Need, ...]
    places: tuple[PopulatedPlace, ...]
    practice: str | None

    @property
    def scales(self) -> Scales:
        """Return what weighs cells: people and minutes."""
        return Scales(lambda place, ages, sexes: people_of(self.places[place], ages, sexes), self.sweep.axis.minutes)

    def finding(self, kind: Kind, box: Box) -> GapFinding:
        """Return a box as a finding, with a witness from its first corner."""
        need, place = self.needs[box.needs[0]], self.places[box.places[0]]
        age, sex = box.ages[0][0], box.sexes[0]
        at = self.sweep.axis.first_minute(box.times)
        people = sum(self.scales.people(place, box.ages, box.sexes) for place in box.places)
        return GapFinding(
            kind=kind, needs=tuple(self.needs[number] for number in box.needs),
            places=tuple(self.places[number] for number in box.places), ages_days=box.ages, sexes=box.sexes,
            times=self.sweep.axis.intervals(box.times), people=people, weight=self.scales.weigh(box),
            witness=call_of(need, place, age, sex, at, directory=self.directory, practice=self.practice),
            services=tuple(self._contenders(need, place, age, sex)),
        )  # fmt: skip

    def whole(self, kinds: Collection[Kind]) -> Iterator[GapFinding]:
        """Yield the services that no need reaches, and the needs that no service accepts."""
        directory = self.directory
        if Kind.UNREACHABLE in kinds:
            for service in unreachable_services(directory, self.needs):
                yield GapFinding(
                    kind=Kind.UNREACHABLE, needs=(), places=(), ages_days=(), sexes=(), times=(),
                    people=0, weight=0, witness=None, services=(service.id,),
                )  # fmt: skip
        if Kind.UNANSWERED in kinds and self.places:
            everything = self.sweep.axis.everything
            for need in unanswered_needs(directory, self.needs):
                box = Box((self.needs.index(need),), tuple(range(len(self.places))), (ALL_AGES,), SEXES, everything)
                yield self.finding(Kind.UNANSWERED, box)

    def _contenders(self, need: Need, place: PopulatedPlace, age: int, sex: str) -> Iterator[str]:
        for bit in bits_of(self.sweep.reach(place)):
            service = self.sweep.services[bit]
            if accepts(service, need) and service.takes_age(age) and service.takes_sex(sex):
                yield service.id


def _left(directory: Directory, without: frozenset[str]) -> Directory:
    """Return a directory without some services (by id)."""
    if not without:
        return directory
    services = {name: service for name, service in directory.services.items() if name not in without}
    return replace(directory, services=MappingProxyType(services))


def _own_patients_only(directory: Directory, practice: str | None) -> tuple[str, ...]:
    """Return the active services that are left out because they are limited to other practices."""
    return tuple(
        name
        for name, service in sorted(directory.services.items())
        if service.is_active and service.practices and practice not in service.practices
    )

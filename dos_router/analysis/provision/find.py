"""Finds what each service of a directory adds: one sweep in order, then each queue worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.gaps.witness import call_of
from dos_router.analysis.provision.blame import Blame, blame_for
from dos_router.analysis.provision.dead import why_dead
from dos_router.analysis.provision.findings import Duty, Lack, Provision, ProvisionFinding
from dos_router.analysis.provision.idle_entries import EntryWatch
from dos_router.analysis.provision.meetings import Meetings
from dos_router.analysis.provision.overlap import answered_and_single, overlaps_of
from dos_router.analysis.provision.queues import Queue, Queues, Turn, turns
from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace, horizon_of
from dos_router.analysis.sweep.sweep import Progress, sweep
from dos_router.diagnostics import Location
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.service import Service
from dos_router.routing.order import keep_of

PARTS = ("candidate", "offered", "first", "unique")
SHOWN_LINES = ("opening", "handles", "location")


def find_provision(
    directory: Directory,
    needs: Iterable[Need],
    places: Iterable[PopulatedPlace] | None = None,
    horizon: Horizon | None = None,
    *,
    practice: str | None = None,
    progress: Progress | None = None,
) -> Provision:
    """Return how much each service does, and which do nothing of their own, for callers of a practice.

    As exact as the gaps: every need, place, age, sex and minute is looked at, capacity taken as green.
    """
    asked = tuple(sorted(set(needs)))
    there = tuple(sorted(set(places_of(directory) if places is None else places), key=lambda one: one.id))
    looked = sweep(
        directory, asked, there, horizon or horizon_of(directory), practice=practice, in_order=True, progress=progress
    )
    watch = EntryWatch(looked)
    queues = Queues(looked).gather(watch.notice)
    work = _Work(directory, queues, Meetings(queues))
    work.tally()
    shared = sorted(name for name, one in directory.services.items() if one.is_active and one.practices - {practice})
    answered, single = answered_and_single(queues)
    return Provision(
        horizon=looked.horizon, needs=asked, places=there, duties=tuple(work.duties()),
        findings=tuple(work.findings()), overlaps=overlaps_of(queues, work.meetings), idle_entries=tuple(watch.idle()),
        answered=answered, single=single,
        own_patients_only=tuple(name for name in shared if practice not in directory.services[name].practices),
        peopled=bool(directory.population),
    )  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """One service's part in all queues: whether it ever does something, by how many person-hours, and when first."""

    does: dict[str, bool] = field(
        default_factory=lambda: dict.fromkeys(("candidate", "offered", "first", "unique"), False)
    )
    hours: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    shown: tuple[Queue, int] | None = None


@dataclass(slots=True)
class _Work:
    directory: Directory
    queues: Queues
    meetings: Meetings
    seen: dict[str, _Seen] = field(default_factory=dict)

    def tally(self) -> None:
        """Add up every service's turns."""
        self.seen = {service.id: _Seen() for service in self.queues.sweep.services}
        for queue in self.queues:
            for turn in self._turns(queue):
                self._add(queue, turn)

    def _turns(self, queue: Queue) -> list[Turn]:
        return turns(queue, lambda kind: keep_of(kind, self.directory))

    def _add(self, queue: Queue, turn: Turn) -> None:
        seen = self.seen[turn.contender.service.id]
        for name in seen.does:
            times: int = getattr(turn, name)
            if times:
                seen.does[name] = True
                seen.hours[name] += self.queues.hours(queue, times)
        if turn.candidate and seen.shown is None:
            seen.shown = queue, turn.candidate

    def duties(self) -> Iterable[Duty]:
        """Yield how much each service does, by id."""
        return (self._duty(service) for service in self.queues.sweep.services)

    def _duty(self, service: Service) -> Duty:
        hours = self.seen[service.id].hours
        return Duty(
            service=service.id, type=service.type, provider=service.provider.name, candidate=hours["candidate"],
            offered=hours["offered"], first=hours["first"], unique=hours["unique"],
        )  # fmt: skip

    def findings(self) -> list[ProvisionFinding]:
        """Return the services that never do something, the worst first, then those that could do most."""
        lacking = [(service, lacks) for service in self.queues.sweep.services if (lacks := self._lacks(service.id))]
        blame = blame_for({service.id: lacks[0] for service, lacks in lacking}, self.queues, self.meetings, self._turns)
        found = [self._finding(service, lacks, blame) for service, lacks in lacking]
        order = list(Lack)
        return sorted(found, key=lambda one: (order.index(one.lack), -one.duty.candidate, one.duty.service))

    def _lacks(self, name: str) -> tuple[Lack, ...]:
        does = self.seen[name].does
        if not does["candidate"]:
            return (Lack.DEAD,)
        held = {Lack.NEVER_OFFERED: "offered", Lack.NEVER_FIRST: "first", Lack.REDUNDANT: "unique"}
        return tuple(lack for lack, what in held.items() if not does[what])

    def _finding(self, service: Service, lacks: tuple[Lack, ...], blame: Mapping[str, Blame]) -> ProvisionFinding:
        if lacks[0] is Lack.DEAD:
            reason, lines = why_dead(service, self.queues.sweep)
            return ProvisionFinding(lack=Lack.DEAD, lacks=lacks, duty=self._duty(service), reason=reason, lines=lines)
        return ProvisionFinding(
            lack=lacks[0], lacks=lacks, duty=self._duty(service), by=blame[service.id].shares,
            needed_together=blame[service.id].together, witness=self._witness(service),
            lines=(service.line(*SHOWN_LINES), *(() if lacks[0] is Lack.REDUNDANT else self._ranked_by(service))),
        )  # fmt: skip

    def _witness(self, service: Service) -> CallText | None:
        shown = self.seen[service.id].shown
        if shown is None:
            return None
        queue, times = shown
        column, axis = queue.example, self.queues.sweep.axis
        return call_of(
            column.needs[0], column.places[0], column.ages[0][0], column.sexes[0], axis.first_minute(times),
            directory=self.directory, practice=self.queues.sweep.orders.practice,
        )  # fmt: skip

    def _ranked_by(self, service: Service) -> tuple[Location, ...]:
        return tuple(entry.at for entry in self.directory.policy.ranking if service.type in entry.ranks)

"""Every need that pathways can end in, those asked first included: all cases at once, none sampled.

Of what was answered in one pathway the next sees nothing, but for how far its safety rules raise the end:
so each is looked at by itself, and handed on is only the most pressing rule that holds, for whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from dos_router.analysis.gaps.needs import Need, need_for
from dos_router.analysis.pathway_cases import PathwayCases, Values, cases_of, holding, patients_of
from dos_router.model.pathway import CONTINUE, Ending, GoTo, Pathway, Patient, pressing
from dos_router.reference import Reference

Weight = tuple[tuple[bool, int], int]
Raised = tuple[Weight, Ending] | None  # the most pressing safety rule: how it is weighed, and its end
Shares = list[tuple[Raised, int]]  # patients, as bits, by the rule that holds for them


def needs_of_all(pathways: Mapping[str, Pathway], reference: Reference) -> tuple[Need, ...]:
    """Return every need that the pathways can end in and that is searched for, in order."""
    chosen = (pathway for pathway in pathways.values() if not pathway.is_shared)
    ends = (end for pathway in chosen for end in _Course.of(pathway, pathways, reference).ends())
    return tuple(sorted({need for need in ends if _is_searched(need, reference)}))


def _is_searched(need: Need, reference: Reference) -> bool:
    return reference.dispositions[need.disposition].search and bool(need.symptom_group and need.symptom_discriminator)


@dataclass(slots=True)
class _Course:
    """The pathways that a patient is asked, the chosen one last, each looked at for all patients of that one."""

    asked: tuple[Pathway, ...]
    patients: tuple[Patient, ...]
    reference: Reference
    known: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, pathway: Pathway, pathways: Mapping[str, Pathway], reference: Reference) -> _Course:
        asked = (*(pathways[name] for name in pathway.first), pathway)
        return cls(asked, patients_of(*asked), reference)

    def ends(self) -> Iterator[Need]:
        """Yield the need of each end, raised where a safety rule says so."""
        carried: Shares = [(None, (1 << len(self.patients)) - 1)]
        for place, pathway in enumerate(self.asked):
            cases = cases_of(pathway, patients=self.patients)
            after = self.unasked(place)
            for departure, ending in cases.endings():
                for raised, _ in _joined(carried, self.shares(place, departure.values, departure.who), after):
                    yield self.need(ending, raised, pathway)
            carried = self.carry(place, cases, carried)

    def carry(self, place: int, cases: PathwayCases, carried: Shares) -> Shares:
        """Return the rules that hold for those who go on, or whom the pathway is not for."""
        mine = sum(1 << number for number, one in enumerate(self.patients) if self.asked[place].takes(one))
        found: dict[Weight | None, tuple[Raised, int]] = {}
        passing = [(raised, who & ~mine) for raised, who in carried]
        for departure in cases.departures:
            if isinstance(departure.leads, GoTo) and departure.leads.step == CONTINUE:
                passing += _joined(carried, self.shares(place, departure.values, departure.who))
        for raised, who in passing:
            key = raised[0] if raised else None
            found[key] = (raised, found.get(key, (raised, 0))[1] | who)
        return [share for share in found.values() if share[1]]

    def shares(self, place: int, values: Values, who: int) -> Shares:
        """Return which safety rule of one pathway, the most pressing that holds, holds for which of the patients."""
        found: Shares = []
        rules = sorted(
            ((self.weight(rule.at_least), place * 1000 + number), rule)
            for number, rule in enumerate(self.asked[place].always)
        )
        for weight, rule in rules:
            taken = who & holding(rule.case, dict(values), self.patients, self.known, in_doubt=True)
            if taken:
                found.append(((weight, rule.at_least), taken))
                who &= ~taken
        return [*found, (None, who)] if who else found

    def unasked(self, place: int) -> Shares:
        """Return the rules that hold of pathways not come to, whose values are none."""
        found: Shares = [(None, (1 << len(self.patients)) - 1)]
        for later in range(place + 1, len(self.asked)):
            mine = sum(1 << number for number, one in enumerate(self.patients) if self.asked[later].takes(one))
            others = ((1 << len(self.patients)) - 1) & ~mine
            found = _joined(found, [*self.shares(later, (), mine), (None, others)])
        return found

    def weight(self, ending: Ending) -> tuple[bool, int]:
        return pressing(self.reference.dispositions[ending.disposition])

    def need(self, ending: Ending, raised: Raised, pathway: Pathway) -> Need:
        final = raised[1] if raised and raised[0][0] < self.weight(ending) else ending
        group = ending.symptom_group or pathway.symptom_group or self.asked[-1].symptom_group
        return need_for(final.disposition, group, ending.discriminators or final.discriminators)


def _joined(*sources: Shares) -> Shares:
    """Return the most pressing rule of all sources, for whom: those whom all of them know."""
    found: dict[Weight | None, tuple[Raised, int]] = defaultdict(lambda: (None, 0))
    for parts in product(*sources):
        who = -1
        for _, part in parts:
            who &= part
        if who:
            most = min((raised for raised, _ in parts if raised), key=lambda raised: raised[0], default=None)
            key = most[0] if most else None
            found[key] = (most, found[key][1] | who)
    return list(found.values())

"""Every end that triage can come to: all routes of all pathways, for every age and sex, none sampled.

Of what was answered only the values that some condition looks at are kept apart, so that routes which
nothing later can tell from each other are walked once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from dos_router.model.ages import AGE_LIMIT_DAYS, AgeRange
from dos_router.model.pathway import (
    CONTINUE,
    INDETERMINATE,
    Case,
    Decision,
    Ending,
    Exit,
    GoTo,
    Like,
    Pathway,
    Patient,
)
from dos_router.model.service import SEXES
from dos_router.reference import Reference
from dos_router.routing.triage import Course, Result, Taken, conclude

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _State:
    """Where a route has come to: which of the pathways asked, the step, and the values that still matter."""

    place: int
    step: str
    values: tuple[Values, ...]


def ends_of(pathways: Mapping[str, Pathway], reference: Reference) -> list[Result]:
    """Return the results that differ in disposition, symptom group or discriminators, in order."""
    found: dict[tuple[str, str, tuple[str, ...]], Result] = {}
    for _, pathway in sorted(pathways.items()):
        if pathway.is_shared:
            continue
        for patient in _patients(pathway, pathways):
            for end in _Walker(pathway, pathways, patient, reference).walk():
                found.setdefault((end.disposition, end.symptom_group or "", end.discriminators), end)
    return [end for _, end in sorted(found.items())]


class _Walker:
    """Walks all routes of one pathway, and of those asked first, for one patient."""

    def __init__(
        self, pathway: Pathway, pathways: Mapping[str, Pathway], patient: Patient, reference: Reference
    ) -> None:
        first = (pathways[name] for name in pathway.first if pathways[name].takes(patient))
        self.asked = (*first, pathway)
        self.looked_at = [_looked_at(each) for each in self.asked]
        self.patient = patient
        self.reference = reference

    def walk(self) -> Iterator[Result]:
        """Yield the result of each route that differs from others in something that matters."""
        waiting = [_State(0, self.asked[0].start, ((),))]
        seen = set(waiting)
        while waiting:
            state = waiting.pop()
            for leads, values in self._onward(state):
                if isinstance(leads, Ending):
                    yield self._conclude(leads, values)
                    continue
                after = self._after(state, leads, values)
                if after is not None and after not in seen:
                    seen.add(after)
                    waiting.append(after)

    def _onward(self, state: _State) -> Iterator[tuple[Exit, tuple[Values, ...]]]:
        """Yield every way out of a step, with the values as they are then."""
        step = self.asked[state.place].steps[state.step]
        values = dict(state.values[-1])
        if isinstance(step, Decision):
            rule = next(rule for rule in step.rules if rule.case is None or rule.case.holds(self.patient, values))
            yield rule.leads, state.values
            return
        for choice in step.choices:
            counted = step.counted(choice)
            if not isinstance(counted.leads, Like):
                now = {**values, step.id: counted.say, **counted.sets}
                kept = tuple(sorted((key, now[key]) for key in now if key in self.looked_at[state.place]))
                yield counted.leads, (*state.values[:-1], kept)

    def _after(self, state: _State, leads: GoTo, values: tuple[Values, ...]) -> _State | None:
        if leads.step != CONTINUE:
            return _State(state.place, leads.step, values)
        place = state.place + 1
        return _State(place, self.asked[place].start, (*values, ())) if place < len(self.asked) else None

    def _conclude(self, ending: Ending, values: tuple[Values, ...]) -> Result:
        reached = self.asked[len(values) - 1]
        told = {one.id: MappingProxyType(dict(mine)) for one, mine in zip(self.asked, values, strict=False)}
        step = Taken(pathway=reached.id, step="", said="", counted_as="", at=ending.at)
        course = Course(patient=self.patient, asked=self.asked, steps=(step,), values=MappingProxyType(told))
        return conclude(course, ending, self.reference)


def _patients(pathway: Pathway, pathways: Mapping[str, Pathway]) -> list[Patient]:
    """Return a patient for each run of ages that nothing tells apart, of each sex, and of none that is known."""
    asked = (*(pathways[name] for name in pathway.first), pathway)
    ranges = [each for one in asked for each in chain(one.ages, *(case.ages for case in _cases(one)))]
    patients = (Patient(age, sex) for age in _starts(ranges) for sex in (*SEXES, INDETERMINATE))
    return [patient for patient in patients if pathway.takes(patient)]


def _starts(ranges: list[AgeRange]) -> list[int]:
    starts = {0, *(one.low for one in ranges), *(one.high + 1 for one in ranges if one.high is not None)}
    return sorted(start for start in starts if start < AGE_LIMIT_DAYS)


def _looked_at(pathway: Pathway) -> frozenset[str]:
    """Return the values that some condition of a pathway asks for."""
    return frozenset(name for case in _cases(pathway) for name in case.values)


def _cases(pathway: Pathway) -> Iterator[Case]:
    for step in pathway.steps.values():
        if isinstance(step, Decision):
            yield from (rule.case for rule in step.rules if rule.case)
    yield from (rule.case for rule in pathway.always)

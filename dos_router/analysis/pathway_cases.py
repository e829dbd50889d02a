"""Every case of one pathway, none sampled: which patients with which values come to each step, and by what route.

Patients that no condition tells apart are one, and so are values: of what was answered only that is kept
which some condition later looks at. Routes are followed breadth first, so that the first one found to
anything is a shortest. Each patient comes to each state once, which bounds the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from dos_router.analysis.pathway_conditions import conditions, names_needed
from dos_router.model.ages import AGE_LIMIT_DAYS, describe_age
from dos_router.model.pathway import (
    INDETERMINATE,
    Case,
    Decision,
    Ending,
    Exit,
    GoTo,
    Like,
    Pathway,
    Patient,
    Question,
)
from dos_router.model.service import SEXES

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Patients, as bits by their place in the list, that come to a step with the same values by one route."""

    step: str
    values: Values
    who: int
    before: Arrival | None = None
    said: str = ""

    def route(self) -> str:
        """Return what was answered on the way: `deformed: no → swelling: yes`; empty at the start."""
        told: list[str] = []
        at: Arrival | None = self
        while at is not None and at.before is not None:
            told.append(f"{at.before.step}: {at.said}")
            at = at.before
        return " → ".join(reversed(told))


@dataclass(frozen=True, slots=True)
class Departure:
    """Some of the patients of an arrival leaving its step: by an answer, or by a decision's rule of that number.

    `values` are those that they leave with.
    """

    arrival: Arrival
    leads: Exit
    who: int
    said: str
    values: Values
    rule: int | None = None

    def route(self) -> str:
        """Return the whole route, this last step included."""
        return " → ".join(part for part in (self.arrival.route(), f"{self.arrival.step}: {self.said}") if part)


@dataclass(frozen=True, slots=True)
class PathwayCases:
    """All cases of a pathway: its patients, each a stand-in for those like it, and every arrival and departure."""

    pathway: Pathway
    patients: tuple[Patient, ...]
    arrivals: Mapping[str, tuple[Arrival, ...]]
    departures: tuple[Departure, ...]

    def patient(self, who: int) -> Patient:
        """Return the first, and so the youngest, of the patients that bits stand for."""
        return self.patients[(who & -who).bit_length() - 1]

    def endings(self) -> Iterator[tuple[Departure, Ending]]:
        """Yield each departure to an end of triage, with that end as it is written."""
        for departure in self.departures:
            if isinstance(departure.leads, Ending):
                yield departure, departure.leads


@dataclass(slots=True)
class _Explorer:
    """Follows all routes of a pathway from its start; steps in `without` are never entered."""

    pathway: Pathway
    patients: tuple[Patient, ...]
    without: frozenset[str]
    arrivals: dict[str, list[Arrival]] = field(default_factory=dict)
    departures: list[Departure] = field(default_factory=list)
    seen: dict[tuple[str, Values], int] = field(default_factory=dict)
    waiting: deque[Arrival] = field(default_factory=deque)
    bits: dict[int, int] = field(default_factory=dict)
    needed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def run(self) -> PathwayCases:
        self.needed = names_needed(self.pathway)
        everyone = sum(1 << number for number, one in enumerate(self.patients) if self.pathway.takes(one))
        self.enter(Arrival(self.pathway.start, (), everyone))
        while self.waiting:
            arrival = self.waiting.popleft()
            step = self.pathway.steps[arrival.step]
            leave = self.decide(step, arrival) if isinstance(step, Decision) else self.ask(step, arrival)
            for departure in leave:
                self.departures.append(departure)
                if isinstance(departure.leads, GoTo) and departure.leads.step in self.pathway.steps:
                    after = Arrival(departure.leads.step, departure.values, departure.who, arrival, departure.said)
                    self.enter(after)
        found = {name: tuple(arrivals) for name, arrivals in self.arrivals.items()}
        return PathwayCases(self.pathway, self.patients, found, tuple(self.departures))

    def enter(self, arrival: Arrival) -> None:
        """Take note of an arrival, as far as its patients did not come here with these values before."""
        if arrival.step in self.without or arrival.step not in self.pathway.steps:
            return
        kept = tuple(pair for pair in arrival.values if pair[0] in self.needed[arrival.step])
        before = self.seen.get((arrival.step, kept), 0)
        fresh = arrival.who & ~before
        if fresh:
            self.seen[arrival.step, kept] = before | fresh
            came = Arrival(arrival.step, kept, fresh, arrival.before, arrival.said)
            self.arrivals.setdefault(came.step, []).append(came)
            self.waiting.append(came)

    def ask(self, question: Question, arrival: Arrival) -> Iterator[Departure]:
        """Yield every answer in its own right: what is like another leads nowhere else."""
        for choice in question.choices:
            if not isinstance(choice.leads, Like):
                now = dict(arrival.values) | {question.id: choice.say} | dict(choice.sets)
                yield Departure(arrival, choice.leads, arrival.who, choice.say, tuple(sorted(now.items())))

    def decide(self, decision: Decision, arrival: Arrival) -> Iterator[Departure]:
        """Yield each rule that is the first to hold for some of the patients."""
        left, values = arrival.who, dict(arrival.values)
        for number, rule in enumerate(decision.rules):
            taken = left & holding(rule.case, values, self.patients, self.bits)
            if taken:
                said = rule.case.written if rule.case else "otherwise"
                yield Departure(arrival, rule.leads, taken, said, arrival.values, number)
                left &= ~taken


def cases_of(
    pathway: Pathway, without: frozenset[str] = frozenset(), patients: tuple[Patient, ...] | None = None
) -> PathwayCases:
    """Return every case of a pathway without loops; steps in `without` are left out, with what only they lead to.

    `patients` are those to look at, where its own conditions do not tell apart all that matter.
    """
    return _Explorer(pathway, patients_of(pathway) if patients is None else patients, without).run()


def holding(
    case: Case | None,
    values: Mapping[str, str],
    patients: tuple[Patient, ...],
    known: dict[int, int],
    *,
    in_doubt: bool = False,
) -> int:
    """Return for which patients a condition holds, as bits; `known` keeps what it says of ages and sexes alone."""
    if case is None:
        return (1 << len(patients)) - 1
    if any(values.get(name) not in allowed for name, allowed in case.values.items()):
        return 0
    if id(case) not in known:
        free = {name: next(iter(allowed), "") for name, allowed in case.values.items()}
        holds = (case.holds(patient, free, in_doubt=in_doubt) for patient in patients)
        known[id(case)] = sum(1 << number for number, yes in enumerate(holds) if yes)
    return known[id(case)]


def patients_of(*asked: Pathway) -> tuple[Patient, ...]:
    """Return one patient for each run of ages, and each sex, that nothing in the pathways tells apart; youngest first.

    All are patients of the last one. The sexes that it is for come before the indeterminate one.
    """
    pathway = asked[-1]
    ranges = [ages for one in asked for ages in (*one.ages, *chain.from_iterable(c.ages for c in conditions(one)))]
    starts = {0, *(one.low for one in ranges), *(one.high + 1 for one in ranges if one.high is not None)}
    everyone = (Patient(age, sex) for age in sorted(starts) if age < AGE_LIMIT_DAYS for sex in (*SEXES, INDETERMINATE))
    return tuple(patient for patient in everyone if pathway.takes(patient))


def in_words(patient: Patient, values: Values = (), about: Iterable[Case] = ()) -> str:
    """Return a patient in words, and those of the values that some of these conditions look at."""
    names = {name for case in about for name in case.values}
    sex = "a patient of indeterminate sex" if patient.sex == INDETERMINATE else f"a {patient.sex} patient"
    told = ", ".join(f"`{name}` `{text}`" for name, text in values if name in names)
    return f"{sex} of {describe_age(patient.age_days)}" + (f" with {told}" if told else "")

"""Answers → the next question, or the end: a pure function, replayed from the start each time.

To go back or to change an answer is to call it again with other answers. Each pathway has values of
its own; what its questions were answered is not seen by the next. A patient of indeterminate sex
meets no rule of a decision that names a sex, but every safety rule that does: doubt only raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from dos_router.diagnostics import Location
from dos_router.model.pathway import (
    CONTINUE,
    Choice,
    Decision,
    Ending,
    Exit,
    GoTo,
    Like,
    Pathway,
    Patient,
    Question,
    SafetyRule,
    pressing,
)
from dos_router.reference import Reference

OTHERWISE = "otherwise"

Answers = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step taken: what a question was answered, or which rule of a decision held.

    `said` is the answer's text (of a decision: its case in words), `counted_as` the answer that it
    is handled as, `at` the line that led on from here. A decision has no `asked`.
    """

    pathway: str
    step: str
    said: str
    counted_as: str
    at: Location
    asked: str | None = None
    red_flag: bool = False
    not_sure: bool = False


@dataclass(frozen=True, slots=True)
class Raise:
    """A safety rule that made the end more urgent than the questions had."""

    rule: SafetyRule
    pathway: str
    instead_of: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Where triage ended, and why.

    `ended_in` is the pathway whose question or rule led there; `decided` is that line, or the safety
    rule's where one raised the end. `values` are by pathway. An end that needs
    no search may have no symptom group or discriminators.
    """

    pathway: str
    ended_in: str
    disposition: str
    symptom_group: str | None
    discriminators: tuple[str, ...]
    steps: tuple[Taken, ...]
    values: Mapping[str, Mapping[str, str]]
    care_advice: tuple[str, ...]
    decided: Location
    raised: Raise | None = None

    @property
    def not_sure(self) -> tuple[Taken, ...]:
        """Return the questions that the caller was not sure of."""
        return tuple(step for step in self.steps if step.not_sure)


@dataclass(frozen=True, slots=True)
class Asking:
    """The question to put now; `unfit` is an answer given to it that it does not offer."""

    pathway: Pathway
    question: Question
    so_far: tuple[Taken, ...]
    unfit: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """Triage came to its one end."""

    result: Result


@dataclass(frozen=True, slots=True)
class Passed:
    """A pathway that others ask first found nothing that ends triage: on to one of them."""

    so_far: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The pathway cannot be asked of this patient; the reason is a sentence."""

    pathway: Pathway
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The pathways that a patient is asked, the chosen one last, and all that was taken in them so far."""

    patient: Patient
    asked: tuple[Pathway, ...]
    steps: tuple[Taken, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def at(self) -> Pathway:
        """Return the pathway come to: the last that has values, if only none at all."""
        return self.asked[max(len(self.values) - 1, 0)]

    def after(self, pathway: Pathway, walk: Walk) -> Course:
        """Return the course with a pathway's walk added to it."""
        values = MappingProxyType({**self.values, pathway.id: MappingProxyType(walk.values)})
        return replace(self, steps=(*self.steps, *walk.steps), values=values)


@dataclass(slots=True)
class Walk:
    """One pathway as far as its answers go: the question unanswered, or the exit that was reached."""

    steps: list[Taken] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    stop: Question | Exit | None = None
    unfit: str | None = None


def advance(
    pathways: Mapping[str, Pathway], pathway_id: str, patient: Patient, *, answers: Answers, reference: Reference
) -> Asking | Ended | Refused:
    """Return what comes next for these answers, by (pathway id, question id); others are ignored.

    The pathways named in `first` are asked before, in order, but not those that the patient's age or
    sex rules out. Raises KeyError for a pathway that is not there.
    """
    pathway = pathways[pathway_id]
    if reason := _refusal(pathway, patient):
        return Refused(pathway, reason)
    asked = [*(pathways[name] for name in pathway.first if pathways[name].takes(patient)), pathway]
    so_far = Course(patient=patient, asked=tuple(asked))
    for each in asked:
        walk = walk_through(each, patient, {step: said for (name, step), said in answers.items() if name == each.id})
        so_far = so_far.after(each, walk)
        if isinstance(walk.stop, Question):
            return Asking(each, walk.stop, so_far.steps, walk.unfit)
        if isinstance(walk.stop, Ending):
            return Ended(conclude(so_far, walk.stop, reference))
    raise AssertionError("only a shared pathway goes on")  # pragma: no cover - it was refused above


def advance_alone(
    pathway: Pathway, patient: Patient, *, answers: Answers, reference: Reference
) -> Asking | Ended | Passed:
    """Return what comes next in a pathway that others ask first, asked by itself."""
    walk = walk_through(pathway, patient, {step: said for (name, step), said in answers.items() if name == pathway.id})
    if isinstance(walk.stop, Question):
        return Asking(pathway, walk.stop, tuple(walk.steps), walk.unfit)
    if isinstance(walk.stop, Ending):
        course = Course(patient=patient, asked=(pathway,)).after(pathway, walk)
        return Ended(conclude(course, walk.stop, reference))
    return Passed(tuple(walk.steps))


def walk_through(pathway: Pathway, patient: Patient, answers: Mapping[str, str]) -> Walk:
    """Return how far answers, by question, lead through this pathway alone.

    Raises ValueError for a pathway with a loop, which loading refuses.
    """
    walk = Walk()
    name = pathway.start
    for _ in pathway.steps:
        step = pathway.steps[name]
        leads = (
            _judge(pathway, step, patient, walk)
            if isinstance(step, Decision)
            else _answer(pathway, step, answers, walk)
        )
        walk.stop = leads
        if not isinstance(leads, GoTo) or leads.step == CONTINUE:
            return walk
        name = leads.step
    raise ValueError(f"the pathway {pathway.id!r} runs in a loop")


def _refusal(pathway: Pathway, patient: Patient) -> str | None:
    if pathway.is_shared:
        return f"`{pathway.id}` is only asked before other pathways"
    if not pathway.takes_age(patient.age_days):
        return f"`{pathway.id}` is for ages {', '.join(ages.written for ages in pathway.ages)} only"
    if not pathway.takes_sex(patient.sex):
        return f"`{pathway.id}` is for {' and '.join(sorted(pathway.sexes))} patients only"
    return None


def _answer(pathway: Pathway, question: Question, answers: Mapping[str, str], walk: Walk) -> Question | Exit:
    """Take the answer given to a question, or stop at the question."""
    said = answers.get(question.id)
    choice = question.find(said)
    counted = question.counted(choice) if choice else None
    if choice is None or counted is None or isinstance(counted.leads, Like):
        walk.unfit = said
        return question
    walk.steps.append(_taken(pathway, question, choice, counted))
    walk.values[question.id] = counted.say
    walk.values.update(counted.sets)
    return counted.leads


def _taken(pathway: Pathway, question: Question, choice: Choice, counted: Choice) -> Taken:
    return Taken(
        pathway=pathway.id,
        step=question.id,
        asked=question.ask,
        said=choice.say,
        counted_as=counted.say,
        at=choice.at,
        red_flag=counted.red_flag,
        not_sure=isinstance(choice.leads, Like),
    )


def _judge(pathway: Pathway, decision: Decision, patient: Patient, walk: Walk) -> Exit:
    """Take the first rule of a decision that holds; the last one always does."""
    rule = next(rule for rule in decision.rules if rule.case is None or rule.case.holds(patient, walk.values))
    said = rule.case.written if rule.case else OTHERWISE
    walk.steps.append(Taken(pathway=pathway.id, step=decision.id, said=said, counted_as=said, at=rule.at))
    return rule.leads


def conclude(course: Course, ending: Ending, reference: Reference) -> Result:
    """Return the result of an ending come to in the last pathway of a course, raised where a safety rule says so."""
    chosen, ended_in = course.asked[-1], course.at
    raised = _raise(course, ending, reference)
    final = raised.rule.at_least if raised else ending
    return Result(
        pathway=chosen.id,
        ended_in=ended_in.id,
        disposition=final.disposition,
        symptom_group=ending.symptom_group or ended_in.symptom_group or chosen.symptom_group,
        discriminators=ending.discriminators or final.discriminators,
        steps=course.steps,
        values=course.values,
        care_advice=ended_in.care_advice.get(final.disposition) or chosen.care_advice.get(final.disposition, ()),
        decided=raised.rule.at if raised else course.steps[-1].at,
        raised=raised,
    )


def _raise(course: Course, ending: Ending, reference: Reference) -> Raise | None:
    """Return the most pressing safety rule that the end falls short of, of all pathways, come to or not."""
    holding = [
        Raise(rule, pathway.id, ending)
        for pathway in course.asked
        for rule in pathway.always
        if rule.case.holds(course.patient, course.values.get(pathway.id, {}), in_doubt=True)
    ]

    def weight(each: Ending) -> tuple[bool, int]:
        return pressing(reference.dispositions[each.disposition])

    most = min(holding, key=lambda raised: weight(raised.rule.at_least), default=None)
    return most if most and weight(most.rule.at_least) < weight(ending) else None

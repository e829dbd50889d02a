"""Answers → the next question, or the end: a pure function, replayed from the start each time.

To go back or to change an answer is to call it again with other answers. Each pathway has values of
its own; what its questions were answered is not seen by the next. A patient of indeterminate sex
meets no rule of a decision that names a sex, but every safety rule that does: doubt only raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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

    `ended_in` is the pathway whose line `decided` (a safety rule's, where one raised the end);
    `values` are by pathway. An end that needs no search may have no symptom group or discriminators.
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
class Refused:
    """The pathway cannot be asked of this patient; the reason is a sentence."""

    pathway: Pathway
    reason: str


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

    The pathways named in `first` are asked before, in order, those that the patient is too old, too
    young or of the wrong sex for left out. Raises KeyError for a pathway that is not there.
    """
    pathway = pathways[pathway_id]
    if reason := _refusal(pathway, patient):
        return Refused(pathway, reason)
    asked = [*(pathways[name] for name in pathway.first if pathways[name].takes(patient)), pathway]
    steps: list[Taken] = []
    values: dict[str, Mapping[str, str]] = {}
    for each in asked:
        walk = walk_through(each, patient, {step: said for (name, step), said in answers.items() if name == each.id})
        steps += walk.steps
        values[each.id] = walk.values
        if isinstance(walk.stop, Question):
            return Asking(each, walk.stop, tuple(steps), walk.unfit)
        if isinstance(walk.stop, Ending):
            return Ended(_result(asked, each, walk.stop, patient=patient, steps=steps, values=values, reference=reference))
    raise ValueError(f"the pathway {pathway_id!r} goes on to nothing")


def walk_through(pathway: Pathway, patient: Patient, answers: Mapping[str, str]) -> Walk:
    """Return how far answers, by question, lead through this pathway alone.

    Raises ValueError for a pathway with a loop, which loading refuses.
    """
    walk = Walk()
    name = pathway.start
    for _ in pathway.steps:
        step = pathway.steps[name]
        leads = _judge(pathway, step, patient, walk) if isinstance(step, Decision) else _answer(pathway, step, answers, walk)
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
    choice = None if said is None else question.find(said)
    if choice is None:
        walk.unfit = said
        return question
    counted = question.counted(choice)
    walk.steps.append(_taken(pathway, question, choice, counted))
    walk.values[question.id] = counted.say
    walk.values.update(counted.sets)
    if isinstance(counted.leads, Like):
        raise ValueError(f"an answer of {question.id!r} is like one that leads nowhere")
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


def _result(
    asked: list[Pathway],
    ended_in: Pathway,
    ending: Ending,
    *,
    patient: Patient,
    steps: list[Taken],
    values: Mapping[str, Mapping[str, str]],
    reference: Reference,
) -> Result:
    chosen = asked[-1]
    raised = _raise(asked, ending, patient, values=values, reference=reference)
    final = raised.rule.at_least if raised else ending
    return Result(
        pathway=chosen.id,
        ended_in=raised.pathway if raised else ended_in.id,
        disposition=final.disposition,
        symptom_group=ending.symptom_group or ended_in.symptom_group or chosen.symptom_group,
        discriminators=ending.discriminators or final.discriminators,
        steps=tuple(steps),
        values=values,
        care_advice=ended_in.care_advice.get(final.disposition) or chosen.care_advice.get(final.disposition, ()),
        decided=raised.rule.at if raised else steps[-1].at,
        raised=raised,
    )


def _raise(
    asked: list[Pathway],
    ending: Ending,
    patient: Patient,
    *,
    values: Mapping[str, Mapping[str, str]],
    reference: Reference,
) -> Raise | None:
    """Return the most urgent safety rule that the end falls short of, of all pathways, asked already or not."""
    holding = [
        (_urgency(rule.at_least, reference), Raise(rule, pathway.id, ending))
        for pathway in asked
        for rule in pathway.always
        if rule.case.holds(patient, values.get(pathway.id, {}), in_doubt=True)
    ]
    urgency, raised = min(holding, key=lambda found: found[0], default=(0, None))
    return raised if raised and urgency < _urgency(ending, reference) else None


def _urgency(ending: Ending, reference: Reference) -> int:
    """Return how urgent an ending is; 1 is the most."""
    return reference.dispositions[ending.disposition].urgency

"""What is wrong with a pathway in itself: names that lead nowhere, loops, red flags that end too low."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from dos_router.diagnostics import Diagnostic, Location, error, warning
from dos_router.model.pathway import (
    CONTINUE,
    Case,
    Choice,
    Decision,
    Ending,
    Exit,
    GoTo,
    Like,
    Pathway,
    Question,
    Step,
    exits,
)
from dos_router.reference import Reference
from dos_router.spelling import did_you_mean

NOT_SURE = frozenset({"not sure", "unsure", "don't know", "do not know"})

ARROW = " → "


def find_faults(pathway: Pathway, reference: Reference) -> list[Diagnostic]:
    """Return every problem of one pathway, by kind, and then in the file's order."""
    return [
        *_unknown_targets(pathway),
        *_unknown_likes(pathway),
        *_unknown_values(pathway),
        *_unknown_codes(pathway, reference),
        *_unroutable(pathway, reference),
        *_loops(pathway),
        *_unreached(pathway),
        *_weak_red_flags(pathway, reference),
        *_unsafe_doubts(pathway),
    ]


def _unknown_targets(pathway: Pathway) -> Iterator[Diagnostic]:
    targets = [
        each
        for step in pathway.steps.values()
        for each in exits(step)
        if isinstance(each, GoTo) and each.step != CONTINUE
    ]
    for each in [GoTo(pathway.start, pathway.line("start")), *targets]:
        if each.step not in pathway.steps:
            cure = did_you_mean(each.step, pathway.steps, otherwise="write that question, or lead to another")
            yield error("unknown-question", f"there is no question or decision `{each.step}`", each.at, cure)


def _unknown_likes(pathway: Pathway) -> Iterator[Diagnostic]:
    for question in pathway.questions:
        direct = [choice.say for choice in question.choices if not isinstance(choice.leads, Like)]
        for choice in question.choices:
            if isinstance(choice.leads, Like) and choice.leads.say not in direct:
                yield _unknown_like(question, choice.leads, direct)


def _unknown_like(question: Question, like: Like, direct: list[str]) -> Diagnostic:
    cure = did_you_mean(like.say, direct, otherwise=f"one of: {', '.join(direct)}")
    if question.find(like.say):
        return error("like-of-like", f"the answer `{like.say}` is itself like another", like.at, cure)
    return error("unknown-answer", f"`{question.id}` has no answer `{like.say}`", like.at, cure)


def _unknown_values(pathway: Pathway) -> Iterator[Diagnostic]:
    """Yield an error for each `if` that nothing can make true, and each value of two meanings."""
    possible: dict[str, set[str]] = defaultdict(set)
    for question in pathway.questions:
        for choice in question.choices:
            possible[question.id] |= set() if isinstance(choice.leads, Like) else {choice.say}
            for name, text in choice.sets.items():
                possible[name].add(text)
                if name in pathway.steps:
                    said = f"`set` overwrites the answer to `{name}`"
                    yield error("reserved-name", said, choice.at, "set a value of another name")
    for case in _cases(pathway):
        yield from _never_true(case, possible, pathway)


def _cases(pathway: Pathway) -> Iterator[Case]:
    for step in pathway.steps.values():
        if isinstance(step, Decision):
            yield from (rule.case for rule in step.rules if rule.case)
    yield from (rule.case for rule in pathway.always)


def _never_true(case: Case, possible: Mapping[str, set[str]], pathway: Pathway) -> Iterator[Diagnostic]:
    for name, texts in case.values.items():
        if name not in possible:
            cure = did_you_mean(name, possible, otherwise="name a question, or a value that an answer sets")
            yield error("unknown-value", f"nothing sets the value `{name}`", case.at, cure)
            continue
        for text in sorted(texts - possible[name]):
            known = sorted(possible[name])
            cure = _counts_as(pathway, name, text) or did_you_mean(
                text, known, otherwise=f"it can be: {', '.join(known)}"
            )
            yield error("unknown-answer", f"`{name}` is never `{text}`", case.at, cure)


def _counts_as(pathway: Pathway, name: str, text: str) -> str | None:
    step = pathway.steps.get(name)
    choice = step.find(text) if isinstance(step, Question) else None
    return (
        f"`{text}` is handled as `{choice.leads.say}`: name that" if choice and isinstance(choice.leads, Like) else None
    )


def _unknown_codes(pathway: Pathway, reference: Reference) -> Iterator[Diagnostic]:
    """Yield an error for each unknown disposition, and a warning for each unlisted symptom code."""
    raised = [rule.at_least for rule in pathway.always]
    expected = [example.expect for example in pathway.examples if example.expect]
    advised = [Ending(code, pathway.line(f"care_advice/{code}")) for code in pathway.care_advice]
    for ending in [*pathway.endings(), *raised, *expected, *advised]:
        if ending.disposition not in reference.dispositions:
            cure = did_you_mean(ending.disposition, reference.dispositions)
            yield error("unknown-disposition", f"there is no disposition `{ending.disposition}`", ending.at, cure)
        yield from _unlisted("symptom group", ending.symptom_group, reference.symptom_groups, ending.at)
        for code in ending.discriminators:
            yield from _unlisted("symptom discriminator", code, reference.symptom_discriminators, ending.at)
    yield from _unlisted(
        "symptom group", pathway.symptom_group, reference.symptom_groups, pathway.line("symptom_group")
    )


def _unlisted(what: str, code: str | None, known: Mapping[str, str], at: Location) -> Iterator[Diagnostic]:
    if code is not None and code not in known:
        cure = did_you_mean(code, known, otherwise="it is routed all the same")
        yield warning("unlisted-symptom", f"the reference does not list the {what} `{code}`", at, cure)


def _unroutable(pathway: Pathway, reference: Reference) -> Iterator[Diagnostic]:
    """Yield an error for each end that must be searched for without all that a search needs."""
    for ending in pathway.endings():
        if not _is_searched(ending, reference):
            continue
        if not ending.discriminators:
            said = f"`{ending.disposition}` is searched for, and has no symptom discriminator"
            yield error("no-discriminator", said, ending.at, "add `discriminator: SD…`")
        if not (ending.symptom_group or pathway.symptom_group or pathway.is_shared):
            said = f"`{ending.disposition}` is searched for, and has no symptom group"
            yield error("no-symptom-group", said, ending.at, "add `symptom_group: SG…` to the pathway")


def _is_searched(ending: Ending, reference: Reference) -> bool:
    found = reference.dispositions.get(ending.disposition)
    return found is not None and found.search


def _loops(pathway: Pathway) -> Iterator[Diagnostic]:
    graph = {
        name: [each.step for each in exits(step) if isinstance(each, GoTo) and each.step in pathway.steps]
        for name, step in pathway.steps.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        names = list(reversed(found.args[1]))
        said = f"the questions run in a loop: {ARROW.join(f'`{name}`' for name in names)}"
        yield error("question-loop", said, pathway.steps[names[0]].at, "lead one of them on to an end")


def _unreached(pathway: Pathway) -> Iterator[Diagnostic]:
    start = GoTo(pathway.start, pathway.line("start"))
    reached = {each.step for _, each in _onward(pathway, start, "") if isinstance(each, GoTo)}
    for name, step in pathway.steps.items():
        if name not in reached:
            yield warning("question-never-reached", f"nothing leads to `{name}`", step.at, "lead to it, or delete it")


def _weak_red_flags(pathway: Pathway, reference: Reference) -> Iterator[Diagnostic]:
    """Yield an error for each alarming answer with a route to less than an emergency; of several, the shortest.

    What rules ask is not weighed: an end that is written is taken as one that can be come to.
    """
    for question in pathway.questions:
        for choice in question.choices:
            if choice.red_flag and not isinstance(choice.leads, Like):
                onward = _onward(pathway, choice.leads, f"`{question.id}: {choice.say}`")
                weak = next((trace for trace, each in onward if _is_weak(each, reference)), None)
                if weak:
                    yield _weak_red_flag(choice, weak)


def _weak_red_flag(choice: Choice, trace: Trace) -> Diagnostic:
    said = f"the red flag `{choice.say}` can end in less than an emergency: {trace.route()}"
    return error("weak-red-flag", said, choice.at, "end it in an ambulance or emergency treatment")


def _is_weak(each: Exit, reference: Reference) -> bool:
    """Say whether an exit leaves the pathway for something known to be less than an emergency."""
    if isinstance(each, GoTo):
        return each.step == CONTINUE
    found = reference.dispositions.get(each.disposition)
    return found is not None and not (found.dispatch or found.emergency)


def _unsafe_doubts(pathway: Pathway) -> Iterator[Diagnostic]:
    """Yield an error for each `not sure` to a red-flag question that is not handled as the alarming answer."""
    for question in pathway.questions:
        if not question.has_red_flag:
            continue
        for choice in question.choices:
            counted = question.counted(choice)
            doubtful = counted is not choice or choice.say.casefold() in NOT_SURE
            if doubtful and not counted.red_flag and not isinstance(counted.leads, Like):
                alarming = next(other.say for other in question.choices if other.red_flag)
                said = f"`{choice.say}` to a question with a red flag is not handled as the alarming answer"
                yield error("unsafe-not-sure", said, choice.at, f"write `like: {alarming}`")


@dataclass(frozen=True, slots=True)
class Trace:
    """One step of a route: what was answered, where that leads, and the step before."""

    label: str
    leads: Exit
    before: Trace | None = None

    def route(self) -> str:
        """Return the whole route in words, from its first step to its end."""
        steps: list[str] = [self.leads.step if isinstance(self.leads, GoTo) else self.leads.disposition]
        trace: Trace | None = self
        while trace:
            steps.append(trace.label)
            trace = trace.before
        return ARROW.join(reversed(steps))


def _onward(pathway: Pathway, leads: Exit, label: str) -> Iterator[tuple[Trace, Exit]]:
    """Yield every exit that can follow, nearest first, each step gone through once."""
    seen: set[str] = set()
    waiting = deque([Trace(label, leads)])
    while waiting:
        trace = waiting.popleft()
        yield trace, trace.leads
        name = trace.leads.step if isinstance(trace.leads, GoTo) else CONTINUE
        if name in pathway.steps and name not in seen:
            seen.add(name)
            step = pathway.steps[name]
            waiting.extend(Trace(f"`{name}: {words}`", each, trace) for words, each in _ways(step))


def _ways(step: Step) -> list[tuple[str, Exit]]:
    """Return how a step is left, in words, and where to."""
    if isinstance(step, Decision):
        return [(rule.case.written if rule.case else "otherwise", rule.leads) for rule in step.rules]
    return [(choice.say, choice.leads) for choice in step.choices if not isinstance(choice.leads, Like)]

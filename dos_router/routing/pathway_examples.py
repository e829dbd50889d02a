"""Runs the examples that pathways carry: what is signed off is executable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dos_router.diagnostics import Diagnostic, error, warning
from dos_router.model.pathway import CONTINUE, Ending, Example, Pathway, Question
from dos_router.reference import Reference
from dos_router.routing.triage import Course, Result, Walk, conclude, walk_through


def run_examples(pathways: Mapping[str, Pathway], reference: Reference) -> list[Diagnostic]:
    """Return an `example-fails` for each example that comes to another end than it expects.

    An example runs its own pathway alone: those asked first count as passed. An answer to a question
    that is never put is a warning.
    """
    return [
        problem
        for _, pathway in sorted(pathways.items())
        for example in pathway.examples
        for problem in run_example(pathway, example, reference)
    ]


def run_example(pathway: Pathway, example: Example, reference: Reference) -> Iterator[Diagnostic]:
    """Yield what is wrong with one example."""
    if not pathway.takes(example.patient):
        yield error(
            "example-fails", "the patient is none that the pathway is for", example.at, "change the patient, or `for`"
        )
        return
    walk = walk_through(pathway, example.patient, example.answers)
    yield from _unused(example, walk)
    if isinstance(walk.stop, Question):
        yield _stuck(walk.stop, walk, example)
        return
    came = _conclude(pathway, example, walk, reference)
    if not _agrees(example.expect, came):
        said = f"the example expects {_describe(example.expect)}, and comes to {_describe(came)}"
        yield error("example-fails", said, example.at, _route(walk, came))


def _stuck(question: Question, walk: Walk, example: Example) -> Diagnostic:
    """Return the problem of an example that stops at a question."""
    offered = ", ".join(choice.say for choice in question.choices)
    if walk.unfit is None:
        said = f"the example has no answer to `{question.id}`, which is asked"
    else:
        said = f"the example answers `{walk.unfit}` to `{question.id}`, which does not offer that"
    return error("example-fails", said, example.at, f"its answers: {offered}")


def _unused(example: Example, walk: Walk) -> Iterator[Diagnostic]:
    asked = {step.step for step in walk.steps}
    at = walk.stop.id if isinstance(walk.stop, Question) else None
    for name in example.answers:
        if name not in asked and name != at:
            said = f"the example answers `{name}`, which is not asked"
            yield warning("example-answer-unused", said, example.at, "delete the answer, or change those before it")


def _conclude(pathway: Pathway, example: Example, walk: Walk, reference: Reference) -> Result | None:
    """Return the end that the example's pathway alone comes to, None for `continue`."""
    if not isinstance(walk.stop, Ending):
        return None
    course = Course(patient=example.patient, asked=(pathway,)).after(pathway, walk)
    return conclude(course, walk.stop, reference)


def _agrees(expected: Ending | None, came: Result | None) -> bool:
    """Say whether an end is the one expected; what an example leaves out may be anything."""
    if expected is None or came is None:
        return expected is None and came is None
    return (
        expected.disposition == came.disposition
        and (not expected.discriminators or set(expected.discriminators) == set(came.discriminators))
        and expected.symptom_group in (None, came.symptom_group)
    )


def _describe(end: Ending | Result | None) -> str:
    if end is None:
        return f"`{CONTINUE}`"
    return " ".join(f"`{code}`" for code in (end.disposition, end.symptom_group, *end.discriminators) if code)


def _route(walk: Walk, came: Result | None) -> str:
    """Return the steps taken, and the place of the one that decided."""
    steps = " → ".join(f"{step.step}: {step.said}" for step in walk.steps)
    decided = came.decided if came else walk.steps[-1].at
    return f"its route was {steps}; {decided} decided"

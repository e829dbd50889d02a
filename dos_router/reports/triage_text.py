"""What triage came to, as a call handler reads it: the disposition, what decided it, and the care advice."""

from __future__ import annotations

from dos_router.model.transcript import Given
from dos_router.reference import Reference
from dos_router.reports.page import Page, safe
from dos_router.routing.triage import OTHERWISE, Result, Taken

ILLUSTRATIVE = "illustrative content, invented: not for use with patients"


def render_triage(result: Result, title: str, reference: Reference, page: Page) -> str:
    """Return the end of a triage; `title` is the chosen pathway's. How it is routed comes after it."""
    parts = [
        [page.paint(ILLUSTRATIVE, "note")],
        _end(result, title, reference, page),
        _care_advice(result, page),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def render_notes(given: tuple[Given, ...], before: tuple[str, ...], page: Page) -> str:
    """Return what was noted, each with the question at which it was; empty where nothing was."""
    rows = [("before the questions", note) for note in before]
    rows += [(answer.question, note) for answer in given for note in answer.notes]
    return "\n".join(["Notes", *page.columns([(safe(where), safe(note)) for where, note in rows])]) if rows else ""


def _end(result: Result, title: str, reference: Reference, page: Page) -> list[str]:
    disposition = reference.dispositions[result.disposition]
    lines = page.wrap(safe(f"{disposition.code}  {disposition.title}"), hang=8)
    lines = [page.paint(line, "strong") for line in lines]
    lines += page.wrap(safe(f"{title} ({result.pathway})"))
    for text in (*_reasons(result, reference), *_doubts(result)):
        lines += page.wrap(safe(text), indent=2, hang=4)
    return lines


def _reasons(result: Result, reference: Reference) -> list[str]:
    """Return what decided the end, and the safety rule that raised it."""
    told = [f"because {_step(result.steps[-1])}"]
    if result.raised:
        lesser = reference.dispositions[result.raised.instead_of.disposition]
        rule = result.raised.rule
        told.append(f"raised from {lesser.code} ({lesser.title}) by the safety rule at {rule.at}: {rule.case.written}")
    return told


def _doubts(result: Result) -> list[str]:
    return [f"not sure: {step.asked} (handled as `{step.counted_as}`, {step.at})" for step in result.not_sure]


def _step(step: Taken) -> str:
    if step.asked:
        alarming = ", a red flag" if step.red_flag else ""
        return f"`{step.asked}` was answered `{step.said}`{alarming} ({step.at})"
    if step.said == OTHERWISE:
        return f"no other rule of `{step.step}` holds ({step.at})"
    return f"`{step.step}` found that {step.said} ({step.at})"


def _care_advice(result: Result, page: Page) -> list[str]:
    if not result.care_advice:
        return []
    lines = [page.paint("Care advice", "strong")]
    for advice in result.care_advice:
        lines += page.wrap(f"- {safe(advice)}", indent=2, hang=4)
    return lines

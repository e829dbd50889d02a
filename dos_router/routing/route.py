"""A call in text → its answer: the way from what was asked to what is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, warning
from dos_router.model.answer import Answer, Explanation
from dos_router.model.call import CallText, Request
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.routing.care_plans import find_plan
from dos_router.routing.explain import explain
from dos_router.routing.request import read_request

Plans = Mapping[str, tuple[CarePlan, ...]]


class Routed(NamedTuple):
    """A call's answer; None where the call could not be understood, and why."""

    answer: Answer | None
    problems: list[Diagnostic]


class Explained(NamedTuple):
    """A call's explanation; None where the call could not be understood, and why."""

    explanation: Explanation | None
    problems: list[Diagnostic]


def route_call(call: CallText, directory: Directory, plans: Plans | None = None) -> Routed:
    """Route a call in text through a directory."""
    explained = explain_call(call, directory, plans)
    return Routed(explained.explanation.answer if explained.explanation else None, explained.problems)


def explain_call(call: CallText, directory: Directory, plans: Plans | None = None) -> Explained:
    """Route a call in text, with the verdict on every service."""
    asked = read_request(call, directory)
    if asked.request is None:
        return Explained(None, asked.problems)
    plan = find_plan(plans, asked.request) if plans else None
    return Explained(explain(directory, _marked(asked.request, plans, plan), plan), [])


def _marked(request: Request, plans: Plans | None, plan: CarePlan | None) -> Request:
    """Return the request, with a warning where plans were given and none of them is in force for its patient."""
    if plans is None or request.patient is None or plan is not None:
        return request
    said = "no care plan is in force for this patient at the time of the call"
    mark = warning("no-care-plan", said, Location("--patient"), "the answer is as for any caller")
    return replace(request, warnings=(*request.warnings, mark))

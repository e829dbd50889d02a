"""The JSON of `explain`: that of `route`, and every service with each check that it failed."""

from __future__ import annotations

from typing import TypedDict

from dos_router.model.answer import Explanation, Verdict
from dos_router.model.directory import Directory
from dos_router.reports.route_json import RouteJson, route_json
from dos_router.reports.why_not_json import WhyNotJson, why_not_json
from dos_router.routing.distances import in_miles
from dos_router.routing.why_not import WhyNot


class CheckFailedJson(TypedDict):
    """A check that a service failed."""

    check: str
    detail: str
    at: str


class VerdictJson(TypedDict):
    """One service of the directory, and what became of it."""

    service: str
    result: str
    failed: list[str]
    rank: int | None
    distance_miles: float | None
    at: str
    details: list[CheckFailedJson]


class ExplainJson(RouteJson):
    """What `explain --json` prints: the route, and every service."""

    services: list[VerdictJson]
    why_not: WhyNotJson | None


def explain_json(explanation: Explanation, directory: Directory, judged: WhyNot | None = None) -> ExplainJson:
    """Return an explanation as the JSON object of `explain`; `judged` is what --why-not found."""
    services = [_verdict(verdict) for verdict in explanation.verdicts]
    why_not = None if judged is None else why_not_json(judged)
    return {**route_json(explanation.answer, directory), "services": services, "why_not": why_not}


def _verdict(verdict: Verdict) -> VerdictJson:
    failures = verdict.failures
    return {
        "service": verdict.service.id,
        "result": verdict.result.value,
        "failed": [failure.check for failure in failures],
        "rank": verdict.rank,
        "distance_miles": in_miles(verdict.squared),
        "at": str(failures[0].at if failures else verdict.service.at),
        "details": [{"check": failure.check, "detail": failure.detail, "at": str(failure.at)} for failure in failures],
    }

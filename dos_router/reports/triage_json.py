"""The JSON of `triage`: what was asked and answered, what it came to and why, and the route of it."""

from __future__ import annotations

from typing import TypedDict

from dos_router.model.pathway import Pathway, Patient
from dos_router.model.transcript import Transcript
from dos_router.reference import Reference
from dos_router.reports.route_json import RouteJson
from dos_router.reports.triage_text import ILLUSTRATIVE
from dos_router.routing.triage import Result, Taken


class PathwayJson(TypedDict):
    """The pathway that was chosen."""

    id: str
    title: str
    at: str


class PatientJson(TypedDict):
    """Who was asked about."""

    age_days: int
    sex: str


class StepJson(TypedDict):
    """A step taken; `asked` is null for a decision, whose rule `said` is its case in words."""

    pathway: str
    step: str
    asked: str | None
    said: str
    counted_as: str
    not_sure: bool
    red_flag: bool
    at: str
    notes: list[str]


RaisedJson = TypedDict("RaisedJson", {"from": str, "by": str, "if": str})


class TriageJson(TypedDict):
    """What `triage --json` prints; `route` is null where the call could not be routed."""

    content: str
    words: str
    pathway: PathwayJson
    patient: PatientJson
    disposition: str
    title: str
    symptom_group: str | None
    symptom_discriminators: list[str]
    decided: str
    raised: RaisedJson | None
    steps: list[StepJson]
    care_advice: list[str]
    notes: list[str]
    route: RouteJson | None


def triage_json(
    result: Result,
    transcript: Transcript,
    *,
    pathway: Pathway,
    patient: Patient,
    reference: Reference,
    route: RouteJson | None,
) -> TriageJson:
    """Return a triage and its route as one JSON object."""
    raised = result.raised
    notes = {(given.pathway, given.question): list(given.notes) for given in transcript.answers}
    return {
        "content": ILLUSTRATIVE,
        "words": transcript.words,
        "pathway": {"id": pathway.id, "title": pathway.title, "at": str(pathway.at)},
        "patient": {"age_days": patient.age_days, "sex": patient.sex},
        "disposition": result.disposition,
        "title": reference.dispositions[result.disposition].title,
        "symptom_group": result.symptom_group,
        "symptom_discriminators": list(result.discriminators),
        "decided": str(result.decided),
        "raised": None
        if raised is None
        else {"from": raised.instead_of.disposition, "by": str(raised.rule.at), "if": raised.rule.case.written},
        "steps": [_step(step, notes.get((step.pathway, step.step), [])) for step in result.steps],
        "care_advice": list(result.care_advice),
        "notes": list(transcript.notes),
        "route": route,
    }


def _step(step: Taken, notes: list[str]) -> StepJson:
    return {
        "pathway": step.pathway,
        "step": step.step,
        "asked": step.asked,
        "said": step.said,
        "counted_as": step.counted_as,
        "not_sure": step.not_sure,
        "red_flag": step.red_flag,
        "at": str(step.at),
        "notes": notes,
    }

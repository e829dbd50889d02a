"""Laws of triage (I17 to I20): on every route of the shipped pathways, and on pathways made up at random."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dos_router.loading.pathways import read_pathway
from dos_router.diagnostics import Location
from dos_router.loading.text_tree import parse_tree
from dos_router.loading.pathways import load_pathways
from dos_router.model.pathway import Decision, Like, Pathway, Patient
from dos_router.reference import load_reference
from dos_router.routing.triage import Asking, Ended, Result, advance

SHIPPED = Path(__file__).parents[2] / "pathways"
REFERENCE, _ = load_reference()
PATHWAYS = load_pathways(SHIPPED, REFERENCE).pathways
CHOSEN = sorted(name for name, pathway in PATHWAYS.items() if not pathway.is_shared)

Said = dict[tuple[str, str], str]


def is_emergency(code: str) -> bool:
    found = REFERENCE.dispositions[code]
    return found.dispatch or found.emergency


def routes(pathways: Mapping[str, Pathway], chosen: str, patient: Patient) -> Iterator[tuple[Said, Result]]:
    """Yield every way through a pathway and those asked before it: what was answered, and the result."""
    waiting: list[Said] = [{}]
    while waiting:
        said = waiting.pop()
        came = advance(pathways, chosen, patient, answers=said, reference=REFERENCE)
        if isinstance(came, Ended):
            yield said, came.result
        else:
            assert isinstance(came, Asking)
            key = (came.pathway.id, came.question.id)
            assert key not in said, "no question is put twice"
            waiting += [{**said, key: choice.say} for choice in came.question.choices]


def patients(pathways: Mapping[str, Pathway], chosen: str) -> list[Patient]:
    """Return a patient on either side of each age that some rule names, of each sex, whom the pathway is for."""
    edges = {0, 12_000, 33_000}
    for pathway in pathways.values():
        cases = [rule.case for step in pathway.steps.values() if isinstance(step, Decision) for rule in step.rules]
        cases += [rule.case for rule in pathway.always]
        ranges = [ages for case in cases if case for ages in case.ages] + list(pathway.ages)
        edges |= {edge for ages in ranges for edge in (ages.low - 1, ages.low, ages.high, (ages.high or 0) + 1) if edge}
    everyone = [Patient(days, sex) for days in sorted(edges) if days >= 0 for sex in ("female", "male", "indeterminate")]
    return [patient for patient in everyone if pathways[chosen].takes(patient)]

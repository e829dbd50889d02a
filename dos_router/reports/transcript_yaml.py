"""A transcript of triage as YAML, every text in quotes: what was typed is data, and never syntax."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields

from dos_router.model.call import CallText
from dos_router.model.transcript import Given, Transcript
from dos_router.reports.triage_text import ILLUSTRATIVE


def render_transcript(transcript: Transcript) -> str:
    """Return a transcript as the text of its file, which reads back as the same transcript."""
    return "".join(f"{line}\n" for line in _lines(transcript))


def _lines(transcript: Transcript) -> Iterator[str]:
    yield f"# A transcript of triage: {ILLUSTRATIVE}."
    yield "format: 1"
    for name in ("directory", "pathway", "words"):
        yield f"{name}: {_quoted(getattr(transcript, name))}"
    yield "call:"
    yield from _call(transcript.call)
    if transcript.notes:
        yield f"notes: {_quoted(transcript.notes)}"
    yield "answers:" if transcript.answers else "answers: []"
    for given in transcript.answers:
        yield from _given(given)
    came_to = transcript.came_to
    yield "came_to:"
    yield f"  disposition: {came_to.disposition}"
    if came_to.symptom_group:
        yield f"  symptom_group: {came_to.symptom_group}"
    yield f"  discriminators: [{', '.join(came_to.discriminators)}]"


def _call(call: CallText) -> Iterator[str]:
    """Yield the fields that are stated; an empty one would not read back."""
    for field in fields(call):
        value = getattr(call, field.name)
        if value:
            yield f"  {field.name}: {_quoted(value)}"


def _given(given: Given) -> Iterator[str]:
    yield f"  - pathway: {_quoted(given.pathway)}"
    yield f"    question: {_quoted(given.question)}"
    yield f"    asked: {_quoted(given.asked)}"
    yield f"    said: {_quoted(given.said)}"
    if given.notes:
        yield f"    notes: {_quoted(given.notes)}"


def _quoted(value: object) -> str:
    """Return a value as JSON, which is YAML too, with every text in double quotes."""
    return json.dumps(value, ensure_ascii=False)

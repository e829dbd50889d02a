"""A transcript of triage: who was asked about, what was answered, what was noted, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass

from dos_router.diagnostics import Location
from dos_router.model.call import CallText


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was given to a question of a pathway, with what was noted there."""

    pathway: str
    question: str
    said: str
    asked: str = ""
    notes: tuple[str, ...] = ()
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class CameTo:
    """The end that a triage came to, as codes."""

    disposition: str
    symptom_group: str | None
    discriminators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One triage, to be repeated: `call` without what triage finds, answers in the order of asking.

    `notes` are those made before the first question.
    """

    directory: str
    pathway: str
    words: str
    call: CallText
    answers: tuple[Given, ...]
    came_to: CameTo
    notes: tuple[str, ...] = ()
    at: Location | None = None

"""The JSON of `explain --why-not`: what would have a service offered, or offered first."""

from __future__ import annotations

from typing import TypedDict

from dos_router.routing.why_not import Change, WhyNot


class ChangeJson(TypedDict):
    """A change, the check that it concerns, and the line that it would change."""

    check: str
    change: str
    at: str | None


class WhyNotJson(TypedDict):
    """A service's place among the offers now and after the changes; `never` where no change helps."""

    service: str
    position: int | None
    to_be_offered: list[ChangeJson]
    then: int | None
    to_be_first: list[ChangeJson]
    never: str | None


def why_not_json(found: WhyNot) -> WhyNotJson:
    """Return the findings as a JSON object."""
    return {
        "service": found.service.id,
        "position": found.position,
        "to_be_offered": [_change(change) for change in found.to_be_offered],
        "then": found.then,
        "to_be_first": [_change(change) for change in found.to_be_first],
        "never": found.never,
    }


def _change(change: Change) -> ChangeJson:
    return {"check": change.check, "change": change.words, "at": None if change.at is None else str(change.at)}

"""What a routing comes to: offers in order, near misses, and the reasons for both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location
from dos_router.model.call import Request
from dos_router.model.care_plan import CarePlan
from dos_router.model.service import Service


class Outcome(StrEnum):
    """How a call ends: in exactly one of these."""

    ROUTED = "routed"
    CATCH_ALL = "catch-all"
    NO_SERVICE = "no-service"
    NO_SEARCH = "no-search"
    DISPATCH = "dispatch"
    REJECTED = "rejected"


class Result(StrEnum):
    """What became of one service in a search."""

    OFFERED = "offered"
    TRIMMED = "trimmed"
    NEAR_MISS = "near-miss"
    FAILED = "failed"
    OUTSIDE = "outside"


class Spell(NamedTuple):
    """A time from `open` to `close`, in UTC minutes; open at t when open ≤ t < close."""

    open: int
    close: int


class Failure(NamedTuple):
    """A check that a service does not pass, why, and the line that decides."""

    check: str
    detail: str
    at: Location


class SearchArea(NamedTuple):
    """How far was searched, in metres each way, and what said so."""

    metres: int
    said_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service to be offered; times in UTC minutes, `squared` the squared distance in m²."""

    service: Service
    rank: int | None
    squared: int | None
    is_open: bool
    opens_at: int | None
    closes_at: int | None
    promoted: bool = False
    note: str | None = None


class NearMiss(NamedTuple):
    """A service that failed exactly one check of the second pass."""

    service: Service
    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One service in a search: every check that it fails, first-pass ones first."""

    service: Service
    result: Result
    failures: tuple[Failure, ...]
    rank: int | None
    squared: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call comes to. `message` is for whoever reads it, `reason` tells what was not understood.

    `ranking` is the policy's entry that ordered the offers (None: national ranks), `searched` the
    disposition that was searched (a validating one, or the request's own).
    """

    request: Request
    outcome: Outcome
    offers: tuple[Offer, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    window: Spell | None = None
    search: SearchArea | None = None
    ranking: Location | None = None
    care_plan: CarePlan | None = None
    validated_by: str | None = None
    message: str | None = None
    reason: str | None = None
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An answer, with every service of the directory and what became of it, by id."""

    answer: Answer
    verdicts: tuple[Verdict, ...]

"""Whether a directory may be routed with: the options that say so, the judgement, and the refusal."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from dos_router.cli import options
from dos_router.cli.call_options import reads
from dos_router.cli.exits import Exit
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Diagnostic, Malformed, Severity, error
from dos_router.model.moments import parse_day
from dos_router.signoff.evaluate import standing_of
from dos_router.signoff.memory import memory_file
from dos_router.signoff.standing import Standing, decide
from dos_router.signoff.utc import parse_utc


class Terms(NamedTuple):
    """On what terms a directory may be used, and by which trust store it is judged."""

    trust: str | None = None
    allow_unsigned: bool = False
    allow_downgrade: bool = False
    enforce: bool = False
    min_serial: int = 0
    as_at: str | None = None


def read_terms(
    *,
    trust: options.Trust = None,
    allow_unsigned: options.AllowUnsigned = False,
    allow_downgrade: options.AllowDowngrade = False,
    enforce_sign_off: options.Enforce = False,
    min_serial: options.MinSerial = 0,
    as_at: options.AsAt = None,
) -> Terms:
    """Return the terms that the options state."""
    return Terms(trust, allow_unsigned, allow_downgrade, enforce_sign_off, min_serial, as_at)


def takes_terms(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose `terms` are read from the options of sign-off, which its help then lists."""
    return reads("terms", read_terms)(command)


def judge(folder: Path, terms: Terms, screen: Screen, *, pathways: Path | None = None) -> Standing:
    """Return how a directory stands now; what could not be remembered is told.

    `pathways` is given by commands that ask their questions: then they must be as they were signed.
    """
    standing, problems = standing_of(
        folder,
        now=present(),
        memory_path=memory_file(),
        environment=os.environ,
        trust=terms.trust,
        pathways=pathways,
        min_serial=terms.min_serial,
        as_at=read_moment(terms.as_at) if terms.as_at else None,
    )
    screen.tell(problems)
    return standing


def present() -> datetime:
    """Return this moment: sign-off is judged now, whenever the call was."""
    return datetime.now(UTC)


def refuse_unsigned(standing: Standing, terms: Terms, screen: Screen) -> None:
    """End the command where the directory may not be used on these terms: with every reason, and what to do."""
    decision = decide(
        standing,
        allow_unsigned=terms.allow_unsigned,
        allow_downgrade=terms.allow_downgrade,
        enforce=terms.enforce,
    )
    if decision.runs:
        return
    reasons = [reason for reason in standing.reasons if reason.severity is Severity.ERROR]
    refusal: list[Diagnostic] = [error("sign-off", standing.line, None, decision.cure)]
    screen.refuse([*reasons, *refusal], Exit.SIGN_OFF)


def read_moment(text: str) -> datetime:
    """Return a day's noon, or a moment, in UTC. Raises Malformed."""
    if text.endswith("Z"):
        return parse_utc(text)
    try:
        day = parse_day(text)
    except Malformed as problem:
        cure = "write a day, `2026-11-21`, or a moment in UTC, `2026-11-21T20:00:00Z`"
        raise Malformed(problem.message, help=cure, rule=problem.rule) from problem
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=12)

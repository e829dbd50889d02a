"""Moments of sign-off: UTC to the second, written with a literal `Z`, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from dos_router.diagnostics import Malformed

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_SHAPE = "%Y-%m-%dT%H:%M:%SZ"


def parse_utc(text: str) -> datetime:
    """Read `2026-11-01T00:00:00Z`. Raises Malformed for local, zoneless or impossible times."""
    try:
        if _UTC.fullmatch(text):
            return datetime.strptime(text, _SHAPE).replace(tzinfo=UTC)
    except ValueError:
        pass
    cure = "write it in UTC, with a final `Z`: `2026-11-01T00:00:00Z`"
    raise Malformed(f"`{text}` is not a time in UTC", help=cure, rule="time-not-utc")


def utc_text(moment: datetime) -> str:
    """Return an aware moment as statements write it; a part of a second is dropped."""
    return moment.astimezone(UTC).strftime(_SHAPE)

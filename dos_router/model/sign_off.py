"""How far a directory is signed off, as every output says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What every output says of the sign-off: the keys of `sign_off` in JSON. `evaluated_at` is in UTC."""

    status: str
    serial: int | None
    statement_sha256: str | None
    trust_sha256: str | None
    evaluated_at: str | None


@dataclass(frozen=True, slots=True)
class SignOff:
    """The marks of a directory that was judged, and the line for a terminal."""

    marks: Marks
    line: str

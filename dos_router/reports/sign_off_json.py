"""`sign_off` in the JSON of every command: how far the directory is signed off, judged when."""

from __future__ import annotations

from typing import TypedDict

from dos_router.model.sign_off import SignOff


class SignOffJson(TypedDict):
    """How far the directory is signed off; `evaluated_at` is in UTC, `status` a state of sign-off.

    `not-judged` is said where a program routes without asking.
    """

    status: str
    serial: int | None
    statement_sha256: str | None
    trust_sha256: str | None
    evaluated_at: str | None


def sign_off_json(sign_off: SignOff | None) -> SignOffJson:
    """Return the mark that every output carries."""
    marks = sign_off.marks if sign_off else None
    return {
        "status": marks.status if marks else "not-judged",
        "serial": marks.serial if marks else None,
        "statement_sha256": marks.statement_sha256 if marks else None,
        "trust_sha256": marks.trust_sha256 if marks else None,
        "evaluated_at": marks.evaluated_at if marks else None,
    }

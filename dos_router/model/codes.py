"""The codes of the national tables, in the one spelling that files and answers use."""

from __future__ import annotations

import re

from dos_router.diagnostics import Malformed

_DISPOSITION = re.compile(r"dx(\d{1,6})", re.ASCII | re.IGNORECASE)
_GROUP = re.compile(r"(?:sg)?([1-9]\d{0,6})", re.ASCII | re.IGNORECASE)
_DISCRIMINATOR = re.compile(r"(?:sd)?([1-9]\d{0,6})", re.ASCII | re.IGNORECASE)


def parse_disposition(text: str) -> str:
    """Read `dx05` as `Dx05`; leading zeros matter (`Dx02` is not `Dx2`). Raises Malformed."""
    match = _DISPOSITION.fullmatch(text.strip())
    if match is None:
        raise Malformed(f"`{text}` is not a disposition code", help="write it like `Dx05`", rule="bad-code")
    return f"Dx{match[1]}"


def parse_symptom_group(text: str) -> str:
    """Read `SG1107`, `sg1107` or `1107` as `SG1107`. Raises Malformed."""
    match = _GROUP.fullmatch(text.strip())
    if match is None:
        raise Malformed(f"`{text}` is not a symptom group", help="write it like `SG1107`", rule="bad-code")
    return f"SG{match[1]}"


def parse_discriminator(text: str) -> str:
    """Read `SD4052`, `sd4052` or `4052` as `SD4052`. Raises Malformed."""
    match = _DISCRIMINATOR.fullmatch(text.strip())
    if match is None:
        raise Malformed(f"`{text}` is not a symptom discriminator", help="write it like `SD4052`", rule="bad-code")
    return f"SD{match[1]}"

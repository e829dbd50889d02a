"""Lists of codes as a sentence shows them."""

from __future__ import annotations

SHOWN = 4


def some_of(codes: list[str]) -> str:
    """Return codes in backticks, the first few of them where they are many: `Dx02`, `Dx03` and 7 more."""
    shown = ", ".join(f"`{code}`" for code in codes[:SHOWN])
    return shown if len(codes) <= SHOWN else f"{shown} and {len(codes) - SHOWN} more"

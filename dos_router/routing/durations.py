"""Minutes as people say them."""

from __future__ import annotations


def in_words(minutes: int) -> str:
    """Return `40 min`, `11 h`, `1 h 30 min` or `2 d 3 h`; days leave the minutes out."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    days, hours_left = divmod(hours, 24)
    if not days:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{days} d {hours_left} h" if hours_left else f"{days} d"

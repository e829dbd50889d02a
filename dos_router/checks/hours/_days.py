"""The sessions of a service day by day: of each weekday, of public holidays, and of single dates."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.model.opening import WEEKDAYS, Opening, Spans


def days_of(opening: Opening) -> Iterator[tuple[str, str, Spans]]:
    """Yield the field, the day in words and the sessions of each kind of day that is stated."""
    for name, spans in zip(WEEKDAYS, opening.weekdays, strict=True):
        yield "opening", name, spans
    if opening.holiday is not None:
        yield "opening", "PH", opening.holiday
    for day, spans in opening.dates.items():
        yield f"dates/{day}", str(day), spans

"""Public holidays on which a service does not say whether it is open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dos_router.model.service import Service


def unstated_holidays(service: Service, holidays: Iterable[date]) -> list[date]:
    """Return those of the holidays for which neither a date nor a `PH` clause says anything; of `24/7` none."""
    opening = service.opening
    if opening.always or opening.holiday is not None:
        return []
    return [day for day in holidays if day not in opening.dates]

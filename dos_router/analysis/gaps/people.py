"""How many people of some ages and sexes live at a place, for the weight of a gap.

Within a band ages count alike, and each sex as half. A place that does not count its people by age is
taken to be as England is (mid-2020 estimates of the Office for National Statistics).
"""

from __future__ import annotations

from collections.abc import Collection

from dos_router.analysis.sweep.cells import Ages, PopulatedPlace
from dos_router.model.directory import AGE_BANDS
from dos_router.model.service import SEXES

ENGLAND = (3_239_447, 8_853_841, 33_992_831, 5_598_428, 3_459_181, 1_406_410)


def people_of(place: PopulatedPlace, ages: Ages, sexes: Collection[str]) -> float:
    """Return how many people of these ages and sexes live at a place; not rounded."""
    return place.people * share_of(place.bands, ages) * len(sexes) / len(SEXES)


def share_of(bands: tuple[int, ...] | None, ages: Ages) -> float:
    """Return the share of a population that is of some ages (days, both ends included)."""
    counts = ENGLAND if bands is None or not sum(bands) else bands
    inside = sum(
        count * sum(max(0, min(high, band.high) - max(low, band.low) + 1) for low, high in ages)
        / (band.high - band.low + 1)
        for count, band in zip(counts, AGE_BANDS, strict=True)
    )  # fmt: skip
    return inside / sum(counts)

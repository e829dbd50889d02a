"""Ages and sexes in words."""

from __future__ import annotations

from collections.abc import Collection

from dos_router.analysis.difference_words import ages_words
from dos_router.analysis.sweep.cells import ALL_AGES, Ages
from dos_router.model.service import SEXES


def ages_told(ages: Ages) -> str:
    """Return runs of days of age, both ends included, as people write them: `under 16 years`, `all ages`."""
    taken = tuple((low, None if high >= ALL_AGES[1] else high) for low, high in ages)
    return ages_words(taken)


def people_told(ages: Ages, sexes: Collection[str]) -> str:
    """Return ages with the sex where only one is meant: `16 years and over, female`."""
    said = ages_told(ages)
    return said if set(sexes) == set(SEXES) else f"{said}, {' and '.join(sorted(sexes))} only"

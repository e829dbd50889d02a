"""The generator reaches every check, every rule of the order, every outcome, and each edge from both sides.

A law that is never put to the test proves nothing: so each corner must turn up in a fixed sample.
"""

from __future__ import annotations

from collections import Counter

import pytest

from corners import CORNERS, Seen
from facts import plain
from generator import sample

SAMPLE = 1_500


@pytest.fixture(scope="module")
def reached() -> Counter[str]:
    found: Counter[str] = Counter()
    for situation in sample(SAMPLE):
        seen = Seen(situation, plain(situation))
        found.update(name for name, holds in CORNERS.items() if holds(seen))
    return found


@pytest.mark.parametrize("corner", CORNERS)
def test_the_generator_reaches(corner: str, reached: Counter[str]) -> None:
    assert reached[corner] > 0

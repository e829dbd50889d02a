"""The generator reaches every check, every rule of the order, every outcome, and each edge from both sides.

A law that is never put to the test proves nothing: so each corner must turn up in a fixed sample.
"""

from __future__ import annotations

import pytest
from corners import CORNERS
from seen import Seen


@pytest.mark.parametrize("corner", CORNERS)
def test_the_generator_reaches(corner: str, seen: list[Seen]) -> None:
    assert any(CORNERS[corner](one) for one in seen)

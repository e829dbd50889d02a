"""Lets the property tests share their generator and their plain restatement, and sets how long they look."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: siblings are found by name

if TYPE_CHECKING:
    from seen import Seen

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]  # a whole directory is drawn, by design
SAMPLE = 2_000

settings.register_profile(
    "default", max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW_TO_DRAW
)
settings.register_profile("thorough", max_examples=5_000, deadline=None, suppress_health_check=SLOW_TO_DRAW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def seen() -> list[Seen]:
    """A fixed sample of the generator's situations, with what the plain restatement makes of each."""
    from facts import plain  # noqa: PLC0415
    from generator import sample  # noqa: PLC0415
    from seen import Seen  # noqa: PLC0415 - found once its folder is on the path

    return [Seen(situation, plain(situation)) for situation in sample(SAMPLE)]

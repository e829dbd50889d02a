"""Hours of many services at many moments: what is kept of them, and that it does not grow from week to week."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from dos_router.model.opening import parse_opening
from dos_router.routing.compiled.hours import compile_hours
from dos_router.routing.fast_clock import EPOCH_DAY, MINUTES_A_DAY, Clock
from dos_router.routing.fast_hours import Timeline

WEEK = 7 * MINUTES_A_DAY
MONDAY = (date(2026, 7, 6).toordinal() - EPOCH_DAY) * MINUTES_A_DAY


def test_an_ordinary_week_repeats_the_rows_of_the_last() -> None:
    texts = ("24/7", "Mo-Fr 08:00-18:30", "22:00-06:00")
    timeline = Timeline(compile_hours([parse_opening(text) for text in texts], {}), Clock(ZoneInfo("Europe/London")), 0)
    timeline.look_up(np.arange(MONDAY, MONDAY + WEEK))
    known = len(timeline.opens)
    timeline.look_up(np.arange(MONDAY, MONDAY + 14 * WEEK))
    assert len(timeline.opens) < 2 * known

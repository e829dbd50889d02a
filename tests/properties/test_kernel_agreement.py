"""The loop that numba compiles agrees with the plain engine, as the numpy search does: each of them by the same tests.

It is tried as the plain Python that it is written in, and compiled where numba is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from corners import Seen
from dice import drawn, seeded
from generator import Aim, Situation, situation, situations
from hypothesis import given, settings
from hypothesis import strategies as st
from test_fast_agreement import AIMS, disagreements, variants

from dos_router.routing import fast, kernel


@pytest.fixture(params=["as written", "compiled"], scope="module")
def by(request: pytest.FixtureRequest) -> Iterator[str]:
    loops = kernel.AS_WRITTEN if request.param == "as written" else kernel.compiled_loops()
    if loops is None:
        pytest.skip("numba is not installed: the loop is tried as plain Python alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "WORTH_IT", -1)
        patch.setattr(fast, "compiled_loops", lambda: loops)
        yield request.param


@pytest.mark.usefixtures("by")
@given(situations(), st.data())
@settings(max_examples=settings.default.max_examples)
def test_a_batch_of_calls_that_differ_in_one_field_is_answered_call_by_call(
    situation: Situation, data: st.DataObject
) -> None:
    assert disagreements(situation, variants(situation, drawn(data.draw))) == []


@pytest.mark.usefixtures("by")
@pytest.mark.parametrize("aim", AIMS, ids=["any", "validated", "planned"])
def test_batches_agree_on_a_fixed_sample(aim: Aim) -> None:
    for seed in range(60):
        dice = seeded(1_000 + seed)
        one = situation(dice, aim)
        assert disagreements(one, variants(one, dice)) == [], one


def test_the_loop_agrees_on_a_sample_that_reaches_every_corner(seen: list[Seen], by: str) -> None:
    for one in seen if by == "as written" else seen[::5]:
        call = replace(one.situation.call, previous_calls=())
        assert disagreements(one.situation, [call]) == [], one.situation

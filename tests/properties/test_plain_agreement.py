"""The router and a plain restatement of the page agree, offer for offer (routing.md 10, first law)."""

from __future__ import annotations

from hypothesis import given, settings

from facts import explained, facts, plain, plain_facts
from generator import Situation, situations


@given(situations())
@settings(max_examples=settings.default.max_examples * 3)
def test_the_router_and_a_plain_restatement_of_the_page_agree(situation: Situation) -> None:
    assert facts(explained(situation)) == plain_facts(plain(situation))

"""An entry of an `accepted:` list: a finding of `check` that somebody answers for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dos_router.loading.shapes.scalars import Day, Shape, Text, Word


class AcceptedShape(Shape):
    """A rule whose finding here is accepted: why, by whom, and until which day."""

    rule: Word = Field(description="the rule, as `check` names it in brackets; `check --rules` lists all")
    reason: Text = Field(description="why it may stay as it is")
    by: Text = Field(description="who answers for that")
    until: Day = Field(description="the last day on which it is accepted; then it is a finding again")


AcceptedList = Annotated[
    tuple[AcceptedShape, ...], Field(description="findings of check here that somebody answers for")
]

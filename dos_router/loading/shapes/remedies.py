"""A file of remedies: what a commissioner could do about gaps, and what each would cost."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from dos_router.diagnostics import Malformed
from dos_router.loading.shapes.scalars import Ages, Code, Hours, Id, Shape, Text, parsed, schema
from dos_router.loading.shapes.services import LocationShape

_COST = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?", re.ASCII)


def read_cost(text: str) -> int:
    """Read `250000` or `12.50` in hundredths. Raises Malformed."""
    match = _COST.fullmatch(text.strip().replace("_", ""))
    if match is None:
        raise Malformed(f"`{text}` is not a cost", help="write digits, with two decimals at most", rule="bad-number")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


Cost = Annotated[int, parsed(read_cost), schema("a cost a year", r"^[0-9]+(\.[0-9]{1,2})?$", "number", "string")]


class ExtendShape(Shape):
    """Further hours of services, beside their own."""

    services: tuple[Id, ...] = Field(description="the services, by id", min_length=1)
    opening: Hours = Field(description="when they would be open too; what they state for single dates stays")


class WidenShape(Shape):
    """What services would take too."""

    services: tuple[Id, ...] = Field(description="the services, by id", min_length=1)
    ages: tuple[Ages, ...] = Field((), description="further ages")
    areas: tuple[Id, ...] = Field((), description="further areas, of services limited to some")
    dispositions: tuple[Code, ...] = Field((), description="further dispositions")


class OpenShape(Shape):
    """A new service like another, at one or more sites."""

    like: Id = Field(description="the service that it would be like in all that is not said here")
    at: tuple[LocationShape, ...] = Field(description="the sites: postcodes or grid references", min_length=1)
    opening: Hours | None = Field(None, description="its opening hours, where they are others")
    ages: tuple[Ages, ...] = Field((), description="the ages that it takes, where they are others")
    provider: Text | None = Field(None, description="who would run it, where that is somebody else")


class CandidateShape(Shape):
    """One thing that could be done, whole or not at all."""

    id: Id = Field(description="unique in the file")
    title: Text | None = Field(None, description="what it is, for readers")
    cost: Cost = Field(description="what it costs a year")
    extend: ExtendShape | None = Field(None, description="hours that services would be open too")
    widen: WidenShape | None = Field(None, description="what services would take too")
    open: OpenShape | None = Field(None, description="a service that would be opened")


class RemediesFile(Shape):
    """All the candidates of a file."""

    format: Literal["1"] = Field(description="the version of this format", json_schema_extra={"enum": [1, "1"]})
    candidates: tuple[CandidateShape, ...] = Field(description="what could be done", min_length=1)

"""A file of care plans: what was agreed beforehand for single callers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dos_router.loading.shapes.directory import PeriodShape
from dos_router.loading.shapes.scalars import Id, Shape, Text


class CarePlanShape(Shape):
    """One caller's plan."""

    id: Id = Field(description="unique in the file")
    patient: Text = Field(description="a pseudonymous key, never a name or number")
    kind: Text = Field(description="palliative, frequent-caller and so on")
    valid: PeriodShape = Field(description="when it holds")
    agreed_by: Text = Field(description="who agreed it")
    offer: tuple[Id, ...] = Field((), description="services to be offered first, in this order")
    bar_types: tuple[Text, ...] = Field((), description="service types that do not appear")
    contact: Text | None = Field(None, description="what to do when no service is left")
    note: Text | None = Field(None, description="what the call handler should know")


class CarePlansFile(Shape):
    """All the plans of a file."""

    format: Literal["1"] = Field(description="the version of this format", json_schema_extra={"enum": [1, "1"]})
    plans: tuple[CarePlanShape, ...] = Field((), description="the plans")

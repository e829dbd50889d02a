"""A transcript of triage, as `triage --save` writes it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dos_router.loading.shapes.pathways import Name
from dos_router.loading.shapes.scalars import Code, DiscriminatorCode, GroupCode, Id, Shape, Text, Truth


class CallShape(Shape):
    """What was known of the call; each as on the command line."""

    at: Text = Field(description="the moment of the call, with its offset")
    age: Text = Field(description="34 (years), 7m or 12d")
    sex: Text = Field(description="female, male or indeterminate")
    postcode: Text | None = Field(None, description="postcode of the caller, or its district")
    easting: Text | None = Field(None, description="British National Grid, whole metres")
    northing: Text | None = Field(None, description="British National Grid, whole metres")
    lat: Text | None = Field(None, description="latitude in degrees")
    lon: Text | None = Field(None, description="longitude in degrees")
    practice: Text | None = Field(None, description="ODS code of the caller's GP practice")
    distance_km: Text | None = Field(None, description="how far to search")
    force_distance: Truth = Field(default=False, description="whether that wins over the directory's own table")
    role: Text | None = Field(None, description="referral role of the asker")
    channel: Text | None = Field(None, description="phone, text or online")
    area: Text | None = Field(None, description="the caller's area, instead of the place's own")
    patient: Text | None = Field(None, description="pseudonymous key of the caller's care plan")
    previous_calls: tuple[Text, ...] = Field((), description="when the caller called before")
    repeated_hour: Text | None = Field(None, description="which is meant of a local time that comes twice")


class GivenShape(Shape):
    """One answer."""

    pathway: Id = Field(description="the pathway whose question it was")
    question: Name = Field(description="the question")
    asked: Text = Field(description="the question as it was put")
    said: Text = Field(description="the answer as it was given")
    notes: tuple[Text, ...] = Field((), description="what was noted there")


class CameToShape(Shape):
    """What the answers came to."""

    disposition: Code = Field(description="the disposition")
    symptom_group: GroupCode | None = Field(None, description="the symptom group")
    discriminators: tuple[DiscriminatorCode, ...] = Field((), description="the symptom discriminators")


class TranscriptFile(Shape):
    """One triage, which `triage --replay` repeats."""

    format: Literal["1"] = Field(description="the version of this format", json_schema_extra={"enum": [1, "1"]})
    directory: Id = Field(description="the directory that it was routed in")
    pathway: Id = Field(description="the pathway that was chosen")
    words: Text = Field(description="the caller's words")
    call: CallShape = Field(description="what was known of the call")
    notes: tuple[Text, ...] = Field((), description="what was noted before the first question")
    answers: tuple[GivenShape, ...] = Field((), description="the answers, in the order of asking")
    came_to: CameToShape = Field(description="what they came to then")

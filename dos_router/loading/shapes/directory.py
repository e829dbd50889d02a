"""directory.yaml, policy.yaml and profiles.yaml: what a directory is, and what commissioners decide."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dos_router.loading.shapes.accepted import AcceptedList
from dos_router.loading.shapes.scalars import (
    Code,
    Edge,
    Hours,
    Id,
    Metres,
    Ods,
    Positive,
    Rank,
    Shape,
    Symptom,
    Text,
    Truth,
    Whole,
)

TABLES = ("dispositions", "service_types", "referral_roles", "symptom_groups", "symptom_discriminators")


class PeriodShape(Shape):
    """From a day, or a UTC moment, until another; a last day is included."""

    from_: Edge = Field(alias="from", description="first day (2026-11-01), or a moment in UTC (2026-11-01T00:00Z)")
    until: Edge = Field(description="last day, included; or the moment in UTC at which it ends")


class CommissionerShape(Shape):
    """Who pays for services in some areas."""

    id: Id = Field(description="unique among commissioners")
    name: Text = Field(description="the commissioner's name")
    ods: Ods | None = Field(None, description="its ODS code")
    areas: tuple[Id, ...] = Field((), description="areas of this directory that it commissions for")
    lead: Truth = Field(default=False, description="leads the sign-off")


class DirectoryShape(Shape):
    """directory.yaml: what the directory is, who commissions it, where it reaches."""

    format: Literal["1"] = Field(description="the version of this format", json_schema_extra={"enum": [1, "1"]})
    id: Id = Field(description="the directory's id: the name of its folder")
    title: Text = Field(description="what people call it")
    serial: Whole = Field(description="rises with every signed version")
    valid: PeriodShape = Field(description="when it may be used")
    time_zone: Text = Field("Europe/London", description="of all local times in its files")
    commissioners: tuple[CommissionerShape, ...] = Field(description="who pays for its services")
    include: tuple[Text, ...] = Field((), description="folders of other directories, from this one")
    areas: dict[Id, Text] = Field(description="id and title of each area")
    reference: dict[
        Literal["dispositions", "service_types", "referral_roles", "symptom_groups", "symptom_discriminators"], Text
    ] = Field({}, description="tables of this site that replace the shipped ones: CSV files, from this folder")
    accepted: AcceptedList = ()


class RankingShape(Shape):
    """Ranks of types, where, for what and when they apply."""

    areas: tuple[Id, ...] = Field((), description="only for places of these areas")
    dispositions: tuple[Code, ...] = Field((), description="only for these dispositions")
    hours: Hours | None = Field(None, description="only for calls at these times")
    ranks: dict[Rank, tuple[Text, ...]] = Field(description="rank: types, 1 is offered first")
    accepted: AcceptedList = ()


class NeverShape(Shape):
    """Dispositions that must never end at these types."""

    dispositions: tuple[Code, ...] = Field(description="the dispositions that this is about")
    types: tuple[Text, ...] = Field(description="types that may never be offered for them")
    areas: tuple[Id, ...] = Field((), description="only for places of these areas")
    accepted: AcceptedList = ()


class AlwaysShape(Shape):
    """Dispositions that must always find so many services."""

    dispositions: tuple[Code, ...] = Field(description="the dispositions that this is about")
    areas: tuple[Id, ...] = Field((), description="only for places of these areas")
    at_least: Positive = Field(1, description="how many services must be found for each of them")
    accepted: AcceptedList = ()


class PolicyShape(Shape):
    """policy.yaml: the commissioners' ranking and limits."""

    search_distance_km: dict[Text, Metres] = Field({}, description="default, and by postcode, sector or district")
    ranking: tuple[RankingShape, ...] = Field((), description="the first entry that matches is used")
    keep_per_type: dict[Text, Positive] = Field(
        {}, description="how many services of a type are offered; default for all"
    )
    validate_: Truth = Field(default=False, alias="validate", description="search the validating disposition first")
    never: tuple[NeverShape, ...] = Field((), description="decided by check, over every case")
    always: tuple[AlwaysShape, ...] = Field((), description="decided by check, over every case")
    accepted: AcceptedList = ()


class ProfileShape(Shape):
    """What services of one kind can do: symptoms and dispositions."""

    symptoms: tuple[Symptom, ...] = Field((), description="pairs, whole groups, or *")
    dispositions: tuple[Code, ...] = Field((), description="dispositions taken")
    accepted: AcceptedList = ()

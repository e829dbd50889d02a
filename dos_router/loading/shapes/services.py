"""A file of `services/`: one provider, and the services that it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dos_router.loading.shapes.accepted import AcceptedList
from dos_router.loading.shapes.scalars import (
    Ages,
    Code,
    Day,
    DayHours,
    Hours,
    Id,
    Ods,
    OnlyIfOpen,
    Postcode,
    Shape,
    Symptom,
    Text,
    Whole,
)

ProviderKind = Literal[
    "nhs-trust",
    "gp-federation",
    "gp-practice",
    "social-enterprise",
    "voluntary",
    "private",
    "local-authority",
    "ambulance-trust",
]
Status = Literal["active", "commissioning", "pending", "suspended", "closed", "retired", "template"]
Sex = Literal["female", "male"]
ReferralHow = Literal["walk-in", "phone", "booking", "callback", "dispatch"]


class ProviderShape(Shape):
    """Who runs the services of this file."""

    ods: Ods | None = Field(None, description="the provider's ODS code")
    name: Text = Field(description="the provider's full name")
    kind: ProviderKind | None = Field(None, description="what kind of organisation it is")


class LocationShape(Shape):
    """Where a service is: a postcode, a grid reference, or both where they agree."""

    postcode: Postcode | None = Field(None, description="the postcode, found in the directory's places")
    easting: Whole | None = Field(None, description="British National Grid easting, whole metres")
    northing: Whole | None = Field(None, description="British National Grid northing, whole metres")


class ReferralShape(Shape):
    """How a caller is passed to the service."""

    how: ReferralHow = Field(description="walk-in, phone, booking, callback or dispatch")
    note: Text | None = Field(None, description="what the call handler should know")


class CheckedShape(Shape):
    """When the record was last verified, and when it is due again."""

    on: Day | None = Field(None, description="the day it was last verified")
    by: Text | None = Field(None, description="who verified it")
    due: Day | None = Field(None, description="the day it is next due")


class ServiceShape(Shape):
    """One service; `id`, `name`, `type` and `opening` are required."""

    id: Id = Field(description="unique in the directory: a-z, 0-9 and -")
    name: Text = Field(description="the service's name, for call handlers")
    public_name: Text | None = Field(None, description="what the caller hears")
    type: Text = Field(description="slug of the service types table, such as pharmacy")
    status: Status = Field("active", description="only active services are offered")
    ods: Ods | None = Field(None, description="the site's ODS code")
    address: tuple[Text, ...] = Field((), description="lines of the address, without the postcode")
    location: LocationShape | None = Field(None, description="where it is; none for telephone services")
    phone: Text | None = Field(None, description="the number callers may be given")
    professional_phone: Text | None = Field(None, description="for professionals: never shown in public output")
    opening: Hours = Field(description="opening hours by weekday and on public holidays")
    dates: dict[Day, DayHours] = Field({}, description="hours of single dates, or off")
    only_if_open: OnlyIfOpen | None = Field(
        None, description="offered only if open now, or opening within the minutes stated"
    )
    handles: tuple[Id, ...] = Field((), description="profiles of profiles.yaml")
    symptoms: tuple[Symptom, ...] = Field((), description="symptoms beside those of its profiles")
    dispositions: tuple[Code, ...] = Field((), description="dispositions beside those of its profiles")
    ages: tuple[Ages, ...] = Field((), description="ages that it takes; none stated means all")
    sexes: tuple[Sex, ...] = Field((), description="sexes that it takes; none stated means both")
    roles: tuple[Text, ...] = Field((), description="referral roles that it takes; none stated means all")
    practices: tuple[Ods, ...] = Field((), description="restricted to patients of these practices, by ODS code")
    limited_to: tuple[Id, ...] = Field((), description="restricted to these areas")
    commissioned_by: tuple[Id, ...] = Field((), description="the commissioners that pay for it")
    referral: ReferralShape | None = Field(None, description="how a caller is passed on")
    checked: CheckedShape | None = Field(None, description="when the record was verified")
    accepted: AcceptedList = ()


class ServicesOutline(Shape):
    """The file's own keys; what stands below them is judged record by record."""

    provider: object
    services: tuple[object, ...]
    accepted: AcceptedList = ()


class ServicesFile(Shape):
    """A provider and its services."""

    provider: ProviderShape = Field(description="who runs the services of this file")
    services: tuple[ServiceShape, ...] = Field(description="the services, each with an id of its own")
    accepted: AcceptedList = ()

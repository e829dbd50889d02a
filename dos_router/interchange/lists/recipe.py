"""A recipe: what each column of a list means, and what is assumed where the list is silent.

Recipes are YAML; those of published lists are shipped, others are written by whoever has the list (`--map`).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dos_router.loading.shapes.scalars import Day, Hours, Id, Shape, Text, Truth
from dos_router.loading.shapes.services import ProviderKind, ReferralHow, Status


class ProviderColumns(Shape):
    """Who runs the service of a row: without a name, the service itself."""

    name: Text | None = Field(None, description="column of the provider's name")
    ods: Text | None = Field(None, description="column of the provider's ODS code")
    kind: ProviderKind | None = Field(None, description="what kind of organisation all of them are")


class TypeRule(Shape):
    """Which service type a row is of: always the same, or by the value of a column."""

    always: Text | None = Field(None, description="slug of the type of every row")
    column: Text | None = Field(None, description="the column that says it")
    values: dict[Text, Text] = Field({}, description="its values, and the type of each")
    leave_out: dict[Text, Text] = Field({}, description="its values that are no service of ours, and why")


class OpeningRows(Shape):
    """A second list with a row for each session of a day, which may follow the list itself on the command line."""

    key: Text = Field(description="column that names the service, as `key` does in the list itself")
    day: Text = Field(description="column of the weekday")
    times: Text = Field(description="column of the hours")
    is_open: Text | None = Field(None, description="column that says False of a day that is closed")
    date: Text | None = Field(None, description="column of the date that a row is about, rather than a weekday")
    kind: Text | None = Field(None, description="column of what kind of hours they are")
    kinds: tuple[Text, ...] = Field((), description="the kinds that are meant; all where none is stated")


class HoursRule(Shape):
    """Where the hours stand: in seven columns, in one, or in a list of their own."""

    days: tuple[Text, ...] = Field((), description="the columns of Monday to Sunday")
    week: Text | None = Field(None, description="the column of a whole week's hours")
    rows: OpeningRows | None = Field(None, description="a second list, a row for each session")
    blank: Literal["refused", "closed"] = Field("refused", description="what a blank day means")
    holidays: Text | None = Field(None, description="the column of hours on public holidays")
    total: Text | None = Field(None, description="the column of hours a week, held against those that are read")


class OfType(Shape):
    """What is set for every service of a type, the list being silent."""

    handles: tuple[Id, ...] = Field((), description="profiles, where the directory's own services show no others")
    how: ReferralHow | None = Field(None, description="how a caller is passed on")
    opening: Hours | None = Field(None, description="hours that are assumed where the list has none")
    own_patients: Truth = Field(default=False, description="whether it takes the patients of its own ODS code alone")


class Recipe(Shape):
    """What the columns of a list mean; every name here but `id` is a column of the list unless it says otherwise."""

    format: Literal["1"] = Field(description="the version of this form")
    id: Id = Field(description="what `--recipe` calls it")
    title: Text = Field(description="what the list is")
    source: Text = Field(description="who published it, for `checked` and the files' remarks (not a column)")
    licence: Text | None = Field(None, description="on what terms (not a column)")
    header: tuple[Text, ...] = Field((), description="columns by which the list is known")
    key: Text | None = Field(None, description="what tells a row from all others for good; else its name and postcode")
    name: Text = Field(description="the service's name")
    public_name: Text | None = Field(None, description="what the caller hears")
    ods: Text | None = Field(None, description="the site's ODS code")
    address: tuple[Text, ...] = Field((), description="the address: one column, or several")
    postcode: Text | None = Field(None, description="the postcode")
    easting: Text | None = Field(None, description="British National Grid easting")
    northing: Text | None = Field(None, description="British National Grid northing")
    latitude: Text | None = Field(None, description="degrees, WGS84")
    longitude: Text | None = Field(None, description="degrees, WGS84")
    phone: Text | None = Field(None, description="the number callers may be given")
    commissioner: Text | None = Field(None, description="ODS code of the commissioner")
    age_from: Text | None = Field(None, description="the youngest age in years")
    age_to: Text | None = Field(None, description="the oldest age in years")
    access: Text | None = Field(None, description="how a caller is passed on, the first of our words in it")
    checked: Text | None = Field(None, description="when the row was last verified; else the date of the whole list")
    date: Day | None = Field(None, description="the date of the whole list (not a column)")
    status: Status = Field("active", description="the status of what is imported (not a column)")
    provider: ProviderColumns = Field(ProviderColumns.model_validate({}), description="who runs the service")
    type: TypeRule = Field(TypeRule.model_validate({}), description="which type the service is of")
    hours: HoursRule = Field(HoursRule.model_validate({}), description="where the hours stand")
    holidays: Literal["off", "open"] = Field("off", description="assumed of public holidays where the list is silent")
    types: dict[Text, OfType] = Field({}, description="what is set for every service of a type")

    def columns(self) -> tuple[str, ...]:
        """Return the columns of the list that it speaks of."""
        hours, kind, provider = self.hours, self.type, self.provider
        named = (
            *(self.key, self.name, self.public_name, self.ods, *self.address, self.postcode, self.easting),
            *(self.northing, self.latitude, self.longitude, self.phone, self.commissioner, self.age_from, self.age_to),
            *(self.access, self.checked, provider.name, provider.ods, kind.column),
            *(*hours.days, hours.week, hours.holidays, hours.total),
        )
        return tuple(dict.fromkeys(name for name in named if name))

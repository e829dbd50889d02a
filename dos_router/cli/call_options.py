"""The options of a call, which `route`, `explain` and `triage` share: declared once, read as one CallText."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from dos_router.cli import options
from dos_router.model.call import CallText, one_by_one


def read_call(  # noqa: PLR0913 - the fields of a call
    *,
    at: options.At = None,
    postcode: options.Postcode = None,
    easting: options.Easting = None,
    northing: options.Northing = None,
    lat: options.Lat = None,
    lon: options.Lon = None,
    age: options.Age = None,
    sex: options.Sex = None,
    disposition: options.Disposition = None,
    symptom_group: options.SymptomGroup = None,
    symptom_discriminator: options.Discriminators = None,
    practice: options.Practice = None,
    distance_km: options.DistanceKm = None,
    force_distance: options.ForceDistance = False,
    role: options.Role = None,
    channel: options.Channel = None,
    area: options.Area = None,
    patient: options.Patient = None,
    previous_calls: options.PreviousCalls = None,
    repeated_hour: options.RepeatedHour = None,
) -> CallText:
    """Return the call that the options state."""
    return CallText(
        at=at, postcode=postcode, easting=easting, northing=northing, lat=lat, lon=lon, age=age, sex=sex,
        disposition=disposition, symptom_group=symptom_group,
        symptom_discriminators=one_by_one(symptom_discriminator), practice=practice, distance_km=distance_km,
        force_distance=force_distance, role=role, channel=channel, area=area, patient=patient,
        previous_calls=one_by_one(previous_calls), repeated_hour=repeated_hour,
    )  # fmt: skip


def takes_call(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose `call` is read from the options of a call, which its help then lists."""
    return reads("call", read_call)(command)


def reads(name: str, read: Callable[..., object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command one value for several options, those of the function that reads it."""

    def take_on(command: Callable[..., None]) -> Callable[..., None]:
        fields = inspect.signature(read, eval_str=True).parameters
        own = inspect.signature(command, eval_str=True).parameters

        @functools.wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the options hold
            value = read(**{field: given.pop(field) for field in fields})
            command(**{name: value}, **given)

        return with_parameters(run, _spread(own, name, [*fields.values()]))

    return take_on


def _spread(
    own: Mapping[str, inspect.Parameter], name: str, fields: list[inspect.Parameter]
) -> list[inspect.Parameter]:
    """Return a command's parameters with the options of a value in the place where the value stands."""
    return [each for one, parameter in own.items() for each in (fields if one == name else [parameter])]


def with_parameters(run: Callable[..., None], parameters: list[inspect.Parameter]) -> Callable[..., None]:
    """Give a function the parameters that Typer is to read as its options and arguments."""
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # inspect honours it
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run

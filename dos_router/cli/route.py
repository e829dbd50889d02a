"""`route`: one disposition → offers."""

from __future__ import annotations

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import now_in, open_care_plans, open_directory
from dos_router.cli.screen import open_screen
from dos_router.model.answer import Outcome
from dos_router.model.call import CallText
from dos_router.reports.route_json import route_json
from dos_router.reports.route_text import render_answer
from dos_router.routing.route import route_call

app = typer.Typer(rich_markup_mode=None)


@app.command(help="Show which services a disposition is offered at a place and time, in order, and why.")
@guarded
def route(  # noqa: PLR0913 - the options of a call
    directory: options.Directory = None, at: options.At = None, postcode: options.Postcode = None,
    easting: options.Easting = None, northing: options.Northing = None, lat: options.Lat = None, lon: options.Lon = None,
    age: options.Age = None, sex: options.Sex = None, disposition: options.Disposition = None,
    symptom_group: options.SymptomGroup = None, symptom_discriminator: options.Discriminators = None,
    practice: options.Practice = None, distance_km: options.DistanceKm = None, force_distance: options.ForceDistance = False,
    role: options.Role = None, channel: options.Channel = None, area: options.Area = None, patient: options.Patient = None,
    care_plans: options.CarePlans = None, previous_calls: options.PreviousCalls = None,
    repeated_hour: options.RepeatedHour = None, allow_unsigned: options.AllowUnsigned = False,
    json: options.Json = False, plain: options.Plain = False, debug: options.Debug = False,
) -> None:  # fmt: skip
    """Route one call and print what is offered."""
    screen = open_screen(plain=plain)
    opened = open_directory(directory, screen)
    call = CallText(
        at=at or now_in(opened), postcode=postcode, easting=easting, northing=northing, lat=lat, lon=lon, age=age, sex=sex,
        disposition=disposition, symptom_group=symptom_group, symptom_discriminators=tuple(symptom_discriminator or ()),
        practice=practice, distance_km=distance_km, force_distance=force_distance, role=role, channel=channel, area=area,
        patient=patient, previous_calls=options.split(previous_calls), repeated_hour=repeated_hour,
    )  # fmt: skip
    answer, problems = route_call(call, opened, open_care_plans(care_plans, opened, screen))
    if answer is None:
        screen.refuse(problems, Exit.WRONG_USE)
    screen.tell(answer.warnings)
    if json:
        screen.show_json(route_json(answer, opened))
    else:
        screen.show(render_answer(answer, opened, screen.page))
    raise typer.Exit(Exit.NO_SERVICE if answer.outcome is Outcome.NO_SERVICE else Exit.DONE)

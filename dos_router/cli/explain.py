"""`explain`: the same as `route` with every service, or what keeps one service from being offered."""

from __future__ import annotations

from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import now_in, open_care_plans, open_directory
from dos_router.cli.screen import Screen, open_screen
from dos_router.diagnostics import Malformed
from dos_router.model.answer import Explanation, Outcome
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.reports.explain_text import render_explanation, render_why_not
from dos_router.reports.route_json import explain_json
from dos_router.reports.why_not_json import why_not_json
from dos_router.routing.route import explain_call
from dos_router.routing.why_not import WhyNot, why_not
from dos_router.spelling import did_you_mean

app = typer.Typer(rich_markup_mode=None)

WhyNotService = Annotated[
    str | None, typer.Option("--why-not", metavar="SERVICE", help="the smallest changes that would have this service offered, or first")
]


@app.command(help="Route a call and show every service: which check it failed, with the file and line that says so.")
@guarded
def explain(  # noqa: PLR0913 - the options of a call
    directory: options.Directory = None, at: options.At = None, postcode: options.Postcode = None,
    easting: options.Easting = None, northing: options.Northing = None, lat: options.Lat = None, lon: options.Lon = None,
    age: options.Age = None, sex: options.Sex = None, disposition: options.Disposition = None,
    symptom_group: options.SymptomGroup = None, symptom_discriminator: options.Discriminators = None,
    practice: options.Practice = None, distance_km: options.DistanceKm = None, force_distance: options.ForceDistance = False,
    role: options.Role = None, channel: options.Channel = None, area: options.Area = None, patient: options.Patient = None,
    care_plans: options.CarePlans = None, previous_calls: options.PreviousCalls = None,
    repeated_hour: options.RepeatedHour = None, why_not: WhyNotService = None, allow_unsigned: options.AllowUnsigned = False,
    json: options.Json = False, plain: options.Plain = False, debug: options.Debug = False,
) -> None:  # fmt: skip
    """Explain one call, or one service in it."""
    screen = open_screen(plain=plain)
    opened = open_directory(directory, screen)
    call = CallText(
        at=at or now_in(opened), postcode=postcode, easting=easting, northing=northing, lat=lat, lon=lon, age=age, sex=sex,
        disposition=disposition, symptom_group=symptom_group, symptom_discriminators=tuple(symptom_discriminator or ()),
        practice=practice, distance_km=distance_km, force_distance=force_distance, role=role, channel=channel, area=area,
        patient=patient, previous_calls=options.split(previous_calls), repeated_hour=repeated_hour,
    )  # fmt: skip
    explanation, problems = explain_call(call, opened, open_care_plans(care_plans, opened, screen))
    if explanation is None:
        screen.refuse(problems, Exit.WRONG_USE)
    screen.tell(explanation.answer.warnings)
    _show(explanation, _judge(explanation, opened, why_not), opened, screen, json=json)
    raise typer.Exit(Exit.NO_SERVICE if explanation.answer.outcome is Outcome.NO_SERVICE else Exit.DONE)


def _judge(explanation: Explanation, directory: Directory, service: str | None) -> WhyNot | None:
    if service is None:
        return None
    if service not in directory.services:
        cure = did_you_mean(service, directory.services, otherwise="`dos-router find` looks for services by name")
        raise Malformed(f"there is no service `{service}` in {directory.id}", help=cure, rule="unknown-service")
    return why_not(directory, explanation.answer.request, service, explanation.answer.care_plan)


def _show(explanation: Explanation, judged: WhyNot | None, directory: Directory, screen: Screen, *, json: bool) -> None:
    if json:
        found = explain_json(explanation, directory)
        screen.show_json(found if judged is None else {**found, "why_not": why_not_json(judged)})
    elif judged is None:
        screen.show(render_explanation(explanation, directory, screen.page))
    else:
        screen.show(render_why_not(judged, directory, screen.page))

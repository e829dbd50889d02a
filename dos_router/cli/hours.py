"""`hours`: when a service is open in coming days, and what decides it."""

from __future__ import annotations

from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import now_in, open_marked
from dos_router.cli.screen import Screen, open_screen
from dos_router.diagnostics import Malformed, error
from dos_router.model.directory import Directory
from dos_router.model.moments import parse_moment
from dos_router.model.service import Service
from dos_router.reports.hours_json import hours_json
from dos_router.reports.hours_text import render_hours
from dos_router.routing.calendar import Calendar
from dos_router.routing.effective_hours import effective_hours
from dos_router.spelling import did_you_mean

app = typer.Typer(rich_markup_mode=None, add_completion=False)

ServiceId = Annotated[str, typer.Argument(metavar="SERVICE", help="the service's id; `find` looks for it")]
From = Annotated[str | None, typer.Option("--at", metavar="TIME", help="local time, 2026-11-21T20:00 (default: now)")]
Days = Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help="how many days, from that day on")]


@app.command(help="Show a service's hours for coming days, and the clause, date or holiday that decides each.")
@guarded
def hours(
    service: ServiceId,
    *,
    at: From = None,
    repeated_hour: options.RepeatedHour = None,
    days: Days = 14,
    directory: options.Directory = None,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Print a service's effective hours."""
    screen = open_screen(plain=plain)
    opened = open_marked(directory, screen)
    moment = parse_moment(at or now_in(opened), opened.zone, repeated_hour=_which(repeated_hour))
    calendar = Calendar(opened.zone, opened.holidays)
    found = effective_hours(_service(service, opened, screen), calendar, moment, days)
    if json:
        screen.show_json(hours_json(found, opened))
    else:
        screen.show(render_hours(found, opened, screen.page))


def _service(asked: str, directory: Directory, screen: Screen) -> Service:
    """Return the service of an id; one whose record has errors ends the command."""
    if asked in directory.services:
        return directory.services[asked]
    for record in directory.quarantined:
        if record.id == asked:
            said = f"the record of `{asked}` has errors, so it is treated as closed"
            screen.refuse([error("quarantined", said, record.at, "`dos-router check` tells them")], Exit.DATA_ERRORS)
    cure = did_you_mean(asked, directory.services, otherwise="`dos-router find` looks for services by name")
    raise Malformed(f"there is no service `{asked}` in {directory.id}", help=cure, rule="unknown-service")


def _which(repeated_hour: str | None) -> str | None:
    if repeated_hour not in {None, "first", "second"}:
        said = f"`{repeated_hour}` is neither `first` nor `second`"
        raise Malformed(said, help="write one of them", rule="bad-repeated-hour")
    return repeated_hour

"""`route`: one disposition → offers."""

from __future__ import annotations

from dataclasses import replace

import typer

from dos_router.cli import options
from dos_router.cli.call_options import takes_call
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.keep_for_route import keep_if_same, state_of
from dos_router.cli.opening_files import check_patient, now_in, open_care_plans, open_signed
from dos_router.cli.screen import open_screen
from dos_router.cli.signed import Terms, takes_terms
from dos_router.model.answer import Outcome
from dos_router.model.call import CallText
from dos_router.reports.route_json import route_json
from dos_router.reports.route_text import render_answer
from dos_router.routing.route import route_call

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help="Show which services a disposition is offered at a place and time, in order, and why.")
@guarded
@takes_call
@takes_terms
def route(
    call: CallText,
    *,
    directory: options.Directory = None,
    care_plans: options.CarePlans = None,
    terms: Terms,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Route one call and print what is offered."""
    screen = open_screen(plain=plain)
    check_patient(call.patient, care_plans)
    before = state_of(directory, terms)
    opened = open_signed(directory, terms, screen)
    call = replace(call, at=now_in(opened) if call.at is None else call.at)
    answer, problems = route_call(call, opened, open_care_plans(care_plans, opened, screen))
    if answer is None:
        screen.refuse(problems, Exit.WRONG_USE)
    screen.tell(answer.warnings)
    if json:
        screen.show_json(route_json(answer, opened))
    else:
        screen.show(render_answer(answer, opened, screen.page))
    keep_if_same(before, opened)
    raise typer.Exit(Exit.NO_SERVICE if answer.outcome is Outcome.NO_SERVICE else Exit.DONE)

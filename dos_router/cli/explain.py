"""`explain`: the same as `route` with every service, or what keeps one service from being offered."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.call_options import takes_call
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import check_patient, now_in, open_care_plans, open_signed
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import Terms, takes_terms
from dos_router.diagnostics import Malformed
from dos_router.model.answer import Explanation, Outcome
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.reports.explain_json import explain_json
from dos_router.reports.explain_text import render_explanation, render_why_not
from dos_router.routing.route import explain_call
from dos_router.routing.why_not import WhyNot, why_not
from dos_router.spelling import did_you_mean

app = typer.Typer(rich_markup_mode=None, add_completion=False)

WhyNotService = Annotated[
    str | None,
    typer.Option(
        "--why-not", metavar="SERVICE", help="the smallest changes that would have this service offered, or first"
    ),
]


@app.command(help="Route a call and show every service: which check it failed, with the file and line that says so.")
@guarded
@takes_call
@takes_terms
def explain(
    call: CallText,
    *,
    directory: options.Directory = None,
    care_plans: options.CarePlans = None,
    why_not: WhyNotService = None,
    terms: Terms,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Explain one call, or one service in it."""
    screen = open_screen(plain=plain)
    check_patient(call.patient, care_plans)
    opened = open_signed(directory, terms, screen)
    call = replace(call, at=now_in(opened) if call.at is None else call.at)
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
        screen.show_json(explain_json(explanation, directory, judged))
    elif judged is None:
        screen.show(render_explanation(explanation, directory, screen.page))
    else:
        screen.show(render_why_not(judged, directory, screen.page))

"""`triage`: a pathway's questions, asked in the terminal; then the route of what they come to."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dos_router.cli import options
from dos_router.cli.call_options import takes_call, with_parameters
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.interview import patient_of
from dos_router.cli.opening_files import open_care_plans
from dos_router.cli.private_file import refuse_overwriting, write_private
from dos_router.cli.replay import open_transcript
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import Terms, takes_terms
from dos_router.cli.sitting import Asked, Sitting, open_sitting
from dos_router.cli.talk import Talk
from dos_router.diagnostics import Malformed
from dos_router.model.answer import Answer, Outcome
from dos_router.model.call import CallText
from dos_router.reports.route_json import route_json
from dos_router.reports.route_text import render_answer
from dos_router.reports.transcript_yaml import render_transcript
from dos_router.reports.triage_json import triage_json
from dos_router.reports.triage_text import ILLUSTRATIVE, render_notes, render_triage
from dos_router.routing.route import route_call
from dos_router.routing.triage import Result

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Words = Annotated[
    list[str] | None, typer.Argument(metavar="[WORDS…]", help="what is the matter, in the caller's words")
]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="write a transcript, which you alone may read")
]
Force = Annotated[bool, typer.Option("--force", help="let --save overwrite a file")]
Replay = Annotated[str | None, typer.Option("--replay", metavar="FILE", help="repeat a transcript without asking")]


def without(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that takes options off a command, which gets None for each."""

    def take_off(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the options hold
            command(**dict.fromkeys(names), **given)

        kept = inspect.signature(command).parameters
        return with_parameters(run, [one for name, one in kept.items() if name not in names])

    return take_off


@app.command(help="Ask a pathway's questions, found from the caller's words; then show the offers, and why.")
@guarded
@without("disposition", "symptom_group", "symptom_discriminator")
@takes_call
@takes_terms
def triage(  # noqa: PLR0913 - the options of a command
    call: CallText,
    *,
    words: Words = None,
    directory: options.Directory = None,
    pathways: options.Pathways = None,
    care_plans: options.CarePlans = None,
    save: Save = None,
    force: Force = False,
    replay: Replay = None,
    terms: Terms,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Ask until there is a result, route it, and print both."""
    screen = open_screen(plain=plain)
    talk = Talk(screen.errors if json else screen.page, on_errors=json)
    _refuse_contradictions(words, save, replay, force=force)
    recorded = open_transcript(replay, screen) if replay else None
    sitting = open_sitting(Asked(" ".join(words or ()), call, directory, pathways, recorded, terms), talk, screen)
    plans = open_care_plans(care_plans, sitting.setting.directory, screen)
    result = sitting.run(screen)
    answer, problems = route_call(sitting.to_route(result), sitting.setting.directory, plans)
    _show(sitting, result, answer, screen, json=json)
    if save:
        write_private(save, render_transcript(sitting.transcript(result)), force=force)
    if answer is None:
        screen.refuse(problems, Exit.WRONG_USE)
    screen.tell(answer.warnings)
    raise typer.Exit(Exit.NO_SERVICE if answer.outcome is Outcome.NO_SERVICE else Exit.DONE)


def _refuse_contradictions(words: list[str] | None, save: Path | None, replay: str | None, *, force: bool) -> None:
    """Raise Malformed before anybody is asked anything, where the end of it is clear already."""
    if words and replay:
        raise Malformed("a replay takes no words", help="leave out the words, or --replay")
    if save:
        refuse_overwriting(save, force=force)


def _show(sitting: Sitting, result: Result, answer: Answer | None, screen: Screen, *, json: bool) -> None:
    """Print what triage came to and how it is routed."""
    directory, pathway = sitting.setting.directory, sitting.setting.pathways[result.pathway]
    transcript = sitting.transcript(result)
    if json:
        route = route_json(answer, directory) if answer else None
        patient = patient_of(sitting.dialogue.given)
        screen.show_json(
            triage_json(
                result, transcript, pathway=pathway, patient=patient, reference=directory.reference, route=route
            )
        )
        return
    parts = [
        render_triage(result, pathway.title, directory.reference, screen.page),
        render_notes(transcript.answers, transcript.notes, screen.page),
        render_answer(answer, directory, screen.page) if answer else "",
        screen.page.paint(ILLUSTRATIVE, "note"),
    ]
    screen.show("\n\n".join(part for part in parts if part))

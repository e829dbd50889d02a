"""`check`: every problem of directories and pathways in its place, why it matters and what to do."""

from __future__ import annotations

import gc
from dataclasses import replace
from functools import partial

import typer

from dos_router.checks.kept.keeping import Keeping
from dos_router.checks.selection import narrowed, read_selection
from dos_router.checks.survey import Survey
from dos_router.checks.survey import check as look
from dos_router.cli import check_options as given
from dos_router.cli import options
from dos_router.cli.check_fix import mend, show_diff
from dos_router.cli.check_rules import show_rule, show_rules
from dos_router.cli.check_signed import vouched
from dos_router.cli.check_watch import watch
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.user_folders import user_folder
from dos_router.diagnostics import Severity
from dos_router.loading.uncollected import uncollected
from dos_router.reports.check_github import render_github
from dos_router.reports.check_json import check_json
from dos_router.reports.check_junit import render_junit
from dos_router.reports.check_sarif import check_sarif
from dos_router.reports.check_text import SHOWN_PER_RULE, render_check, render_statistics

_STATISTICS = -1  # instead of how many findings of each rule are shown

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help="Tell every problem in directories and pathways, and run the pathways' examples.")
@guarded
def check(  # noqa: PLR0913 - the options of the command
    folders: given.Folders = None, *, directory: given.Directories = None, pathways: options.Pathways = None,
    on: given.On = None, kind: given.Kind = given.Format.TEXT, select: given.Select = None,
    ignore: given.Ignore = None, severity: given.Least = Severity.INFO, statistics: given.Statistics = False,
    limit: given.Limit = SHOWN_PER_RULE, fix: given.Fix = False, diff: given.Diff = False,
    watching: given.Watch = False, rule: given.RuleName = None, rules: given.Rules = False,
    json: options.Json = False, plain: options.Plain = False,
) -> None:  # fmt: skip
    """Print what is wrong with the files."""
    screen = open_screen(plain=plain)
    kind = given.Format.JSON if json else kind
    if rules or rule is not None:
        return show_rules(screen, kind) if rule is None else show_rule(rule, screen, kind)
    selection = read_selection(options.split(select), options.split(ignore), severity)
    asked = given.read_asked([*(folders or []), *(directory or [])], pathways, on)
    show = partial(_show, screen=screen, kind=kind, limit=_STATISTICS if statistics else limit)
    if watching:
        watch([*asked.folders, asked.pathways], lambda: show(narrowed(_look(asked), selection)))
    survey = _look(asked)
    gc.freeze()  # it lasts until the end: nor is it looked through then
    if diff:
        return show_diff(survey, asked, selection, screen)
    if fix:
        mend(survey, asked, selection, screen)
        survey = _look(asked)
    survey = narrowed(survey, selection)
    show(survey)
    raise typer.Exit(Exit.DATA_ERRORS if survey.count(Severity.ERROR) else Exit.DONE)


def _look(asked: given.Asked) -> Survey:
    """Look at everything."""
    with uncollected():
        keeping = Keeping(user_folder("cache"))
        signed = vouched(asked.folders, asked.pathways, asked.on, keeping)
        found = look(
            asked.folders, asked.pathways, on=asked.on, more=signed.findings, signed_serials=signed.serials,
            changed_since=signed.changed, keeping=keeping,
        )  # fmt: skip
        return replace(found, drafts=signed.drafts)


def _show(survey: Survey, *, screen: Screen, kind: given.Format, limit: int) -> None:
    match kind:
        case given.Format.JSON:
            screen.show_json(check_json(survey))
        case given.Format.SARIF:
            screen.show_json(check_sarif(survey))
        case given.Format.GITHUB:
            screen.show(render_github(survey))
        case given.Format.JUNIT:
            screen.show(render_junit(survey))
        case given.Format.TEXT if limit == _STATISTICS:
            screen.show(render_statistics(survey, screen.page))
        case given.Format.TEXT:
            screen.show(render_check(survey, screen.page, limit))

"""`log`: the chain of a directory's sign-offs."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from dos_router.cli import options
from dos_router.cli.guard import guarded
from dos_router.cli.screen import open_screen
from dos_router.cli.signed import read_moment
from dos_router.cli.verify import On, read_evidence
from dos_router.reports.log_json import log_json
from dos_router.reports.log_text import render_log
from dos_router.signoff.history import history

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help="Show every sign-off of a directory, the newest first: what changed, who signed, what was revoked.")
@guarded
def log(
    *,
    directory: options.Directory = None,
    trust: options.Trust = None,
    on: On = None,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Print the chain; it is judged by `verify`, here it is only told."""
    screen = open_screen(plain=plain)
    evidence = read_evidence(directory, None, trust, remembered=False)
    told = history(evidence, read_moment(on) if on else datetime.now(UTC))
    if json:
        screen.show_json(log_json(told, evidence.content.directory))
    else:
        screen.show(render_log(told, evidence.content.directory, screen.page))

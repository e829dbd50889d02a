"""`gaps`: who, where and when nothing suitable answers; what would close it, and what rests on one provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from dos_router.analysis.gap_changes.filled import Filler
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.cli import options
from dos_router.cli.call_options import reads
from dos_router.cli.exits import Exit
from dos_router.cli.gaps_options import Sought, read_kinds, read_sought
from dos_router.cli.gaps_search import Search, open_search
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_signed
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import Terms, takes_terms
from dos_router.reports.gaps_json import gaps_json
from dos_router.reports.gaps_text import Shown, render_gaps

app = typer.Typer(rich_markup_mode=None, add_completion=False)

FailOn = Annotated[
    list[str] | None, typer.Option("--fail-on", metavar="KIND,…", help="end with exit code 1 where there are such gaps")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="show so many of each kind")]


@app.command(help="Show who, where and when nothing suitable answers, exactly; what would close each gap.")
@guarded
@reads("sought", read_sought)
@takes_terms
def gaps(
    *,
    directory: options.Directory = None,
    sought: Sought,
    fail_on: FailOn = None,
    limit: Limit = 5,
    terms: Terms,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Print every gap of a directory."""
    screen = open_screen(plain=plain)
    failing = read_kinds(fail_on)
    search = open_search(open_signed(directory, terms, screen), sought, screen)
    found = search.run()
    show(found, search, screen, limit=limit, as_json=json)
    failed = any(one.kind in failing for one in found.findings)
    raise typer.Exit(Exit.DATA_ERRORS if failed else Exit.DONE)


def show(found: Gaps, search: Search, screen: Screen, *, limit: int, as_json: bool) -> None:
    """Write gaps as they were asked for: all of them as JSON, or the heaviest in words."""
    filler = Filler(search.directory, found, search.sought.practice)
    if as_json:
        screen.show_json(gaps_json(found, filler.fill(found.findings), search.directory, search.counted))
    else:
        first = {kind: filler.fill(heaviest(found.findings, kind, limit)) for kind in Kind}
        shown = Shown(first, by_calls=search.rates is not None, counted=search.counted)
        screen.show(render_gaps(found, shown, search.directory, screen.page))


def heaviest(findings: Sequence[GapFinding], kind: Kind, limit: int) -> Sequence[GapFinding]:
    """Return the first findings of a kind."""
    return [one for one in findings if one.kind is kind][:limit]

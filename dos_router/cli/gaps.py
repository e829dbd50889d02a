"""`gaps`: who, where and when nothing suitable answers; what would close it, and what rests on one provider."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dos_router.analysis.gap_changes.filled import Filler
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.cli import options
from dos_router.cli.call_options import reads
from dos_router.cli.exits import Exit
from dos_router.cli.gaps_changed import compare_gaps
from dos_router.cli.gaps_closing import close_each_in_turn, close_one
from dos_router.cli.gaps_options import Sought, What, read_kinds, read_sought, read_what
from dos_router.cli.gaps_remedy import remedy
from dos_router.cli.gaps_search import Search, open_search
from dos_router.cli.gaps_table import write_whole
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_signed
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import Terms, takes_terms
from dos_router.reports.gaps_csv import gaps_csv
from dos_router.reports.gaps_json import gaps_json
from dos_router.reports.gaps_text import Shown, render_gaps

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Versions = Annotated[
    list[str] | None, typer.Argument(metavar="[BASE PROPOSED]", help="two directories: gaps that open and close")
]
FailOn = Annotated[
    list[str] | None, typer.Option("--fail-on", metavar="KIND,…", help="end with exit code 1 where there are such gaps")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="show so many of each kind")]


@app.command(help="Show who, where and when nothing suitable answers, exactly; what would close each gap.")
@guarded
@reads("sought", read_sought)
@reads("what", read_what)
@takes_terms
def gaps(  # noqa: PLR0913 - the options of the command
    versions: Versions = None, *, directory: options.Directory = None, sought: Sought, what: What,
    fail_on: FailOn = None, limit: Limit = 5, terms: Terms, json: options.Json = False, plain: options.Plain = False,
) -> None:  # fmt: skip
    """Print the gaps of a directory, or what comes of a change to it."""
    screen = open_screen(plain=plain)
    failing = read_kinds(fail_on)
    what.check(versions or ())
    if versions:
        base, proposed = (open_signed(name, terms, screen) for name in versions)
        found = compare_gaps((base, proposed), sought, screen, limit=limit, as_json=json).opened
    else:
        search = open_search(open_signed(directory, terms, screen), sought, screen)
        found = _of_one(search, what, screen, limit=limit, as_json=json)
    failed = any(one.kind in failing for one in found)
    raise typer.Exit(Exit.DATA_ERRORS if failed else Exit.DONE)


def _of_one(search: Search, what: What, screen: Screen, *, limit: int, as_json: bool) -> tuple[GapFinding, ...]:
    """Write what was asked of one directory, and return the gaps that it comes to."""
    if what.each:
        close_each_in_turn(what.each, search, screen, limit=limit, as_json=as_json)
        return ()
    if what.without:
        return close_one(what.without, search, screen, limit=limit, as_json=as_json).findings
    if what.remedy:
        return remedy(what.remedy, search, screen, as_json=as_json).left.findings
    return _show(search, what.csv, screen, limit=limit, as_json=as_json).findings


def _show(search: Search, csv: Path | None, screen: Screen, *, limit: int, as_json: bool) -> Gaps:
    """Write gaps as they were asked for: all of them as JSON and as a table, the heaviest in words."""
    found = search.run()
    filler = Filler(search.directory, found, search.sought.practice)
    filled = filler.fill(found.findings) if as_json or csv else ()
    if csv:
        write_whole(csv, gaps_csv(found, filled, search.directory))
    if as_json:
        screen.show_json(gaps_json(found, filled, search.directory, search.counted))
    else:
        first = {kind: filler.fill([one for one in found.findings if one.kind is kind][:limit]) for kind in Kind}
        shown = Shown(first, by_calls=search.rates is not None, counted=search.counted)
        screen.show(render_gaps(found, shown, search.directory, screen.page))
    return found

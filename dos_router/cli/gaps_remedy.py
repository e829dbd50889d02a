"""`gaps --remedy`: the least change that closes gaps, from candidates with costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dos_router.analysis.remedy.plan import CLOSABLE, Remedies, find_remedies
from dos_router.cli.exits import Exit
from dos_router.cli.gaps_progress import progress
from dos_router.cli.gaps_search import Search
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed, has_errors
from dos_router.loading.remedies import load_remedies
from dos_router.reports.gaps_remedies import remedies_json, render_remedies


def remedy(path: str, search: Search, screen: Screen, *, as_json: bool) -> Remedies:
    """Write which candidates of a file to carry out; errors in the file end the command."""
    if not Path(path).is_file():
        raise Malformed(f"there is no file `{path}`", help="name a file of candidates", rule="no-file")
    candidates, problems = load_remedies(Path(path), search.directory)
    if has_errors(problems):
        screen.refuse(problems, Exit.DATA_ERRORS)
    screen.tell(problems)
    kinds = tuple(kind for kind in search.sought.kinds if kind in CLOSABLE)
    if not kinds:
        cure = f"ask for some of: {', '.join(kind.value for kind in CLOSABLE)}"
        raise Malformed("gaps of these kinds are not closed by candidates", help=cure, rule="kind")
    listed = replace(search, sought=search.sought._replace(kinds=kinds), rates=None)
    gaps = listed.run()
    with progress("trying each candidate") as tell:
        found = find_remedies(
            search.directory, candidates, gaps, lambda changed: listed.run(directory=changed, quietly=True), tell
        )
    if as_json:
        screen.show_json(remedies_json(found, gaps, search.directory))
    else:
        screen.show(render_remedies(found, gaps, search.directory, screen.page))
    return found

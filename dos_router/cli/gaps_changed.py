"""`gaps BASE PROPOSED`: the gap cells that open and close from one directory to another."""

from __future__ import annotations

from dataclasses import replace

from dos_router.analysis.gap_changes.filled import Filler
from dos_router.analysis.gap_changes.opened import Changed, changed_gaps
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.gaps.places import places_of
from dos_router.cli.gaps_options import Sought
from dos_router.cli.gaps_search import Search, open_search
from dos_router.cli.screen import Screen
from dos_router.diagnostics import warning
from dos_router.model.directory import Directory
from dos_router.reports.gaps_changes import gap_changes_json, render_gap_changes
from dos_router.reports.gaps_text import Shown


def compare_gaps(
    directories: tuple[Directory, Directory], sought: Sought, screen: Screen, *, limit: int, as_json: bool
) -> Changed:
    """Write the gaps that open and close, and return them; both are searched for the same, at the same points."""
    base = open_search(directories[0], sought, screen)
    proposed = _as_searched(base, directories[1], screen)
    base = replace(base, places=tuple(one for one in base.places if one.id in {each.id for each in proposed.places}))
    before, after = base.run(), proposed.run()
    changed = changed_gaps(before, after, directories)
    opened, closed = _shown(proposed, after, changed.opened, limit), _shown(base, before, changed.closed, limit)
    if as_json:
        filled = Changed(
            Filler(directories[1], after, sought.practice).fill(changed.opened),
            Filler(directories[0], before, sought.practice).fill(changed.closed),
        )
        screen.show_json(gap_changes_json(filled, after, directories))
    else:
        screen.show(render_gap_changes({"opened": opened, "closed": closed}, directories, screen.page))
    return changed


def _as_searched(base: Search, directory: Directory, screen: Screen) -> Search:
    """Return the same search of another directory: points that only one of them has are told, and left out."""
    known = {one.id for one in base.places}
    there = places_of(directory, base.sought.areas)
    places = tuple(one for one in there if one.id in known)
    if apart := len(known ^ {one.id for one in there}):
        screen.tell([warning("places-differ", f"{apart} points are in only one of the directories, and left out")])
    return replace(base, directory=directory, places=places)


def _shown(search: Search, gaps: Gaps, findings: tuple[GapFinding, ...], limit: int) -> tuple[Gaps, Shown]:
    these = replace(gaps, findings=findings, boxes=0, at_least=0)
    filler = Filler(search.directory, these, search.sought.practice)
    first = {kind: filler.fill([one for one in findings if one.kind is kind][:limit]) for kind in Kind}
    return these, Shown(first, by_calls=False)

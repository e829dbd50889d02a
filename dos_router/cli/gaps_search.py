"""A search for gaps as it was asked for: needs, places and calls read, the sweep run, weights put."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dos_router.analysis.gap_changes.call_files import CallsRead, read_calls
from dos_router.analysis.gap_changes.calls import CallRates
from dos_router.analysis.gap_changes.filled import weighed
from dos_router.analysis.gaps.find import find_gaps
from dos_router.analysis.gaps.findings import Gaps
from dos_router.analysis.gaps.needs import needs_of, needs_of_calls, read_needs
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace, horizon_of
from dos_router.cli.exits import Exit
from dos_router.cli.gaps_options import Sought, check_areas
from dos_router.cli.gaps_progress import progress
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed, Severity, warning
from dos_router.loading.locate import find_pathways
from dos_router.loading.pathways import load_pathways
from dos_router.model.directory import Directory


@dataclass(frozen=True, slots=True)
class Search:
    """What gaps of a directory are looked for in; `rates` and `counted` are of calls, where some were given."""

    directory: Directory
    needs: tuple[Need, ...]
    places: tuple[PopulatedPlace, ...]
    horizon: Horizon
    sought: Sought
    rates: CallRates | None = None
    counted: Mapping[tuple[str, str], int] | None = None

    def run(self, *, directory: Directory | None = None, quietly: bool = False) -> Gaps:
        """Return the gaps, weighed by calls where some were given; those of another directory, if one is named."""
        with progress("looking for gaps", shown=False if quietly else None) as tell:
            gaps = find_gaps(
                directory or self.directory, self.needs, self.places, self.horizon, kinds=self.sought.kinds,
                resilience=self.sought.resilience, practice=self.sought.practice, progress=tell,
            )  # fmt: skip
        return weighed(gaps, self.rates) if self.rates else gaps


def open_search(directory: Directory, sought: Sought, screen: Screen, first: Directory | None = None) -> Search:
    """Read what gaps are looked for in; `first` is the directory whose validity begins the horizon.

    What cannot be read is told, and ends the command where it must.
    """
    check_areas(sought.areas, directory.areas)
    calls = _calls(sought, directory, screen)
    needs = _needs(sought, directory, calls, screen)
    places = places_of(directory, sought.areas)
    if not needs:
        raise Malformed("there is no need to look for", help="name some with --needs, or pathways", rule="no-needs")
    if not places:
        raise Malformed("there is no place to look at", help="write places.csv or population.csv", rule="no-places")
    horizon = horizon_of(first or directory, sought.first, sought.weeks)
    found = Search(directory, needs, places, horizon, sought)
    if calls is None:
        return found
    days = Days(directory.zone, frozenset(directory.holidays), horizon.start, horizon.end)
    return replace(found, rates=CallRates(calls.requests, places_of(directory), days), counted=dict(calls.near_misses))


def _calls(sought: Sought, directory: Directory, screen: Screen) -> CallsRead | None:
    if sought.calls is None:
        return None
    with progress("reading calls") as tell:
        calls = read_calls(sought.calls, directory, lambda _, done: tell(int(100 * (done or 0)), 100))
    if calls.rejected:
        said = f"{calls.rejected} of {calls.rows} calls cannot be understood, and do not count"
        screen.tell([warning("rejected-calls", said, None, "`dos-router batch` says why of each")])
    return calls


def _needs(sought: Sought, directory: Directory, calls: CallsRead | None, screen: Screen) -> tuple[Need, ...]:
    """Return the needs of the file given; else those that pathways can end in, and those of the calls."""
    if sought.needs is not None:
        if not Path(sought.needs).is_file():
            raise Malformed(f"there is no file `{sought.needs}`", help="name a CSV file of needs", rule="no-file")
        read = read_needs(Path(sought.needs), directory.reference)
        if read.problems:
            screen.refuse(read.problems, Exit.DATA_ERRORS)
        return read.needs
    loaded = load_pathways(find_pathways(sought.pathways, os.environ), directory.reference)
    screen.tell(problem for problem in loaded.problems if problem.severity is Severity.ERROR)
    needs = {*needs_of(loaded.pathways, directory.reference)}
    return tuple(sorted(needs | {*needs_of_calls(calls.requests if calls else (), directory.reference)}))

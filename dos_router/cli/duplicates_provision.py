"""The half of `duplicates` that asks what services add: its options, and the exact look at every call."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dos_router.analysis.gaps.kinds import Kind, Resilience
from dos_router.analysis.provision.find import find_provision
from dos_router.analysis.provision.findings import Provision
from dos_router.analysis.sweep.cells import DEFAULT_WEEKS
from dos_router.cli import gaps_options as given
from dos_router.cli import options
from dos_router.cli.gaps_options import Sought
from dos_router.cli.gaps_progress import progress
from dos_router.cli.gaps_search import open_search
from dos_router.cli.screen import Screen
from dos_router.model.directory import Directory
from dos_router.model.moments import parse_day


class Part(StrEnum):
    """What is looked at."""

    RECORDS = "records"
    PROVISION = "provision"


Calls = Annotated[str | None, typer.Option("--calls", metavar="FILE", help="calls made, whose needs count too")]


def read_calls_asked(
    *,
    pathways: options.Pathways = None,
    needs: given.Needs = None,
    area: given.Areas = None,
    calls: Calls = None,
    first: given.From = None,
    weeks: given.Weeks = DEFAULT_WEEKS,
    practice: given.Practice = None,
) -> Sought:
    """Return over which calls services are compared. Raises Malformed."""
    day = parse_day(first) if first else None
    code = (practice or "").strip().upper() or None
    return Sought(pathways, needs, options.split(area), calls, tuple(Kind), day, weeks, Resilience.PROVIDER, code)


def look_at_provision(directory: Directory, sought: Sought, screen: Screen) -> Provision:
    """Return what each service of a directory adds."""
    search = open_search(directory, sought, screen)
    with progress("looking at what services add") as tell:
        return find_provision(
            directory, search.needs, search.places, search.horizon, practice=sought.practice, progress=tell
        )

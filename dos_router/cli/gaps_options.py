"""What gaps are looked for in: the options of `gaps` that say needs, places, times and kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from dos_router.analysis.gaps.kinds import Kind, Resilience
from dos_router.analysis.sweep.cells import DEFAULT_WEEKS
from dos_router.cli import options
from dos_router.diagnostics import Malformed
from dos_router.model.moments import parse_day
from dos_router.spelling import did_you_mean

PAIR = 2

Needs = Annotated[str | None, typer.Option("--needs", metavar="FILE", help="only the needs of this CSV file")]
Areas = Annotated[
    list[str] | None, typer.Option("--area", metavar="AREA", help="only places of this area; may be repeated")
]
Calls = Annotated[
    str | None, typer.Option("--calls", metavar="FILE", help="calls made, whose needs count, and by which gaps weigh")
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND,…", help="no-service, upshift, single, border, …")
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="the first day (default: of its validity)")]
Weeks = Annotated[int, typer.Option("--weeks", metavar="N", min=1, max=520, help="how many weeks from then on")]
By = Annotated[Resilience, typer.Option("--resilience", help="what `single` counts: providers, sites or services")]
Practice = Annotated[str | None, typer.Option("--practice", metavar="ODS", help="for patients of this GP practice")]

Without = Annotated[
    str | None, typer.Option("--without", metavar="NAME", help="close this service, provider or site: what then?")
]
Each = Annotated[Resilience | None, typer.Option("--each", help="close each provider, service or site in turn")]
Remedy = Annotated[
    str | None, typer.Option("--remedy", metavar="FILE", help="the least change, of these candidates with costs")
]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="write all gaps as a table too")]


class What(NamedTuple):
    """What is asked about gaps, beside what they are: at most one of these."""

    without: str | None
    each: Resilience | None
    remedy: str | None
    csv: Path | None

    def check(self, versions: Sequence[str]) -> None:
        """Raise Malformed where several things are asked at once."""
        if len(versions) not in {0, PAIR}:
            raise Malformed("one directory is named", help="name two, or give it with -d", rule="one-directory")
        given = [name for name, value in self._asdict().items() if value is not None]
        if len(given) + bool(versions) > 1:
            named = [f"--{name}" for name in given] + ["BASE PROPOSED"] * bool(versions)
            raise Malformed(f"{' and '.join(named)} do not go together", help="ask one by one", rule="one-at-a-time")


def read_what(*, without: Without = None, each: Each = None, remedy: Remedy = None, csv: Csv = None) -> What:
    """Return what the options ask."""
    return What(without, each, remedy, csv)


class Sought(NamedTuple):
    """What gaps are looked for in."""

    pathways: str | None
    needs: str | None
    areas: tuple[str, ...]
    calls: str | None
    kinds: tuple[Kind, ...]
    first: date | None
    weeks: int
    resilience: Resilience
    practice: str | None


def read_sought(  # noqa: PLR0913 - the options of the command
    *,
    pathways: options.Pathways = None,
    needs: Needs = None,
    area: Areas = None,
    calls: Calls = None,
    kind: Kinds = None,
    first: From = None,
    weeks: Weeks = DEFAULT_WEEKS,
    resilience: By = Resilience.PROVIDER,
    practice: Practice = None,
) -> Sought:
    """Return what the options say. Raises Malformed."""
    return Sought(
        pathways, needs, options.split(area), calls, read_kinds(kind) or tuple(Kind),
        parse_day(first) if first else None, weeks, resilience, (practice or "").strip().upper() or None,
    )  # fmt: skip


def read_kinds(given: list[str] | None) -> tuple[Kind, ...]:
    """Return kinds by their names, in the order in which they are told. Raises Malformed."""
    names = options.split(given)
    for name in names:
        if name not in {kind.value for kind in Kind}:
            raise Malformed(
                f"there is no kind of gap `{name}`", help=did_you_mean(name, [kind.value for kind in Kind]), rule="kind"
            )
    return tuple(kind for kind in Kind if kind.value in names)


def check_areas(areas: Iterable[str], known: Iterable[str]) -> None:
    """Raise Malformed for an area that the directory does not have."""
    for area in areas:
        if area not in known:
            raise Malformed(f"there is no area `{area}`", help=did_you_mean(area, known), rule="unknown-area")

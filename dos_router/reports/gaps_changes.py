"""What gaps open and close from one directory to another, for a reader and as JSON."""

from __future__ import annotations

from typing import TypedDict

from dos_router.analysis.gap_changes.opened import Changed
from dos_router.analysis.gaps.findings import Gaps
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.reports.gaps_json import FindingJson, finding_json
from dos_router.reports.gaps_text import Shown, gap_blocks, heading_of, looked_at
from dos_router.reports.gaps_words import count_words
from dos_router.reports.page import Page
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.route_text import painted_mark

Pair = tuple[Directory, Directory]

GapChangesJson = TypedDict(
    "GapChangesJson",
    {
        "from": str,
        "until": str,
        "base": DirectoryJson,
        "proposed": DirectoryJson,
        "needs": int,
        "places": int,
        "opened": list[FindingJson],
        "closed": list[FindingJson],
    },
)


class Sides(TypedDict):
    """The findings of one side that are shown, with the gaps that they are of."""

    opened: tuple[Gaps, Shown]
    closed: tuple[Gaps, Shown]


def gap_changes_json(changed: Changed, gaps: Gaps, directories: Pair) -> GapChangesJson:
    """Return gaps that open and close as a JSON object."""
    base, proposed = directories
    return {
        "from": iso(gaps.horizon.start, base.zone),
        "until": iso(gaps.horizon.end, base.zone),
        "base": {"id": base.id, "serial": base.serial},
        "proposed": {"id": proposed.id, "serial": proposed.serial},
        "needs": len(gaps.needs),
        "places": len(gaps.places),
        "opened": [finding_json(one, proposed) for one in changed.opened],
        "closed": [finding_json(one, base) for one in changed.closed],
    }


def render_gap_changes(sides: Sides, directories: Pair, page: Page) -> str:
    """Return the gaps that open, then those that close, the heaviest in words."""
    base, proposed = directories
    parts = [painted_mark(base, page), painted_mark(proposed, page)]
    for side, directory in (("opened", proposed), ("closed", base)):
        gaps, shown = sides["opened"] if side == "opened" else sides["closed"]
        count = count_words(len(gaps.findings), "box", "boxes")
        parts.append(heading_of(f"GAPS {side.upper()}: {count if gaps.findings else 'none'}", page))
        parts += gap_blocks(gaps, shown, directory, page)
    return "\n\n".join([*parts, looked_at(sides["opened"][0], proposed, page)])

"""What comes of closing a service, a provider or a site, for a reader and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Resilience
from dos_router.analysis.resilience.closures import Closure, Heir
from dos_router.analysis.sweep.cells import Horizon
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.reports.gaps_json import FindingJson, finding_json
from dos_router.reports.gaps_text import Shown, gap_blocks, heading_of, looked_at
from dos_router.reports.gaps_words import count_words, number_words
from dos_router.reports.page import Page, safe
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.route_text import painted_mark
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json

SHOWN_HEIRS = 3
SHOWN_NEEDS = 4


class HeirJson(TypedDict):
    """A service that inherits first offers; `extra_km` is their mean extra distance, null where it is not known."""

    service: str
    people_hours: float
    share: float
    extra_km: float | None


class ClosureJson(TypedDict):
    """What comes of closing some services together; people-hours are of each need apart."""

    name: str
    provider: str
    services: list[str]
    offered_first: float
    left_with_nothing: float
    share: float
    dispositions: dict[str, float]
    inherits: list[HeirJson]
    extra_km: float | None


ClosuresJson = TypedDict(
    "ClosuresJson",
    {
        "from": str,
        "until": str,
        "each": str,
        "closures": list[ClosureJson],
        "findings": list[FindingJson] | None,
        "directory": DirectoryJson,
        "sign_off": SignOffJson,
    },
)


def closures_json(
    closures: Sequence[Closure],
    what: Resilience,
    horizon: Horizon,
    directory: Directory,
    findings: Sequence[GapFinding] | None = None,
) -> ClosuresJson:
    """Return closures as a JSON object; `findings` are the gaps that closing the one of them opens."""
    return {
        "from": iso(horizon.start, directory.zone),
        "until": iso(horizon.end, directory.zone),
        "each": what.value,
        "closures": [_closure(one, directory) for one in closures],
        "findings": None if findings is None else [finding_json(one, directory) for one in findings],
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
    }


def render_closures(closures: Sequence[Closure], what: Resilience, limit: int, directory: Directory, page: Page) -> str:
    """Return what comes of closing each in turn, those that leave the most with nothing first."""
    mark = painted_mark(directory, page)
    parts = [mark, heading_of(f"Each {what.value} closed in turn, the most left with nothing first", page)]
    for number, closure in enumerate(closures[:limit], start=1):
        title = "\n".join(page.paint(line, "strong") for line in page.wrap(safe(_title(closure, directory, number))))
        parts.append("\n".join([title, *_facts(closure, page)]))
    if len(closures) > limit:
        rest = closures[limit:]
        left = sum(one.nothing > 0 for one in rest)
        said = f"and {len(rest)} more, of which {left} would leave somebody with nothing: --json, --limit"
        parts.append("\n".join(page.wrap(said, indent=4)))
    return "\n\n".join([*parts, mark])


def render_closure(closure: Closure, gaps: Gaps, shown: Shown, directory: Directory, page: Page) -> str:
    """Return what comes of closing one: who inherits, and the gaps that it opens, in words."""
    mark = painted_mark(directory, page)
    parts = [mark, heading_of(f"Closed: {_title(closure, directory)}", page), "\n".join(_facts(closure, page))]
    if gaps.findings:
        parts += [heading_of("Gaps that this opens", page), *gap_blocks(gaps, shown, directory, page)]
    else:
        parts.append("\n".join(page.wrap("It opens no gap: everywhere, somebody else answers.")))
    return "\n\n".join([*parts, looked_at(gaps, directory, page), mark])


def _title(closure: Closure, directory: Directory, number: int | None = None) -> str:
    first = directory.services[closure.services[0]]
    lead = f"{number:>2}  " if number else ""
    if len(closure.services) == 1:
        return f"{lead}{first.name} ({first.id}), of {first.provider.name}"
    return f"{lead}{first.provider.name} ({closure.name}), {count_words(len(closure.services), 'service')}"


def _facts(closure: Closure, page: Page) -> list[str]:
    if not closure.first:
        return page.wrap("nobody is offered it first at any time", indent=4)
    share = closure.nothing / closure.first
    lines = page.wrap(
        f"left with nothing: {number_words(closure.nothing)} people-hours, {share:.1%} of those offered it first",
        indent=4, hang=6,
    )  # fmt: skip
    if closure.needs:
        most = ", ".join(code for code, _ in closure.needs.most_common(SHOWN_NEEDS))
        lines += page.wrap(f"most of them for {most}", indent=4, hang=6)
    if closure.heirs:
        more = "" if closure.extra_km is None else f"; {_further(closure.extra_km)} on average"
        heirs = ", ".join(_heir(name, heir, closure) for name, heir in closure.ranked_heirs[:SHOWN_HEIRS])
        lines += page.wrap(safe(f"the rest pass to {heirs}{_others(closure)}{more}"), indent=4, hang=6)
    return lines


def _heir(name: str, heir: Heir, closure: Closure) -> str:
    return f"{name} ({heir.hours / closure.first:.0%})"


def _others(closure: Closure) -> str:
    left = len(closure.heirs) - SHOWN_HEIRS
    return f" and {count_words(left, 'other')}" if left > 0 else ""


def _further(km: float) -> str:
    return f"{abs(km):.1f} km {'further' if km >= 0 else 'nearer'}"


def _closure(closure: Closure, directory: Directory) -> ClosureJson:
    return {
        "name": closure.name,
        "provider": directory.services[closure.services[0]].provider.name,
        "services": list(closure.services),
        "offered_first": round(closure.first, 1),
        "left_with_nothing": round(closure.nothing, 1),
        "share": round(closure.nothing / closure.first, 4) if closure.first else 0.0,
        "dispositions": {code: round(hours, 1) for code, hours in closure.needs.most_common()},
        "inherits": [
            {
                "service": name,
                "people_hours": round(heir.hours, 1),
                "share": round(heir.hours / closure.first, 4),
                "extra_km": None if heir.extra_km is None else round(heir.extra_km, 1),
            }
            for name, heir in closure.ranked_heirs
        ],
        "extra_km": None if closure.extra_km is None else round(closure.extra_km, 1),
    }

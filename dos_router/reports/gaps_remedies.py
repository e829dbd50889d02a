"""Which candidates would close gaps, at what cost, for a reader and as JSON."""

from __future__ import annotations

from typing import TypedDict

from dos_router.analysis.gaps.findings import Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.remedy.covering import Plan
from dos_router.analysis.remedy.plan import Remedies
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.reports.gaps_text import heading_of
from dos_router.reports.gaps_words import count_words, number_words
from dos_router.reports.page import Page, safe
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.route_text import painted_mark
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json

BAR = 24  # columns of a full bar


class PlanJson(TypedDict):
    """Candidates to carry out together: their cost a year, and the people-hours that they close."""

    candidates: list[str]
    cost: float
    people_hours: float
    share: float


class CandidateJson(TypedDict):
    """One candidate, and the people-hours that it closes by itself; each need counts apart."""

    id: str
    title: str | None
    cost: float
    people_hours: float
    at: str


RemediesJson = TypedDict(
    "RemediesJson",
    {
        "from": str,
        "until": str,
        "kinds": list[str],
        "people_hours": float,
        "candidates": list[CandidateJson],
        "best": PlanJson,
        "curve": list[PlanJson],
        "curve_complete": bool,
        "left_people_hours": float,
        "left_boxes": int,
        "directory": DirectoryJson,
        "sign_off": SignOffJson,
    },
)


def remedies_json(remedies: Remedies, gaps: Gaps, directory: Directory) -> RemediesJson:
    """Return remedies as a JSON object."""
    return {
        "from": iso(gaps.horizon.start, directory.zone),
        "until": iso(gaps.horizon.end, directory.zone),
        "kinds": _kinds(gaps),
        "people_hours": round(remedies.hours, 1),
        "candidates": [
            {
                "id": one.id,
                "title": one.title,
                "cost": one.cost / 100,
                "people_hours": round(hours, 1),
                "at": str(one.at._replace(column=0)),
            }
            for one, hours in zip(remedies.candidates, remedies.alone, strict=True)
        ],
        "best": _plan(remedies.best, remedies),
        "curve": [_plan(plan, remedies) for plan in remedies.curve.plans],
        "curve_complete": remedies.curve.complete,
        "left_people_hours": round(remedies.hours - remedies.best.hours, 1),
        "left_boxes": remedies.left.boxes,
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
    }


def render_remedies(remedies: Remedies, gaps: Gaps, directory: Directory, page: Page) -> str:
    """Return the cheapest plan that closes all that can be closed, each candidate, and the curve."""
    mark = painted_mark(directory, page)
    parts = [mark, "\n".join(_asked(remedies, gaps, page)), "\n".join(_best(remedies, page))]
    parts += ["\n".join(_candidates(remedies, page)), "\n".join(_curve(remedies, page)), mark]
    return "\n\n".join(parts)


def _asked(remedies: Remedies, gaps: Gaps, page: Page) -> list[str]:
    said = (
        f"Gaps to close: {', '.join(_kinds(gaps))}, {count_words(gaps.boxes, 'box', 'boxes')}, "
        f"{number_words(remedies.hours)} people-hours, each need apart"
    )
    return page.wrap(safe(said), hang=2)


def _best(remedies: Remedies, page: Page) -> list[str]:
    best, left = remedies.best, remedies.hours - remedies.best.hours
    if not best.chosen:
        return page.wrap("None of the candidates closes any of it.")
    all_of_it = "closes all of it" if not left else "closes all that any of the candidates closes"
    lines = [heading_of(f"The least that {all_of_it}: {money(best.cost)} a year", page)]
    names = [(safe(remedies.candidates[number].id), _title(remedies, number)) for number in sorted(best.chosen)]
    lines += page.columns(names)
    share = best.hours / remedies.hours if remedies.hours else 0.0
    lines += page.wrap(f"closes {number_words(best.hours)} people-hours ({share:.1%})", indent=2)
    if left:
        boxes = count_words(remedies.left.boxes, "box", "boxes")
        lines += page.wrap(
            f"leaves {number_words(left)} ({1 - share:.1%}), {boxes}: no candidate closes them", indent=2
        )
    return lines


def _title(remedies: Remedies, number: int) -> str:
    one = remedies.candidates[number]
    return safe(f"{money(one.cost)}  {one.title or ''}".rstrip())


def _candidates(remedies: Remedies, page: Page) -> list[str]:
    rows = [
        (safe(one.id), money(one.cost), f"{number_words(hours)} by itself", str(one.at._replace(column=0)))
        for one, hours in zip(remedies.candidates, remedies.alone, strict=True)
    ]
    return [heading_of("The candidates, and the people-hours that each closes", page), *page.columns(rows)]


def _curve(remedies: Remedies, page: Page) -> list[str]:
    """Return the plans that no other beats, each with a bar of what it closes."""
    rows = [
        (money(plan.cost), _bar(plan.hours, remedies.hours), _names(plan, remedies)) for plan in remedies.curve.plans
    ]
    lines = [heading_of("Cost a year against people-hours closed", page), *page.columns(rows)]
    return lines + ([] if remedies.curve.complete else page.wrap("cheaper plans are left out: there are too many"))


def _bar(hours: float, whole: float) -> str:
    share = hours / whole if whole else 0.0
    return f"{'█' * round(BAR * share):<{BAR}} {share:>6.1%}"


def _names(plan: Plan, remedies: Remedies) -> str:
    return safe(", ".join(remedies.candidates[number].id for number in sorted(plan.chosen)) or "nothing")


def _plan(plan: Plan, remedies: Remedies) -> PlanJson:
    return {
        "candidates": [remedies.candidates[number].id for number in sorted(plan.chosen)],
        "cost": plan.cost / 100,
        "people_hours": round(plan.hours, 1),
        "share": round(plan.hours / remedies.hours, 4) if remedies.hours else 0.0,
    }


def _kinds(gaps: Gaps) -> list[str]:
    return [kind.value for kind in gaps.kinds if kind not in {Kind.UNREACHABLE, Kind.UNANSWERED}]


def money(hundredths: int) -> str:
    """Return a cost as `250,000` or `12.50`."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"

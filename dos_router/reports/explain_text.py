"""`explain` for a reader: the answer, then every service with the check that it failed and where that is said."""

from __future__ import annotations

from dos_router.model.answer import Explanation, Result, Verdict
from dos_router.model.directory import Directory
from dos_router.reports.page import Page, safe
from dos_router.reports.route_text import painted_mark, render_answer
from dos_router.reports.words import distance_words
from dos_router.routing.why_not import Change, WhyNot

_STYLES = {
    Result.OFFERED: "good",
    Result.TRIMMED: "note",
    Result.NEAR_MISS: "note",
    Result.FAILED: "dim",
    Result.OUTSIDE: "dim",
}
_TITLES = {
    Result.OFFERED: "Offered",
    Result.TRIMMED: "Trimmed: they qualify, but others of their type come first",
    Result.NEAR_MISS: "Near misses: they fail one check",
    Result.FAILED: "Failed: more than one check",
    Result.OUTSIDE: "Outside: not part of the search",
}


def render_explanation(explanation: Explanation, directory: Directory, page: Page) -> str:
    """Return the answer and every service of the directory, by what became of it."""
    parts = [render_answer(explanation.answer, directory, page)]
    for result in Result:
        verdicts = [verdict for verdict in explanation.verdicts if verdict.result is result]
        if verdicts:
            heading = page.paint(f"{_TITLES[result]} ({len(verdicts)})", _STYLES[result])
            parts.append("\n".join([heading, *(line for verdict in verdicts for line in _verdict(verdict, page))]))
    return "\n\n".join([*parts, painted_mark(directory, page)])


def render_why_not(found: WhyNot, directory: Directory, page: Page) -> str:
    """Return what stands between a service and being offered, or being first."""
    lines = [painted_mark(directory, page), "", *page.wrap(safe(_standing(found)))]
    if found.never:
        lines += page.wrap(safe(f"no change of its record would have it offered: {found.never}"))
    lines += _changes("To be offered it would have to:", found.to_be_offered, page)
    if found.to_be_offered and found.then:
        lines += page.wrap(f"It would then be number {found.then}.")
    lines += _changes(
        "To be offered first it would also have to:" if found.to_be_offered else "To be first it would have to:",
        found.to_be_first,
        page,
    )
    return "\n".join([*lines, "", painted_mark(directory, page)])


def _standing(found: WhyNot) -> str:
    place = (
        "is not offered"
        if found.position is None
        else "is offered first"
        if found.position == 1
        else f"is offered as number {found.position}"
    )
    return f"{found.service.id} ({found.service.name}, at {found.service.at}) {place}"


def _changes(heading: str, changes: tuple[Change, ...], page: Page) -> list[str]:
    rows = [(change.check, safe(f"{change.words}{f' ({change.at})' if change.at else ''}")) for change in changes]
    return [page.paint(heading, "strong"), *page.columns(rows)] if rows else []


def _verdict(verdict: Verdict, page: Page) -> list[str]:
    service = verdict.service
    facts = f"{service.id}: {service.type}, {distance_words(verdict.squared)}" + (
        f", rank {verdict.rank}" if verdict.rank else ""
    )
    lines = page.wrap(safe(facts), indent=2, hang=4)
    if verdict.result is Result.OUTSIDE:
        first, more = verdict.failures[0], len(verdict.failures) - 1
        rest = f"; {more} more" if more else ""
        return page.wrap(safe(f"{service.id}: {first.check}: {first.detail} ({first.at}){rest}"), indent=2, hang=4)
    for failure in verdict.failures:
        lines += page.wrap(safe(f"{failure.check}: {failure.detail} ({failure.at})"), indent=4, hang=6)
    return lines

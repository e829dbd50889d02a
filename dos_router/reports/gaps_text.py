"""`gaps` for a reader: the heaviest of each kind in words, what the rest comes to, and what was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from shlex import quote
from typing import NamedTuple

from dos_router.analysis.gap_changes.instead import Instead
from dos_router.analysis.gap_changes.near_misses import Closing
from dos_router.analysis.gap_changes.totals import people_hours
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.gaps_told.told import Teller
from dos_router.model.answer import Outcome
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.reports.gaps_words import count_words, needs_words, number_words, places_words, times_shortened
from dos_router.reports.page import Page, safe
from dos_router.reports.route_text import painted_mark
from dos_router.reports.words import moment_words

SHOWN_CHANGES = 3
SHOWN_SYMPTOMS = 2
BY_PROFILE = {"disposition", "discriminator"}
SHOWN_COUNTED = 10
SHOWN_SERVICES = 12

MEANINGS = {
    Kind.NO_SERVICE: "nothing suitable answers",
    Kind.UPSHIFT: "only emergency care answers a need that is no emergency",
    Kind.SINGLE: "just one {} answers",
    Kind.BORDER: "only services commissioned by other areas answer",
    Kind.UNREACHABLE: "services that no pathway and no call can reach",
    Kind.UNANSWERED: "needs that no service of the directory accepts, anywhere, at any time",
}


class Shown(NamedTuple):
    """What is shown: the first findings of each kind, filled in, and whether weights are calls a year."""

    findings: Mapping[Kind, Sequence[GapFinding]]
    by_calls: bool
    counted: Mapping[tuple[str, str], int] | None = None


def render_gaps(gaps: Gaps, shown: Shown, directory: Directory, page: Page) -> str:
    """Return the heaviest gaps of each kind, what the rest comes to, and what was proved."""
    mark = painted_mark(directory, page)
    parts = [mark, *gap_blocks(gaps, shown, directory, page)]
    if not gaps.findings:
        parts.append(_certificate(gaps, directory, page))
    if shown.counted is not None:
        parts.append(_counted(shown.counted, page))
    return "\n\n".join([*parts, looked_at(gaps, directory, page), mark])


def gap_blocks(gaps: Gaps, shown: Shown, directory: Directory, page: Page) -> list[str]:
    """Return the blocks of each kind of gap: its heading, its heaviest findings, and the rest."""
    teller = Teller(directory, gaps.horizon, gaps.needs, gaps.places)
    parts: list[str] = []
    for kind in gaps.kinds:
        those = [one for one in gaps.findings if one.kind is kind]
        if those:
            parts += _kind(kind, those, gaps, shown, (teller, directory, page))
    return parts


def _kind(
    kind: Kind, findings: Sequence[GapFinding], gaps: Gaps, shown: Shown, told: tuple[Teller, Directory, Page]
) -> list[str]:
    """Return the blocks of one kind: its heading, its heaviest findings, and the rest."""
    _, _, page = told
    heading = f"{kind.value}: {MEANINGS[kind].format(gaps.resilience.value)}"
    if kind is Kind.UNREACHABLE:
        names = [one.services[0] for one in findings]
        listed = ", ".join(names[:SHOWN_SERVICES])
        more = f" and {len(names) - SHOWN_SERVICES} more: --json" if len(names) > SHOWN_SERVICES else ""
        return ["\n".join([heading_of(f"{heading} ({len(names)})", page), *page.wrap(safe(listed + more), indent=4)])]
    first = shown.findings.get(kind, ())
    blocks = [heading_of(f"{heading} ({count_words(len(findings), 'box', 'boxes')})", page)]
    blocks += ["\n".join(_finding(number, one, gaps, shown, told)) for number, one in enumerate(first, start=1)]
    if len(findings) > len(first):
        blocks.append("\n".join(page.wrap(_rest(findings, first, gaps, by_calls=shown.by_calls), indent=4)))
    return blocks


def heading_of(text: str, page: Page) -> str:
    """Return a heading."""
    return "\n".join(page.paint(line, "strong") for line in page.wrap(safe(text)))


def _finding(
    number: int, finding: GapFinding, gaps: Gaps, shown: Shown, with_: tuple[Teller, Directory, Page]
) -> list[str]:
    teller, directory, page = with_
    told = teller.tell(finding, SHOWN_SYMPTOMS)
    what = f"{number:>2}  {needs_words(told.needs)}"
    lines = [page.paint(line, "strong") for line in page.wrap(safe(what), hang=4)]
    where = f"{places_words(told.places)}; {told.people}; {times_shortened(told.times)}"
    lines += page.wrap(safe(where), indent=4, hang=6)
    lines += page.wrap(safe(_weight(finding, gaps, by_calls=shown.by_calls)), indent=4, hang=6)
    if isinstance(finding.instead, Instead):
        lines += page.wrap(safe(_instead(finding.instead, finding, directory)), indent=4, hang=6)
    lines += _changes([one for one in finding.near_misses if isinstance(one, Closing)], directory, page)
    if finding.witness is not None:
        said = f"see it: {witness_command(finding.witness)}"
        lines += [page.paint(line, "dim") for line in page.wrap(safe(said), indent=4, hang=6)]
    return lines


def witness_command(witness: CallText) -> str:
    """Return the command that routes a witness."""
    options = [f"--{name.replace('_', '-')} {quote(text)}" for name, text in witness.stated().items()]
    options += [f"--symptom-discriminator {code}" for code in witness.symptom_discriminators]
    return " ".join(["dos-router route", *options])


def _weight(finding: GapFinding, gaps: Gaps, *, by_calls: bool) -> str:
    who = "people" if gaps.peopled else "places, whose people are not counted"
    said = f"{number_words(finding.people)} {who}"
    if by_calls:
        return f"{number_words(finding.weight)} calls a year expected; {said}"
    return f"{said}; {number_words(finding.weight)} {'people' if gaps.peopled else 'place'}-hours"


def _instead(instead: Instead, finding: GapFinding, directory: Directory) -> str:
    """Return what the witness is offered instead, and from where that is seen."""
    who = f"a caller in {finding.places[0].postcode or finding.places[0].id}"
    if instead.service is None:
        return f"{who} gets no service at all: the call is treated as an emergency"
    name = directory.services[instead.service].name
    far = "by telephone" if instead.km is None else f"{instead.km:g} km"
    how = "is left with" if instead.outcome == Outcome.CATCH_ALL.value else "gets"
    return f"{who} {how}: {name} ({instead.service}), {far}"


def _changes(closing: Sequence[Closing], directory: Directory, page: Page) -> list[str]:
    """Return the smallest changes; to be profiled for what it never did is told of a service after all else."""
    if not closing:
        return page.wrap("no single change of one service would close all of it", indent=4, hang=6)
    own = [one for one in closing if one.failed not in BY_PROFILE]
    shown = own[:SHOWN_CHANGES] or list(closing[:1])
    lines = page.wrap("would close it:" if own else "would close it, by its profile alone:", indent=4)
    for one in shown:
        at = directory.services[one.service].at if one.at.line == 0 else one.at
        lines += page.wrap(
            safe(f"{one.service}: {times_shortened(one.change)} ({at._replace(column=0)})"), indent=6, hang=8
        )
    left = len(closing) - len(shown)
    return lines + (page.wrap(f"or {count_words(left, 'other change')}: --json", indent=6) if left else [])


def _rest(findings: Sequence[GapFinding], first: Sequence[GapFinding], gaps: Gaps, *, by_calls: bool) -> str:
    """Return what the findings that are not shown come to, beyond what is shown; boxes overlap."""
    left = count_words(len(findings) - len(first), "box", "boxes")
    if by_calls:
        rest = sum(one.weight for one in findings[len(first) :])
        return f"and {left} more, of {number_words(rest)} calls a year, some of them shown above already: --json"
    total, told = people_hours(findings), people_hours(findings[: len(first)])
    share = f"{(total - told) / total:.1%}" if total else "0%"
    unit = "people-hours" if gaps.peopled else "place-hours"
    return f"and {left} more, which add {share} of the {unit}, each need apart: --json, --limit"


def _certificate(gaps: Gaps, directory: Directory, page: Page) -> str:
    kinds = ", ".join(kind.value for kind in gaps.kinds)
    until = moment_words(gaps.horizon.end, directory)
    said = (
        f"CERTIFICATE: there is no gap ({kinds}) in any of {gaps.cells:,} cells, "
        f"from {moment_words(gaps.horizon.start, directory)} until {until}; content sha256 {gaps.content}"
    )
    return "\n".join(page.paint(line, "good") for line in page.wrap(safe(said), hang=2))


def _counted(counted: Mapping[tuple[str, str], int], page: Page) -> str:
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    rows = [(f"{calls:,}", safe(service), check) for (service, check), calls in ordered[:SHOWN_COUNTED]]
    more = len(ordered) - len(rows)
    lines = [heading_of("Near misses of the calls given, by service and the one check that it failed", page)]
    lines += page.columns(rows) or page.wrap("none", indent=2)
    return "\n".join(lines + (page.wrap(f"and {more} more: --json", indent=2) if more > 0 else []))


def looked_at(gaps: Gaps, directory: Directory, page: Page) -> str:
    """Return what was proved, cell by cell, and what was left out."""
    start, end = (moment_words(moment, directory) for moment in gaps.horizon)
    said = (
        f"Looked at {count_words(len(gaps.needs), 'need')} at {count_words(len(gaps.places), 'place')}, every age, "
        f"both sexes, every minute from {start} until {end}: {gaps.cells:,} cells, each judged; content sha256 "
        f"{gaps.content[:16]}."
    )
    lines = page.wrap(safe(said), hang=2)
    if gaps.boxes:
        least = f"told in {count_words(gaps.boxes, 'box', 'boxes')}; no fewer than {gaps.at_least:,} could tell them"
        lines += page.wrap(f"The gap cells are {least}.", hang=2)
    if gaps.own_patients_only:
        count = count_words(len(gaps.own_patients_only), "service")
        lines += page.wrap(f"Left out: {count} for patients of certain practices only (--practice lets theirs in).")
    return "\n".join(lines)

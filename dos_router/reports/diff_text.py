"""`diff` for a reader: who must sign, then what changes, provider by provider."""

from __future__ import annotations

from itertools import groupby

from dos_router.analysis.difference import Change, Difference, Kind, Version
from dos_router.diagnostics import Location
from dos_router.reports.page import Page, safe

SHOWN_ROWS = 20
TABLES = (Kind.PLACE, Kind.POPULATION)
NO_CHANGE = "no change in meaning"

_SECTIONS = {
    Kind.DIRECTORY: "Directory",
    Kind.POLICY: "Policy",
    Kind.PLACE: "Places",
    Kind.HOLIDAY: "Public holidays",
    Kind.POPULATION: "Small areas",
    Kind.REFERENCE: "Reference tables",
}


def render_difference(difference: Difference, page: Page) -> str:
    """Return every change in words, with its lines; places beyond the first few are counted."""
    if not difference.changes:
        return NO_CHANGE
    head = page.wrap(safe(f"{versions_words(difference)}: {count_words(len(difference.changes))}"), hang=2)
    blocks = [[page.paint(line, "strong") for line in head], _signers(difference, page)]
    blocks += [_section(title, changes, page) for title, changes in sections(difference)]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def versions_words(difference: Difference) -> str:
    """Return what is compared with what: `kent, serial 7 → kent, serial 8`."""
    return f"{_version(difference.base)} → {_version(difference.proposed)}"


def count_words(count: int) -> str:
    """Return `1 change in meaning`, or another number of them."""
    return f"{count} change{'' if count == 1 else 's'} in meaning" if count else NO_CHANGE


def sections(difference: Difference) -> list[tuple[str, list[Change]]]:
    """Return the changes under headings: directory, policy, each provider's services, the tables."""
    found: list[tuple[str, list[Change]]] = []
    for kind in Kind:
        if kind is Kind.SERVICE:
            unnamed = [one for one in difference.changes if one.kind is kind and one.provider is None]
            found += difference.by_provider().items()
            found.append(("Records with errors", unnamed))
        else:
            found.append((_SECTIONS[kind], [one for one in difference.changes if one.kind is kind]))
    return [(title, changes) for title, changes in found if changes]


def shown(changes: list[Change]) -> tuple[list[Change], str | None]:
    """Return the changes to show, and how many are left out of a long table of places or small areas."""
    left = len(changes) - SHOWN_ROWS
    if changes[0].kind not in TABLES or left <= 0:
        return changes, None
    return changes[:SHOWN_ROWS], f"and {left} more: `--format json` has all of them"


def signers_words(change: Change) -> str:
    """Return who must sign a change; where no lead is named, that."""
    who = ", ".join(change.signers) or "the lead, whom the directory does not name"
    return f"{who} (included: vouched for in its own directory)" if change.included else who


def places_words(change: Change) -> str:
    """Return where a change stands: `services/a.yaml:41 → 43`, the file once where it is the same."""
    before, after = change.base_at, change.proposed_at
    if before is None or after is None:
        one = before or after
        return f"{'base' if before else 'proposed'} {_line(one)}" if one else ""
    if before.file != after.file:
        return f"{_line(before)} → {_line(after)}"
    return _line(before) if before.line == after.line else f"{_line(before)} → {after.line}"


def _signers(difference: Difference, page: Page) -> list[str]:
    rows = [
        (
            safe(signer),
            f"{len(difference.of_signer(signer))} of {len(difference.changes)} changes",
            safe(difference.commissioners[signer]) + (", the lead" if signer in difference.leads else ""),
        )
        for signer in difference.signers
    ]
    none = page.wrap("the lead, whom neither directory names", indent=2)
    return [page.paint("Who must sign", "strong"), *(page.columns(rows) or none)]


def _section(title: str, changes: list[Change], page: Page) -> list[str]:
    """Return a heading, and what each record says otherwise, those with the same signers under one line."""
    these, more = shown(changes)
    lines = [page.paint(line, "strong") for line in page.wrap(safe(title))]
    for (record, name, signers), those in groupby(these, key=_record):
        heading = f"{record}  {name}" if name else record
        lines += page.wrap(safe(heading), indent=2, hang=4) if heading else []
        lines += [line for change in those for line in _change(change, page)]
        lines += [page.paint(line, "dim") for line in page.wrap(safe(f"to sign: {signers}"), indent=4, hang=6)]
    return lines + (page.wrap(more, indent=4) if more else [])


def _record(change: Change) -> tuple[str, str, str]:
    """Return what changes are told together under: a service; else whatever has the same signers."""
    is_service = change.kind == "service"
    return change.id if is_service else "", change.name or "" if is_service else "", signers_words(change)


def _change(change: Change, page: Page) -> list[str]:
    said = f"{change.what}: {_words(change)}" + (f"; {change.note}" if change.note else "")
    at = places_words(change)
    return page.wrap(safe(f"{said} ({at})" if at else said), indent=4, hang=6)


def _words(change: Change) -> str:
    if change.before is None or change.after is None:
        return change.before or change.after or ""
    return f"{change.before} → {change.after}"


def _line(at: Location) -> str:
    return str(at._replace(column=0))


def _version(version: Version) -> str:
    return f"{version.id}, serial {version.serial}"

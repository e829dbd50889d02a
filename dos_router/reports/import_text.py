"""What an import came to, for a reader: the sum of rows, each reason with examples and its cure, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dos_router.diagnostics import Diagnostic
from dos_router.interchange.lists.job import Imported
from dos_router.interchange.lists.merge import Change, Kind
from dos_router.reports.page import Page, safe

EXAMPLES = 3  # of each reason
SHOWN = 12  # changes of each kind

_HEADINGS = {
    Kind.CONFLICT: "Conflicts: changed by the list and by people; what people wrote stays",
    Kind.GONE: "Gone from the list: closed in provider files, left out of tables",
    Kind.MOVED: "Moved to another provider's file",
    Kind.CHANGED: "Changed by the list",
    Kind.ADDED: "Added",
}
_REMARKS = {
    "assumed-hours": "hours assumed: the list gives none",
    "assumed-holidays": "public holidays assumed: the list does not speak of them",
}


def render_import(found: Imported, written_to: str, page: Page) -> str:
    """Return an import's account as text."""
    tally, openings = found.tally, found.openings
    dated = f", as of {found.dated}" if found.dated else ""
    reported = tally.reported.total()
    lines = [page.paint(safe(f"{found.list} by the recipe {found.recipe.id}{dated}"), "strong"), ""]
    lines.append(f"{_count(tally.rows, 'row')} in = {_count(tally.services, 'service')} out + {reported:,} reported")
    if openings.rows:
        said = f"{openings.rows:,} opening rows in = {openings.used:,} used"
        lines.append(f"{said} + {openings.other:,} of other kinds + {len(openings.faults):,} reported")
    written = _count(len(found.files), "file") if found.files else "nothing to change:"
    lines += page.wrap(
        safe(f"{written} {'written into' if found.files else 'all is as before in'} {written_to}"), hang=2
    )
    lines += _reasons("Reported", tally.reported, tally.shown, page)
    if any(count > EXAMPLES for count in tally.reported.values()):
        lines += page.wrap("--rejects FILE writes every reported row, with its cure", indent=2, hang=4)
    lines += _reasons("Services to look at", tally.remarks, tally.shown, page)
    lines += _problems("Opening rows reported", openings.faults, page)
    if not found.first:
        lines += _changes(found, page)
    return "\n".join(lines)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _reasons(
    title: str, counts: Mapping[str, int], shown: Mapping[str, Sequence[Diagnostic]], page: Page
) -> list[str]:  # fmt: skip
    """Return each reason with how many rows it is of, and a few of them."""
    lines = ["", page.paint(title, "strong")] if counts else []
    for rule, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if rule in _REMARKS:
            lines += page.wrap(f"{count:,}  {rule}: {_REMARKS[rule]}", indent=2, hang=6)
            continue
        lines += page.wrap(f"{count:,}  {rule}", indent=2, hang=6)
        for problem in shown.get(rule, ())[:EXAMPLES]:
            lines += _problem(problem, page)
        if count > EXAMPLES:
            lines += page.wrap(f"and {count - EXAMPLES:,} more", indent=6)
    return lines


def _problems(title: str, problems: Sequence[Diagnostic], page: Page) -> list[str]:
    lines = ["", page.paint(title, "strong")] if problems else []
    for problem in problems[:SHOWN]:
        lines += _problem(problem, page)
    return [*lines, *_more(len(problems) - SHOWN)]


def _problem(problem: Diagnostic, page: Page) -> list[str]:
    where = f"{problem.location}: " if problem.location else ""
    lines = page.wrap(safe(f"{where}{problem.message}"), indent=6, hang=8)
    return lines + (page.wrap(safe(f"help: {problem.help}"), indent=8, hang=10) if problem.help else [])


def _changes(found: Imported, page: Page) -> list[str]:
    """Return what changed since the last import, kind by kind."""
    count = len(found.changes)
    people = f"; {_count(found.edited, 'service')} with changes by people" if found.edited else ""
    changed = _count(count, "change") if count else "nothing changed"
    said = f"Since the last import: {changed}{people}"
    lines = ["", page.paint(said, "strong")]
    for kind, heading in _HEADINGS.items():
        of_kind = [change for change in found.changes if change.kind is kind]
        if of_kind:
            lines += page.wrap(f"{heading}: {len(of_kind):,}", indent=2, hang=4)
            lines += _change_lines(of_kind[:SHOWN], page)
            lines += _more(len(of_kind) - SHOWN)
    return lines


def _change_lines(changes: Iterable[Change], page: Page) -> list[str]:
    lines: list[str] = []
    for change in changes:
        at = f" ({change.at})" if change.at else f" ({change.file})"
        what = f", {change.field}: {change.before or 'nothing'} → {change.after or 'nothing'}" if change.field else ""
        lines += page.wrap(safe(f"{change.service}{what}{at}"), indent=4, hang=6)
    return lines


def _more(count: int) -> list[str]:
    return [f"      and {count:,} more: --json tells all"] if count > 0 else []

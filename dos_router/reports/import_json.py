"""The JSON of `import`: rows in, services out, rows reported by reason, and what changed since the last import."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from dos_router.diagnostics import Diagnostic
from dos_router.interchange.lists.job import Imported
from dos_router.interchange.lists.merge import Change, Kind


class ImportProblemJson(TypedDict):
    """A problem: of a row that is reported, a remark on one that is a service, or of the list as a whole."""

    rule: str
    severity: str
    message: str
    at: str | None
    help: str | None


class ImportChangeJson(TypedDict):
    """A change since the last import; `field` is empty where a whole service is added, gone or deleted."""

    kind: str
    service: str
    file: str
    field: str
    before: str | None
    after: str | None
    at: str | None


class OpeningRowsJson(TypedDict):
    """The rows of a second list: every one is used, of another kind of hours, or reported."""

    rows: int
    used: int
    other: int
    reported: int


class ImportJson(TypedDict):
    """What `import --json` prints; rows are always services and reported together.

    `problems` holds some of each rule, the counts all. `edited` counts services that people have changed.
    """

    list: str
    recipe: str
    dated: str | None
    written_to: str
    files: int
    rows: int
    services: int
    reported: dict[str, int]
    remarks: dict[str, int]
    problems: list[ImportProblemJson]
    openings: OpeningRowsJson | None
    first: bool
    edited: int
    counts: dict[str, int]
    changes: list[ImportChangeJson]


def import_json(found: Imported, written_to: str) -> ImportJson:
    """Return what an import came to as a JSON object."""
    tally, openings = found.tally, found.openings
    counts = Counter(change.kind.value for change in found.changes)
    problems = [*found.notes, *(problem for kept in tally.shown.values() for problem in kept), *openings.faults]
    return {
        "list": found.list,
        "recipe": found.recipe.id,
        "dated": str(found.dated) if found.dated else None,
        "written_to": written_to,
        "files": len(found.files),
        "rows": tally.rows,
        "services": tally.services,
        "reported": dict(tally.reported.most_common()),
        "remarks": dict(tally.remarks.most_common()),
        "problems": [_problem(problem) for problem in problems],
        "openings": {
            "rows": openings.rows, "used": openings.used, "other": openings.other, "reported": len(openings.faults),
        } if openings.rows else None,
        "first": found.first,
        "edited": found.edited,
        "counts": {kind.value: counts[kind.value] for kind in Kind},
        "changes": [_change(change) for change in found.changes],
    }  # fmt: skip


def _problem(problem: Diagnostic) -> ImportProblemJson:
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "message": problem.message,
        "at": problem.location.full if problem.location else None,
        "help": problem.help,
    }


def _change(change: Change) -> ImportChangeJson:
    return {
        "kind": change.kind.value,
        "service": change.service,
        "file": change.file,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "at": change.at.full if change.at else None,
    }

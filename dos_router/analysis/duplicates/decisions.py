"""What people decided of pairs: a CSV file, which later runs respect while the records are as they saw them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dos_router.analysis.duplicates.findings import Decision
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.diagnostics import Diagnostic, Location, Malformed, warning
from dos_router.loading.table_rows import FaultyCell, Row, read_rows
from dos_router.spelling import did_you_mean

COLUMNS = ("id_1", "id_2", "decision", "seen", "by")
_DIGITS = 12


class Kept(NamedTuple):
    """A decision as it is kept: `seen` is the fingerprint of the two records as they were."""

    ids: tuple[str, str]
    decision: Decision
    seen: str
    by: str = ""


def keep(first: ListedRecord, second: ListedRecord, decision: Decision, by: str = "") -> Kept:
    """Return a decision on two records as they are now."""
    one, other = sorted((first, second), key=lambda record: record.id)
    return Kept((one.id, other.id), decision, fingerprint(one, other), by)


def fingerprint(first: ListedRecord, second: ListedRecord) -> str:
    """Return a short digest of the content of two records."""
    content = json.dumps([first[:-1], second[:-1]], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def read_kept(path: Path) -> tuple[list[Kept], list[Diagnostic]]:
    """Return the decisions of a file, by their ids; none where there is no file. Problems are all told."""
    where = Location(str(path))
    if not path.exists():
        return [], []
    rows, problems = read_rows(path, where, COLUMNS)
    kept: dict[tuple[str, str], Kept] = {}
    for row in rows:
        try:
            one = _kept(row)
            kept[one.ids] = one
        except FaultyCell as fault:
            problems.append(fault.diagnostic)
    return sorted(kept.values()), problems


def _kept(row: Row) -> Kept:
    ids = sorted((row.get("id_1"), row.get("id_2")))
    return Kept((ids[0], ids[1]), row.read("decision", _decision), row.get("seen"), row.get("by"))


def _decision(text: str) -> Decision:
    try:
        return Decision(text)
    except ValueError:
        cure = did_you_mean(text, list(Decision))
        raise Malformed(f"`{text}` is no decision", help=cure, rule="bad-decision") from None


def still_held(
    kept: Iterable[Kept], records: Sequence[ListedRecord], where: str
) -> tuple[Mapping[tuple[str, str], Decision], list[Diagnostic]]:
    """Return the decisions whose records are as they were seen, and a warning for each that is out of date."""
    known = {record.id: record for record in records}
    held = {}
    problems = []
    for one in kept:
        first, second = (known.get(each) for each in one.ids)
        if first and second and fingerprint(first, second) == one.seen:
            held[one.ids] = one.decision
        else:
            said = "one of them is gone" if not (first and second) else "one of them has changed since"
            message = f"the decision on `{one.ids[0]}` and `{one.ids[1]}` is not used: {said}"
            problems.append(warning("stale-decision", message, Location(where), "decide again with --review"))
    return held, problems


def decisions_text(kept: Iterable[Kept]) -> str:
    """Return decisions as the text of their file, ordered by ids."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((*one.ids, one.decision.value, one.seen, one.by) for one in sorted(kept))
    return out.getvalue()

"""What an exchange with another format came to: records, and what was reported, resource by resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.interchange.records import Record


class Taken(NamedTuple):
    """Of `offered` services, the records taken, and a problem for each of the rest; `notes` are of other things."""

    offered: int
    records: tuple[Record, ...]
    reported: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...] = ()


def told_apart(records: Iterable[Record]) -> tuple[list[Record], list[Diagnostic]]:
    """Return records each with an id of its own: of those that say the same one, the first keeps it.

    A repeat of a record, word for word, is reported.
    """
    kept: dict[str, Record] = {}
    reported: list[Diagnostic] = []
    repeats: Counter[str] = Counter()
    for record in records:
        first = kept.get(record.id)
        if first is None:
            kept[record.id] = record
        elif (first.provider, first.service) == (record.provider, record.service):
            said = f"`{record.id}` is there twice, word for word"
            reported.append(error("duplicate-record", said, record.at, "delete one"))
        else:
            name = record.id
            while name in kept:
                repeats[record.id] += 1
                name = f"{record.id}-{repeats[record.id] + 1}"
            kept[name] = Record(record.provider, {**record.service, "id": name}, record.at)
    return list(kept.values()), reported


def refused(problem: Malformed, at: Location, path: str) -> Diagnostic:
    """Return why a resource is not taken, with its path in the file."""
    return error(problem.rule, f"{path}: {problem.message}", at, problem.help)

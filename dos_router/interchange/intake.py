"""Services offered one by one → those that can be written, each with an id of its own, and what is reported."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from dos_router.diagnostics import Diagnostic, error
from dos_router.interchange.exchange import Offer, Refused, Taken
from dos_router.interchange.fit import fault_of
from dos_router.interchange.records import Record

Judge = Callable[[Record], Diagnostic | None]


@dataclass(slots=True)
class Intake:
    """Counts what is offered, and holds what is told of it, but none of the records; judges each by `judges`."""

    judges: tuple[Judge, ...] = (fault_of,)
    offered: int = 0
    written: int = 0
    refused: list[Diagnostic] = field(default_factory=list)
    repeated: list[Diagnostic] = field(default_factory=list)
    unfit: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)
    _said: dict[str, bytes] = field(default_factory=dict)
    _repeats: Counter[str] = field(default_factory=Counter)

    def records(self, offers: Iterable[Offer]) -> Iterator[Record]:
        """Yield the records that can be written; every other service is reported."""
        for one in offers:
            if isinstance(one, Diagnostic):
                (self.refused if one.is_error else self.notes).append(_printable(one))
                continue
            self.offered += 1
            if isinstance(one, Refused):
                self.refused.append(_printable(one.problem))
                continue
            record = self._told_apart(one)
            if record is None:
                continue
            fault = next((fault for judge in self.judges if (fault := judge(record))), None)
            if fault is None:
                self.written += 1
                yield record
            else:
                self.unfit.append(_printable(fault))

    @property
    def taken(self) -> Taken:
        """Return what it all came to."""
        reported = (*self.refused, *self.repeated, *self.unfit)
        return Taken(self.offered, self.written, reported, tuple(self.notes))

    def _told_apart(self, record: Record) -> Record | None:
        """Return a record with an id of its own: the first of several keeps theirs. A repeat word for word is None."""
        first = self._said.setdefault(record.id, digest := _digest(record))
        if first is digest:
            return record
        if first == digest:
            said = f"`{record.id}` is there twice, word for word"
            self.repeated.append(_printable(error("duplicate-record", said, record.at, "delete one")))
            return None
        name = record.id
        while name in self._said:
            self._repeats[record.id] += 1
            name = f"{record.id}-{self._repeats[record.id] + 1}"
        renamed = Record(record.provider, {**record.service, "id": name}, record.at)
        self._said[name] = _digest(renamed)
        return renamed


def _printable(problem: Diagnostic) -> Diagnostic:
    """Return a problem whose message can be written: JSON may hold half of a pair of surrogates, text not."""
    message = problem.message.encode("utf-8", "replace").decode()
    return problem if message == problem.message else replace(problem, message=message)


def _digest(record: Record) -> bytes:
    """Return sixteen bytes that tell what a record says."""
    said = json.dumps([record.provider, record.service], sort_keys=True, default=str)
    return hashlib.blake2b(said.encode(), digest_size=16).digest()

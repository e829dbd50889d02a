"""Calls in, results out, as Arrow record batches: what the command, its processes and Spark all wrap.

columns of text ──▶ calls (batch_columns) ──▶ the fast engine ──▶ result columns (batch_results)
                              └─ a caller with a care plan in force ──▶ the plain engine
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dos_router.model.answer import Answer
from dos_router.model.call import CallText, Request
from dos_router.model.directory import Directory
from dos_router.routing.arrow_text import cells_of, is_list
from dos_router.routing.batch_columns import COLUMNS, ColumnReader, Read
from dos_router.routing.batch_results import REJECTED, RESULTS, Batch, ResultWriter, result_names
from dos_router.routing.care_plans import find_plan
from dos_router.routing.compiled.arrays import Ints
from dos_router.routing.explain import explain
from dos_router.routing.fast import OUTCOMES, Engine, prepare
from dos_router.routing.fast_calls import Calls, Part, Ragged
from dos_router.routing.fast_needs import CHECKS
from dos_router.routing.request import read_request
from dos_router.routing.route import Plans

ROWS_ROUTED = 16_384  # at most so many rows are searched together: more of them share a need, but take memory
_READ_APART = {"symptom_discriminator", "force_distance"}


def route_batches(
    batches: Iterable[pa.RecordBatch],
    directory: Directory,
    *,
    plans: Plans | None = None,
    columns: Mapping[str, str] | None = None,
    repeated_hour: str | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield each batch's rows in order with their results; `columns` gives the file's names of our columns.

    A pure function of its arguments. Rows that cannot be understood end as `rejected`, with the reason.
    """
    router = BatchRouter(prepare(directory), plans=plans or {}, columns=columns or {}, repeated_hour=repeated_hour)
    for batch in batches:
        yield from router.route(batch)


@dataclass(slots=True)
class BatchRouter:
    """Routes batch after batch through one directory; what was found out for one serves the next."""

    engine: Engine
    plans: Plans = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    repeated_hour: str | None = None
    _reader: ColumnReader = field(init=False)
    _writer: ResultWriter = field(init=False)
    _checks: Counter[str] = field(default_factory=Counter)
    _dispositions: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Make ready what every batch needs."""
        self._reader = ColumnReader(self.engine, self.columns, self.repeated_hour)
        self._writer = ResultWriter(self.engine)

    def route(self, batch: pa.RecordBatch, unread: Mapping[int, str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield a batch's rows with their results; the rows of `unread` are rejected for the reason given."""
        schema = result_schema(batch.schema)
        for start in range(0, batch.num_rows, ROWS_ROUTED):
            part = batch.slice(start, ROWS_ROUTED)
            mine = {row - start: said for row, said in (unread or {}).items() if 0 <= row - start < part.num_rows}
            for place, results in self._writer.columns(self._answered(part, mine)):
                rows = part.slice(place, len(results[0]))
                yield pa.RecordBatch.from_arrays([*rows.columns, *results], schema=schema)

    def take_counts(self) -> tuple[Counter[str], Counter[str]]:
        """Return how many near misses failed each check, and the dispositions asked, since this was last asked."""
        counts = self._checks, self._dispositions
        self._checks, self._dispositions = Counter(), Counter()
        return counts

    def _count(self, read: Read, misses: Ragged) -> None:
        checks = misses.values.astype(np.uint8) % np.uint8(len(CHECKS))  # a byte each: eight looks at it take no time
        counts = {name: int(np.count_nonzero(checks == place)) for place, name in enumerate(CHECKS)}
        self._checks.update({name: count for name, count in counts.items() if count})
        names, codes = self.engine.compiled.names.dispositions, np.bincount(read.calls.disposition)
        self._dispositions.update({names[code]: int(codes[code]) for code in np.flatnonzero(codes)})

    def _answered(self, batch: pa.RecordBatch, unread: Mapping[int, str]) -> Batch:
        texts = self._texts(batch)
        read = self._reader.read(texts, batch.num_rows, unread)
        answers, count = self.engine.route(read.calls), batch.num_rows
        outcome, validated_by = np.full(count, REJECTED), np.full(count, -1, np.int32)
        outcome[read.rows], validated_by[read.rows] = answers.outcome, answers.validated_by
        offers, misses = answers.offers.spread(read.rows, count), answers.misses.spread(read.rows, count)
        planned_offers, planned_misses = [offers.part()], [misses.part()]
        names: dict[int, str] = {}
        for row, answer in self._planned(texts, read):
            planned_offers.append(self._part(row, [offer.service.id for offer in answer.offers]))
            planned_misses.append(self._misses(row, answer))
            outcome[row] = OUTCOMES.index(answer.outcome)
            validated_by[row] = self._code(answer.validated_by)
            names |= {row: answer.care_plan.id} if answer.care_plan else {}
        if len(planned_offers) > 1:
            offers = self.engine.gather(planned_offers, count)
            misses = self.engine.gather(planned_misses, count)
        self._count(read, misses)
        calls = _spread(read.calls, read.rows, count)
        return Batch(calls, outcome, offers, misses, validated_by, names, read.reasons)

    def _texts(self, batch: pa.RecordBatch) -> dict[str, pa.StringArray]:
        """Return our columns as text, by our names."""
        found = {ours: self.columns.get(ours, ours) for ours in COLUMNS}
        return {ours: as_text(batch.column(theirs)) for ours, theirs in found.items() if theirs in batch.schema.names}

    def _planned(self, texts: Mapping[str, pa.StringArray], read: Read) -> Iterator[tuple[int, Answer]]:
        """Yield the plain engine's answers for the callers with a care plan in force."""
        patients = texts.get("patient")
        if not self.plans or patients is None:
            return
        known = pc.is_in(pc.utf8_trim_whitespace(patients), value_set=pa.array(list(self.plans), pa.string()))
        rows = np.flatnonzero(known.to_numpy(zero_copy_only=False))
        for row in np.intersect1d(rows, read.rows).tolist():
            request = self._request({name: column[row].as_py() for name, column in texts.items()})
            plan = find_plan(self.plans, request)
            if plan is not None:
                yield row, explain(self.engine.directory, request, plan).answer

    def _request(self, cells: dict[str, str | None]) -> Request:
        """Return a row that is understood as a single request."""
        request = read_request(call_text(cells, self.repeated_hour), self.engine.directory).request
        if request is None:
            raise RuntimeError("a row was understood in its batch, but not by itself")
        return request

    def _part(self, row: int, services: list[str]) -> Part:
        return _one(row, [self.engine.compiled.names.services.index(name) for name in services])

    def _misses(self, row: int, answer: Answer) -> Part:
        told = sorted(answer.near_misses, key=lambda miss: f"{miss.service.id}:")
        places = self.engine.compiled.names.services
        return _one(
            row, [places.index(miss.service.id) * len(CHECKS) + CHECKS.index(miss.failure.check) for miss in told]
        )

    def _code(self, disposition: str | None) -> int:
        return self.engine.compiled.names.dispositions.index(disposition) if disposition else -1


def call_text(cells: Mapping[str, str | None], repeated_hour: str | None = None) -> CallText:
    """Return a row's cells, by our names of the columns, as a call in text."""
    own: dict[str, Any] = {name: cells.get(name) for name in COLUMNS if name not in _READ_APART}
    codes = tuple(part.strip() for part in (cells.get("symptom_discriminator") or "").split("+") if part.strip())
    forced = (cells.get("force_distance") or "").strip().lower() in {"true", "yes", "y", "1"}
    return CallText(**own, symptom_discriminators=codes, force_distance=forced, repeated_hour=repeated_hour)


def result_schema(schema: pa.Schema) -> pa.Schema:
    """Return the columns of the input followed by those of the results, under names that are free."""
    for name, result in zip(result_names(schema.names), RESULTS, strict=True):
        schema = schema.append(result.with_name(name))
    return schema


def as_text(column: pa.Array) -> pa.StringArray:
    """Return a column of any type as the text that a file of text would hold; lists are joined by `+`."""
    if pa.types.is_dictionary(column.type):
        return as_text(column.dictionary_decode())
    if is_list(column.type):
        return pc.binary_join(column.cast(pa.list_(column.type.value_type)).cast(pa.list_(pa.string())), "+")
    if pa.types.is_float16(column.type):
        return as_text(column.cast(pa.float32()))
    if pa.types.is_floating(column.type):
        whole = pc.equal(pc.floor(column), column)
        return pc.if_else(whole, column.cast(pa.int64(), safe=False).cast(pa.string()), column.cast(pa.string()))
    if pa.types.is_string(column.type):
        return column if column.offset == 0 else pa.concat_arrays([column])
    return cells_of(column)


def _spread(calls: Calls, rows: Ints, count: int) -> Calls:
    """Return calls in the places of their rows; the other rows hold any call, or nothing but zeros."""
    if len(rows) == count:
        return calls
    places = np.zeros(count, np.int64)
    places[rows] = np.arange(len(rows))
    return calls.pick(places) if len(rows) else _nothing(calls, count)


def _nothing(calls: Calls, count: int) -> Calls:
    names = calls.__dataclass_fields__
    return Calls(**{name: np.zeros(count, getattr(calls, name).dtype) for name in names})


def _one(row: int, values: list[int]) -> Part:
    return Part(np.array([row]), np.array([len(values)]), np.array(values, np.int64))

"""One run of a batch: its files opened, its chunks worked through, its results put in their place."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa

from dos_router import __version__
from dos_router.cli.batch_output import Journal, Output, Step, open_output
from dos_router.cli.batch_progress import Progress
from dos_router.cli.batch_work import Work, Worker
from dos_router.diagnostics import Diagnostic, Malformed
from dos_router.loading import call_files
from dos_router.loading.call_files import STREAM, CallFile, Chunk, Form, Kind, form_of, open_calls
from dos_router.loading.nhs_numbers import LOOKED_AT, nhs_number_columns
from dos_router.reports.batch_json import Tally
from dos_router.reports.batch_rows import csv_header
from dos_router.routing.batch import BatchRouter, as_text, result_schema
from dos_router.routing.batch_coarse import blanked, coarsened
from dos_router.routing.batch_columns import COLUMNS
from dos_router.routing.compiled.cache import content_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The files of a run: calls in, results and rejected rows out."""

    calls: str
    file: CallFile
    output: str
    form: Form
    rejects: str | None
    rejects_form: Form | None
    resume: bool
    coarsen: bool


def open_job(
    calls: str, output: str, rejects: str | None, *, kind: Kind | None, to: Kind | None, resume: bool, coarsen: bool
) -> Job:  # fmt: skip
    """Open the calls and see to it that the results can be written. Raises Malformed."""
    form = form_of(output, to)
    rejects_form = form_of(rejects) if rejects else None
    for name in (output, rejects):
        if name and name != STREAM and not Path(name).absolute().parent.is_dir():
            raise Malformed(f"there is no folder `{Path(name).parent}`", help="make it first", rule="no-folder")
    if calls != STREAM and not Path(calls).is_file():
        raise Malformed(
            f"there is no file `{calls}`", help="name a file of calls, or - for standard input", rule="no-file"
        )
    if len({Path(name).resolve() for name in (calls, output, rejects) if name and name != STREAM}) < sum(
        name not in {None, STREAM} for name in (calls, output, rejects)
    ):
        raise Malformed("calls, results and rejects must be different files", help="name another", rule="same-file")
    if resume and STREAM in {calls, output}:
        raise Malformed("a stream cannot be gone on with", help="name files", rule="no-resume")
    file = open_calls(calls, form_of(calls, kind))
    return Job(
        calls=calls, file=file, output=output, form=form, rejects=rejects, rejects_form=rejects_form, resume=resume,
        coarsen=coarsen,
    )  # fmt: skip


def peeked(job: Job) -> tuple[Job, list[Diagnostic]]:
    """Return the job as it was, and a warning for each column of its first rows that looks like NHS numbers."""
    first = next(job.file.chunks, None)
    if first is None:
        return job, []
    rows = first.rows.slice(0, LOOKED_AT)
    cells = ((name, as_text(column).to_pylist()) for name, column in zip(rows.schema.names, rows.columns, strict=True))
    file = CallFile(job.file.names, chain([first], job.file.chunks))
    return replace(job, file=file), nhs_number_columns(cells)


def read_mapping(given: list[str] | None) -> dict[str, str]:
    """Return `at=CallStart,age=Years` by our names. Raises Malformed."""
    found: dict[str, str] = {}
    for pair in (part for text in given or () for part in text.split(",") if part.strip()):
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs:
            raise Malformed(f"`{pair}` maps no column", help="write it like `at=CallStart`", rule="bad-mapping")
        found[ours.strip()] = theirs
    return found


def run_job(job: Job, router: BatchRouter, work: Work) -> Tally:
    """Route every row and put the results in place; what ends otherwise leaves none there.

    `work` is what works through the chunks.
    """
    journal = _journal(job, router)
    outputs: list[Output] = []
    try:
        tally = _work(job, router, work, journal, outputs)
        for output in outputs:
            output.finish()
    except BaseException as problem:
        # after an interruption the part file and its journal stay: --resume goes on from them
        if not (journal and isinstance(problem, KeyboardInterrupt)):
            _abandon(outputs, journal)
        raise
    if journal:
        journal.close()
    return tally


def _work(job: Job, router: BatchRouter, work: Work, journal: Journal | None, outputs: list[Output]) -> Tally:
    """Work through what is left of the chunks; the outputs are opened with the first."""
    step = journal.last if journal else None
    tally = Tally(**{name: Counter(counts) for name, counts in step.counts.items()}) if step else Tally()
    chunks = _from(job.file.chunks, step.chunks if step else 0)
    if job.coarsen:
        chunks = (_coarsened(chunk, router) for chunk in chunks)
    found = next(chunks, None)
    first = found or Chunk(_no_rows(job.file.names), {})
    outputs += _open(job, result_schema(first.rows.schema), step)
    worker = Worker(router, job.form.kind, job.rejects_form.kind if job.rejects_form else None)
    progress = Progress(shown=sys.stderr.isatty())
    for number, done in enumerate(work(chain([first] if found or not step else [], chunks), worker), start=1):
        for output, data in zip(outputs, (done.results, done.rejects), strict=False):
            output.write(data)
        tally.add(done.tally)
        progress.tell(tally.rows, done.done)
        if journal:
            reached = [output.reached() for output in outputs]
            journal.note(Step(number + (step.chunks if step else 0), reached[0], reached[-1], _counts(tally)))
    progress.clear()
    return tally


def _coarsened(chunk: Chunk, router: BatchRouter) -> Chunk:
    """Return a chunk of which nothing exact is left; its rows are then written from their cells."""
    rows = coarsened(blanked(chunk.rows, chunk.unread), {name: router.columns.get(name, name) for name in COLUMNS})
    return chunk._replace(rows=rows, lines=None)


def _abandon(outputs: list[Output], journal: Journal | None) -> None:
    for output in outputs:
        with suppress(OSError, ValueError):
            output.abandon()
    if journal:
        journal.close()


def _counts(tally: Tally) -> dict[str, dict[str, int]]:
    return {each.name: dict(getattr(tally, each.name)) for each in fields(tally)}


def _from(chunks: Iterator[Chunk], count: int) -> Iterator[Chunk]:
    return islice(chunks, count, None)


def _no_rows(names: tuple[str, ...]) -> pa.RecordBatch:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.RecordBatch.from_arrays([pa.array([], pa.string()) for _ in names], schema=schema)


def _open(job: Job, schema: pa.Schema, step: Step | None) -> list[Output]:
    """Open the results, and the rejected rows if asked for; a file of CSV begins with its header."""
    goes_on = partial(open_output, schema=schema, resumable=job.resume)
    outputs = [goes_on(job.output, job.form, begin_at=step.results if step else 0)]
    if job.rejects and job.rejects_form:
        outputs.append(goes_on(job.rejects, job.rejects_form, begin_at=step.rejects if step else 0))
    for output, form in zip(outputs, (job.form, job.rejects_form), strict=False):
        if form and form.kind is Kind.CSV and step is None:
            output.write(csv_header(schema.names))
    return outputs


def _journal(job: Job, router: BatchRouter) -> Journal | None:
    """Return the journal of a run whose results can be gone on with."""
    is_parquet = Kind.PARQUET in {job.form.kind, job.rejects_form.kind if job.rejects_form else None}
    if STREAM in {job.calls, job.output} or (is_parquet and not job.resume):
        return None
    return Journal(Path(job.output), _key(job, router), resume=job.resume)


def _key(job: Job, router: BatchRouter) -> str:
    """Return a digest of all that the results hang on: the calls, the directory and the options."""
    with Path(job.calls).open("rb") as file:
        calls = hashlib.file_digest(file, "sha256").hexdigest()
    plans = repr(sorted((patient, [repr(plan) for plan in held]) for patient, held in router.plans.items()))
    told = (
        *(__version__, calls, content_key(router.engine.directory), plans, sorted(router.columns.items())),
        *(router.repeated_hour, job.form, job.rejects, job.rejects_form, job.coarsen),
        *(call_files.BLOCK, call_files.ROWS),  # which cut the calls into the chunks that are counted
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()

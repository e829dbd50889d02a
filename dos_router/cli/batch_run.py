"""One run of a batch: its files opened, its chunks worked through, its results put in their place."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from dos_router.cli.batch_output import Journal, Output, Step, open_output
from dos_router.cli.batch_progress import Progress
from dos_router.cli.batch_work import Done, Worker, work_through
from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import STREAM, CallFile, Chunk, Form, Kind, form_of, open_calls
from dos_router.reports.batch_json import Tally
from dos_router.reports.batch_rows import csv_header
from dos_router.routing.batch import BatchRouter, result_schema
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


def open_job(
    calls: str, output: str, rejects: str | None, *, kind: Kind | None, to: Kind | None, resume: bool
) -> Job:  # fmt: skip
    """Open the calls and see to it that the results can be written. Raises Malformed."""
    form = form_of(output, to)
    rejects_form = form_of(rejects) if rejects else None
    for name in (output, rejects):
        if name and name != STREAM and not Path(name).absolute().parent.is_dir():
            raise Malformed(f"there is no folder `{Path(name).parent}`", help="make it first", rule="no-folder")
    if calls != STREAM and not Path(calls).is_file():
        raise Malformed(f"there is no file `{calls}`", help="name a file of calls, or - for standard input", rule="no-file")
    if len({Path(name).resolve() for name in (calls, output, rejects) if name and name != STREAM}) < sum(
        name not in {None, STREAM} for name in (calls, output, rejects)
    ):
        raise Malformed("calls, results and rejects must be different files", help="name another", rule="same-file")
    if resume and (STREAM in {calls, output} or Kind.PARQUET in {form.kind, rejects_form.kind if rejects_form else None}):
        cure = "write CSV or JSON Lines from a file to a file"
        raise Malformed("only results in text can be gone on with", help=cure, rule="no-resume")
    file = open_calls(calls, form_of(calls, kind))
    return Job(
        calls=calls, file=file, output=output, form=form, rejects=rejects, rejects_form=rejects_form, resume=resume
    )


def read_mapping(given: list[str] | None) -> dict[str, str]:
    """Return `at=CallStart,age=Years` by our names. Raises Malformed."""
    found: dict[str, str] = {}
    for pair in (part for text in given or () for part in text.split(",") if part.strip()):
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs:
            raise Malformed(f"`{pair}` maps no column", help="write it like `at=CallStart`", rule="bad-mapping")
        found[ours.strip()] = theirs
    return found


def run_job(job: Job, router: BatchRouter, processes: int) -> Tally:
    """Route every row and put the results in place; what ends otherwise leaves no results there."""
    worker = Worker(router, job.form.kind, job.rejects_form.kind if job.rejects_form else None)
    journal = _journal(job, router)
    step = (journal.last if journal else None) or Step(0, 0, 0, {})
    outputs = _outputs(job, step)
    tally = Tally(**{name: Counter(counts) for name, counts in step.counts.items()})
    progress = Progress(shown=sys.stderr.isatty())
    try:
        number = step.chunks
        chunks = islice(job.file.chunks, step.chunks, None)
        for number, done in enumerate(work_through(chunks, worker, processes), start=step.chunks + 1):
            _write(outputs, done)
            tally.add(done.tally)
            progress.tell(tally.rows, done.done)
            if journal:
                reached = [output.reached() for output in outputs]
                journal.note(Step(number, reached[0], reached[-1], asdict(tally)))
        _begin_empty(job, outputs, number)
        for output in outputs:
            output.finish()
    except KeyboardInterrupt:
        raise  # the part file and its journal stay: --resume goes on from them
    except BaseException:
        for output in outputs:
            with suppress(OSError, ValueError):
                output.abandon()
        if journal:
            journal.close()
        raise
    finally:
        progress.clear()
    if journal:
        journal.close()
    return tally


def _outputs(job: Job, step: Step) -> list[Output]:
    """Open the results, and the rejected rows if asked for; a file of CSV begins with its header."""
    schema = result_schema(pa.schema([(name, pa.string()) for name in job.file.names]))
    return []


def _write(outputs: list[Output], done: Done) -> None:
    for output, data in zip(outputs, (done.results, done.rejects), strict=False):
        output.write(data)

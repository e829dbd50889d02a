"""`batch`: a file of calls → the same rows with their results."""

from __future__ import annotations

import json as json_text
import time
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from dos_router.cli import options
from dos_router.cli.batch_run import open_job, peeked, read_mapping, run_job
from dos_router.cli.batch_spark import Where, workforce
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_care_plans, open_signed
from dos_router.cli.private_file import write_private
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import Terms, takes_terms
from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import STREAM, Kind, find_columns
from dos_router.model.answer import Outcome
from dos_router.reports.batch_json import BatchJson, batch_json
from dos_router.reports.batch_text import render_batch
from dos_router.routing.batch import BatchRouter
from dos_router.routing.batch_columns import COLUMNS
from dos_router.routing.compiled.cache import compiled_for
from dos_router.routing.fast import Engine
from dos_router.routing.request import REPEATED_HOURS

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Calls = Annotated[
    str,
    typer.Argument(
        metavar="CALLS", help="calls, one a row: .csv, .jsonl or .parquet, also .gz or .zst; - is standard input"
    ),
]
Out = Annotated[
    str,
    typer.Option("--output", "-o", metavar="OUT", help="where the rows with results go, by name; - is standard output"),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OURS=THEIRS,…", help="the file's names of our columns: at=CallStart"),
]
Rejects = Annotated[str | None, typer.Option("--rejects", metavar="FILE", help="also write the rejected rows here")]
Summary = Annotated[Path | None, typer.Option("--summary", metavar="FILE", help="write the counts as JSON")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, metavar="N", help="processes (default: one a core)")]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="go on where a run that was killed had come to; Parquet, if it was begun with this"),
]
Coarsen = Annotated[
    bool,
    typer.Option(
        "--coarsen", help="first reduce calls to hour, sector and age band; columns that are not ours stay as they are"
    ),
]
On = Annotated[Where, typer.Option("--engine", help="work here in processes (fast), or on Spark")]
Master = Annotated[
    str | None, typer.Option("--master", metavar="URL", help="Spark's: local[2], spark://host:7077 (default: local[*])")
]
From = Annotated[Kind | None, typer.Option("--from", help="what CALLS is, whatever its name")]
To = Annotated[Kind | None, typer.Option("--to", help="what OUT is, whatever its name")]


@app.command(help="Route a file of calls: every row with its outcome and offers, in the same order.")
@guarded
@takes_terms
def batch(  # noqa: PLR0913 - the options of the command
    calls: Calls, *, output: Out, directory: options.Directory = None, mapped: Map = None, rejects: Rejects = None,
    summary: Summary = None, workers: Workers = None, resume: Resume = False, kind: From = None, to: To = None,
    coarsen: Coarsen = False, engine: On = Where.FAST, master: Master = None,
    care_plans: options.CarePlans = None, repeated_hour: options.RepeatedHour = None,
    terms: Terms, json: options.Json = False, plain: options.Plain = False,
) -> None:  # fmt: skip
    """Route a file of calls and tell what it came to."""
    pa.set_memory_pool(pa.system_memory_pool())  # gives back what it no longer needs; a little slower
    screen = open_screen(plain=plain)
    job = open_job(calls, output, rejects, kind=kind, to=to, resume=resume, coarsen=coarsen)
    columns = find_columns(job.file.names, read_mapping(mapped), COLUMNS)
    job, doubts = peeked(job)
    screen.tell(doubts)
    opened = open_signed(directory, terms, screen)
    router = BatchRouter(
        Engine(opened, compiled_for(opened)), plans=open_care_plans(care_plans, opened, screen) or {},
        columns=columns, repeated_hour=_which_hour(repeated_hour),
    )  # fmt: skip
    began = time.monotonic()
    with workforce(engine, master, workers) as work:
        tally = run_job(job, router, work)
    found = batch_json(tally, opened.reference, time.monotonic() - began, opened.sign_off)
    _tell(found, summary, screen, as_json=json and output != STREAM)
    raise typer.Exit(Exit.ROWS_REJECTED if tally.outcomes[Outcome.REJECTED.value] else Exit.DONE)


def _which_hour(stated: str | None) -> str | None:
    if stated is not None and stated not in REPEATED_HOURS:
        raise Malformed(
            f"`{stated}` is neither `first` nor `second`", help="write `first` or `second`", rule="bad-hour"
        )
    return stated


def _tell(found: BatchJson, summary: Path | None, screen: Screen, *, as_json: bool) -> None:
    """Write the summary where it was asked for, and show it; standard output may hold the rows."""
    if summary is not None:
        write_private(summary, json_text.dumps(found, indent=2) + "\n", force=True)
    if as_json:
        screen.show_json(found)
    else:
        typer.echo(render_batch(found, screen.errors), err=True)

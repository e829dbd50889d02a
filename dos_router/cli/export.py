"""`export`: a directory's services in the formats of others, and what those cannot say, service by service."""

from __future__ import annotations

import json as json_text
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.gaps_table import write_whole
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_marked
from dos_router.cli.screen import Screen, open_screen
from dos_router.diagnostics import Malformed, has_errors
from dos_router.interchange.exported import Exported
from dos_router.interchange.records import records_of
from dos_router.model.directory import Directory
from dos_router.reports.export_json import export_json
from dos_router.reports.export_text import SHOWN, render_export

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STREAM = "-"


class Format(StrEnum):
    """What a directory's services can be written as."""

    FHIR = "fhir"
    HSDS = "hsds"
    CSV = "csv"
    PARQUET = "parquet"
    GEOJSON = "geojson"


Kind = Annotated[Format, typer.Option("--format", help="FHIR R4, Open Referral UK (HSDS 3), tables, or a map")]
Out = Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="the file to write; - is standard output")]
Force = Annotated[bool, typer.Option("--force", help="overwrite a file")]
Strict = Annotated[bool, typer.Option("--strict", help="end with exit code 1 where the format cannot say something")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="list so many of what is not said; 0: all")]


@app.command(help="Write a directory's services as FHIR, Open Referral UK, a table or a map; tell what is lost.")
@guarded
def export(
    *, kind: Kind, output: Out, directory: options.Directory = None, force: Force = False, strict: Strict = False,
    limit: Limit = SHOWN, json: options.Json = False, plain: options.Plain = False,
) -> None:  # fmt: skip
    """Write the services, and tell on standard error or as JSON what the format cannot say."""
    screen = open_screen(plain=plain)
    if kind is Format.PARQUET and output == STREAM:
        raise Malformed("Parquet is no stream", help="name a file with -o", rule="no-stream")
    if json and output == STREAM:
        raise Malformed("--json and the services cannot both go to standard output", help="name a file with -o")
    opened = open_marked(directory, screen)
    found = _exported(kind, opened, screen)
    _write(kind, found, output, force=force)
    if json:
        screen.show_json(export_json(found, kind.value, output, opened))
    else:
        typer.echo(render_export(found, kind.value, output, screen.errors, limit), err=True)
    raise typer.Exit(Exit.DATA_ERRORS if strict and found.unsaid else Exit.DONE)


def _exported(kind: Format, directory: Directory, screen: Screen) -> Exported:
    """Return the services that load; records with errors have been told, and are not exported."""
    records, problems = records_of(Path(directory.folder))
    if has_errors(problems):
        screen.refuse(problems, Exit.DATA_ERRORS)
    whole = [record for record in records if record.id in directory.own]
    if kind is Format.FHIR:
        from dos_router.interchange.fhir.bundle import fhir_bundle  # noqa: PLC0415 - one of them is wanted

        return fhir_bundle(whole, directory)
    if kind is Format.HSDS:
        from dos_router.interchange.hsds.services_out import hsds_services  # noqa: PLC0415

        return hsds_services(whole, directory)
    if kind is Format.GEOJSON:
        from dos_router.interchange.geojson import geojson  # noqa: PLC0415

        return geojson(whole, directory)
    from dos_router.interchange.tables.table_out import table_rows  # noqa: PLC0415

    return table_rows(whole, directory)


def _write(kind: Format, found: Exported, output: str, *, force: bool) -> None:
    from dos_router.interchange.tables.table_out import csv_text, parquet_bytes  # noqa: PLC0415

    as_text: dict[Format, Callable[[], str]] = {Format.CSV: lambda: csv_text(found.content)}
    if kind is Format.PARQUET:
        _put(Path(output), parquet_bytes(found.content), force=force)
        return
    text = as_text.get(kind, lambda: json_text.dumps(found.content, ensure_ascii=False, indent=1) + "\n")()
    if output == STREAM:
        typer.echo(text, nl=False)
    else:
        _put(Path(output), text.encode(), force=force)


def _put(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all. Raises Malformed where it is there already."""
    if path.exists() and not force:
        raise Malformed(f"`{path}` is there already", help="add --force to overwrite it", rule="exists")
    write_whole(path, data)

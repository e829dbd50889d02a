"""`import`: what others keep of their services, as services of ours; a list goes by a recipe."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.import_cases import import_cases
from dos_router.cli.import_exchange import import_exchange, source_of
from dos_router.cli.import_options import check_words, chosen_recipe, rejects_sink, target_of
from dos_router.cli.opening_files import open_directory
from dos_router.cli.screen import Screen, open_screen
from dos_router.interchange.lists.call_cases import call_recipe_named
from dos_router.interchange.lists.import_list import import_list
from dos_router.interchange.lists.job import Imported, ListImport
from dos_router.interchange.lists.merge import Kind
from dos_router.interchange.lists.put_files import finish_files
from dos_router.loading.locate import DIRECTORY_VARIABLE
from dos_router.model.directory import Directory
from dos_router.model.moments import parse_day
from dos_router.reports.import_json import import_json
from dos_router.reports.import_text import render_import

EXPECTED = frozenset({"left-out", "already-there", "duplicate-row", "deleted-by-hand"})  # reported, and no fault

app = typer.Typer(rich_markup_mode=None, add_completion=False)

List = Annotated[
    Path,
    typer.Argument(metavar="LIST", help="a list (delimited text, also .gz), FHIR, Open Referral UK or a table of ours"),
]
Out = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="OUT", help="a folder for provider files, a directory, or a .csv table"),
]
As = Annotated[str | None, typer.Option("--as", metavar="TYPE", help="the service type of every row: pharmacy")]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FILE", help="a recipe of your own, or OURS=THEIRS,… : name=trading_name"),
]
RecipeName = Annotated[
    str | None, typer.Option("--recipe", metavar="NAME", help="a shipped recipe (default: the one that fits)")
]
With = Annotated[Path | None, typer.Option("--with", metavar="FILE", help="the second list, of opening rows")]
Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="the date of the list (default: as named)")]
Status = Annotated[str | None, typer.Option("--status", metavar="STATUS", help="of every service: active, pending, …")]
Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="tells lists of one recipe in one folder apart")
]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="of the list (default: as found)")]
AllowGone = Annotated[bool, typer.Option("--allow-gone", help="go on where most services of the last import are gone")]
Rejects = Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="write every reported row here, CSV")]


@app.command(help="Import a list of services: provider files, merged with what people have changed in them.")
@guarded
def import_(  # noqa: PLR0913 - the options of the command
    source: List, *, output: Out, kind: As = None, mapped: Map = None, recipe: RecipeName = None,
    directory: options.Directory = None, openings: With = None, dated: Date = None, status: Status = None,
    name: Name = None, encoding: Encoding = None, allow_gone: AllowGone = False, rejects: Rejects = None,
    json: options.Json = False, plain: options.Plain = False,
) -> None:  # fmt: skip
    """Import a list, and tell what it came to."""
    screen = open_screen(plain=plain)
    check_words(status, name, encoding)
    if (cases := call_recipe_named(recipe)) is not None:
        raise typer.Exit(import_cases(source, cases, output, encoding, screen, as_json=json))
    if (exchange := source_of(source)) is not None and not (recipe or mapped):
        around = _directory(directory, target_of(output), screen)
        raise typer.Exit(import_exchange(source, exchange, output, around, screen, kind=kind, json=json))
    target = target_of(output)
    chosen = chosen_recipe(source, mapped, recipe, kind=kind, encoding=encoding, screen=screen)
    finish_files(target.parent if target.suffix == ".csv" else target, name or chosen.id)  # before it is read
    with ExitStack() as stack:
        job = ListImport(
            path=source, recipe=chosen, target=target, directory=_directory(directory, target, screen), kind=kind,
            dated=parse_day(dated) if dated else None, status=status, openings=openings, name=name,
            encoding=encoding, allow_gone=allow_gone, sink=rejects_sink(rejects, stack),
        )  # fmt: skip
        found = import_list(job)
    if json:
        screen.show_json(import_json(found, str(target)))
    else:
        screen.tell(found.notes)
        screen.show(render_import(found, str(target), screen.page))
    raise typer.Exit(_exit(found))


def _directory(asked: str | None, target: Path, screen: Screen) -> Directory | None:
    """Return the directory that is named, or the one into whose folder is written; None where there is none."""
    around = (target.parent if target.suffix == ".csv" else target).parent
    if asked or os.environ.get(DIRECTORY_VARIABLE):
        return open_directory(asked, screen)
    return open_directory(str(around), screen) if (around / "directory.yaml").is_file() else None


def _exit(found: Imported) -> Exit:
    """Return 5 where rows were refused for a fault, 1 where the list and people disagree."""
    faults = sum(count for rule, count in found.tally.reported.items() if rule not in EXPECTED)
    if faults or found.openings.faults:
        return Exit.ROWS_REJECTED
    return Exit.DATA_ERRORS if any(one.kind is Kind.CONFLICT for one in found.changes) else Exit.DONE

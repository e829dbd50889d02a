"""A list → provider files of a directory, or one table of services: the whole of an import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Malformed, warning
from dos_router.interchange.lists.cells import earliest_day
from dos_router.interchange.lists.delimited import Sheet, open_sheet
from dos_router.interchange.lists.gathering import Gathering
from dos_router.interchange.lists.job import Imported, ListImport
from dos_router.interchange.lists.last_import import LastImport, read_last_import, record_path
from dos_router.interchange.lists.opening_rows import OpeningList, read_opening_rows
from dos_router.interchange.lists.put_files import finish_files
from dos_router.interchange.lists.reading import Reader
from dos_router.interchange.lists.recipes import must_have
from dos_router.interchange.lists.surroundings import surroundings_of
from dos_router.interchange.lists.tally import Tally
from dos_router.interchange.lists.write_files import write_files
from dos_router.interchange.lists.write_table import write_table


def import_list(job: ListImport) -> Imported:
    """Import a list. Raises Malformed where it cannot be read at all, or would overwrite what people wrote."""
    recipe = job.recipe
    finish_files(job.folder, job.record_name)
    sheet = open_sheet(job.path, job.encoding)
    must_have(recipe.columns(), sheet.columns, recipe.id)
    _must_be_known(job)
    last = read_last_import(record_path(job.folder, job.record_name)) or LastImport()
    dated = job.dated or recipe.date or earliest_day(job.path.name)
    openings = _openings(job)
    reader = Reader(
        recipe=recipe, around=surroundings_of(job.directory, _own(job, last)),
        kind=job.kind, dated=dated, status=job.status or recipe.status, openings=openings,
    )  # fmt: skip
    gathering = Gathering(reader, last, Tally(sink=job.sink))
    found = Imported(
        recipe=recipe, list=job.path.name, dated=dated, tally=gathering.tally, openings=openings,
        notes=tuple(_notes(sheet, job, dated)), first=not last.services,
    )  # fmt: skip
    return (write_table if job.is_table else write_files)(job, found, gathering, sheet)


def _own(job: ListImport, last: LastImport) -> frozenset[str]:
    """Return the ids that earlier imports of the list wrote: its record's, or those of the table that is its target."""
    own = {one.id for one in last.services.values()}
    if job.is_table and job.directory is not None:
        home, target = Path(job.directory.folder), job.target.resolve()
        services = list(job.directory.services.values())
        files = {file for file in {one.at.file for one in services} if (home / file).resolve() == target}
        own |= {one.id for one in services if one.at.file in files}
    return frozenset(own)


def _must_be_known(job: ListImport) -> None:
    """Raise Malformed for a type that is named and is none."""
    types = surroundings_of(None, frozenset()).reference.service_types
    if job.kind is not None and job.kind not in types:
        from dos_router.spelling import did_you_mean  # noqa: PLC0415 - only a mistake needs it

        cure = did_you_mean(job.kind, types)
        raise Malformed(f"there is no service type `{job.kind}`", help=cure, rule="unknown-service-type")


def _openings(job: ListImport) -> OpeningList:
    """Read the second list, of opening rows, where there is one."""
    if job.openings is None:
        return OpeningList()
    rule = job.recipe.hours.rows
    if rule is None:
        said = f"the recipe `{job.recipe.id}` knows no second list of opening rows"
        raise Malformed(said, help="leave out --with", rule="no-opening-rows")
    sheet = open_sheet(job.openings, job.encoding)
    named = (rule.key, rule.day, rule.times, rule.is_open, rule.date, rule.kind)
    must_have([name for name in named if name], sheet.columns, job.recipe.id)
    return read_opening_rows(sheet, rule)


def _notes(sheet: Sheet, job: ListImport, dated: date | None) -> Iterator[Diagnostic]:
    """Yield what is to be told of the list as a whole."""
    if sheet.encoding.because:
        cure = "if letters look wrong, say which it is with --encoding"
        said = f"the list is read as {sheet.encoding.name}: {sheet.encoding.because}"
        yield warning("not-utf-8", said, sheet.file, cure)
    if dated is None and not job.recipe.checked:
        cure = "say it with --date, such as --date 2026-09-30"
        yield warning("no-date", "the date of the list is not known, so `checked` has none", sheet.file, cure)
    if job.directory is None:
        cure = "name the directory with -d: places, profiles and commissioners are its own"
        yield warning("no-directory", "postcodes are not resolved and no profiles given", None, cure)

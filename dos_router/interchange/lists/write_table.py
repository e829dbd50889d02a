"""Services of a list → one table, row by row in bounded memory; the whole table, or the old one."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO

from dos_router.diagnostics import Malformed
from dos_router.interchange.kept import Kept
from dos_router.interchange.lists.delimited import Sheet
from dos_router.interchange.lists.gathering import Gathering
from dos_router.interchange.lists.job import Imported, ListImport
from dos_router.interchange.lists.last_import import LastImport, record_path, record_text
from dos_router.interchange.lists.services_table import table_header
from dos_router.interchange.lists.table_changes import table_changes
from dos_router.interchange.lists.table_rows import TableRows, keep_ids


def write_table(job: ListImport, found: Imported, gathering: Gathering, sheet: Sheet) -> Imported:
    """Write the table beside its target and put it in its place. Raises Malformed where people edited the old one."""
    _must_be_ours(job.target, gathering.last)
    job.folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{job.target.name}.", dir=job.folder)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file, Kept() as ids:
            if job.target.is_file() and job.recipe.key and job.recipe.key == job.recipe.ods:
                keep_ids(job.target, ids)
            digest = _write_rows(file, TableRows(gathering, ids), sheet)
        changes = table_changes(job.target, waiting, job.target.name) if job.target.is_file() else []
        waiting.chmod(0o644)
        waiting.replace(job.target)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    path = record_path(job.folder, job.record_name)
    path.parent.mkdir(exist_ok=True)
    record = LastImport(list=found.list, dated=str(found.dated) if found.dated else None, sha256=digest)
    path.write_text(record_text(record), encoding="utf-8", newline="\n")
    files = (job.target.name,) if digest != gathering.last.sha256 else ()
    return replace(found, files=files, changes=tuple(changes), first=not gathering.last.sha256)


def _write_rows(file: IO[str], table: TableRows, sheet: Sheet) -> str:
    """Write each service once, and return the digest of all that was written."""
    digest = hashlib.sha256()
    for text in chain([table_header()], map(table.row, table.gathering.rows(sheet))):
        file.write(text)
        digest.update(text.encode())
    return digest.hexdigest()


def _must_be_ours(target: Path, last: LastImport) -> None:
    """Raise Malformed for a table that is not as the last import wrote it."""
    if not target.is_file():
        return
    with target.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == last.sha256:
            return
    cure = "import into another file and compare them, or move this one away; provider files (-o FOLDER) are merged"
    raise Malformed(f"`{target}` is not as the last import wrote it", help=cure, rule="edited-table")

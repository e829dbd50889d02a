"""Services of a list → provider files, merged with what people have changed in them since the last import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Malformed, error
from dos_router.interchange.lists.delimited import Sheet
from dos_router.interchange.lists.gathering import Gathering, Good
from dos_router.interchange.lists.job import Imported, ListImport
from dos_router.interchange.lists.last_import import LastImport, Written, record_text
from dos_router.interchange.lists.plan import Plan
from dos_router.interchange.lists.put_files import put_files

MOST_GONE = 0.5  # of the services of the last import: with more gone it is hardly a newer version of that list
FEW = 10
MOST = 100_000  # services, which are all held to be merged: some 1.5 GB


def write_files(job: ListImport, found: Imported, gathering: Gathering, sheet: Sheet) -> Imported:
    """Merge a list into a folder of provider files, and record what was written."""
    goods = _told_apart(gathering, sheet, job)
    _must_be_the_same_list(job, gathering.last, goods)
    plan = Plan(job, found, gathering.last)
    for key, good in sorted(goods.items()):
        if plan.take(key, good.draft):
            gathering.tally.accept(good.problems)
        else:
            gathering.tally.report(good.row, [_deleted(good, plan.last.services[key])])
    plan.close_the_gone(goods)
    texts, record = plan.finish(_digest(job.path))
    put_files(job.target, job.record_name, texts, record_text(record))
    return replace(found, changes=tuple(plan.changes), files=tuple(sorted(texts)), edited=plan.edited)


def _told_apart(gathering: Gathering, sheet: Sheet, job: ListImport) -> dict[str, Good]:
    """Return the rows by key; one whose key or id stood there before is reported. Raises Malformed for too many."""
    goods: dict[str, Good] = {}
    ids: dict[str, Good] = {}
    for good in gathering.rows(sheet):
        first = goods.get(good.draft.key) or ids.get(good.draft.id)
        if first is None:
            goods[good.draft.key] = ids[good.draft.id] = good
            if len(goods) > MOST:
                raise too_many_services(MOST, job.target / f"{job.record_name}.csv")
        else:
            gathering.tally.report(good.row, [_twice(first, good)])
    return goods


def too_many_services(most: int, table: Path) -> Malformed:
    """Return what is to be said of more services than provider files are made for."""
    said = f"there are over {most:,} services, which are too many for a file a provider"
    cure = f"write one table, which may be of any size: -o {table}"
    return Malformed(said, help=cure, rule="too-many-services")


def _twice(first: Good, again: Good) -> Diagnostic:
    columns = again.row.sheet.columns
    differing = [name for name, at in columns.items() if first.row.cells[at] != again.row.cells[at]]
    where = f"first in line {first.row.line}"
    if not differing:
        return error("duplicate-row", f"the row repeats another, {where}", again.draft.row, "delete one")
    said = f"`{again.draft.key}` stands in the list again, {where}, and differs in {', '.join(differing)}"
    return error("duplicate-key", said, again.draft.row, "keep the one that is right")


def _deleted(good: Good, base: Written) -> Diagnostic:
    said = f"`{base.id}` was deleted from `{base.file}`, or has another id there"
    cure = "leave it so, or put the record back to have it kept up to date"
    return error("deleted-by-hand", said, good.draft.row, cure)


def _must_be_the_same_list(job: ListImport, last: LastImport, goods: Mapping[str, Good]) -> None:
    """Raise Malformed where most of what the last import wrote is not in the list at all."""
    standing = [key for key, one in last.services.items() if not one.gone]
    gone = [key for key in standing if key not in goods]
    if job.allow_gone or len(gone) < FEW or len(gone) <= len(standing) * MOST_GONE:
        return
    said = f"{len(gone):,} of {len(standing):,} services of the last import (`{last.list}`) are not in this list"
    cure = "is it another list? then give it a --name of its own; else add --allow-gone, and they are closed"
    raise Malformed(said, help=cure, rule="another-list")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

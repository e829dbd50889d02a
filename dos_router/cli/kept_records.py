"""The records of a file of services, as sign-off digests them, kept by the file's text."""

from __future__ import annotations

from pathlib import Path

from dos_router.checks.kept.directory import KeptDirectory
from dos_router.checks.kept.plain_findings import findings_from, plain_findings
from dos_router.checks.kept.store import Plain
from dos_router.diagnostics import Diagnostic, Location
from dos_router.signoff.records import Record, read_service_records

Found = list[Record | Diagnostic]


def kept_records(kept: KeptDirectory, path: Path, where: Location) -> Found:
    """Return each service of a file, and what cannot be signed of it: as it was kept, else read now."""
    if not kept.keeps_file(path):
        return read_service_records(path, where, kept.files.tree)
    return kept.store.found_or_made(
        f"signed {path} {kept.files.sha256(path)}",
        lambda: read_service_records(path, where, kept.files.tree),
        read=lambda plain: records_from(plain, where),
        write=lambda found: plain_records(found, where),
    )


def plain_records(found: Found, where: Location) -> Plain:
    """Return what was found in a file as lists."""
    return [_plain(one, where) for one in found]


def records_from(plain: Plain, where: Location) -> Found:
    """Return what was found in a file from lists."""
    return [_found(one, where) for one in plain]


def _plain(one: Record | Diagnostic, where: Location) -> Plain:
    if isinstance(one, Diagnostic):
        return plain_findings([one], where.folder)
    return [one.kind, one.id, one.sha256, one.at[1:3], dict(one.parts), sorted(one.named), one.led, one.tree]


def _found(plain: Plain, where: Location) -> Record | Diagnostic:
    if len(plain) == 1:
        return findings_from(plain, where.folder)[0]
    kind, identity, sha256, (line, column), parts, named, led, tree = plain
    at = Location(where.file, line, column, where.folder)
    return Record(kind=kind, id=identity, sha256=sha256, at=at, parts=parts, named=frozenset(named), led=led, tree=tree)

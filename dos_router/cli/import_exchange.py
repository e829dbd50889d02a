"""`import` of other kinds of files than lists: FHIR, Open Referral UK, and tables of our own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import islice
from pathlib import Path

from dos_router.cli.exits import Exit
from dos_router.cli.import_options import target_of
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed
from dos_router.interchange.exchange import Offers
from dos_router.interchange.fhir.bundle_in import read_bundle
from dos_router.interchange.fhir.known import is_fhir
from dos_router.interchange.fit import fault_of
from dos_router.interchange.hsds.services_in import read_services
from dos_router.interchange.intake import Intake
from dos_router.interchange.lists.write_files import MOST, too_many_services
from dos_router.interchange.records import Record, write_records
from dos_router.interchange.tables.table_file import fault_in_table, write_record_table
from dos_router.interchange.tables.table_in import NEEDED, read_table
from dos_router.model.directory import Directory
from dos_router.reference import ServiceType, load_reference
from dos_router.reports.exchange_json import exchange_json
from dos_router.reports.exchange_text import render_exchange
from dos_router.spelling import did_you_mean


class Source(StrEnum):
    """What a file that is no list is."""

    FHIR = "FHIR"
    HSDS = "Open Referral UK"
    TABLE = "table"


def source_of(path: Path) -> Source | None:
    """Return what a file is by its name and its first words; None for a list."""
    if path.suffix == ".parquet":
        return Source.TABLE
    if path.suffix in {".json", ".ndjson", ".jsonl"} and path.is_file():
        return Source.FHIR if is_fhir(path) else Source.HSDS
    return Source.TABLE if path.suffix == ".csv" and path.is_file() and _header(path) >= NEEDED else None


def _header(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return set(next(csv.reader(iter([file.readline(1_000_000)])), []))


def import_exchange(
    path: Path,
    source: Source,
    output: Path,
    directory: Directory | None,
    screen: Screen,
    *,
    kind: str | None,
    json: bool,
) -> Exit:
    """Write the services of a file as provider files, and tell what it came to."""
    types = directory.reference.service_types if directory else load_reference()[0].service_types
    if kind is not None and kind not in types:
        cure = did_you_mean(kind, types)
        raise Malformed(f"there is no service type `{kind}`", help=cure, rule="unknown-service-type")
    target = target_of(output)
    said = (f"Imported from {path.name} ({source.value}). What stands here is as it was there; check it.",)
    is_table = target.suffix == ".csv"
    intake = Intake((fault_in_table, fault_of)) if is_table else Intake()
    records = intake.records(_read(path, source, types, kind))
    files = write_record_table(records, target) if is_table else write_records(_few(records, target), target, said)
    taken = intake.taken
    if json:
        screen.show_json(exchange_json(taken, path.name, source.value, str(target), files))
    else:
        screen.show(render_exchange(taken, path.name, source.value, str(target), files, screen.page))
    return Exit.ROWS_REJECTED if taken.reported else Exit.DONE


def _few(records: Iterable[Record], target: Path) -> list[Record]:
    """Return records as a list. Raises Malformed where they are too many for provider files."""
    found = list(islice(records, MOST + 1))
    if len(found) > MOST:
        raise too_many_services(MOST, target / "imported.csv")
    return found


def _read(path: Path, source: Source, types: Mapping[str, ServiceType], kind: str | None) -> Offers:
    if not path.is_file():
        raise Malformed(f"there is no file `{path}`", help="name a file to import", rule="no-file")
    if source is Source.FHIR:
        return read_bundle(path, types, kind)
    return read_services(path, types, kind) if source is Source.HSDS else read_table(path)

"""The reference tables as typed, frozen mappings; a site's own CSV may replace a whole table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from dos_router.diagnostics import Diagnostic, Location, Malformed
from dos_router.reference import cells
from dos_router.reference.cells import Row
from dos_router.reference.csv_table import Reading, Table, read_table
from dos_router.reference.entries import REPLACEABLE, Disposition, Reference, RejectReason, ServiceType
from dos_router.spelling import did_you_mean

T = TypeVar("T")


def load_reference(
    replacements: Mapping[str, Path] | None = None, *, folder: Path | None = None
) -> tuple[Reference, list[Diagnostic]]:
    """Return the reference with a site's own tables in place of ours, and every problem in them.

    Keys of `replacements` are of REPLACEABLE (else ValueError); its paths are relative to `folder`.
    Faulty rows are left out; a table with no sound row leaves ours standing, so that one fault does
    not make every code unknown. With an error among the problems the result is fit for further
    checking only. The shipped tables are read once a process.
    """
    shipped = _shipped()
    if not replacements:
        return shipped, []
    if unknown := sorted(set(replacements) - set(REPLACEABLE)):
        raise ValueError(f"no table of the reference is called {unknown[0]!r}")
    where = str(folder) if folder else ""
    sources = {
        name: ((folder or Path()) / path, Location(path.as_posix(), folder=where))
        for name, path in replacements.items()
    }
    return _read_all(sources, shipped)


@cache
def _shipped() -> Reference:
    here = files(__package__)
    nothing = Reference(*(MappingProxyType({}) for _ in fields(Reference)))
    sources = {
        name: (here / f"{name}.csv", Location(f"dos_router/reference/{name}.csv"))
        for name in (*REPLACEABLE, "provider_kinds", "reject_reasons")
    }
    reference, problems = _read_all(sources, nothing)
    if problems:
        raise RuntimeError(f"a reference table of the package is damaged: {problems[0]}")
    return reference


def _read_all(
    sources: Mapping[str, tuple[Traversable, Location]], standing: Reference
) -> tuple[Reference, list[Diagnostic]]:
    """Read the tables that have a source; the others, and those without a sound row, stay as they stand."""
    problems: list[Diagnostic] = []
    came_from = dict(standing.files)

    def read(table: Table[T], ours: Mapping[str, T]) -> Mapping[str, T]:
        if table.name not in sources:
            return ours
        path, where = sources[table.name]
        reading = read_table(table, path, where)
        problems.extend(reading.problems)
        if not reading.entries:
            return ours
        came_from[table.name] = where.file
        return MappingProxyType(reading.entries)

    reference = Reference(
        dispositions=read(_DISPOSITIONS, standing.dispositions),
        service_types=read(_SERVICE_TYPES, standing.service_types),
        roles=read(_ROLES, standing.roles),
        symptom_groups=read(_SYMPTOM_GROUPS, standing.symptom_groups),
        symptom_discriminators=read(_DISCRIMINATORS, standing.symptom_discriminators),
        files=MappingProxyType(came_from),
        provider_kinds=read(_PROVIDER_KINDS, standing.provider_kinds),
        reject_reasons=read(_REJECT_REASONS, standing.reject_reasons),
    )
    return reference, problems


def _disposition(code: str, row: Row) -> Disposition:
    disposition = Disposition(
        code=code,
        title=row.read("title", cells.TEXT),
        timeframe=row.read("timeframe_minutes", cells.optional(cells.whole_number(0))),
        family=row.read("family", cells.TEXT),
        search=row.read("search", cells.YES_NO),
        dispatch=row.read("dispatch", cells.YES_NO),
        validated_by=row.read("validated_by", cells.optional(cells.DISPOSITION)),
        emergency=row.read("emergency", cells.YES_NO),
        urgency=row.read("urgency", cells.whole_number(1)),
    )
    if disposition.search and disposition.dispatch:
        cure = "an ambulance is not searched for: write `no` under `search`"
        row.refuse(
            "search",
            Malformed(f"`{code}` is both searched for and dispatched", help=cure, rule="searched-dispatch"),
        )
    return disposition


def _check_validators(reading: Reading[Disposition]) -> None:
    """Refuse each `validated_by` that names no row of the table, and leave its disposition without one."""
    for code, disposition in reading.entries.items():
        wanted = disposition.validated_by
        if wanted is None or wanted in reading.rows:
            continue
        otherwise = "name a disposition of this table, or leave it blank"
        cure = did_you_mean(wanted, reading.rows, otherwise=otherwise)
        fault = Malformed(f"`{wanted}` is not in this table", help=cure, rule="unknown-code")
        reading.problems.append(reading.rows[code].problem("validated_by", fault))
        reading.entries[code] = replace(disposition, validated_by=None)


def _service_type(slug: str, row: Row) -> ServiceType:
    return ServiceType(
        slug=slug,
        title=row.read("title", cells.TEXT),
        national_id=row.read("national_id", cells.optional(cells.whole_number(1))),
        national_rank=row.read("national_rank", cells.optional(cells.whole_number(1, 10))),
        keep_per_type=row.read("keep_per_type", cells.optional(cells.whole_number(1))),
        level_of_care=row.read("level_of_care", cells.whole_number(1, 5)),
    )


def _reject_reason(code: str, row: Row) -> RejectReason:
    return RejectReason(
        code=code,
        title=row.read("title", cells.TEXT),
        category=row.read("category", cells.TEXT),
        comment=row.read("comment", cells.YES_NO),
        clinicians_only=row.read("clinicians_only", cells.YES_NO),
    )


def _symptom(_code: str, row: Row) -> str:
    row.read("local", cells.YES_NO)  # for who reads the table: nothing is decided by it
    return _title(_code, row)


def _title(_code: str, row: Row) -> str:
    return row.read("title", cells.TEXT)


_DISPOSITIONS = Table(
    "dispositions",
    (
        "code",
        "title",
        "timeframe_minutes",
        "family",
        "search",
        "dispatch",
        "validated_by",
        "emergency",
        "urgency",
    ),
    cells.DISPOSITION,
    _disposition,
    _check_validators,
)
_SERVICE_TYPES = Table(
    "service_types",
    ("slug", "title", "national_id", "national_rank", "keep_per_type", "level_of_care"),
    cells.SLUG,
    _service_type,
)
_ROLES = Table("referral_roles", ("role", "title"), cells.SLUG, _title)
_SYMPTOM_GROUPS = Table("symptom_groups", ("code", "title", "local"), cells.SYMPTOM_GROUP, _symptom)
_DISCRIMINATORS = Table("symptom_discriminators", ("code", "title", "local"), cells.DISCRIMINATOR, _symptom)
_PROVIDER_KINDS = Table("provider_kinds", ("kind", "title"), cells.SLUG, _title)
_REJECT_REASONS = Table(
    "reject_reasons", ("code", "title", "category", "comment", "clinicians_only"), cells.SLUG, _reject_reason
)

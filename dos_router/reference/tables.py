"""The reference tables as typed, frozen mappings; a site's own CSV may replace a whole table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
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
from dos_router.spelling import did_you_mean

T = TypeVar("T")

REPLACEABLE = ("dispositions", "service_types", "referral_roles", "symptom_groups", "symptom_discriminators")

DEFAULT_ROLE = "111-telephone"
CHANNEL_ROLES: Mapping[str, str] = MappingProxyType(
    {"phone": "111-telephone", "text": "111-online", "online": "111-online"}
)
EMERGENCY_FAMILIES = frozenset({"ed etc", "sdec", "mental health crisis", "dental emergency", "ed sexual assault"})


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a call ends in.

    `timeframe` is in minutes (None: not stated). `dispatch` sends an ambulance, and is never searched
    for; neither is one with `search` false. `emergency` is treatment as an emergency other than by
    ambulance. `urgency` is 1 for the most urgent; ties share a number. `validated_by` is the code that
    a clinician checks it under first, where the policy asks for that.
    """

    code: str
    title: str
    timeframe: int | None
    family: str
    search: bool
    dispatch: bool
    validated_by: str | None
    emergency: bool
    urgency: int


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A type of service: rank 1 (first) to 10, level of care 1 (highest) to 5; None where none is stated."""

    slug: str
    title: str
    national_id: int | None
    national_rank: int | None
    keep_per_type: int | None
    level_of_care: int


@dataclass(frozen=True, slots=True)
class RejectReason:
    """Why an offer was not used, by whose account, whether to ask for a comment, and of clinicians only."""

    code: str
    title: str
    category: str
    comment: bool
    clinicians_only: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """All tables by code; those of one title only map code to title.

    `files` says where each table came from, as written by the site, or within the package.
    """

    dispositions: Mapping[str, Disposition]
    service_types: Mapping[str, ServiceType]
    roles: Mapping[str, str]
    symptom_groups: Mapping[str, str]
    symptom_discriminators: Mapping[str, str]
    files: Mapping[str, str]
    provider_kinds: Mapping[str, str]
    reject_reasons: Mapping[str, RejectReason]

    def __reduce__(self) -> tuple[Callable[..., Reference], tuple[dict[str, object], ...]]:
        """Let it be copied and sent to another process, which a read-only mapping alone cannot be."""
        return _from_dicts, tuple(dict(getattr(self, each.name)) for each in fields(self))


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


def _from_dicts(*tables: dict[str, object]) -> Reference:
    return Reference(*(MappingProxyType(table) for table in tables))  # type: ignore[arg-type]


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

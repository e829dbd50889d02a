"""What the national tables hold: codes and their meaning, typed and frozen. They are read by tables.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

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


def _from_dicts(*tables: dict[str, object]) -> Reference:
    return Reference(*(MappingProxyType(table) for table in tables))  # type: ignore[arg-type]

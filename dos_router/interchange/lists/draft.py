"""A service as a list has it: fields in our files' own words, before it is written or merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dos_router.diagnostics import Location

# a text, a list, or a map: what YAML would hold
Value = str | tuple[str, ...] | Mapping[str, str]

FIELDS = (
    "id", "name", "public_name", "type", "status", "ods", "address", "location", "phone", "professional_phone",
    "opening", "dates", "only_if_open", "handles", "symptoms", "dispositions", "ages", "sexes", "roles", "practices",
    "limited_to", "commissioned_by", "referral", "checked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProviderDraft:
    """Who runs the services of a file."""

    name: str
    ods: str | None = None
    kind: str | None = None

    def fields(self) -> dict[str, str]:
        """Return what is stated, by the words of the files."""
        stated = {"ods": self.ods, "name": self.name, "kind": self.kind}
        return {name: value for name, value in stated.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One service; `key` tells it apart in its list for good, `remarks` stand beside fields as comments."""

    key: str
    provider: ProviderDraft
    fields: Mapping[str, Value]
    row: Location
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the service's id."""
        return str(self.fields["id"])

"""Care plans: what was agreed for a caller beforehand, kept apart from the directory."""

from __future__ import annotations

from dataclasses import dataclass

from dos_router.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlan:
    """A plan for one caller; `valid` is a pair of UTC minutes, from (included) until (excluded)."""

    id: str
    patient: str
    kind: str
    valid: tuple[int, int]
    agreed_by: str
    at: Location
    offer: tuple[str, ...] = ()
    bar_types: frozenset[str] = frozenset()
    contact: str | None = None
    note: str | None = None

    def in_force(self, at: int) -> bool:
        """Say whether the plan holds at a moment (UTC minute)."""
        return self.valid[0] <= at < self.valid[1]

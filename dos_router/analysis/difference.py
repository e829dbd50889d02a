"""Two directories → every change in meaning from the one to the other, and who must sign each.

Only what may change an answer, or what is vouched for, counts: order, comments, quoting, the file that a
record stands in, the names of profiles, and other words for the same hours, ages or symptoms do not. Live
capacity is not signed, and left out.
"""

from __future__ import annotations

from types import MappingProxyType

from dos_router.analysis.difference_change import Change, Difference, Kind, Version
from dos_router.analysis.difference_owners import lead_of
from dos_router.analysis.difference_policy import policy_changes
from dos_router.analysis.difference_services import service_changes
from dos_router.analysis.difference_tables import head_changes, table_changes
from dos_router.model.directory import Directory

__all__ = ["Change", "Difference", "Kind", "Version", "difference"]


def difference(base: Directory, proposed: Directory) -> Difference:
    """Return what changes in meaning from one directory to another; nothing is read, the order is fixed.

    Places of changes in directory.yaml, distances, limits and tables name the file alone (line 0), which
    is all that a Directory knows: `difference_lines.with_lines` looks them up.
    """
    found = [
        *head_changes(base, proposed),
        *policy_changes(base, proposed),
        *service_changes(base, proposed),
        *table_changes(base, proposed),
    ]
    names = {name: one.name for directory in (base, proposed) for name, one in sorted(directory.commissioners.items())}
    return Difference(
        base=_version(base), proposed=_version(proposed),
        changes=tuple(sorted(found, key=_order)),
        commissioners=MappingProxyType(names),
        leads=tuple(sorted(lead_of(base) | lead_of(proposed))),
    )  # fmt: skip


def _order(change: Change) -> tuple[int, str, str]:
    """Return what orders changes: their kind, then services by provider and id; the rest are in order as found."""
    return list(Kind).index(change.kind), change.provider or "", change.id if change.kind is Kind.SERVICE else ""


def _version(directory: Directory) -> Version:
    return Version(directory.id, directory.title, directory.serial, directory.folder)

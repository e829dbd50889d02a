"""Who must sign a change (sign-off.md): the owners of what it touches, before it and after.

A service is its commissioners', or the lead's where it names none; one of an included directory is vouched
for there, and here by the lead. Policy and directory.yaml are the lead's and those of the commissioners whose
areas they name; serial and validity, which every statement says itself, and tables are the lead's. A place is
that of its area's commissioners as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.model.directory import Directory
from dos_router.model.service import Service


def lead_of(directory: Directory) -> frozenset[str]:
    """Return the lead's id, or nobody; those of included directories do not lead here."""
    leads = (one.id for one in directory.commissioners.values() if one.lead and one.id in directory.own_commissioners)
    return frozenset(next(((name,) for name in leads), ()))


def owners_of_service(service: Service, directory: Directory) -> frozenset[str]:
    """Return the ids of the commissioners who vouch for a service in this directory."""
    if is_included(service) or not service.commissioned_by:
        return lead_of(directory)
    return service.commissioned_by


def owners_of_policy(directory: Directory) -> frozenset[str]:
    """Return the owners of the policy, which is one record: the lead, and whose areas it names anywhere."""
    policy = directory.policy
    named = [
        *(one.areas for one in policy.ranking),
        *(one.areas for one in policy.never),
        *(one.areas for one in policy.always),
    ]
    return owners_of_areas(directory, frozenset[str]().union(*named))


def owners_of_head(directory: Directory) -> frozenset[str]:
    """Return the owners of directory.yaml, which names its own areas."""
    return owners_of_areas(directory, directory.own_areas)


def owners_of_areas(directory: Directory, areas: Iterable[str | None]) -> frozenset[str]:
    """Return the lead, and the directory's own commissioners of some areas: others vouch for theirs elsewhere."""
    named = frozenset[str]().union(*(directory.commissioners_of(area) for area in areas))
    return lead_of(directory) | (named & directory.own_commissioners)


def is_included(service: Service) -> bool:
    """Say whether a service stands in the files of an included directory."""
    return service.at.file.startswith("../")

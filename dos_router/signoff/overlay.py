"""Emergency suspensions laid over a directory: they may only take services away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from dos_router.model.directory import Directory
from dos_router.signoff.orders import Suspension


def without_suspended(directory: Directory, suspensions: Iterable[Suspension], at: datetime) -> Directory:
    """Return the directory as it is at a moment: services suspended then have the status `suspended`.

    The moment is to the second: an order holds as soon as it is issued.
    """
    names = {one.service for one in suspensions if one.is_on_at(at)} & directory.services.keys()
    if not names:
        return directory
    suspended = {name: replace(directory.services[name], status="suspended") for name in names}
    return replace(directory, services=MappingProxyType({**directory.services, **suspended}))

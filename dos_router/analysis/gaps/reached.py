"""Whole services that no need can reach, and whole needs that no service accepts."""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.analysis.sweep.acceptance import accepts
from dos_router.analysis.sweep.cells import Need
from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE, Service


def unreachable_services(directory: Directory, needs: Iterable[Need]) -> tuple[Service, ...]:
    """Return the active services that accept none of the needs, by id; ambulances are not searched for.

    A service restricted to practices counts as reachable: its own patients reach it.
    """
    asked = sorted(set(needs))
    return tuple(
        service
        for _, service in sorted(directory.services.items())
        if service.is_active and service.type != AMBULANCE and not any(accepts(service, need) for need in asked)
    )


def unanswered_needs(directory: Directory, needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return the needs that no active service accepts, whatever its hours, places, ages and sexes."""
    services = [one for one in directory.services.values() if one.is_active and one.type != AMBULANCE]
    return tuple(need for need in sorted(set(needs)) if not any(accepts(service, need) for service in services))

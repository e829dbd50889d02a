"""Promises of a policy that can be seen to hold without looking at every minute; the others are looked at whole.

A `never` holds where no service of a forbidden type takes such a need at all. An `always` holds where every
place has enough services in reach that take the need from anybody at any minute. What cannot be seen so
is judged by the sweep over every case: nothing is taken as kept that it would find broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dos_router.analysis.gaps.needs import Need
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.sweep.cells import PopulatedPlace
from dos_router.model.directory import Directory
from dos_router.model.opening import ALL_DAY
from dos_router.model.pathway import Pathway
from dos_router.model.policy import Always
from dos_router.model.service import AMBULANCE, SEXES, Service
from dos_router.reference import DEFAULT_ROLE

if TYPE_CHECKING:
    from dos_router.analysis.gaps.promises import Broken, Promise


def broken_promises(directory: Directory, pathways: Mapping[str, Pathway], needs: tuple[Need, ...]) -> list[Broken]:
    """Return every promise of the policy that some call breaks, those under `always` first."""
    policy = directory.policy
    always = tuple(one for one in policy.always if not is_plainly_kept(one, directory, needs))
    never = tuple(one for one in policy.never if not is_plainly_kept(one, directory, needs))
    if not always and not never:
        return []
    from dos_router.analysis.gaps.promises import judge_promises  # noqa: PLC0415 - only where it must be looked at whole

    doubtful = replace(directory, policy=replace(policy, always=always, never=never))
    return judge_promises(doubtful, pathways, needs=needs)


def is_plainly_kept(promise: Promise, directory: Directory, needs: Iterable[Need]) -> bool:
    """Say whether a promise can be seen to hold; False where it is broken, and where more must be looked at."""
    asked = [need for need in needs if need.disposition in promise.dispositions]
    services = [one for one in directory.services.values() if one.is_active and one.type != AMBULANCE]
    if not isinstance(promise, Always):
        forbidden = [one for one in services if one.type in promise.types]
        return not any(_takes(one, need) for need in asked for one in forbidden)
    there = [one for one in services if _is_always_there(one)]
    taking = {frozenset(one.id for one in there if _takes(one, need)) for need in asked}
    places = places_of(directory, promise.areas)
    return all(_reach(enough, directory, place, promise.at_least) for enough in taking for place in places)


def _reach(ids: frozenset[str], directory: Directory, place: PopulatedPlace, at_least: int) -> bool:
    """Say whether at least so many of the services are in reach of a place, and not limited to other areas."""
    found = 0
    for name in ids:
        service = directory.services[name]
        found += _is_near(service, place) and (
            not service.limited_to or place.area is None or place.area in service.limited_to
        )
        if found >= at_least:
            return True
    return False


def _is_near(service: Service, place: PopulatedPlace) -> bool:
    if service.point is None:
        return True
    return (
        abs(service.point.easting - place.point.easting) <= place.metres
        and abs(service.point.northing - place.point.northing) <= place.metres
    )


def _is_always_there(service: Service) -> bool:
    """Say whether a service takes everybody whom 111 asks for, at every minute."""
    opening = service.opening
    whole = opening.always or (opening.weekdays == (ALL_DAY,) * 7 and opening.holiday in (None, ALL_DAY))
    return (
        whole
        and all(spans == ALL_DAY for spans in opening.dates.values())
        and not service.ages
        and len(service.sexes) == len(SEXES)
        and not service.practices
        and (not service.roles or DEFAULT_ROLE in service.roles)
    )


def _takes(service: Service, need: Need) -> bool:
    return need.disposition in service.dispositions and all(
        service.symptoms.has(need.symptom_group, code) for code in need.discriminators
    )

"""A call that shows a finding: `route` it, and see."""

from __future__ import annotations

from dos_router.analysis.sweep.cells import Need, PopulatedPlace
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.routing.distances import NATIONAL_METRES

METRES_A_KILOMETRE = 1000


def call_of(
    need: Need,
    place: PopulatedPlace,
    age_days: int,
    sex: str,
    at: int,
    *,
    directory: Directory,
    practice: str | None = None,
) -> CallText:
    """Return a cell as a call to a directory: by grid reference, and the postcode where it decides how far to look."""
    default = directory.policy.default_distance
    usual = place.metres == (NATIONAL_METRES if default is None else default)
    known = place.postcode is not None and directory.find_place(place.postcode) is not None
    return CallText(
        at=iso(at, directory.zone), easting=str(place.point.easting), northing=str(place.point.northing),
        area=place.area, age=f"{age_days}d", sex=sex, disposition=need.disposition, symptom_group=need.symptom_group,
        symptom_discriminators=need.discriminators, practice=practice,
        postcode=None if usual or not known else place.postcode,
        distance_km=None if usual or known else f"{place.metres / METRES_A_KILOMETRE:g}",
    )  # fmt: skip

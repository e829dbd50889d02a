"""The British National Grid and degrees of WGS84, by Ordnance Survey's OSTN15."""

from __future__ import annotations

import math

from dos_router.model.service import Point

DECIMALS = 7  # about a centimetre


def degrees_of(point: Point) -> tuple[float, float]:
    """Return latitude and longitude of a point of the grid."""
    from convertbng.cutil import convert_osgb36_to_ll  # noqa: PLC0415 - heavy, and only for this

    longitudes, latitudes = convert_osgb36_to_ll(float(point.easting), float(point.northing))
    return round(float(latitudes[0]), DECIMALS), round(float(longitudes[0]), DECIMALS)


def point_of(latitude: float, longitude: float) -> Point | None:
    """Return the point of the grid, None outside Great Britain."""
    from convertbng.cutil import convert_to_osgb36  # noqa: PLC0415 - heavy, and only for this

    eastings, northings = convert_to_osgb36(longitude, latitude)
    easting, northing = float(eastings[0]), float(northings[0])
    if math.isnan(easting) or math.isnan(northing):
        return None
    return Point(round(easting), round(northing))

"""Straight-line distances from where people live to the nearest of some sites, weighted by people.

On the National Grid, as routing measures (routing.md 2), or over the globe where only latitude and
longitude are known. Neither knows of roads, rivers or the time that a journey takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0  # mean radius
FAR_KM = 10.0
_ROWS = 512  # homes measured at once, so that memory stays small

Spots = Sequence[tuple[float, float]]
Numbers = NDArray[np.float64]
Metric = Callable[[Numbers, Numbers], Numbers]
"""Distances in km from each of the first spots (rows) to each of the second (columns)."""


class Access(NamedTuple):
    """How near people are to sites: those beyond the limit are counted; no mean where there is no site."""

    sites: int
    people: int
    mean_km: float | None
    limit_km: float
    beyond: int

    @property
    def share_beyond(self) -> float | None:
        """Return the share of people, 0 to 1, who live further than the limit; None for no people."""
        return self.beyond / self.people if self.people else None


def grid_km(here: Numbers, there: Numbers) -> Numbers:
    """Measure between spots of easting and northing in metres."""
    apart = here[:, None, :] - there[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]) / 1000)


def globe_km(here: Numbers, there: Numbers) -> Numbers:
    """Measure between spots of latitude and longitude in degrees, along the great circle."""
    from_here, to_there = np.radians(here)[:, None, :], np.radians(there)[None, :, :]
    half = np.sin((to_there - from_here) / 2) ** 2
    along = half[..., 0] + np.cos(from_here[..., 0]) * np.cos(to_there[..., 0]) * half[..., 1]
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(along)))


def access(
    homes: Spots, people: Sequence[int], sites: Spots, *, limit_km: float = FAR_KM, metric: Metric = grid_km
) -> Access:
    """Return how far the people of each home live from the nearest site; nobody is near where there is none."""
    count = sum(people)
    if not sites or not count:
        return Access(len(sites), count, None, limit_km, count)
    nearest = nearest_km(homes, sites, metric=metric)
    weights = np.asarray(people, dtype=np.float64)
    beyond = int(weights[nearest > limit_km].sum())
    return Access(len(sites), count, float((nearest * weights).sum() / count), limit_km, beyond)


def nearest_km(homes: Spots, sites: Spots, *, metric: Metric = grid_km) -> Numbers:
    """Return the distance from each home to the nearest site, of which there must be one."""
    here, there = np.asarray(homes, dtype=np.float64), np.asarray(sites, dtype=np.float64)
    parts = [metric(here[start : start + _ROWS], there).min(axis=1) for start in range(0, len(here), _ROWS)]
    return np.concatenate(parts) if parts else np.zeros(0)

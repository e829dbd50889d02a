"""When services are red, by the live capacity file: each one's red spells as moments at which it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dos_router.model.directory import CapacityRow, Directory
from dos_router.routing.checks import capacity_at
from dos_router.routing.compiled.arrays import Compiled, Flags, Ints


class Changes(NamedTuple):
    """The moments at which service n turns red or is red no more: `moments[starts[n]:starts[n + 1]]`, by time."""

    starts: Ints
    moments: Ints
    states: Flags


class RedTimes:
    """The red times of the services that were ever red; the others are never looked at."""

    def __init__(self, directory: Directory, compiled: Compiled) -> None:
        """Work out when each service turns red, and when it no longer is."""
        self._changes: dict[int, tuple[Ints, Flags]] = {}
        for column, name in enumerate(compiled.names.services):
            rows = directory.capacity.get(name, ())
            if any(row.status == "red" for row in rows):
                self._changes[column] = _changes(directory, name, rows)
        self._columns = np.array(sorted(self._changes), np.int64)

    def among(self, services: Ints, at: Ints) -> Iterator[tuple[int, Flags]]:
        """Yield those of the services that are red at times: their place, and 1 for each moment they are red."""
        for place in np.flatnonzero(np.isin(services, self._columns)) if len(self._columns) else ():
            moments, reds = self._changes[int(services[place])]
            yield int(place), reds[np.searchsorted(moments, at, side="right")]

    def changes(self, services: Ints) -> Changes:
        """Return all changes of services, one service after the other."""
        found = [self._changes.get(column, _NONE) for column in services.tolist()]
        starts = np.cumsum([0, *(len(moments) for moments, _ in found)])
        moments, states = zip(*found, strict=True) if found else ((), ())
        return Changes(
            starts, np.concatenate([_NONE[0], *moments]), np.concatenate([_NONE[1], *(each[1:] for each in states)])
        )


_NONE = np.empty(0, np.int64), np.empty(0, np.uint8)


def _changes(directory: Directory, name: str, rows: tuple[CapacityRow, ...]) -> tuple[Ints, Flags]:
    """Return the moments at which rows begin or end, and for before each and after the last: red or not."""
    ends = {row.until for row in rows if row.until is not None}
    moments = sorted({row.since for row in rows} | ends)
    states = [capacity_at(directory, name, moment) for moment in moments]
    reds = [False, *(state is not None and state.status == "red" for state in states)]
    return np.array(moments, np.int64), np.array(reds, np.uint8)

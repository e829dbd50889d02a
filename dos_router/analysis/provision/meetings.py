"""How many person-hours each two services both answer: a matrix over all pools of a sweep."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dos_router.analysis.provision.findings import Share
from dos_router.analysis.provision.queues import Queue, Queues

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Meetings:
    """Person-hours that two services both answer, `hours[a, b]` by their places among the sweep's services.

    On the diagonal are those that each answers; `pools` are those in which a service, by id, ever answers.
    """

    def __init__(self, queues: Queues) -> None:
        """Add up every pool: services of the same times meet each other alike."""
        import numpy as np  # noqa: PLC0415 - arrays, only for this

        self.names = [service.id for service in queues.sweep.services]
        self.place = {name: place for place, name in enumerate(self.names)}
        self.hours: NDArray[np.float64] = np.zeros((len(self.names), len(self.names)))
        self.pools: dict[str, list[Queue]] = defaultdict(list)
        for pool in queues.pools():
            there = [one for one in pool.ranked if one.times]
            alike = {times: number for number, times in enumerate(dict.fromkeys(one.times for one in there))}
            if not alike:
                continue
            for one in there:
                self.pools[one.service.id].append(pool)
            common = np.array([[queues.hours(pool, mine & yours) for yours in alike] for mine in alike])
            kinds = np.array([alike[one.times] for one in there])
            places = np.array([self.place[one.service.id] for one in there])
            self.hours[np.ix_(places, places)] += common[np.ix_(kinds, kinds)]

    def shares(self, name: str) -> tuple[Share, ...]:
        """Return who answers with a service, and in what part of its person-hours; the largest first."""
        row = self.hours[self.place[name]]
        whole = float(row[self.place[name]])
        found = [Share(self.names[place], float(row[place]) / whole) for place in row.nonzero()[0].tolist()]
        return tuple(sorted((one for one in found if one.service != name), key=lambda one: (-one.share, one.service)))

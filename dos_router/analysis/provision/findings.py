"""What a look at provision comes to: how much each service does, and those that do nothing of their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace
from dos_router.diagnostics import Location
from dos_router.model.call import CallText


class Lack(StrEnum):
    """What a service never does, the worst first; a service has one of them, or none."""

    DEAD = "dead"
    NEVER_OFFERED = "never-offered"
    NEVER_FIRST = "never-first"
    REDUNDANT = "redundant"


class Share(NamedTuple):
    """Another service, and in what part of the person-hours in question it takes the place."""

    service: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """How much one service does, in person-hours over all needs: a candidate, offered, first, the only one."""

    service: str
    type: str
    provider: str
    candidate: float
    offered: float
    first: float
    unique: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionFinding:
    """A service that never does something; `lacks` are all that hold of it, `lack` the worst.

    `by` are those who take its place, with their shares of its person-hours: who is first where it could
    be (never-first, never-offered), who answers as well (redundant). `needed_together` is the fewest of
    them, found greedily, that take all of it. `reason` says why a dead one is.
    """

    lack: Lack
    lacks: tuple[Lack, ...]
    duty: Duty
    by: tuple[Share, ...] = ()
    needed_together: tuple[str, ...] = ()
    reason: str | None = None
    witness: CallText | None = None
    lines: tuple[Location, ...] = ()


class Pair(NamedTuple):
    """Two services of a type, and in what part of the person-hours of either both answer."""

    first: str
    second: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The services of one type: person-hours that any of them answers, those that several do, the closest pairs."""

    type: str
    services: int
    answered: float
    shared: float
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleEntry:
    """A ranking entry of the policy that never applies, or never changes the order of those who answer."""

    number: int
    never_applies: bool
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """All of it, exact over needs, places, ages, sexes and minutes; `duties` by service id.

    Of the person-hours that are `answered` at all, `single` are those that one provider alone answers.
    """

    horizon: Horizon
    needs: tuple[Need, ...]
    places: tuple[PopulatedPlace, ...]
    duties: tuple[Duty, ...]
    findings: tuple[ProvisionFinding, ...]
    overlaps: tuple[Overlap, ...]
    idle_entries: tuple[IdleEntry, ...]
    answered: float
    single: float
    own_patients_only: tuple[str, ...]
    peopled: bool

"""What commissioners decide: how far to look, what to offer first, what must always or never hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dos_router.diagnostics import Location
from dos_router.model.opening import Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """An entry of the ranking: where, for what and when it applies, and the ranks of types, 1 first.

    An empty set of areas or dispositions, or no hours, is no condition.
    """

    ranks: Mapping[str, int]
    at: Location
    areas: frozenset[str] = frozenset()
    dispositions: frozenset[str] = frozenset()
    hours: Opening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """A promise that these dispositions never end at these types; judged by `check`."""

    dispositions: frozenset[str]
    types: frozenset[str]
    at: Location
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Always:
    """A promise that these dispositions always find at least so many services; judged by `check`."""

    dispositions: frozenset[str]
    at_least: int
    at: Location
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A directory's policy; distances are in whole metres, by postcode, sector or district."""

    default_distance: int | None = None
    distances: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    ranking: tuple[Ranking, ...] = ()
    keep_default: int | None = None
    keep_by_type: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    validate: bool = False
    never: tuple[Never, ...] = ()
    always: tuple[Always, ...] = ()

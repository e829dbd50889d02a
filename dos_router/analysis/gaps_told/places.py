"""A set of places → a short expression over areas, districts, sectors and points that is exactly that set.

Two trees are tried, of areas first and of postcode districts first; in each the fewest terms are found,
where a term may be taken out of another: `Thanet and Swale`, `CT9 and CT10 but not CT9 4`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from dos_router.analysis.gaps_told.times_text import listed
from dos_router.diagnostics import Malformed
from dos_router.model.postcodes import parse_postcode, widening

EVERYWHERE, NOWHERE = "everywhere", "nowhere"

Ids = frozenset[str]


class Spot(Protocol):
    """A place of which the expression speaks."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def area(self) -> str | None: ...  # noqa: D102
    @property
    def postcode(self) -> str | None: ...  # noqa: D102


class Term(NamedTuple):
    """Places that have a name together; that of one point is its postcode or id."""

    name: str
    ids: Ids


class PlacesTold(NamedTuple):
    """The places of `plus` without those of `minus`."""

    plus: tuple[Term, ...]
    minus: tuple[Term, ...] = ()

    @property
    def ids(self) -> Ids:
        """Return the places that are told."""
        return _all(self.plus) - _all(self.minus)

    @property
    def text(self) -> str:
        """Return the expression in words."""
        if not self.plus:
            return NOWHERE
        return _named(self.plus) + (f" but not {_named(self.minus)}" if self.minus else "")


@dataclass(slots=True)
class _Node:
    """A named set of places, and the parts that it falls into."""

    name: str
    ids: Ids
    children: list[_Node] = field(default_factory=list)


class PlaceTeller:
    """Tells sets of some places; the trees are built once."""

    def __init__(self, places: Sequence[Spot], areas: Mapping[str, str]) -> None:
        """Take all the places that there are, and the titles of their areas."""
        self._names = _point_names(places)
        self._trees = (
            _Node(EVERYWHERE, _ids(places), self._by_area(places, areas)),
            _Node(EVERYWHERE, _ids(places), self._by_postcode(places, places)),
        )

    def tell(self, chosen: Collection[str]) -> PlacesTold:
        """Return the shortest expression for some of the places, by id."""
        ids = frozenset(chosen) & self._trees[0].ids
        return min((_plus(tree, ids) for tree in self._trees), key=_cost)

    def _by_area(self, places: Sequence[Spot], areas: Mapping[str, str]) -> list[_Node]:
        parts = _grouped((place.area, place) for place in places)
        nodes = []
        for area, those in parts.items():
            inside = self._by_postcode(those, places)
            nodes += inside if area is None else [_Node(areas.get(area, area), _ids(those), inside)]
        return nodes

    def _by_postcode(self, these: Sequence[Spot], everything: Sequence[Spot], level: int = 0) -> list[_Node]:
        """Return places under their districts and sectors, those of which all are there."""
        whole = Counter(_prefix(place, level) for place in everything)
        nodes = []
        for name, those in _grouped((_prefix(place, level), place) for place in these).items():
            below = self._by_postcode(those, everything, level + 1) if level == 0 else self._points(those)
            nodes += [_Node(name, _ids(those), below)] if name and whole[name] == len(those) else below
        return nodes

    def _points(self, places: Iterable[Spot]) -> list[_Node]:
        return [_Node(self._names[place.id], frozenset({place.id})) for place in places]


def _plus(node: _Node, wanted: Ids) -> PlacesTold:
    """Return the fewest terms for what is wanted of a node."""
    inside = node.ids & wanted
    if not inside:
        return PlacesTold(())
    whole = PlacesTold((Term(node.name, node.ids),), _minus(node, wanted))
    if len(whole.minus) == 0 or not node.children:
        return whole
    return min(whole, _joined(_plus(child, wanted) for child in node.children), key=_cost)


def _minus(node: _Node, wanted: Ids) -> tuple[Term, ...]:
    """Return the fewest terms for what is not wanted of a node."""
    if node.ids <= wanted:
        return ()
    parts = tuple(term for child in node.children for term in _minus(child, wanted))
    alone = (Term(node.name, node.ids),)
    if node.ids & wanted:
        return parts
    return min((part for part in (alone, parts) if part), key=lambda part: _cost(PlacesTold(part)))


def _joined(parts: Iterable[PlacesTold]) -> PlacesTold:
    told = list(parts)
    return PlacesTold(
        tuple(term for part in told for term in part.plus), tuple(term for part in told for term in part.minus)
    )


def _cost(told: PlacesTold) -> tuple[int, int]:
    terms = (*told.plus, *told.minus)
    return len(terms), sum(len(term.name) for term in terms)


def _named(terms: Sequence[Term]) -> str:
    """Return names in a row; without an `and` of ours where a name has one of its own."""
    names = [term.name for term in terms]
    return ", ".join(names) if any(" and " in name for name in names) else listed(names)


def _all(terms: Iterable[Term]) -> Ids:
    return frozenset(name for term in terms for name in term.ids)


def _ids(places: Iterable[Spot]) -> Ids:
    return frozenset(place.id for place in places)


def _grouped(pairs: Iterable[tuple[str | None, Spot]]) -> dict[str | None, list[Spot]]:
    found: dict[str | None, list[Spot]] = defaultdict(list)
    for name, place in pairs:
        found[name].append(place)
    return found


def _prefix(place: Spot, level: int) -> str | None:
    """Return a place's district (level 0) or sector (1), where it has one."""
    kind = ("district", "sector")[level]
    try:
        names = dict(widening(parse_postcode(place.postcode))) if place.postcode else {}
    except Malformed:
        return None
    return names.get(kind)


def _point_names(places: Sequence[Spot]) -> dict[str, str]:
    """Return what each point is called: its postcode if that is its alone, else its id."""
    postcodes = Counter(place.postcode for place in places)
    taken = {name for place in places for level in (0, 1) if (name := _prefix(place, level))}
    names = {}
    for place in places:
        own = place.postcode if _prefix(place, 0) and postcodes[place.postcode] == 1 else None
        if own and own not in taken:
            names[place.id] = own
        else:
            names[place.id] = f"point {place.id}" if place.id in taken else place.id
    return names

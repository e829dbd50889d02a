"""The commissioners of directory.yaml, and the areas that they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.shapes.directory import CommissionerShape, DirectoryShape
from dos_router.loading.text_tree import Tree
from dos_router.model.directory import Commissioner
from dos_router.spelling import did_you_mean


class NamedArea(NamedTuple):
    """An area that a commissioner says it commissions for, and where it says so."""

    commissioner: str
    area: str
    at: Location


def read_commissioners(shape: DirectoryShape, tree: Tree) -> tuple[dict[str, Commissioner], list[Diagnostic]]:
    """Return commissioners by id; one given twice is an error."""
    found: dict[str, Commissioner] = {}
    problems: list[Diagnostic] = []
    for number, one in enumerate(shape.commissioners):
        if one.id in found:
            at = tree.location("commissioners", number)
            said = f"the commissioner `{one.id}` is given twice"
            problems.append(error("duplicate-id", said, at, "give each commissioner an id of its own"))
        found[one.id] = _commissioner(one)
    return found, problems


def named_areas(shape: DirectoryShape, tree: Tree) -> list[NamedArea]:
    """Return every area that a commissioner names."""
    return [
        NamedArea(one.id, area, tree.location("commissioners", number, "areas", place))
        for number, one in enumerate(shape.commissioners)
        for place, area in enumerate(one.areas)
    ]


def unknown_areas(named: list[NamedArea], areas: Mapping[str, str]) -> list[Diagnostic]:
    """Return an error for each area named that no directory has."""
    return [
        error(
            "unknown-area",
            f"commissioner `{one.commissioner}` names the area `{one.area}`, which does not exist",
            one.at,
            did_you_mean(one.area, areas),
        )
        for one in named
        if one.area not in areas
    ]


def _commissioner(one: CommissionerShape) -> Commissioner:
    return Commissioner(id=one.id, name=one.name, ods=one.ods, areas=frozenset(one.areas), lead=one.lead)

"""A file of care plans → plans by patient, held against the directory that they will be used with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.loading.periods import read_period
from dos_router.loading.shapes.care_plans import CarePlansFile, CarePlanShape
from dos_router.loading.text_tree import Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.spelling import did_you_mean


class LoadedPlans(NamedTuple):
    """Plans by patient, in the order of the file; and every problem: use none where one is an error."""

    plans: Mapping[str, tuple[CarePlan, ...]]
    problems: list[Diagnostic]


def load_care_plans(path: Path, directory: Directory) -> LoadedPlans:
    """Load the care plans of a file, for use with a directory."""
    tree, problems = read_tree(path, Location(path.name, folder="" if path.parent == Path() else str(path.parent)))
    shape, more = validate(CarePlansFile, tree) if tree else (None, [])
    problems += more
    plans: dict[str, list[CarePlan]] = {}
    seen: set[str] = set()
    for number, one in enumerate(shape.plans if shape and tree else ()):
        assert tree is not None  # noqa: S101 - for the type checker
        plan, found = _plan(one, tree, number, directory)
        problems += found
        if one.id in seen:
            problems.append(
                error(
                    "duplicate-id",
                    f"the plan `{one.id}` is given twice",
                    tree.location("plans", number, "id"),
                    "give each an id of its own",
                )
            )
        seen.add(one.id)
        if plan is not None:
            plans.setdefault(plan.patient, []).append(plan)
    return LoadedPlans(MappingProxyType({patient: tuple(each) for patient, each in plans.items()}), problems)


def _plan(
    shape: CarePlanShape, tree: Tree, number: int, directory: Directory
) -> tuple[CarePlan | None, list[Diagnostic]]:
    path = ("plans", number)
    problems = _unknown(shape, tree, path, directory)
    try:
        valid = read_period(shape.valid, directory.zone)
    except Malformed as problem:
        return None, [*problems, error(problem.rule, problem.message, tree.location(*path, "valid"), problem.help)]
    plan = CarePlan(
        id=shape.id, patient=shape.patient, kind=shape.kind, valid=valid,
        agreed_by=shape.agreed_by, at=tree.location(*path),
        offer=shape.offer, bar_types=frozenset(shape.bar_types), contact=shape.contact, note=shape.note,
    )  # fmt: skip
    return plan, problems


def _unknown(shape: CarePlanShape, tree: Tree, path: tuple[str | int, ...], directory: Directory) -> list[Diagnostic]:
    """Return what a plan names and the directory does not have, or what it offers and bars at once."""
    types, services = directory.reference.service_types, directory.services
    quarantined = {one.id for one in directory.quarantined}
    problems = [
        error(
            "unknown-service",
            f"there is no service `{name}`",
            tree.location(*path, "offer", number),
            did_you_mean(name, services),
        )
        for number, name in enumerate(shape.offer)
        if name not in services and name not in quarantined
    ]
    problems += [
        error(
            "unknown-service-type",
            f"there is no service type `{name}`",
            tree.location(*path, "bar_types", number),
            did_you_mean(name, types),
        )
        for number, name in enumerate(shape.bar_types)
        if name not in types
    ]
    return problems + [
        error("offered-and-barred", f"`{name}` is offered, and its type `{services[name].type}` is barred",
              tree.location(*path, "offer", number), "take one of the two out")
        for number, name in enumerate(shape.offer)
        if name in services and services[name].type in shape.bar_types
    ]  # fmt: skip

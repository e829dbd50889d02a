"""Policies, capacity and care plans for the generator: what bears on a call at its moment, or just does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dice import Dice
from made_calls import Aim
from made_world import FAR, KINDS, ZONE
from plain_hours import DAY, wall_of
from plain_request import Asked

from dos_router.diagnostics import Location
from dos_router.model.call import CallText
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import CapacityRow, Directory, Quarantined
from dos_router.model.opening import Opening, parse_opening
from dos_router.model.policy import Policy, Ranking
from dos_router.model.service import Service

METRES = (18_000, 1_000, 12_345, 60_000, 75_000)
PLACES_WITH_A_DISTANCE = ("CT9 4AN", "CT9 4", "CT9", "ME1", "CT9 4ZZ")
BARRED = ("emergency-department", "emergency-department", *KINDS)


@dataclass(frozen=True)
class Scene:
    """What the last things drawn hang on: the moment, the dispositions searched, and the services."""

    at: int
    codes: tuple[str, ...]
    asked: Asked
    services: tuple[Service, ...]
    picked: Service | None


def in_order(services: Mapping[str, Service]) -> Mapping[str, Service]:
    """Return services by id, as a loaded directory holds them."""
    return MappingProxyType(dict(sorted(services.items())))


def limits(dice: Dice) -> Policy:
    """Draw distances and limits; rankings come once the moment is known."""
    distances = {name: dice.pick_from(METRES) for name in dice.some(PLACES_WITH_A_DISTANCE, 2)}
    return Policy(
        default_distance=dice.pick(None, dice.pick_from(METRES)),
        distances=MappingProxyType(distances),
        keep_default=dice.pick(None, None, 1, 2, 3),
        keep_by_type=MappingProxyType({kind: 1 + dice.below(3) for kind in dice.some(KINDS, 2)}),
        validate=dice.one_in(2),
    )


def completed(dice: Dice, shell: Directory, scene: Scene) -> Directory:
    """Fill a shell: services, capacity about the moment, rankings that hold then or just do not."""
    ranking = tuple(ranking_entry(dice, scene, line) for line in range(10, 10 + dice.below(4)))
    return replace(
        shell,
        services=in_order({service.id: service for service in scene.services}),
        policy=replace(shell.policy, ranking=ranking),
        capacity=MappingProxyType({one.id: rows for one in scene.services if (rows := capacity_rows(dice, scene.at))}),
        valid=dice.pick((0, FAR), (scene.at, scene.at + 1), (scene.at + 1, FAR), (0, scene.at)),
        quarantined=dice.pick((), (), (Quarantined("gone", Location("services/all.yaml", 3), "pharmacy"),)),
    )


def capacity_rows(dice: Dice, at: int) -> tuple[CapacityRow, ...]:
    """Draw rows whose bounds lie on the moment or a minute off it; most services have none."""
    if dice.below(4) < 3:
        return ()
    rows = []
    sinces = sorted({at, *dice.some((at - 600, at - 60, at - 1, at + 1), 2)} - dice.pick(set(), {at}))
    for line, since in enumerate(sinces, start=2):
        until = dice.pick_from([None, *(one for one in (at + 1, at, at + 60, at - 30) if one > since)])
        rows.append(
            CapacityRow(since, until, dice.pick("red", "red", "amber", "green"), Location("capacity.csv", line))
        )
    return tuple(rows)


def ranking_entry(dice: Dice, scene: Scene, line: int) -> Ranking:
    """Draw an entry of the ranking whose conditions hold, or fail by one."""
    kinds = sorted({service.type for service in scene.services} | {"pharmacy"})
    area = scene.asked.area or "east"
    return Ranking(
        ranks=MappingProxyType({kind: dice.pick(1, 1, 2, 3, 9, 10) for kind in (kinds[0], *dice.some(kinds[1:], 3))}),
        at=Location("policy.yaml", line),
        areas=frozenset(dice.pick((), (), (area,), ("east", "west"), ("west",))),
        dispositions=frozenset(dice.pick((), (), scene.codes[:1], scene.codes[-1:], ("Dx07",))),
        hours=dice.pick(None, None, *hours_about(scene.at)),
    )


def hours_about(at: int) -> tuple[Opening, ...]:
    """Return hours that begin or end within a minute of a moment, and those of holidays and weekends."""
    wall = wall_of(at, ZONE) % DAY
    clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in (wall, (wall + 1) % DAY, (wall - 60) % DAY)]
    texts = (f"{clock[0]}-{clock[1]}", f"{clock[1]}-{clock[2]}", f"{clock[2]}-{clock[0]}", f"{clock[2]}-{clock[1]}")
    return tuple(parse_opening(text) for text in (*texts, "PH 00:00-24:00", "Sa,Su 00:00-24:00", "24/7"))


def care_plans(dice: Dice, aim: Aim, call: CallText, scene: Scene) -> dict[str, tuple[CarePlan, ...]]:
    """Draw a caller's plans, in force at the moment or just not; a plan never bars what it offers."""
    at, made = scene.at, scene.services
    plans = []
    periods = ((0, FAR), (at, at + 1)) if aim.with_plan else ((0, FAR), (at, at + 1), (at - 90, at), (at + 1, at + 90))
    for number in range(dice.pick(1, 2) if aim.with_plan else dice.pick(1, 0, 2)):
        offered = dice.some([service.id for service in made] or ["gone"], 3)
        if scene.picked and dice.one_in(2):  # the one whose hours the call was set against
            offered = list(dict.fromkeys([scene.picked.id, *offered]))
        types = {service.type for service in made if service.id in offered}
        plan = CarePlan(
            id=f"plan-{number}",
            patient=call.patient or "",
            kind="palliative",
            agreed_by="a hospice",
            at=Location("plans.yaml", number + 3),
            valid=dice.pick_from(periods),
            offer=tuple(offered),
            bar_types=frozenset(dice.some(BARRED, 2)) - types,
            contact=dice.pick(None, "call the hub"),
        )
        plans.append(plan)
    return {call.patient or "": tuple(plans)}

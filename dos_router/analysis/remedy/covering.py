"""Which candidates to carry out: the cheapest that close all that can be closed, and the most for each cost.

A covering problem in whole numbers, solved exactly by HiGHS through scipy (the extra `remedy`). A set of
candidates that close a part together is a variable of its own, no more than any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import gcd
from typing import Any, NamedTuple

from dos_router.analysis.remedy.effects import Chosen, Effects, Part
from dos_router.diagnostics import Malformed

SLACK = 1e-9  # of the people-hours, which are no whole numbers
MOST_POINTS = 200  # of a curve


class Plan(NamedTuple):
    """Candidates to carry out, by number; their cost in hundredths, and the people-hours that they close."""

    chosen: Chosen
    cost: int
    hours: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Plans of rising cost, each closing more than any that costs less; `complete` unless there are too many."""

    plans: tuple[Plan, ...]
    complete: bool


def check_solver() -> None:
    """Raise Malformed where scipy is not installed."""
    if find_spec("scipy") is None:
        cure = "install it: pip install 'dos-router[remedy]'"
        raise Malformed("choosing remedies needs the solver HiGHS, which comes with scipy", help=cure, rule="no-scipy")


def close_all(effects: Effects, costs: Sequence[int]) -> Plan:
    """Return the cheapest candidates that close every part that any of them closes."""
    problem = _Problem(effects, costs)
    return problem.solved([1.0 * cost for cost in costs], parts_closed=True)


def curve_of(effects: Effects, costs: Sequence[int]) -> Curve:
    """Return the plans that no other beats: from the cheapest that closes the most, down to nothing."""
    problem = _Problem(effects, costs)
    best = close_all(effects, costs)
    plans = [best]
    while plans[-1].hours > 0 and plans[-1].cost > 0 and len(plans) < MOST_POINTS:
        plans.append(_next(problem, plans[-1], costs))
    return Curve(tuple(reversed(plans)), plans[-1].hours <= 0 or plans[-1].cost == 0)


def _next(problem: _Problem, above: Plan, costs: Sequence[int]) -> Plan:
    """Return the cheapest of the plans that close the most for less than a plan costs."""
    most = problem.solved([], below=above.cost)
    found = problem.solved([1.0 * cost for cost in costs], at_least=most.hours)
    if found.cost >= above.cost:
        raise RuntimeError("HiGHS found no plan that costs less")
    return found


class _Problem:
    """The candidates x, the sets of several z, and the parts y as one mixed-integer problem."""

    def __init__(self, effects: Effects, costs: Sequence[int]) -> None:
        self._effects = effects
        self._costs = costs
        self._parts: list[Part] = [part for part in effects.parts if part.closed_by]
        self._sets = sorted({each for part in self._parts for each in part.closed_by if len(each) > 1}, key=sorted)
        self._unit = gcd(*costs) or 1
        self._scale = max((part.hours for part in self._parts), default=1.0) or 1.0

    def solved(
        self,
        costs: Sequence[float],
        *,
        parts_closed: bool = False,
        below: int | None = None,
        at_least: float | None = None,
    ) -> Plan:
        """Return the best plan: of least cost, or (without costs) closing the most; for less than `below`."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - an extra

        count, sets, parts = len(self._costs), len(self._sets), len(self._parts)
        hours = [part.hours / self._scale for part in self._parts]
        aim = [
            *([cost / self._unit for cost in costs] or [0.0] * count),
            *[0.0] * sets,
            *([0.0] * parts if costs else [-one for one in hours]),
        ]
        rows, low, high = self._rows()
        if below is not None:
            rows.append({number: float(cost // self._unit) for number, cost in enumerate(self._costs)})
            low, high = [*low, float("-inf")], [*high, below // self._unit - 0.5]
        if at_least is not None:
            rows.append({count + sets + number: one for number, one in enumerate(hours)})
            low, high = [*low, at_least / self._scale * (1 - SLACK)], [*high, float("inf")]
        floor = [0.0] * (count + sets) + [1.0 if parts_closed else 0.0] * parts
        result = milp(
            aim, integrality=[1] * (count + sets + parts), bounds=Bounds(floor, [1.0] * len(aim)),
            constraints=LinearConstraint(_matrix(rows, len(aim)), low, high) if rows else (),
            options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        if result.x is None:
            raise RuntimeError(f"HiGHS found no plan: {result.message}")
        return self._plan(frozenset(number for number in range(count) if result.x[number] > 0.5))  # noqa: PLR2004

    def _rows(self) -> tuple[list[dict[int, float]], list[float], list[float]]:
        """Return: a set is no more than each of its candidates; a part no more than what closes it."""
        count = len(self._costs)
        place = {each: count + number for number, each in enumerate(self._sets)}
        place |= {frozenset({number}): number for number in range(count)}
        rows = [{place[each]: -1.0, number: 1.0} for each in self._sets for number in sorted(each)]
        for number, part in enumerate(self._parts):
            rows.append({place[each]: 1.0 for each in part.closed_by} | {count + len(self._sets) + number: -1.0})
        return rows, [0.0] * len(rows), [float("inf")] * len(rows)

    def _plan(self, chosen: Chosen) -> Plan:
        """Return a plan without the candidates that it does not need, the dearest left out first."""
        hours = self._effects.closed(chosen)
        for number in sorted(chosen, key=lambda one: (-self._costs[one], one)):
            without = chosen - {number}
            if self._effects.closed(without) >= hours:
                chosen = without
        return Plan(chosen, sum(self._costs[number] for number in chosen), hours)


def _matrix(rows: list[dict[int, float]], width: int) -> Any:  # noqa: ANN401 - scipy has no types of its own
    from scipy.sparse import csr_array  # noqa: PLC0415 - an extra

    cells = [(row, column, value) for row, each in enumerate(rows) for column, value in each.items()]
    values = [value for _, _, value in cells]
    places = ([row for row, _, _ in cells], [column for _, column, _ in cells])
    return csr_array((values, places), shape=(len(rows), width))

"""The one aimed generator of all laws: a small directory, and a call on an edge, or a step beyond it.

The question comes first (what is asked, where, of whom); then services that pass it, on the edge of
passing or failing by one step; then one of them is picked and the moment of the call set against its
hours, one minute this side or that; last what hangs on that moment: capacity, rankings, care plans.

    made_calls → made_services (made_hours) → made_calls (the moment) → made_policies

test_generator_reach.py proves that every check, every rule of the order and every outcome is reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import Any

from dice import Dice, seeded
from hypothesis import strategies as st
from made_calls import (
    ANY,
    PLANNED,
    SEARCHES,
    UNSEARCHED,
    VALIDATED,
    Aim,
    at_that_moment,
    call_without_moment,
    moment,
)
from made_hours import HOLIDAYS, THEMES
from made_policies import Scene, care_plans, completed, in_order, limits
from made_services import services
from made_world import AREAS, KINDS, REFERENCE, VALIDATORS, directory_shell
from plain_request import Asked, read_call
from plain_search import Look
from told import tell, tell_directory

from dos_router.model.call import CallText
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.model.policy import Policy
from dos_router.model.service import AMBULANCE, Service

__all__ = [
    "ANY",
    "AREAS",
    "PLANNED",
    "SEARCHES",
    "UNSEARCHED",
    "VALIDATED",
    "Aim",
    "Situation",
    "in_order",
    "sample",
    "situation",
    "situations",
]


@dataclass(frozen=True, repr=False)
class Situation:
    """A directory, a call to it, and the care plans; `edge` tells how the moment was chosen."""

    directory: Directory
    call: CallText
    plans: Mapping[str, tuple[CarePlan, ...]]
    theme: date
    picked: str | None
    edge: str

    def __repr__(self) -> str:
        """Return the example in brief, one service a line."""
        head = f"about {self.theme}, {self.edge} of {self.picked}\n  {tell(self.call)}"
        plans = [f"  {tell(plan)}" for plan in chain.from_iterable(self.plans.values())]
        return "\n".join([head, tell_directory(self.directory), *plans])

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Have Hypothesis print it in brief as well."""
        printer.text(repr(self))

    def but(self, *services: Service, policy: Policy | None = None) -> Situation:
        """Return it with these services in place of those of their ids, or beside them, or another policy."""
        changed = {**self.directory.services, **{service.id: service for service in services}}
        directory = replace(self.directory, services=in_order(changed), policy=policy or self.directory.policy)
        return replace(self, directory=directory)

    def without(self, name: str) -> Situation:
        """Return it without a service."""
        services = {key: one for key, one in self.directory.services.items() if key != name}
        return replace(self, directory=replace(self.directory, services=in_order(services)))

    def asking(self, **fields: Any) -> Situation:
        """Return it with other fields of the call."""
        return replace(self, call=replace(self.call, **fields))

    def ordinary(self) -> Situation:
        """Return it without validation and care plans: an ordinary search or none."""
        return replace(self.but(policy=replace(self.directory.policy, validate=False)), plans={})

    def untrimmed(self) -> Situation:
        """Return it with a policy that keeps every candidate."""
        every = MappingProxyType(dict.fromkeys(self.directory.reference.service_types, 99))
        return self.but(policy=replace(self.directory.policy, keep_by_type=every))


KEPT = st.integers(0, 9).map(bool)  # shrinks to what is left out


@st.composite
def situations(draw: st.DrawFn, aim: Aim = ANY) -> Situation:
    """Draw a directory and a call on an edge of it: one of many, with some of its records left out.

    The seed says all at once, which is ten times faster than to have Hypothesis draw every choice; a
    failing example shrinks by what is left out.
    """
    whole = situation(seeded(draw(st.integers(0, 2**32))), aim)
    directory = whole.directory
    services = {name: one for name, one in directory.services.items() if draw(KEPT)}
    ranking = tuple(entry for entry in directory.policy.ranking if draw(KEPT))
    capacity = {name: rows for name, rows in directory.capacity.items() if draw(KEPT)}
    plans = {patient: tuple(plan for plan in each if draw(KEPT)) for patient, each in whole.plans.items()}
    return replace(
        whole,
        plans=plans,
        directory=replace(
            directory,
            services=in_order(services),
            policy=replace(directory.policy, ranking=ranking),
            capacity=MappingProxyType({name: rows for name, rows in capacity.items() if name in services}),
        ),
    )


def sample(count: int) -> Iterator[Situation]:
    """Yield so many situations, the same ones every time: of every four one with a care plan for sure."""
    aims = (ANY, ANY, ANY, PLANNED)
    return (situation(seeded(seed), aims[seed % len(aims)]) for seed in range(count))


def situation(dice: Dice, aim: Aim) -> Situation:
    """Build a directory and a call on an edge of it."""
    theme = dice.pick_from(THEMES)
    shell = directory_shell(limits(dice), {**HOLIDAYS, theme: "a local holiday"} if dice.one_in(4) else HOLIDAYS)
    call = call_without_moment(dice, aim)
    asked = read_call(call, shell)
    codes = codes_searched(asked)
    look = Look(shell, asked, codes[0])
    kinds = tuple(dice.pick_from(likely_kinds(codes[0])) for _ in range(3))
    made = services(dice, look, theme, kinds=(*kinds * 6, *KINDS), codes=codes)
    picked = dice.pick_from(made) if made else None
    at, edge = moment(dice, look, theme, picked)
    call = at_that_moment(dice, aim, call, at)
    scene = Scene(at, codes, asked, tuple(made), picked)
    directory = completed(dice, shell, scene)
    plans = care_plans(dice, aim, call, scene) if call.patient else {}
    return Situation(directory, call, plans, theme, picked.id if picked else None, edge)


def codes_searched(asked: Asked) -> tuple[str, ...]:
    """Return what is searched for: the disposition, and the one that validates it."""
    code = asked.disposition or "Dx05"
    validating = REFERENCE.dispositions[code].validated_by
    return (code, validating) if validating else (code,)


def likely_kinds(code: str) -> tuple[str, ...]:
    """Return types of service that are something to a disposition."""
    known = REFERENCE.dispositions[code]
    validating = VALIDATORS * 3 if known.validated_by else ()
    return (*KINDS, *validating, *(AMBULANCE,) * 9) if known.dispatch else (*KINDS, *validating)

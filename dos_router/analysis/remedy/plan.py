"""From gaps and candidates to plans: each candidate's effect swept, the cheapest chosen, the outcome swept again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.remedy.changed import carried_out
from dos_router.analysis.remedy.covering import Curve, Plan, check_solver, close_all, curve_of
from dos_router.analysis.remedy.effects import Chosen, Effects, effects_of, sets_to_sweep
from dos_router.model.directory import Directory
from dos_router.model.remedy import Candidate

CLOSABLE = (Kind.NO_SERVICE, Kind.UPSHIFT, Kind.SINGLE, Kind.BORDER)

Sweep = Callable[[Directory], Gaps]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """The cheapest plan that closes all that the candidates can close, and the curve down to nothing.

    `alone` is what each candidate closes by itself, in people-hours, each need apart; `left` are the gaps of
    the directory as it would be with `best` carried out, by another sweep.
    """

    candidates: tuple[Candidate, ...]
    effects: Effects
    alone: tuple[float, ...]
    best: Plan
    curve: Curve
    left: Gaps

    @property
    def hours(self) -> float:
        """Return the people-hours of all the gaps listed."""
        return self.effects.hours


def find_remedies(
    directory: Directory,
    candidates: Sequence[Candidate],
    gaps: Gaps,
    sweep: Sweep,
    progress: Progress = lambda _done, _whole: None,
) -> Remedies:
    """Return which candidates to carry out; `sweep` finds the gaps of a directory as those given were found."""
    check_solver()
    there = tuple(candidates)
    whole, done = len(sets_to_sweep(there)) + 1, 0

    def swept(chosen: Chosen) -> Gaps:
        nonlocal done
        found = sweep(carried_out(directory, (there[number] for number in sorted(chosen))))
        done += 1
        progress(done, whole)
        return found

    effects = effects_of(there, _closable(gaps), lambda chosen: _closable(swept(chosen)), gaps.horizon)
    costs = [one.cost for one in there]
    best = close_all(effects, costs)
    return Remedies(
        candidates=there, effects=effects, best=best, curve=curve_of(effects, costs), left=swept(best.chosen),
        alone=tuple(effects.closed(frozenset({number})) for number in range(len(there))),
    )  # fmt: skip


def _closable(gaps: Gaps) -> list[GapFinding]:
    return [one for one in gaps.findings if one.kind in CLOSABLE]

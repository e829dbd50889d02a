"""The policy's `always` and `never`, judged for every case: each that is broken, with a call that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dos_router.analysis.gaps.kinds import counted
from dos_router.analysis.gaps.needs import Need, needs_of
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.gaps.witness import call_of
from dos_router.analysis.sweep.cells import Horizon, horizon_of
from dos_router.analysis.sweep.sweep import Column, sweep
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.policy import Always, Never

Promise = Always | Never


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold, and one call for which it does not; `service` is what a `never` finds there.

    `found` is how many services qualify for that call.
    """

    promise: Promise
    witness: CallText
    found: int
    service: str | None = None


def judge_promises(
    directory: Directory,
    pathways: Mapping[str, Pathway],
    horizon: Horizon | None = None,
    *,
    needs: tuple[Need, ...] | None = None,
) -> list[Broken]:
    """Return every promise of the policy that some call breaks, in the policy's order.

    Looked at are all needs that the pathways can end in, all places of the areas named (all places
    where none is), every age, both sexes and every minute. Candidates count before trimming, the
    catch-all does not: of a type that qualifies at least one is always offered. `needs` are those that the
    pathways can end in, by whoever knows them already.
    """
    asked = needs_of(pathways, directory.reference) if needs is None else needs
    looked = horizon or horizon_of(directory)
    found: list[Broken] = []
    for promise in promises_of(directory):
        broken = next(_broken(promise, directory, asked, looked), None)
        if broken:
            found.append(broken)
    return found


def unjudged_promises(directory: Directory, pathways: Mapping[str, Pathway]) -> list[tuple[Promise, tuple[str, ...]]]:
    """Return the promises about dispositions that no pathway ends in, which nothing can judge, and those codes."""
    known = {need.disposition for need in needs_of(pathways, directory.reference)}
    missing = ((promise, tuple(sorted(promise.dispositions - known))) for promise in promises_of(directory))
    return [(promise, codes) for promise, codes in missing if codes]


def promises_of(directory: Directory) -> tuple[Promise, ...]:
    """Return the promises of the policy: those of `always`, then those of `never`."""
    return (*directory.policy.always, *directory.policy.never)


def _broken(promise: Promise, directory: Directory, needs: tuple[Need, ...], horizon: Horizon) -> Iterator[Broken]:
    asked = [need for need in needs if need.disposition in promise.dispositions]
    for column in sweep(directory, asked, places_of(directory, promise.areas), horizon).columns():
        times = _breaking(promise, column)
        if times:
            yield _shown(promise, column, times)


def _breaking(promise: Promise, column: Column) -> int:
    """Return when a column breaks a promise."""
    everything = column.sweep.axis.everything
    if isinstance(promise, Always):
        return everything & ~counted(column.contenders, promise.at_least, everything)
    times = 0
    for contender in column.contenders:
        times |= contender.times if contender.service.type in promise.types else 0
    return times


def _shown(promise: Promise, column: Column, times: int) -> Broken:
    lowest = times & -times
    present = [one.service for one in column.contenders if one.times & lowest]
    culprit = None
    if isinstance(promise, Never):
        culprit = next(one.id for one in present if one.type in promise.types)
    at = column.sweep.axis.first_minute(lowest)
    witness = call_of(
        column.needs[0], column.places[0], column.ages[0][0], column.sexes[0], at, directory=column.sweep.directory
    )
    return Broken(promise, witness, len(present), culprit)

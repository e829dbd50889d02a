"""The fast engine: many calls at once, over a compiled directory; the plain one is its reference.

calls ── validated? ──▶ a search among validators ── nothing ──┐
      ── dispatch ──▶ ambulances of the area                   │
      ── searched ◀────────────────────────────────────────────┘
            └─ grouped by need: flags (fast_search) → order and trimming (fast_order) ── nothing ──▶ catch-all
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dos_router.model.answer import Outcome
from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE
from dos_router.routing.compiled.arrays import Bools, Compiled, Flags, Ints, Shorts
from dos_router.routing.compiled.directory import compile_directory
from dos_router.routing.fast_calls import Calls, Part, Ragged, gather, joined, nothing_for, part_of
from dos_router.routing.fast_capacity import RedTimes
from dos_router.routing.fast_catch_all import catch_all
from dos_router.routing.fast_clock import Clock
from dos_router.routing.fast_hours import Timeline
from dos_router.routing.fast_needs import CHECKS, NeedKey, Symptoms
from dos_router.routing.fast_numbers import distinct, expand
from dos_router.routing.fast_order import Candidates, Order, in_order
from dos_router.routing.fast_search import Asked, Searcher
from dos_router.routing.kernel import WORTH_IT, Kernel, Loops, compiled_loops
from dos_router.routing.order import LAST_RANK, keep_of
from dos_router.routing.window import window_length

OUTCOMES = tuple(Outcome)
_CODE = {outcome: np.uint8(place) for place, outcome in enumerate(OUTCOMES)}


class Answers(NamedTuple):
    """What calls come to: a place in OUTCOMES, services in order, near misses, and the validating disposition.

    A near miss is `service * len(CHECKS) + check`; `validated_by` is -1 for none.
    """

    outcome: Flags
    offers: Ragged
    misses: Ragged
    validated_by: Shorts


class _Dispositions(NamedTuple):
    """What the reference says of each disposition; `validated_by` is -1 for none, `window` in minutes."""

    search: Bools
    dispatch: Bools
    validated_by: Ints
    window: Ints


@dataclass(slots=True)
class Engine:
    """A directory made ready for many calls. Its answers are those of the plain engine, without care plans.

    `loops` take the place of numpy once they are taken up.
    """

    directory: Directory
    compiled: Compiled
    symptoms: list[Symptoms] = field(default_factory=list)
    searcher: Searcher = field(init=False)
    _known: dict[Symptoms, int] = field(default_factory=dict)
    _codes: _Dispositions = field(init=False)
    _order: Order = field(init=False)
    loops: Loops | None = None
    _sought: int = 0
    _kernel: Kernel | None = None

    def __post_init__(self) -> None:
        """Prepare what does not hang on the calls."""
        self._codes = _dispositions(self.directory, self.compiled)
        self._order = _order(self.directory, self.compiled)
        reach = int(self._codes.window.max(initial=0))
        timeline = Timeline(self.compiled.hours, Clock(self.directory.zone), reach)
        red = RedTimes(self.directory, self.compiled)
        self.searcher = Searcher(self.compiled, timeline, red)

    def symptoms_place(self, symptoms: Symptoms) -> int:
        """Return the place in `symptoms` of what was asked, which is added if need be."""
        if symptoms not in self._known:
            self._known[symptoms] = len(self.symptoms)
            self.symptoms.append(symptoms)
        return self._known[symptoms]

    def route(self, calls: Calls) -> Answers:
        """Answer calls."""
        outcome = np.full(len(calls), _CODE[Outcome.NO_SEARCH])
        validated_by = np.full(len(calls), -1, np.int32)
        validated = self._validated(calls)
        done = validated.offers.calls[validated.offers.counts > 0]
        validated_by[done] = self._codes.validated_by[calls.disposition[done]]
        outcome[done] = _CODE[Outcome.ROUTED]
        left = validated_by < 0
        sent = self._dispatched(calls, np.flatnonzero(left & self._codes.dispatch[calls.disposition]))
        outcome[sent.calls] = _CODE[Outcome.DISPATCH]
        wanted = np.flatnonzero(left & self._codes.search[calls.disposition])
        searched = self._searched(calls, wanted, calls.disposition[wanted].astype(np.int64), validators=False)
        offered = searched.offers.counts > 0
        outcome[searched.offers.calls] = np.where(offered, _CODE[Outcome.ROUTED], _CODE[Outcome.NO_SERVICE])
        caught = self._caught(calls, searched.offers.calls[~offered])
        outcome[caught.calls[caught.counts > 0]] = _CODE[Outcome.CATCH_ALL]
        return Answers(
            outcome,
            self.gather([validated.offers, sent, searched.offers, caught], len(calls)),
            self.gather([validated.misses, nothing_for(sent.calls), searched.misses], len(calls)),
            validated_by,
        )

    def gather(self, parts: Sequence[Part], count: int) -> Ragged:
        """Return the lists of `count` calls in their order; of a call in several parts the last list holds."""
        return gather(parts, count, self.loops.put_in_order if self.loops else None)

    def _validated(self, calls: Calls) -> _Found:
        """Search among validators for those calls that a clinician would validate first."""
        by = self._codes.validated_by[calls.disposition]
        sent, sought = self._codes.dispatch[calls.disposition], self._codes.search[calls.disposition]
        wanted = (by >= 0) & np.where(sent, ~calls.faulty, sought)
        first = np.flatnonzero(wanted & self.directory.policy.validate)
        return self._searched(calls, first, by[first], validators=True)

    def _searched(self, calls: Calls, wanted: Ints, codes: Ints, *, validators: bool) -> _Found:
        """Search for the dispositions `codes` for the calls `wanted`."""
        offers: list[Part] = []
        misses: list[Part] = []
        if not len(wanted):
            return _Found(joined(offers), joined(misses))
        some = calls.pick(wanted)
        known, need = distinct(codes * len(self.symptoms) + some.symptoms)
        pairs = (divmod(key, len(self.symptoms)) for key in known.tolist())
        keys = [NeedKey(code, self.symptoms[symptoms], validators) for code, symptoms in pairs]
        entries = self._entries(some, codes)
        asked = Asked(some, keys, need, self._codes.window[codes])
        if kernel := self._taken_up(len(some)):
            return _Found(*kernel.search(asked, wanted, entries))
        for block in self.searcher.search(asked):
            found, places = Candidates(block.candidate_row, block.candidate), wanted[block.places]
            kept = in_order(found, some.pick(block.places), entries[block.places], self._order, self.compiled)
            offers.append(part_of(places, kept.row, kept.service))
            misses.append(part_of(places, block.miss_row, (block.miss * len(CHECKS) + block.check).astype(np.int32)))
        return _Found(joined(offers), joined(misses))

    def _taken_up(self, calls: int) -> Kernel | None:
        """Return the compiled search, once so many calls were searched for that it is worth its loading."""
        self._sought += calls
        if self.loops is None and self._sought > WORTH_IT and (loops := compiled_loops()):
            self.loops, self._kernel = loops, Kernel(loops, self.searcher, self._order)
            self.searcher.needs.forget()
            self._order.tiers.clear()
        return self._kernel

    def _entries(self, calls: Calls, codes: Ints) -> Ints:
        """Return the first entry of the ranking that applies to each call; after the last, national ranks."""
        policy, names = self.directory.policy, self.compiled.names
        found = np.full(len(calls), len(policy.ranking), np.int64)
        now = self.searcher.timeline.look_up(calls.at + 1)
        for place in reversed(range(len(policy.ranking))):
            entry = policy.ranking[place]
            dispositions = np.array(
                [not entry.dispositions or code in entry.dispositions for code in names.dispositions]
            )
            areas = np.array([*(not entry.areas or area in entry.areas for area in names.areas), not entry.areas])
            applies = areas[calls.area] & dispositions[codes]
            if entry.hours is not None:
                hours = self.compiled.ranking_hours[place : place + 1]
                applies &= ~self.searcher.opens_after(now, calls.at, hours)
            found[applies] = place
        return found

    def _dispatched(self, calls: Calls, wanted: Ints) -> Part:
        """Return the ambulance services of each call's area, by id."""
        services, names = self.compiled.services, self.compiled.names
        kinds = np.array([kind == AMBULANCE for kind in (*names.types, "")], bool)
        coming = services.active & kinds[services.type] & ~self.compiled.limits.area_fails
        service = np.nonzero(coming)[1]
        counts = coming.sum(axis=1)
        starts = np.cumsum(counts) - counts
        chosen = calls.area[wanted]
        return Part(wanted, counts[chosen], service[expand(starts[chosen], counts[chosen])])

    def _caught(self, calls: Calls, wanted: Ints) -> Part:
        some = calls.pick(wanted)
        found = self._kernel.catch_all.find(some) if self._kernel else joined(list(catch_all(self.searcher, some)))
        return Part(wanted[found.calls], found.counts, found.values)


class _Found(NamedTuple):
    """Offers and near misses of the calls that were searched for, in the same order."""

    offers: Part
    misses: Part


def prepare(directory: Directory) -> Engine:
    """Return an engine for a directory."""
    return Engine(directory, compile_directory(directory))


def _dispositions(directory: Directory, compiled: Compiled) -> _Dispositions:
    known = [directory.reference.dispositions[code] for code in compiled.names.dispositions]
    places = {code: place for place, code in enumerate(compiled.names.dispositions)}
    return _Dispositions(
        search=np.array([one.search for one in known], bool),
        dispatch=np.array([one.dispatch for one in known], bool),
        validated_by=np.array([places.get(one.validated_by or "", -1) for one in known], np.int64),
        window=np.array([window_length(one.timeframe) for one in known], np.int64),
    )


def _order(directory: Directory, compiled: Compiled) -> Order:
    types = [directory.reference.service_types[kind] for kind in compiled.names.types]
    national = [one.national_rank or LAST_RANK for one in types]
    rows = [
        [entry.ranks.get(one.slug, rank) for one, rank in zip(types, national, strict=True)]
        for entry in directory.policy.ranking
    ]
    keep = np.array([keep_of(one.slug, directory) for one in types], np.int64)
    return Order(np.array([*rows, national], np.int32).reshape(len(rows) + 1, len(types)), keep, {})

"""What calls come to as Arrow columns, beside the columns that they came with (formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dos_router.model.answer import Outcome
from dos_router.model.moments import iso
from dos_router.routing.compiled.arrays import Array, Bools, Flags, Ints, Shorts
from dos_router.routing.distances import METRES_A_MILE
from dos_router.routing.fast import OUTCOMES, Engine
from dos_router.routing.fast_calls import Calls, Ragged
from dos_router.routing.fast_needs import CHECKS
from dos_router.routing.fast_order import squared_distances

RESULTS = pa.schema(
    [
        ("outcome", pa.string()), ("service", pa.string()), ("service_type", pa.string()), ("provider", pa.string()),
        ("distance_miles", pa.float64()), ("open", pa.bool_()), ("opens_at", pa.string()),
        ("offers", pa.list_(pa.string())), ("near_misses", pa.string()), ("validated_by", pa.string()),
        ("care_plan", pa.string()), ("reason", pa.string()),
    ]
)  # fmt: skip
PREFIX = "dos_"
ROWS_AT_ONCE = 2_048  # near misses are long: so many rows of them are written out together
MISSES_AT_ONCE = 2**20  # and so many of them: their text has to stay far below the 2 GB that an array may hold
REJECTED = np.uint8(OUTCOMES.index(Outcome.REJECTED))
_CLOSE_TO_HALF = 1e-6


class Batch(NamedTuple):
    """Every row's answer: `calls` in the order of the rows, of any content where a row is rejected."""

    calls: Calls
    outcome: Flags
    offers: Ragged
    misses: Ragged
    validated_by: Shorts
    care_plans: Mapping[int, str]
    reasons: Mapping[int, str]


def result_names(taken: Sequence[str]) -> list[str]:
    """Return the names of the result columns: those that are taken are prefixed until they are not."""
    names: list[str] = []
    for name in RESULTS.names:
        while name in taken:
            name = f"{PREFIX}{name}"  # noqa: PLW2901 - the same column under its final name
        names.append(name)
    return names


@dataclass(slots=True)
class ResultWriter:
    """Turns answers into columns; the texts of a directory are made once."""

    engine: Engine
    _texts: dict[str, pa.Array]

    def __init__(self, engine: Engine) -> None:
        """Make the texts that results are put together from."""
        names = engine.compiled.names
        kinds = [names.types[kind] for kind in engine.compiled.services.type]
        self.engine = engine
        self._texts = {
            "outcome": _strings([outcome.value for outcome in OUTCOMES]),
            "service": _strings(names.services),
            "service_type": _strings(kinds),
            "provider": _strings(names.providers),
            "validated_by": _strings(names.dispositions),
            "miss": pa.chunked_array([_misses(names.services, ""), _misses(names.services, ";")]).combine_chunks(),
        }

    def columns(self, batch: Batch) -> Iterator[tuple[int, list[pa.Array]]]:
        """Yield the result columns of some rows after others, each time with the first row's place."""
        first = batch.offers.first()
        count = len(first)
        opens = self._opening(batch.calls, first)
        whole = {
            "outcome": self._texts["outcome"].take(pa.array(batch.outcome)),
            **{name: _taken(self._texts[name], first) for name in ("service", "service_type", "provider")},
            "distance_miles": self._miles(batch.calls, first),
            "open": pa.array(opens == batch.calls.at, mask=first < 0),
            "opens_at": self._moments(opens, (first >= 0) & (opens > batch.calls.at)),
            "validated_by": _taken(self._texts["validated_by"], batch.validated_by),
            "care_plan": _sparse(batch.care_plans, count),
            "reason": _sparse(batch.reasons, count),
        }
        for start, end in _pieces(batch.misses.starts):
            lists = {
                "offers": _lists(batch.offers, start, end, self._texts["service"]),
                "near_misses": _joined(batch.misses, start, end, self._texts["miss"]),
            }
            yield (
                start,
                [lists[name] if name in lists else whole[name].slice(start, end - start) for name in RESULTS.names],
            )

    def _opening(self, calls: Calls, first: Ints) -> Ints:
        """Return when the first offer opens next: the moment of the call where it is open."""
        if not len(self.engine.compiled.names.services):
            return calls.at
        return self.engine.searcher.timeline.next_open(calls.at, self.engine.compiled.services.hours[first])

    def _miles(self, calls: Calls, first: Ints) -> pa.Array:
        services = self.engine.compiled.services
        if not len(services.located):
            return pa.nulls(len(first), pa.float64())
        squared = squared_distances(calls, np.arange(len(first)), self.engine.compiled, first)
        known = (first >= 0) & services.located[first] & calls.located
        return pa.array(to_miles(squared), mask=~known)

    def _moments(self, moments: Ints, stated: Bools) -> pa.Array:
        """Return moments as local ISO texts; those beyond the calendar's horizon, or not stated, are null."""
        stated = stated & (moments < np.iinfo(np.int32).max)
        distinct, places = np.unique(moments[stated], return_inverse=True)
        texts = _strings([iso(int(moment), self.engine.directory.zone) for moment in distinct])
        chosen = np.full(len(moments), -1, np.int64)
        chosen[stated] = places
        return _taken(texts, chosen)


def _pieces(starts: Ints) -> Iterator[tuple[int, int]]:
    """Yield where pieces of rows begin and end, by where each row's near misses begin."""
    end, count = 0, len(starts) - 1
    while end < count:
        start = end
        enough = int(np.searchsorted(starts, starts[start] + MISSES_AT_ONCE, side="right")) - 1
        end = min(start + ROWS_AT_ONCE, max(enough, start + 1), count)
        yield start, end


def to_miles(squared: Ints) -> Array:
    """Return squared distances in m² as miles to one decimal, rounded as `in_miles` rounds each."""
    miles = np.sqrt(squared.astype(np.float64)) / METRES_A_MILE
    tenths = miles * 10
    rounded = np.rint(tenths) / 10
    for place in np.flatnonzero(np.abs(tenths - np.floor(tenths) - 0.5) < _CLOSE_TO_HALF):
        rounded[place] = round(float(miles[place]), 1)
    return rounded


def _strings(texts: Sequence[str]) -> pa.Array:
    return pa.array(texts, pa.string())


def _taken(texts: pa.Array, places: Array) -> pa.Array:
    """Return the text at each place; null at -1."""
    return texts.take(pa.array(places, mask=places < 0))


def _sparse(texts: Mapping[int, str], count: int) -> pa.Array:
    if not texts:
        return pa.nulls(count, pa.string())
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts.values()))}
    places = np.full(count, -1, np.int64)
    places[list(texts)] = [distinct[text] for text in texts.values()]
    return _taken(_strings(list(distinct)), places)


def _lists(ragged: Ragged, start: int, end: int, texts: pa.Array) -> pa.Array:
    starts = ragged.starts[start : end + 1]
    values = texts.take(pa.array(ragged.values[starts[0] : starts[-1]]))
    return pa.ListArray.from_arrays(pa.array((starts - starts[0]).astype(np.int32)), values)


def _misses(services: Sequence[str], before: str) -> pa.StringArray:
    """Return the text of every near miss that there might be, with what stands before it."""
    names = pa.array([f"{before}{name}:" for name in services], pa.string())
    each = np.repeat(np.arange(len(services)), len(CHECKS))
    return pc.binary_join_element_wise(names.take(pa.array(each)), pa.array([*CHECKS] * len(services), pa.string()), "")


def _joined(ragged: Ragged, start: int, end: int, texts: pa.Array) -> pa.Array:
    """Return each list as one text; the second half of `texts` holds the first half's with a `;` before them.

    The texts of a row lie one after the other among the bytes of all, so that each row's text is there already.
    """
    starts = ragged.starts[start : end + 1]
    values = ragged.values[starts[0] : starts[-1]] + np.int32(len(texts) // 2)
    first = starts[:-1][np.diff(starts) > 0] - starts[0]
    values[first] -= np.int32(len(texts) // 2)
    cells = texts.take(pa.array(values))
    _, offsets, content = cells.buffers()
    ends = (
        np.frombuffer(offsets, np.int32)[cells.offset + starts - starts[0]]
        if len(values)
        else np.zeros(len(starts), np.int32)
    )
    return pa.StringArray.from_buffers(
        len(starts) - 1, pa.py_buffer(np.ascontiguousarray(ends)), content or pa.py_buffer(b"")
    )

"""Made calls of realistic shape: needs as skewed as the national ones, hours of the week, places by people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.activity import Shape, Shares, shape_of, shared
from benchmarks.made_directory import SYMPTOM_GROUPS
from dos_router.model.directory import Directory

YEAR_BEGINS = datetime(2026, 10, 5)  # noqa: DTZ001 - a Monday, local time
WEEKS = 52
CHUNK = 65_536
HAS_PRACTICE = 0.6

Texts = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Callers:
    """Where calls come from, how many from each place, and what is asked for there."""

    postcodes: Texts
    people: Shares
    practices: Texts  # a row a place, or one for all: the practices of those who live there
    groups: Texts
    discriminators: Texts | None = None  # of any group; None: one that goes with the group


def made_calls(
    directory: Directory, count: int, *, seed: int = 2, shape: Shape | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield so many calls of a year to a made directory, in batches; the same for the same seed."""
    places = np.array(list(directory.places))
    practices = np.array(sorted(one.ods or "" for one in directory.services.values() if one.practices) or ["P0"])
    people = shared(1 / np.arange(1, len(places) + 1) ** 0.5)
    groups = np.char.add("SG", np.array(SYMPTOM_GROUPS).astype(str))
    yield from calls_of(
        Callers(places, people, practices[None, :], groups), count, seed=seed, shape=shape or shape_of(None)
    )


def calls_of(callers: Callers, count: int, *, seed: int, shape: Shape) -> Iterator[pa.RecordBatch]:
    """Yield so many calls of a year, in batches; the same for the same seed."""
    dice = np.random.default_rng(seed)
    for start in range(0, count, CHUNK):
        yield _batch(dice, range(start, min(start + CHUNK, count)), callers, shape)


def _batch(dice: np.random.Generator, numbers: range, callers: Callers, shape: Shape) -> pa.RecordBatch:
    rows = len(numbers)
    rank = np.minimum(dice.zipf(1.4, rows), len(callers.groups)) - 1
    group = callers.groups[rank]
    if callers.discriminators is None:
        discriminator = np.char.add("SD", (4000 + np.char.lstrip(group, "SG").astype(int) % 7).astype(str))
    else:
        discriminator = callers.discriminators[dice.integers(0, len(callers.discriminators), rows)]
    place = dice.choice(len(callers.postcodes), rows, p=callers.people)
    of_place = place % len(callers.practices)
    practice = callers.practices[of_place, dice.integers(0, callers.practices.shape[1], rows)]
    return pa.record_batch(
        {
            "call_id": np.char.add("c", np.char.zfill(np.arange(numbers.start, numbers.stop).astype(str), 9)),
            "at": _moments(dice, rows, shape),
            "postcode": callers.postcodes[place],
            "age": dice.integers(0, 100, rows).astype(str),
            "sex": np.array(["female", "male", ""])[dice.choice(3, rows, p=[0.56, 0.42, 0.02])],
            "disposition": np.array(shape.codes)[dice.choice(len(shape.codes), rows, p=shape.needs)],
            "symptom_group": group,
            "symptom_discriminator": discriminator,
            "practice": np.where(dice.random(rows) < HAS_PRACTICE, practice, ""),
        }
    )


def _moments(dice: np.random.Generator, rows: int, shape: Shape) -> list[str]:
    """Return local times with their seconds; the hours that the clocks skip or repeat are left out."""
    hour = dice.choice(168, rows, p=shape.hours)
    hour = np.where(hour == 6 * 24 + 1, 6 * 24 + 3, hour)
    seconds = (dice.integers(0, WEEKS, rows) * 168 + hour) * 3600 + dice.integers(0, 3600, rows)
    found: list[str] = np.datetime_as_string(np.datetime64(YEAR_BEGINS, "s") + seconds.astype("m8[s]")).tolist()
    return found

"""Made calls of realistic shape: needs as skewed as the national ones, hours of the week, places by people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pyarrow as pa

from benchmarks.made_directory import SYMPTOM_GROUPS
from dos_router.model.directory import Directory

# disposition and its weight: about 12 % ambulance, 12 % emergency department, 6 % dental, 8 % self care
NEEDS = (
    ("Dx0111", 2), ("Dx012", 6), ("Dx0121", 4), ("Dx02", 6), ("Dx03", 3), ("Dx89", 2), ("Dx92", 1), ("Dx05", 12),
    ("Dx06", 9), ("Dx07", 7), ("Dx08", 6), ("Dx09", 5), ("Dx11", 3), ("Dx12", 6), ("Dx13", 4), ("Dx14", 4),
    ("Dx28", 3), ("Dx29", 2), ("Dx17", 2), ("Dx19", 2), ("Dx22", 2), ("Dx32", 3), ("Dx39", 8),
)  # fmt: skip
# the share of calls by hour, in percent: weekdays, then weekends (national 111 activity, rounded)
WEEKDAY = (
    2.7,
    2.1,
    1.8,
    1.5,
    1.4,
    1.6,
    2.2,
    3.9,
    4.9,
    4.4,
    4.2,
    4.0,
    3.9,
    3.7,
    3.7,
    4.1,
    4.9,
    6.0,
    8.1,
    8.6,
    7.6,
    6.5,
    5.0,
    3.2,
)
WEEKEND = (
    1.5,
    1.2,
    1.1,
    1.0,
    0.9,
    1.1,
    1.7,
    3.2,
    6.3,
    7.6,
    8.4,
    8.0,
    7.3,
    6.6,
    6.1,
    5.5,
    5.3,
    5.2,
    4.9,
    4.5,
    4.1,
    3.6,
    2.8,
    2.1,
)
DAYS = (1.01, 0.88, 0.85, 0.85, 0.93, 1.33, 1.14)  # Monday first, of the mean day
YEAR_BEGINS = datetime(2026, 10, 5)  # noqa: DTZ001 - a Monday, local time
WEEKS = 52
CHUNK = 65_536


def made_calls(directory: Directory, count: int, *, seed: int = 2) -> Iterator[pa.RecordBatch]:
    """Yield so many calls of a year, in batches; the same for the same seed."""
    dice = np.random.default_rng(seed)
    places = np.array(list(directory.places))
    people = 1 / np.arange(1, len(places) + 1) ** 0.5
    practices = np.array(sorted(one.ods or "" for one in directory.services.values() if one.practices) or ["P0"])
    for start in range(0, count, CHUNK):
        yield _batch(
            dice, start, min(CHUNK, count - start), places=places, people=people / people.sum(), practices=practices
        )


def _batch(
    dice: np.random.Generator, start: int, rows: int, *, places: np.ndarray, people: np.ndarray, practices: np.ndarray
) -> pa.RecordBatch:  # fmt: skip
    needs = np.array([code for code, _ in NEEDS])[
        dice.choice(len(NEEDS), rows, p=_shares([weight for _, weight in NEEDS]))
    ]
    rank = np.minimum(dice.zipf(1.4, rows), len(SYMPTOM_GROUPS)) - 1
    groups = np.array(SYMPTOM_GROUPS)[rank]
    practice = np.where(dice.random(rows) < 0.6, practices[dice.integers(0, len(practices), rows)], "")  # noqa: PLR2004
    return pa.record_batch(
        {
            "call_id": [f"c{start + row:09}" for row in range(rows)],
            "at": _moments(dice, rows),
            "postcode": places[dice.choice(len(places), rows, p=people)],
            "age": dice.integers(0, 100, rows).astype(str),
            "sex": np.array(["female", "male", ""])[dice.choice(3, rows, p=[0.56, 0.42, 0.02])],
            "disposition": needs,
            "symptom_group": np.char.add("SG", groups.astype(str)),
            "symptom_discriminator": np.char.add("SD", (4000 + groups % 7).astype(str)),
            "practice": practice,
        }
    )


def _moments(dice: np.random.Generator, rows: int) -> list[str]:
    """Return local times with their seconds; the hours that the clocks skip or repeat are left out."""
    day = dice.choice(7, rows, p=_shares(DAYS))
    weekday, weekend = dice.choice(24, rows, p=_shares(WEEKDAY)), dice.choice(24, rows, p=_shares(WEEKEND))
    hour = np.where(day < 5, weekday, weekend)  # noqa: PLR2004
    hour = np.where((day == 6) & (hour == 1), 3, hour)  # noqa: PLR2004
    seconds = ((dice.integers(0, WEEKS, rows) * 7 + day) * 24 + hour) * 3600 + dice.integers(0, 3600, rows)
    return [str(each) for each in np.datetime64(YEAR_BEGINS, "s") + seconds.astype("m8[s]")]


def _shares(weights: object) -> np.ndarray:
    values = np.asarray(weights, float)
    return np.asarray(values / values.sum())

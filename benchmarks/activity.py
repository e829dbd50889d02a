"""The shape of real demand: what 111 calls end in, on which days and at which hours they come.

It is read from a folder of published activity where one is given; else rounded figures of the same kind are used.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]

WEEKDAY = (
    *(2.7, 2.1, 1.8, 1.5, 1.4, 1.6, 2.2, 3.9, 4.9, 4.4, 4.2, 4.0),
    *(3.9, 3.7, 3.7, 4.1, 4.9, 6.0, 8.1, 8.6, 7.6, 6.5, 5.0, 3.2),
)
WEEKEND = (
    *(1.5, 1.2, 1.1, 1.0, 0.9, 1.1, 1.7, 3.2, 6.3, 7.6, 8.4, 8.0),
    *(7.3, 6.6, 6.1, 5.5, 5.3, 5.2, 4.9, 4.5, 4.1, 3.6, 2.8, 2.1),
)
DAYS = (1.01, 0.88, 0.85, 0.85, 0.93, 1.33, 1.14)  # Monday first, of the mean day
FAMILIES = {"ambulance": 12.0, "emergency department": 7.0, "primary care": 44.0, "dental": 6.0, "self care": 8.0}
PUBLISHED = {
    "disp_ambulance": "ambulance", "disp_ed_type1_2": "emergency department", "disp_primary_care": "primary care",
    "disp_dental": "dental", "disp_self_care": "self care",
}  # fmt: skip
OTHER = "other"
# the dispositions of each family and how often each is reached, within the family
NEEDS = {
    "ambulance": (("Dx0111", 2), ("Dx012", 6), ("Dx0121", 4)),
    "emergency department": (("Dx02", 6), ("Dx03", 3), ("Dx89", 2), ("Dx92", 1)),
    "primary care": (
        ("Dx05", 12), ("Dx06", 9), ("Dx07", 7), ("Dx08", 6), ("Dx09", 5), ("Dx11", 3), ("Dx12", 6), ("Dx13", 4),
        ("Dx14", 4), ("Dx28", 3), ("Dx29", 2),
    ),
    "dental": (("Dx17", 2), ("Dx19", 2), ("Dx22", 2)),
    "self care": (("Dx39", 8),),
    OTHER: (("Dx32", 3), ("Dx35", 3), ("Dx325", 2), ("Dx80", 1), ("Dx75", 1)),
}  # fmt: skip


class Shape(NamedTuple):
    """Shares that add up to 1: of the 168 hours of a week, Monday first, and of dispositions, with the families'."""

    hours: Shares
    codes: tuple[str, ...]
    needs: Shares
    families: dict[str, float]


def shape_of(data: Path | None) -> Shape:
    """Return the shape that a folder of open data shows, or the rounded figures where there is none."""
    folder = data / "activity" if data else None
    if folder is None or not folder.is_dir():
        return _shape(WEEKDAY, WEEKEND, DAYS, FAMILIES)
    profile = list(_rows(folder / "hour_profile_primary_care_dispositions.csv"))
    weekday, weekend = (
        [float(row["share_of_day_percent"]) for row in profile if row["day_kind"] == kind]
        for kind in ("weekday", "weekend")
    )
    (england,) = (row for row in _rows(folder / "iuc_contract_areas_2024_25.csv") if row["code"] == "ENG")
    whole = float(england["final_dispositions"])
    families = {family: 100 * float(england[column]) / whole for column, family in PUBLISHED.items()}
    return _shape(weekday, weekend, _days(folder / "iuc111_daily_2025-11_2026-04.csv"), families)


def _days(path: Path) -> list[float]:
    """Return the calls received on each day of the week, Monday first."""
    calls = np.zeros(7)
    for row in _rows(path):
        calls[np.datetime64(row["date"], "D").astype(object).weekday()] += float(row["calls_received"] or 0)
    return [float(each) for each in calls]


def _shape(weekday: object, weekend: object, days: object, families: dict[str, float]) -> Shape:
    shares = {**families, OTHER: 100 - sum(families.values())}
    hours = np.array([weekday] * 5 + [weekend] * 2, float) * np.array(days, float)[:, None]
    codes = tuple(code for family in NEEDS for code, _ in NEEDS[family])
    needs = [
        shares[family] * weight / sum(each for _, each in NEEDS[family])
        for family in NEEDS
        for _, weight in NEEDS[family]
    ]
    return Shape(shared(hours.ravel()), codes, shared(np.array(needs)), shares)


def shared(weights: Shares) -> Shares:
    """Return weights as shares of 1."""
    return np.asarray(weights / weights.sum())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)

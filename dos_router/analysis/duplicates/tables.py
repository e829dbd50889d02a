"""The fixed tables: how often each level is met in each case of pairs.

Counted, and smoothed, on the development lists (benchmarks/duplicates_lists.py); judged for branches and new
names, whose cases no list tells apart. Below 300 records they are
used as they are; above, they hold the model that is fitted to the list close to what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.levels import FIELDS, POSTCODE, STREET

Doubles = npt.NDArray[np.float64]


class Class(IntEnum):
    """What a pair of records is: same organisation or not, same premises or not."""

    NEITHER = 0
    ORGANISATION = 1
    PREMISES = 2
    BOTH = 3


class Case(IntEnum):
    """The cases that the classes are made of.

    Sister sites are those of a chain, which share a common name, or branches of a practice, which share a rare
    one and the telephone number. Records of one service are copies, or one of them has its new name.
    """

    NEITHER = 0
    CHAIN = 1
    BRANCH = 2
    PREMISES = 3
    COPY = 4
    RENAMED = 5


CASES = {
    Class.NEITHER: (Case.NEITHER,),
    Class.ORGANISATION: (Case.CHAIN, Case.BRANCH),
    Class.PREMISES: (Case.PREMISES,),
    Class.BOTH: (Case.COPY, Case.RENAMED),
}
PRIOR = (0.57, 0.35, 0.01, 0.04, 0.03, 0.0003)  # of the pairs that are compared

# by case; levels from the first that is known, in the order of levels.py
_NAME = (
    (0.60, 0.32, 0.035, 0.025, 0.010, 0.004, 0.004, 0.002),
    (0.003, 0.007, 0.010, 0.05, 0.19, 0.24, 0.31, 0.19),
    (0.02, 0.03, 0.04, 0.03, 0.18, 0.02, 0.13, 0.55),
    (0.85, 0.08, 0.022, 0.017, 0.014, 0.003, 0.005, 0.001),
    (0.010, 0.008, 0.010, 0.030, 0.082, 0.11, 0.24, 0.51),
    (0.80, 0.06, 0.03, 0.06, 0.03, 0.006, 0.006, 0.008),
)
_PHONE = (
    (0.994, 0.001, 0.002, 0.003),
    (0.97, 0.002, 0.018, 0.010),
    (0.15, 0.05, 0.15, 0.65),
    (0.70, 0.05, 0.11, 0.14),
    (0.11, 0.07, 0.03, 0.79),
    (0.11, 0.07, 0.03, 0.79),
)
_ODS = ((0.999, 0.001), (0.15, 0.85), (0.15, 0.85), (0.999, 0.001), (0.15, 0.85), (0.15, 0.85))
# by premises: other, other but near, same; rows for the address, columns for the postcode
_STREET = (
    (0.945, 0.026, 0.026, 0.001, 0.002),
    (0.915, 0.040, 0.042, 0.001, 0.002),
    (0.012, 0.008, 0.012, 0.298, 0.67),
)
_POSTCODE = (
    (0.915, 0.060, 0.018, 0.002, 0.005),
    (0.492, 0.338, 0.154, 0.004, 0.012),
    (0.005, 0.003, 0.060, 0.080, 0.852),
)
_ADDRESS_AND_POSTCODE = (
    (
        (0.9000, 0.0400, 0.0085, 0.0012, 0.0010),
        (0.0060, 0.0085, 0.0040, 0.0012, 0.0020),
        (0.0160, 0.0040, 0.0021, 0.0004, 0.0010),
        (0.0002, 0.0002, 0.0002, 0.0001, 0.0003),
        (0.0006, 0.0002, 0.0002, 0.0001, 0.0003),
    ),
    (
        (0.4500, 0.3000, 0.1200, 0.0100, 0.0030),
        (0.0100, 0.0120, 0.0100, 0.0020, 0.0040),
        (0.0160, 0.0120, 0.0080, 0.0010, 0.0030),
        (0.0002, 0.0002, 0.0002, 0.0001, 0.0005),
        (0.0006, 0.0002, 0.0002, 0.0001, 0.0005),
    ),
    (
        (0.0002, 0.0004, 0.0010, 0.0003, 0.0140),
        (0.0001, 0.0002, 0.0008, 0.0008, 0.0110),
        (0.0001, 0.0001, 0.0005, 0.0006, 0.0220),
        (0.0010, 0.0004, 0.0210, 0.0300, 0.2700),
        (0.0021, 0.0010, 0.0385, 0.0495, 0.5550),
    ),
)


def _known(chances: tuple[tuple[float, ...], ...]) -> Doubles:
    """Return a table by case with the level of what is not known, which tells nothing."""
    return np.array([(1.0, *row) for row in chances])


def _places() -> Doubles:
    """Return the table of places by case: of both cells, of the one that is known, of neither."""
    tables = []
    for premises in range(len(_STREET)):
        table = np.ones((len(STREET), len(POSTCODE)))
        table[1:, 1:] = _ADDRESS_AND_POSTCODE[premises]
        table[1:, 0], table[0, 1:] = _STREET[premises], _POSTCODE[premises]
        tables.append(normalised(table.ravel(), "place"))
    other, near, same = tables
    return np.array([other, other, near, same, same, same])


def what_is_known(field: str) -> npt.NDArray[np.int8]:
    """Return for each level of a field which of its cells are known, as a number: 0 for none."""
    if field != "place":
        return np.array([int(level > 0) for level in range(len(FIELDS[field]))], dtype=np.int8)
    known = [(street > 0) + 2 * (postcode > 0) for street in range(len(STREET)) for postcode in range(len(POSTCODE))]
    return np.array(known, dtype=np.int8)


def normalised(table: Doubles, field: str) -> Doubles:
    """Return chances that add up to one for each set of known cells."""
    known = what_is_known(field)
    return table / np.bincount(known, weights=table)[known]


FIXED: Mapping[str, Doubles] = MappingProxyType({
    "name": np.array([normalised(row, "name") for row in _known(_NAME)]),
    "place": _places(),
    "phone": np.array([normalised(row, "phone") for row in _known(_PHONE)]),
    "ods": np.array([normalised(row, "ods") for row in _known(_ODS)]),
})  # fmt: skip

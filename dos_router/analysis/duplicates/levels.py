"""How a field of two records can agree, in levels from “not known” upwards."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.int8]

NAME = (
    "not known", "different", "partly alike", "alike, each with words of its own", "one within the other, common",
    "one within the other", "same, common", "same", "same, rare",
)  # fmt: skip


class Name(IntEnum):
    """The levels of names, in the order of NAME."""

    UNKNOWN = 0
    DIFFERENT = 1
    PARTLY = 2
    ALIKE = 3
    WITHIN_COMMON = 4
    WITHIN = 5
    SAME_COMMON = 6
    SAME = 7
    SAME_RARE = 8


class Street(IntEnum):
    """The levels of addresses, in the order of STREET."""

    UNKNOWN = 0
    DIFFERENT = 1
    OTHER_NUMBER = 2
    PARTLY = 3
    ALIKE = 4
    SAME = 5


class Postcode(IntEnum):
    """The levels of postcodes, in the order of POSTCODE."""

    UNKNOWN = 0
    DIFFERENT = 1
    DISTRICT = 2
    SECTOR = 3
    LETTER = 4
    SAME = 5


class Phone(IntEnum):
    """The levels of telephone numbers, in the order of PHONE."""

    UNKNOWN = 0
    DIFFERENT = 1
    DIGIT = 2
    SHARED = 3
    SAME = 4


class Ods(IntEnum):
    """The levels of ODS codes, in the order of ODS."""

    UNKNOWN = 0
    DIFFERENT = 1
    SAME = 2


STREET = ("not known", "different", "same road, other number", "partly alike", "alike", "same")
POSTCODE = ("not known", "different", "same district", "same sector", "a letter apart", "same")
PHONE = ("not known", "different", "a digit apart", "same, of several", "same")
ODS = ("not known", "different", "same")
PLACE = tuple(f"address {street}, postcode {postcode}" for street in STREET for postcode in POSTCODE)

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType({"name": NAME, "place": PLACE, "phone": PHONE, "ods": ODS})


def place_level(street: Levels, postcode: Levels) -> Levels:
    """Return the level of a place, from those of its address and its postcode."""
    return (street * len(POSTCODE) + postcode).astype(np.int8)


def street_of(place: Levels) -> Levels:
    """Return the level of the address within that of a place."""
    return (place // len(POSTCODE)).astype(np.int8)


def postcode_of(place: Levels) -> Levels:
    """Return the level of the postcode within that of a place."""
    return (place % len(POSTCODE)).astype(np.int8)

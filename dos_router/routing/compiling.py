"""Loops of plain Python, compiled by numba where it is installed; without it there are none, and nothing is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import DTypeLike

from dos_router.routing.compiled.arrays import Array, Flags, Ints, Shorts

_DTYPES: dict[object, DTypeLike] = {Flags: np.uint8, Shorts: np.int32, Ints: np.int64}


class Form(NamedTuple):
    """A loop as it is written, its steps, and which of its arrays have rows and columns.

    Its arrays are those arguments that are named with their type.
    """

    loop: Callable[..., Any]
    steps: Sequence[Callable[..., Any]] = ()
    by_two: frozenset[str] = frozenset()

    def fitted(self, name: str, array: Array) -> Array:
        """Return an array as the loop takes it: of the type it names, in one piece, and not read-only."""
        return np.require(array, types_of(self)[name], ["C", "W"])


@cache
def types_of(form: Form) -> Mapping[str, DTypeLike]:
    """Return the type of each array of a loop, by its name and in the order of the arguments."""
    hints = {name: kind for name, kind in get_type_hints(form.loop).items() if name != "return"}
    return {name: _DTYPES[kind] for name, kind in hints.items() if kind in _DTYPES}


@cache
def compiled(form: Form) -> Callable[..., Any] | None:
    """Return a loop compiled, for arrays of exactly the types that it names; None where numba cannot be had."""
    try:
        numba: Any = import_module("numba")  # heavy, and an extra
        register: Any = import_module("numba.extending").register_jitable
    except ImportError:
        return None
    for step in form.steps:
        register(step)
    numbers = {name: numba.from_dtype(np.dtype(kind)) for name, kind in types_of(form).items()}
    types = tuple(numba.types.Array(kind, 1 + (name in form.by_two), "C") for name, kind in numbers.items())
    try:
        kept: Callable[..., Any] = numba.njit(types, nogil=True, cache=True)(form.loop)
    except (RuntimeError, OSError):  # there is no folder in which it may keep what it compiled
        kept = numba.njit(types, nogil=True)(form.loop)
    return kept

"""Which keys a list has had so far, in eight bytes each: for lists of millions of rows."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left

import numpy as np

FRESH = 1 << 17  # keys held apart before they are sorted in


class SeenKeys:
    """A growing set of texts, held as 64-bit digests. Two texts of one digest are reported, so none is lost."""

    def __init__(self) -> None:
        """Begin empty."""
        self._sorted = array("Q")
        self._fresh: set[int] = set()

    def add(self, key: str) -> bool:
        """Add a text, and say whether it was new."""
        digest = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        if digest in self._fresh:
            return False
        at = bisect_left(self._sorted, digest)
        if at < len(self._sorted) and self._sorted[at] == digest:
            return False
        self._fresh.add(digest)
        if len(self._fresh) >= FRESH:
            self._sort_in()
        return True

    def _sort_in(self) -> None:
        self._sorted.extend(self._fresh)
        self._fresh = set()
        np.frombuffer(self._sorted, np.uint64).sort()

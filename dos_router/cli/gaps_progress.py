"""How far a search for gaps has come: a line on the terminal after the first second, nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_AFTER = 1.0  # seconds: what is quicker needs no progress
_EVERY = 0.2

Tell = Callable[[int, int], None]


@contextmanager
def progress(what: str, *, shown: bool | None = None) -> Iterator[Tell]:
    """Give what is told how much of a whole is done; the line is empty again in the end."""
    on_terminal = sys.stderr.isatty() if shown is None else shown
    began = last = time.monotonic()
    is_written = False

    def tell(done: int, whole: int) -> None:
        nonlocal last, is_written
        now = time.monotonic()
        if on_terminal and now - began >= _AFTER and now - last >= _EVERY:
            last, is_written = now, True
            sys.stderr.write(f"\r{progress_line(what, done, whole, now - began)}\x1b[K")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if is_written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def progress_line(what: str, done: int, whole: int, seconds: float) -> str:
    """Return `looking for gaps: 40%, 7 s left`."""
    share = done / whole if whole else 1.0
    left = f", {seconds * (1 - share) / share:,.0f} s left" if share else ""
    return f"{what}: {share:.0%}{left}"

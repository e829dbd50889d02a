"""How far a batch has come: a line on the terminal with rate and time left; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

_AFTER = 1.0  # seconds: what is quicker needs no progress
_EVERY = 0.2


@dataclass(slots=True)
class Progress:
    """Writes over its own line on standard error."""

    shown: bool
    _began: float = field(default_factory=time.monotonic)
    _last: float = 0.0

    def tell(self, rows: int, done: float | None) -> None:
        """Tell how many rows are done, and how much of the file (0 to 1) where that is known."""
        now = time.monotonic()
        if not self.shown or now - self._began < _AFTER or now - self._last < _EVERY:
            return
        self._last = now
        sys.stderr.write(f"\r{progress_line(rows, done, now - self._began)}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave the line empty."""
        if self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def progress_line(rows: int, done: float | None, seconds: float) -> str:
    """Return `1,200,000 calls, 250,000 a second, 40%, 7 s left`."""
    parts = [f"{rows:,} calls", f"{rows / seconds:,.0f} a second"]
    if done:
        parts += [f"{done:.0%}", f"{seconds * (1 - done) / done:,.0f} s left"]
    return ", ".join(parts)

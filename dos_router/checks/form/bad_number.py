"""A number that is not whole, or not in its range.

Serials, grid references, counts of people and minutes are plain digits; `12.5` or `1,200` could be read in two ways.
Write digits alone.

Fails:
    # directory.yaml
    serial: 1.5

Passes:
    # directory.yaml
    serial: 2
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

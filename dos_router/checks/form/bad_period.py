"""A period that is over before it begins.

A directory that is never valid, or a capacity row that never holds, was written with its two dates in the wrong
order. Put the earlier one first.

Fails:
    # directory.yaml
    valid: {from: 2027-03-31, until: 2026-11-01}

Passes:
    # directory.yaml
    valid: {from: 2026-11-01, until: 2027-03-31}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A directory that includes itself, alone or by way of another.

Of two directories that include each other neither can be read first, and it is not clear whose policy holds. Take one
of the includes out.

Fails:
    # directory.yaml
    include: [../coast]

Passes:
    # directory.yaml
    include: []
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

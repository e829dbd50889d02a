"""An included directory that is not there.

The neighbour's services would be missing along the whole border. Name a folder that holds a directory.yaml, as seen
from this one.

Fails:
    # directory.yaml
    include: [../neighbour]

Passes:
    # directory.yaml
    include: []
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A second YAML document in one file.

What stands after a line `---` is a document of its own, which some programs read and others pass over. Keep one
document in a file.

Fails:
    # services/example.yaml
    services: []
    ---
    services: []

Passes:
    # services/example.yaml
    services: []
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

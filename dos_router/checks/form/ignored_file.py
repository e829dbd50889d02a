"""A file that looks meant and is not read.

A policy saved as `polcy.yaml`, or services in a `.yml` file, would be missing without a word. Give the file the name
that it should have, or move it elsewhere.

Fails:
    # polcy.yaml
    validate: true

Passes:
    # policy.yaml
    validate: true
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

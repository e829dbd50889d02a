"""A text that is not YAML.

A bracket left open or a line set in by a tab makes the rest of the file uncertain, so none of it is used. Look at the
place told and at the line above it: indentation, quotes and brackets must match.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        address: [High Street, Margate

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        address: [High Street, Margate]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

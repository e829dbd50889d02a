"""A sign-off that has expired, or is not valid yet.

The router still runs, and marks every answer; with `--enforce-sign-off` it does not. A version is vouched for from one
day until another: prepare and sign the next one before that day comes.

Fails:
    # on: 2026-11-21
    # sign-off/0001/statement.json
    {
     "directory": "coast",
     "files": {},
     "issued_at": "2025-01-01T00:00:00Z",
     "note": "",
     "previous": null,
     "records": {},
     "removed": {},
     "serial": 1,
     "type": "dos-router/sign-off/v1",
     "valid_from": "2025-02-01T00:00:00Z",
     "valid_until": "2026-02-01T00:00:00Z"
    }

Passes:
    # directory.yaml
    title: Coast
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

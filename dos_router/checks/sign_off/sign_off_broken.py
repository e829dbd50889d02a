"""A sign-off that does not hold: files changed since, approvals missing, a chain that is broken or revoked.

The router refuses such a directory, with exit code 4, since nobody vouches for what it says now. Put back what was
signed, or prepare and sign a new version. `verify` tells every reason, and who is still needed.

Fails:
    # sign-off/0001/statement.json
    {}

Passes:
    # directory.yaml
    title: Coast
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A time zone that does not exist.

All local times of a directory are read in its zone; in another one every service would open at another hour. Write
`Europe/London`.

Fails:
    # directory.yaml
    time_zone: London

Passes:
    # directory.yaml
    time_zone: Europe/London
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

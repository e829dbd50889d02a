"""A search distance that is not a number of kilometres.

The distance decides which services are looked at. It is in kilometres, more than none, with decimals if wanted: `18`
or `7.5`, without a unit.

Fails:
    # policy.yaml
    search_distance_km: {default: 40 km}

Passes:
    # policy.yaml
    search_distance_km: {default: 40}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""An id in letters other than a-z, digits and `-`.

Ids are typed, sorted and put into file names and addresses; capitals and look-alike letters make two of one. Use a-z,
0-9 and `-`, such as `margate-utc`.

Fails:
    # services/example.yaml
    services:
      - name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        id: Shore_Pharmacy

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

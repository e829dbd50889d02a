r"""A character that a reader cannot see.

Marks of direction and of no width, control characters and line breaks that only a program sees can make a file read
differently from what it says: a number in reverse, a line that is not there. Whoever signs it must see all that it
says. Delete the character.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: "Shore\u200bPharmacy"

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: "Shore Pharmacy"
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""Opening hours that are not of the format.

What cannot be read with certainty is not guessed at: the record is left out, as if it were closed. Write hours like
`Mo-Fr 08:00-18:30; Sa 09:00-12:00; PH off`, or `24/7`. Hours and minutes have two digits and go up to 24:00.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mon-Fri 9-5

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

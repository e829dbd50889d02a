"""Something that whoever signs should look at twice, such as letters of two alphabets in one name.

A name may be made to look like another by letters that only look alike, so that people sign what they did not mean; and
a key that ends before the sign-off does will leave it without that signature. Nothing is refused for it.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Phаrmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

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

SEVERITY = Severity.WARNING

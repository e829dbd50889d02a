"""A disposition that is both searched for and sends an ambulance.

What sends an ambulance is never searched for: no directory may turn it into something less. Write `no` under
`search`.

Fails:
    # directory.yaml
    reference: {dispositions: dx.csv}
    # dx.csv
    code,title,timeframe_minutes,family,search,dispatch,validated_by,emergency,urgency
    Dx0102,Ambulance at once,60,ambulance cat1,yes,yes,,no,1

Passes:
    # directory.yaml
    reference: {dispositions: dx.csv}
    # dx.csv
    code,title,timeframe_minutes,family,search,dispatch,validated_by,emergency,urgency
    Dx0102,Ambulance at once,60,ambulance cat1,no,yes,,no,1
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A validating disposition that the same table does not have.

An outcome would be put to a clinician under a code that nothing knows, and never be validated. Name a disposition of
the table, or leave the cell blank.

Fails:
    # directory.yaml
    reference: {dispositions: dx.csv}
    # dx.csv
    code,title,timeframe_minutes,family,search,dispatch,validated_by,emergency,urgency
    Dx02,Emergency department within 1 hour,60,ed etc,yes,no,Dx3340,yes,9

Passes:
    # directory.yaml
    reference: {dispositions: dx.csv}
    # dx.csv
    code,title,timeframe_minutes,family,search,dispatch,validated_by,emergency,urgency
    Dx02,Emergency department within 1 hour,60,ed etc,yes,no,Dx334,yes,9
    Dx334,Clinician validates,30,clinician validation ed,yes,no,,no,20
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

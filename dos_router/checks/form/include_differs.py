"""An area, commissioner or place that differs from the included directory's own.

One id must mean one thing on both sides of a border: else a service is commissioned by one body here and another
there. Make both the same, or rename one.

Fails:
    # neighbour/directory.yaml
    format: 1
    id: neighbour
    title: Neighbour
    serial: 1
    valid: {from: 2026-11-01, until: 2027-03-31}
    commissioners: [{id: inland, name: Inland, areas: [north]}]
    areas: {north: North of somewhere else}
    # directory.yaml
    include: [neighbour]

Passes:
    # neighbour/directory.yaml
    format: 1
    id: neighbour
    title: Neighbour
    serial: 1
    valid: {from: 2026-11-01, until: 2027-03-31}
    commissioners: [{id: inland, name: Inland, areas: [inland]}]
    areas: {inland: Inland}
    # directory.yaml
    include: [neighbour]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

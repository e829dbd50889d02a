"""The JSON of `import` from FHIR, Open Referral UK or a table: services in = services out + reported."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from dos_router.interchange.exchange import Taken
from dos_router.reports.diagnostics_json import DiagnosticJson, diagnostic_json


class ExchangeJson(TypedDict):
    """What such an `import --json` prints: `offered` are always `services` and reported together."""

    source: str
    format: str
    written_to: str
    offered: int
    services: int
    reported: dict[str, int]
    problems: list[DiagnosticJson]
    notes: list[DiagnosticJson]
    files: list[str]


def exchange_json(taken: Taken, source: str, kind: str, target: str, files: list[str]) -> ExchangeJson:
    """Return what an import came to as a JSON object."""
    return {
        "source": source,
        "format": kind,
        "written_to": target,
        "offered": taken.offered,
        "services": taken.taken,
        "reported": dict(sorted(Counter(one.rule for one in taken.reported).items())),
        "problems": [diagnostic_json(one) for one in taken.reported],
        "notes": [diagnostic_json(one) for one in taken.notes],
        "files": files,
    }

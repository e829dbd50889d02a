"""The JSON of `export`: what was written where, and what the format cannot say, service by service."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from dos_router.interchange.exported import Exported
from dos_router.model.directory import Directory
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json


class UnsaidJson(TypedDict):
    """A field that the format cannot say; `service` is null for what is of the directory as a whole.

    `carried` says whether it stands in an extension of ours, which our own import reads.
    """

    service: str | None
    field: str
    written: str
    carried: bool


class ExportJson(TypedDict):
    """What `export --json` prints."""

    directory: DirectoryJson
    sign_off: SignOffJson
    format: str
    output: str
    services: int
    unsaid_by_field: dict[str, int]
    unsaid: list[UnsaidJson]


def export_json(found: Exported, kind: str, output: str, directory: Directory) -> ExportJson:
    """Return what an export came to as a JSON object."""
    counts = Counter(one.field for one in found.unsaid)
    return {
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
        "format": kind,
        "output": output,
        "services": found.services,
        "unsaid_by_field": dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        "unsaid": [
            {
                "service": one.service or None,
                "field": one.field,
                "written": one.written,
                "carried": not one.left_out,
            }
            for one in found.unsaid
        ],
    }

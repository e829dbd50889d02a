"""What the last import of a list wrote, kept beside the files: the common ground of a three-way merge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dos_router.diagnostics import Malformed

FOLDER = ".import"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A service as it was written: its file, its provider's line, each field's text; `gone` if the list dropped it."""

    id: str
    file: str
    provider: str
    fields: Mapping[str, str]
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LastImport:
    """One list's record: what it was, when, what stood before the services of each file, and the services by key."""

    list: str = ""
    dated: str | None = None
    sha256: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, Written] = field(default_factory=dict)


def record_path(folder: Path, name: str) -> Path:
    """Return where the record of a list is kept."""
    return folder / FOLDER / f"{name}.json"


def read_last_import(path: Path) -> LastImport | None:
    """Return a record; None where there is none. Raises Malformed for one that is damaged."""
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise KeyError("format")  # noqa: TRY301 - told like the rest
        services = {key: Written(**one) for key, one in found["services"].items()}
        said = {name: found[name] for name in ("list", "dated", "sha256", "heads")}
        return LastImport(**said, services=services)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        cure = "put back the one that was written; without it hand edits cannot be told from the list's own"
        raise Malformed(f"the record `{path}` is damaged", help=cure, rule="damaged-record") from problem


def record_text(record: LastImport) -> str:
    """Return a record as JSON, the same every time."""
    services = {
        key: {"id": one.id, "file": one.file, "provider": one.provider, "fields": dict(one.fields), "gone": one.gone}
        for key, one in sorted(record.services.items())
    }
    whole = {
        "format": FORMAT, "list": record.list, "dated": record.dated, "sha256": record.sha256,
        "heads": dict(sorted(record.heads.items())), "services": services,
    }  # fmt: skip
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"

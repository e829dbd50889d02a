"""Drafts → rows of a `services/*.csv` table: the fields of a record, flattened, lists joined by `|`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.draft import Draft, Value

COLUMNS = (
    "provider.ods", "provider.name", "provider.kind", "id", "name", "public_name", "type", "status", "ods", "address",
    "location.postcode", "location.easting", "location.northing", "phone", "opening", "dates", "handles", "ages",
    "practices", "commissioned_by", "referral.how", "checked.on", "checked.by",
)  # fmt: skip
JOIN = "|"


def table_header() -> str:
    """Return the header of the table."""
    return _line(COLUMNS)


def table_row(draft: Draft) -> str:
    """Return a service as a row. Raises Malformed where a list holds the mark that joins lists."""
    flat = {f"provider.{name}": value for name, value in draft.provider.fields().items()}
    for name, value in draft.fields.items():
        flat |= _flat(name, value)
    return _line(tuple(flat.get(column, "") for column in COLUMNS))


def _flat(name: str, value: Value) -> dict[str, str]:
    if isinstance(value, str):
        return {name: value}
    if isinstance(value, Mapping) and name != "dates":
        return {f"{name}.{key}": one for key, one in value.items()}
    parts = [f"{day}: {spans}" for day, spans in value.items()] if isinstance(value, Mapping) else list(value)
    if bad := next((part for part in parts if JOIN in part), None):
        raise Malformed(f"`{bad}` in `{name}` holds a `|`", help="write it without", rule="bad-table-cell")
    return {name: JOIN.join(parts)}


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()

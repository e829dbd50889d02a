"""What a batch came to, for a reader: outcomes, the services first offered, and what kept others from it."""

from __future__ import annotations

from collections.abc import Mapping

from dos_router.reports.batch_json import BatchJson
from dos_router.reports.page import Page, safe

_MOST_TYPES = 8


def render_batch(found: BatchJson, page: Page) -> str:
    """Return a batch's summary as text."""
    lines = [page.paint(_headline(found), "strong")]
    lines += _table(found["outcomes"], found["rows"], page)
    lines += ["", "First offered", *_table(found["types"], found["rows"], page)] if found["types"] else []
    lines += (
        ["", "Near misses, by the one check failed", *_table(found["near_misses"], None, page)]
        if found["near_misses"]
        else []
    )
    measures = {name.replace("_", " "): one["calls"] for name, one in found["measures"].items() if one["calls"]}
    lines += ["", "Dispositions asked", *_table(measures, sum(measures.values()), page)] if measures else []
    return "\n".join(lines)


def _headline(found: BatchJson) -> str:
    rows = f"{found['rows']:,} {'call' if found['rows'] == 1 else 'calls'}"
    if found["seconds"] is None or found["rows_a_second"] is None:
        return rows
    return f"{rows} in {found['seconds']:,.1f} s, {found['rows_a_second']:,} a second"


def _table(counts: Mapping[str, int], total: int | None, page: Page) -> list[str]:
    shown = [(name, count) for name, count in counts.items() if count][:_MOST_TYPES]
    width = max((len(f"{count:,}") for _, count in shown), default=0)
    rows = [(safe(name), f"{count:,}".rjust(width), _share(count, total)) for name, count in shown]
    return [line.rstrip() for line in page.columns(rows)]


def _share(count: int, total: int | None) -> str:
    return f"{100 * count / total:.1f}%" if total else ""

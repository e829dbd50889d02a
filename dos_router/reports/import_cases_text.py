"""What a file of cases came to as calls: for a reader, and as JSON."""

from __future__ import annotations

from typing import TypedDict

from dos_router.interchange.lists.call_cases import Cases
from dos_router.reports.page import Page, safe


class CasesJson(TypedDict):
    """What `import --json` prints of a file of cases; `left` counts cells that stay in words of theirs."""

    recipe: str
    written_to: str
    rows: int
    calls: int
    reported: int
    left: dict[str, int]


def render_cases(found: Cases, title: str, written_to: str, page: Page) -> str:
    """Return what was written, and how to go on, as text."""
    lines = [
        page.paint(safe(title), "strong"),
        f"{found.rows:,} rows in = {found.calls:,} calls out + {len(found.faults):,} reported",
    ]
    for name, count in found.left.most_common():
        if count:
            said = f"{count:,} of column `{name}` could not be put into our words: batch will reject those rows"
            lines += page.wrap(said, hang=2)
    return "\n".join([*lines, *page.wrap(safe(f"written to {written_to}: `dos-router batch {written_to} -o …`"))])


def cases_json(found: Cases, recipe: str, written_to: str) -> CasesJson:
    """Return the same as a JSON object."""
    return {
        "recipe": recipe, "written_to": written_to, "rows": found.rows, "calls": found.calls,
        "reported": len(found.faults), "left": {name: count for name, count in found.left.items() if count},
    }  # fmt: skip

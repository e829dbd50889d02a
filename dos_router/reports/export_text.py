"""What an export came to, for a reader: how many services, and what the format cannot say of which."""

from __future__ import annotations

from collections import Counter

from dos_router.interchange.exported import Exported
from dos_router.interchange.unsaid import Unsaid
from dos_router.reports.gaps_words import count_words
from dos_router.reports.page import Page, safe

SHOWN = 10
LONGEST = 100


def render_export(found: Exported, kind: str, output: str, page: Page, limit: int = SHOWN) -> str:
    """Return the report as text: `limit` of what is not said, service by service (0: all), and the rest counted."""
    lines = page.wrap(safe(f"{count_words(found.services, 'service')} written to {output} as {kind}"))
    if not found.unsaid:
        return "\n".join([*lines, *page.wrap(f"{kind} says all of it")])
    counts = Counter(one.field for one in found.unsaid if one.service)
    lines += ["", page.paint(f"What {kind} cannot say", "strong")]
    lines += [line for one in found.unsaid if not one.service for line in _line(one, page)]
    by_field = ", ".join(f"{name} of {count}" for name, count in counts.most_common())
    lines += page.wrap(safe(by_field), indent=2, hang=2) if by_field else []
    services = [one for one in found.unsaid if one.service]
    shown = services[: limit or None]
    lines += ["", *(line for one in shown for line in _line(one, page))] if shown else []
    if left := len(services) - len(shown):
        lines += page.wrap(f"and {left:,} more: --limit 0 lists all, --json too", indent=2)
    if any(not one.left_out for one in services):
        lines += ["", *page.wrap("Of the services it is carried in an extension of ours, which our own import reads.")]
    return "\n".join(lines)


def _line(one: Unsaid, page: Page) -> list[str]:
    where = f"{one.service} " if one.service else "the directory's "
    said = one.written if len(one.written) <= LONGEST else f"{one.written[:LONGEST]}…"
    out = ", left out" if one.left_out else ""
    return page.wrap(safe(f"{where}{one.field}{out}: {said}"), indent=2, hang=4)

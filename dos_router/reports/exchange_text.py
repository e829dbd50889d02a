"""What an import from FHIR, Open Referral UK or a table came to, for a reader."""

from __future__ import annotations

from dos_router.interchange.exchange import Taken
from dos_router.reports.diagnostics_text import render_diagnostics
from dos_router.reports.gaps_words import count_words
from dos_router.reports.page import Page, safe

SHOWN = 20


def render_exchange(taken: Taken, source: str, kind: str, target: str, files: list[str], page: Page) -> str:
    """Return counts, then what was reported, service by service."""
    offered = count_words(taken.offered, "service")
    said = (
        f"{source} ({kind}): {offered} in, {taken.taken:,} written to {target} in "
        f"{count_words(len(files), 'file')}, {len(taken.reported):,} reported"
    )
    blocks = ["\n".join(page.wrap(safe(said)))]
    problems = (*taken.notes, *taken.reported)
    if problems:
        blocks.append(render_diagnostics(problems[:SHOWN], page))
    if len(problems) > SHOWN:
        blocks.append("\n".join(page.wrap(f"and {len(problems) - SHOWN:,} more: --json lists all")))
    return "\n\n".join(blocks)

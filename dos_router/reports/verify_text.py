"""How a directory stands, for a reader: the mark, every reason, who is missing, what is suspended, the mark."""

from __future__ import annotations

from dos_router.reports.diagnostics_text import render_diagnostics
from dos_router.reports.page import Page, safe
from dos_router.signoff.approvals import QUORUM, Missing
from dos_router.signoff.orders import Suspension
from dos_router.signoff.standing import IN_FORCE, PAPERWORK, Standing

SHOWN = 5


def render_standing(standing: Standing, page: Page, *, enforced: bool = False) -> str:
    """Return the whole standing; `enforced` adds what passing the check does not mean."""
    mark = page.paint(safe(standing.line), "good" if standing.status in IN_FORCE else "bad")
    blocks = [mark, render_diagnostics(standing.reasons, page), *_sections(standing, page)]
    blocks += ["\n".join(page.wrap(PAPERWORK))] if enforced else []
    return "\n\n".join(block for block in [*blocks, mark] if block)


def _sections(standing: Standing, page: Page) -> list[str]:
    lines = [("Still needed", [_missing(one) for one in standing.missing])]
    lines += [("Suspended", [_suspension(one) for one in standing.suspensions])]
    lines += [("Signed by", list(standing.signers))]
    return [_section(title, texts, page) for title, texts in lines if texts]


def _section(title: str, texts: list[str], page: Page) -> str:
    wrapped = [line for text in texts for line in page.wrap(safe(text), indent=2, hang=4)]
    return "\n".join([page.paint(title, "strong"), *wrapped])


def _missing(one: Missing) -> str:
    shown = ", ".join(one.records[:SHOWN])
    more = f" and {len(one.records) - SHOWN} more" if len(one.records) > SHOWN else ""
    who = "another person" if one.owner == QUORUM else one.owner
    may = ", ".join(one.people) or "nobody that the trust store names"
    return f"{who}, on serial {one.serial}, for {shown}{more}; who may: {may}"


def _suspension(one: Suspension) -> str:
    return f"{one.service} until {one.until}" + (f": {one.note}" if one.note else "")

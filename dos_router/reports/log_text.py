"""The chain of sign-offs for a reader, the newest first."""

from __future__ import annotations

from dos_router.reports.page import Page, safe
from dos_router.signoff.history import Told


def render_log(told: list[Told], directory: str, page: Page) -> str:
    """Return every statement: when, for when, what it changed, who signed."""
    if not told:
        return safe(f"{directory}: never signed off")
    return "\n\n".join("\n".join(_entry(one, page)) for one in told)


def _entry(one: Told, page: Page) -> list[str]:
    revoked = f", revoked by {', '.join(one.revoked_by)}" if one.revoked_by else ""
    head = page.paint(safe(f"serial {one.serial}{revoked}"), "bad" if revoked else "strong")
    statement = one.statement
    if statement is None:
        return [head, *page.wrap("its bytes are not a statement", indent=2)]
    counts = ", ".join(f"{count} {what}" for what, count in sorted(one.counts.items())) or "nothing changed"
    facts = [
        ("issued", statement.issued_at),
        ("valid", f"{statement.valid_from} until {statement.valid_until}"),
        ("changes", counts),
        ("signed by", ", ".join(one.signers) or "nobody whose signature counts"),
        *(("refused", text) for text in one.refused),
        *([("note", statement.note)] if statement.note else []),
        ("statement", one.sha256),
    ]
    return [head, *page.columns([(name, safe(text)) for name, text in facts])]

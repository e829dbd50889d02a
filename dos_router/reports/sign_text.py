"""What a person is about to sign: for the terminal, and as the summary that lies beside a statement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dos_router.analysis.difference import Difference
from dos_router.reports.diff_text import render_difference
from dos_router.reports.page import Page, safe
from dos_router.signoff.approvals import QUORUM, Missing
from dos_router.signoff.changes import WHOLE, Change
from dos_router.signoff.moved_calls import MovedCalls
from dos_router.signoff.prepare import Prepared
from dos_router.signoff.standing import PAPERWORK

SHOWN = 12

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


class Review(NamedTuple):
    """What is looked over before signing; difference and moved calls where the version before was at hand."""

    prepared: Prepared
    difference: Difference | None = None
    moved: MovedCalls | None = None


def render_review(review: Review, page: Page) -> str:
    """Return what a statement approves, then what that changes in meaning, and how many calls it moves."""
    parts = [render_prepared(review.prepared, page)]
    parts += [render_difference(review.difference, page)] if review.difference else []
    parts += [render_moved(review.moved, page)] if review.moved else []
    return "\n\n".join(parts)


def render_prepared(prepared: Prepared, page: Page) -> str:
    """Return what a statement approves, owner by owner, and whose signatures it needs."""
    statement = prepared.statement
    head = (
        f"{statement.directory}, serial {statement.serial}: valid {statement.valid_from} until {statement.valid_until}"
    )
    lines = [page.paint(safe(head), "strong")]
    for owner, made in by_owner(prepared):
        lines += ["", page.paint(safe(f"{owner}: {counted(made)}"), "strong")]
        rows = [(safe(one.what), safe(_with_fields(one))) for one in made[:SHOWN]]
        lines += page.columns(rows)
        lines += page.wrap(f"and {len(made) - SHOWN} more", indent=2) if len(made) > SHOWN else []
    return "\n".join([*lines, "", *_needed_lines(prepared.needed, page)])


def render_moved(moved: MovedCalls, page: Page) -> str:
    """Return how many calls of a set are answered otherwise, and a few of them."""
    lines = page.wrap(f"{moved.moved} of {moved.asked} calls are answered otherwise")
    return "\n".join([*lines, *(line for one in moved.shown for line in page.wrap(safe(one), indent=2, hang=4))])


def summary_markdown(prepared: Prepared) -> str:
    """Return the summary for reading: never signed, never trusted."""
    statement = prepared.statement
    lines = [
        f"# {_plain(statement.directory)}, serial {statement.serial}",
        "",
        "For reading only: what counts is `statement.json`.",
        "",
        f"Valid from {statement.valid_from} until {statement.valid_until}.",
        *(["", f"Note: {_plain(statement.note)}"] if statement.note else []),
    ]
    for owner, made in by_owner(prepared):
        lines += ["", f"## {_plain(owner)}: {counted(made)}", ""]
        lines += [f"- {one.what}: {_plain(_with_fields(one))}" for one in made]
    lines += ["", "## Whose signatures it needs", "", *(f"- {_plain(_need(one))}" for one in prepared.needed)]
    return "\n".join([*lines, "", f"{PAPERWORK[0].upper()}{PAPERWORK[1:]}.", ""])


def by_owner(prepared: Prepared) -> list[tuple[str, list[Change]]]:
    """Return the changes under each owner's id; those that are nobody's are the lead's."""
    found: dict[str, list[Change]] = {}
    for change in prepared.changes:
        if change.key == WHOLE:
            continue
        for owner in sorted(change.owners) or [prepared.lead]:
            found.setdefault(owner, []).append(change)
    return sorted(found.items())


def counted(made: Iterable[Change]) -> str:
    """Return `3 added, 1 changed`."""
    counts = Counter(one.what for one in made)
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or "no change"


def _with_fields(change: Change) -> str:
    parts = sorted(change.fields - {"all"})
    return change.key + (f" ({', '.join(parts)})" if parts and change.what == "changed" else "")


def _needed_lines(needed: Iterable[Missing], page: Page) -> list[str]:
    lines = [page.paint("Whose signatures it needs", "strong")]
    return [*lines, *(line for one in needed for line in page.wrap(safe(_need(one)), indent=2, hang=4))]


def _need(one: Missing) -> str:
    count = f"{len(one.records)} record{'' if len(one.records) == 1 else 's'}"
    who = ", ".join(one.people) or "nobody that the trust store names"
    if one.owner == QUORUM:
        return f"as many people in all as the quorum asks for, of {who}"
    return f"{one.owner}, for {count}: one of {who}"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", safe(text))

"""`diff` as Markdown for a merge request: headings and tables, no HTML, every text from a file escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dos_router.analysis.difference import Change, Difference
from dos_router.reports.diff_text import (
    NO_CHANGE,
    count_words,
    places_words,
    sections,
    shown,
    signers_words,
    versions_words,
)
from dos_router.reports.page import safe

# every character that CommonMark, its tables, or the references of a code host could take for markup
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#!|~&@$])|(?<=:)(/)(?=/)|(?<=www)(\.)", re.IGNORECASE)


def render_markdown(difference: Difference) -> str:
    """Return the whole difference as one Markdown document; places beyond the first few are counted."""
    if not difference.changes:
        return NO_CHANGE
    blocks = [
        [f"# {cell(versions_words(difference))}", "", f"{count_words(len(difference.changes)).capitalize()}."],
        ["## Who must sign", "", *_signers(difference)],
        *(_section(title, changes) for title, changes in sections(difference)),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def cell(text: str) -> str:
    """Return text from a file as it may stand in a cell or a heading: on one line, nothing in it markup."""
    return _MARKUP.sub(lambda match: f"\\{match[0]}", safe(text))


def _signers(difference: Difference) -> list[str]:
    rows = [
        (
            difference.commissioners[signer] + (" (lead)" if signer in difference.leads else ""),
            signer,
            str(len(difference.of_signer(signer))),
        )
        for signer in difference.signers
    ]
    if not rows:
        return ["The lead, whom neither directory names."]
    return _table(("Commissioner", "Id", "Changes to sign"), rows)


def _section(title: str, changes: list[Change]) -> list[str]:
    these, more = shown(changes)
    is_service = changes[0].kind == "service"
    heading = ("Service",) if is_service else ()
    rows = [((_service(one),) if is_service else ()) + _row(one) for one in these]
    lines = [f"## {cell(title)}", "", *_table((*heading, "What", "Before", "After", "Where", "To sign"), rows)]
    return lines + (["", more] if more else [])


def _service(change: Change) -> str:
    return f"{change.id}, {change.name}" if change.name else change.id


def _row(change: Change) -> tuple[str, ...]:
    what = f"{change.what} ({change.note})" if change.note else change.what
    return what, change.before or "", change.after or "", places_words(change), signers_words(change)


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [heading, ("---",) * len(heading), *(tuple(cell(one) for one in row) for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]

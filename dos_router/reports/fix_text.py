"""What `--fix` changes, for a reader: the differences line by line, or how many things were mended in which file."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from dos_router.checks.fix_files import MendedFile
from dos_router.reports.page import Page, safe

_STYLES = {"+": "good", "-": "bad", "@": "dim"}


def render_diff(files: Sequence[MendedFile], page: Page) -> str:
    """Return the changes as a unified diff; what is not seen is shown as its code."""
    return "\n".join(line for one in files for line in _diff(one, page))


def render_mended(files: Sequence[MendedFile], page: Page, *, changed: bool) -> str:
    """Return one line for each file, and what it came to."""
    said = "mended" if changed else "would be mended"
    lines = [line for one in files for line in page.wrap(safe(f"{said}: {one.path}: {_counts(one)}"), hang=2)]
    return "\n".join(lines or ["nothing to mend"])


def _diff(one: MendedFile, page: Page) -> list[str]:
    before, after = (data.decode("utf-8-sig").split("\n") for data in (one.before, one.after))
    lines = difflib.unified_diff(before, after, f"a/{one.path}", f"b/{one.path}", lineterm="")
    return [_painted(safe(line.removesuffix("\r")), page) for line in lines]


def _painted(line: str, page: Page) -> str:
    style = "strong" if line.startswith(("---", "+++")) else _STYLES.get(line[:1])
    return page.paint(line, style) if style else line


def _counts(one: MendedFile) -> str:
    return ", ".join(f"{count} {rule}" for rule, count in sorted(one.counts.items()))

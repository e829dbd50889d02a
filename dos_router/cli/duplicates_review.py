"""`duplicates --review`: uncertain pairs one by one, each decision kept at once."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import typer

from dos_router.analysis.duplicates.decisions import Kept, decisions_text, keep
from dos_router.analysis.duplicates.findings import Decision, FoundPair
from dos_router.cli.screen import Screen
from dos_router.reports.duplicates_review_text import render_side_by_side
from dos_router.reports.page import safe

QUESTION = "s same service · d different · n next, undecided · b back · q quit > "
_ANSWERS = {"s": Decision.SAME, "same": Decision.SAME, "d": Decision.DIFFERENT, "different": Decision.DIFFERENT}


def review(screen: Screen, pairs: Sequence[FoundPair], kept: Sequence[Kept], file: Path, by: str) -> None:
    """Show pairs side by side and keep what is decided of them, until all are seen or the reviewer quits."""
    decided = {one.ids: one for one in kept}
    at = 0
    while 0 <= at < len(pairs):
        screen.show("\n" + render_side_by_side(pairs[at], at + 1, len(pairs), screen.page))
        answer = _listen()
        if answer in _ANSWERS:
            one = keep(pairs[at].first, pairs[at].second, _ANSWERS[answer], by)
            decided[one.ids] = one
            write_decisions(file, list(decided.values()))
        elif answer in {"", "q", "quit"}:
            break
        elif answer not in {"n", "next", "b", "back"}:
            screen.show(safe(f"`{answer}` is none of the answers: type s, d, n, b or q"))
            continue
        at = max(at - 1, 0) if answer in {"b", "back"} else at + 1
    screen.show(_ending(len(decided), len(pairs), file))


def write_decisions(file: Path, kept: Sequence[Kept]) -> None:
    """Write decisions to their file, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(decisions_text(kept))
        waiting.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        waiting.replace(file)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise


def _listen() -> str:
    """Return what is typed; nothing at the end of the input."""
    typer.echo(QUESTION, nl=False)
    line = sys.stdin.readline()
    if not line:
        typer.echo()
        return ""
    if not sys.stdin.isatty():
        typer.echo(safe(line.rstrip("\r\n")))  # what a terminal would have shown
    return line.strip().casefold() or "n"


def _ending(decided: int, pairs: int, file: Path) -> str:
    if not pairs:
        return "no pair is uncertain: there is nothing to review"
    return safe(f"\n{decided} decision{'' if decided == 1 else 's'} kept in {file}; later runs respect them").strip()

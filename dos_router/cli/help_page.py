"""The page of `dos-router --help`, laid out as Click lays out its own, without importing it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

PURPOSE = "Which services of NHS urgent care a caller would be offered, in what order, and why."

_OPTIONS = {"--version": "show the version and the intended use", "-h, --help": "Show this message and exit."}
_WIDEST, _NARROWEST, _MARGIN = 80, 50, 2


def help_page(commands: Mapping[str, str], intended_use: str) -> str:
    """Return the page at the width of the terminal, 80 columns at most."""
    width = max(min(_columns(), _WIDEST) - _MARGIN, _NARROWEST)
    lines = ["Usage: dos-router [OPTIONS] COMMAND [ARGS]...", "", *_wrapped(PURPOSE, width, indent=2), "", "Options:"]
    lines += [*_table(_OPTIONS, width), "", "Commands:", *_table(commands, width), ""]
    return "\n".join([*lines, *_wrapped(intended_use, width, indent=2)])


def _columns() -> int:
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(1).columns or _WIDEST
    except OSError:
        return _WIDEST


def _table(rows: Mapping[str, str], width: int) -> Iterator[str]:
    """Yield rows whose second column begins in one place, and wraps below itself."""
    begin = max(map(len, rows)) + 4
    for name, said in rows.items():
        first, *rest = _wrapped(said, width, indent=begin)
        yield f"  {name}".ljust(begin) + first.lstrip()
        yield from rest


def _wrapped(text: str, width: int, *, indent: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and indent + len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return [" " * indent + line for line in lines]

"""Answers as YAML writes them inside braces."""

from __future__ import annotations

SPECIAL = frozenset(",:{}[]#&*!|>'\"%@`")


def quoted(text: str) -> str:
    """Return a text with quotes around it, where it holds what braces would read otherwise."""
    return '"' + text.replace('"', '\\"') + '"' if SPECIAL.intersection(text) else text

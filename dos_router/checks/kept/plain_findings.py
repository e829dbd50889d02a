"""Diagnostics ⇄ plain lists; a place in the folder that they are kept for is told without it."""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.checks.kept.store import Plain
from dos_router.diagnostics import Diagnostic, Location, Severity


def plain_findings(found: Iterable[Diagnostic], folder: str) -> Plain:
    """Return diagnostics as lists."""
    return [
        [one.rule, one.severity.value, one.message, _plain_location(one.location, folder), one.help] for one in found
    ]


def findings_from(plain: Plain, folder: str) -> list[Diagnostic]:
    """Return diagnostics from lists."""
    return [
        Diagnostic(rule, _SEVERITIES[severity], message, _location(at, folder), cure)
        for rule, severity, message, at, cure in plain
    ]


_SEVERITIES = {one.value: one for one in Severity}


def _plain_location(at: Location | None, folder: str) -> Plain:
    if at is None or at.folder == folder:
        return at and [at.file, at.line, at.column]
    return [at.file, at.line, at.column, at.folder]


def _location(plain: Plain, folder: str) -> Location | None:
    if plain is None:
        return None
    file, line, column, *other = plain
    return Location(file, line, column, other[0] if other else folder)

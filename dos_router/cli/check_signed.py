"""What sign-off has to say in `check`: how each directory stands on a day, told by the rules of its own category."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dos_router.checks.kept.keeping import Keeping
from dos_router.cli.kept_records import kept_records
from dos_router.cli.signed import present
from dos_router.diagnostics import Diagnostic, Malformed, Severity
from dos_router.signoff.chain import read_chain
from dos_router.signoff.evaluate import standing_of
from dos_router.signoff.memory import memory_file
from dos_router.signoff.standing import STATUS_OF, Standing, Status, for_check

NOON = time(12, tzinfo=UTC)
_RULES = {Severity.ERROR: "sign-off-broken", Severity.WARNING: "sign-off-remark"}
_LAPSES = frozenset({Status.EXPIRED, Status.NOT_YET_VALID})


class Vouched(NamedTuple):
    """How directories stand: findings, the newest signed serial by folder, and what has changed since it was signed.

    `drafts` are the ids of those that were never signed off.
    """

    findings: tuple[Diagnostic, ...]
    serials: dict[str, int]
    changed: frozenset[str]
    drafts: tuple[str, ...]


def vouched(folders: Iterable[Path], pathways: Path, on: date | None, keeping: Keeping | None = None) -> Vouched:
    """Judge the sign-off of each directory on a day (None: now). Nothing is remembered; a draft has no findings."""
    findings: list[Diagnostic] = []
    serials: dict[str, int] = {}
    changed: set[str] = set()
    drafts: list[str] = []
    kept = keeping or Keeping()
    for folder in folders:
        newest = read_chain(folder).newest
        signed = newest.statement.records if newest and newest.statement else {}
        standing = _standing(folder, pathways if any(key.startswith("pathway/") for key in signed) else None, on, kept)
        if standing is None:
            continue
        findings += _told(standing)
        if newest:
            serials[str(folder)] = newest.serial
        if standing.status is Status.DRAFT and standing.directory:
            drafts.append(standing.directory)
        if standing.changed:
            changed.add(str(folder))
    return Vouched(tuple(dict.fromkeys(findings)), serials, frozenset(changed), tuple(drafts))


def _standing(folder: Path, pathways: Path | None, on: date | None, kept: Keeping) -> Standing | None:
    """Return how a directory stands; None where it cannot even be asked, which loading tells."""
    now = datetime.combine(on, NOON) if on else present()
    try:
        return standing_of(
            folder, now=now, memory_path=None if on else memory_file(), environment=os.environ, pathways=pathways,
            read=kept.files.tree, read_records=partial(kept_records, kept.directory(folder)),
        )[0]  # fmt: skip
    except (Malformed, OSError):
        return None


def _told(standing: Standing) -> Iterator[Diagnostic]:
    """Yield the reasons under the names of check's own rules; that it is a draft is no finding."""
    is_draft = standing.status is Status.DRAFT  # said by `verify`: a draft is no fault of the files
    for reason in for_check(standing):
        if is_draft and reason.severity is not Severity.WARNING:
            continue
        if STATUS_OF.get(reason.rule) in _LAPSES:
            yield replace(reason, rule="sign-off-lapsed", severity=Severity.WARNING)
        elif reason.severity in _RULES:
            yield replace(reason, rule=_RULES[reason.severity])

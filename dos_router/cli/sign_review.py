"""What is looked over before a signature: whose records change, what that means, and whether promises hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dos_router.analysis.difference import Difference, difference
from dos_router.analysis.difference_lines import with_lines
from dos_router.analysis.gaps.promises import Broken, judge_promises
from dos_router.cli.exits import Exit
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Diagnostic, Malformed, error, warning
from dos_router.loading.directory import load
from dos_router.loading.locate import find_directory
from dos_router.loading.pathways import load_pathways
from dos_router.model.directory import Directory
from dos_router.model.policy import Always
from dos_router.reports.sign_text import Review
from dos_router.signoff.content import differing_keys, read_content
from dos_router.signoff.moved_calls import MovedCalls, moved_calls, moved_in_file
from dos_router.signoff.prepare import Prepared
from dos_router.signoff.statement import Statement
from dos_router.signoff.verify import Evidence
from dos_router.signoff.workflow import previous_of


def look_over(evidence: Evidence, prepared: Prepared, base: str | None, calls: str | None, screen: Screen) -> Review:
    """Return what a statement approves; against the version before, where it is at hand, also what it means."""
    previous = previous_of(evidence, prepared.statement)
    if base is not None:
        found, moved = _compare(find_directory(base, os.environ), calls, evidence, previous, screen)
        return Review(prepared, found, moved)
    if calls is not None:
        raise Malformed("--calls needs the version before", help="name its folder with --base", rule="no-base")
    if previous is not None:
        cure = "name its folder with --base: the chain holds digests, not the older text"
        said = "the change in meaning is not shown without the version signed before"
        screen.tell([warning("no-base", said, None, cure)])
    return Review(prepared)


def _compare(
    base: Path, calls: str | None, evidence: Evidence, previous: Statement | None, screen: Screen
) -> tuple[Difference, MovedCalls]:
    if previous and (differing := differing_keys(read_content(base), previous.records, previous.files)):
        said = f"`{base}` is not what was signed as serial {previous.serial}: {', '.join(differing[:5])}"
        screen.tell([warning("base-differs", said, None, "name the folder of the version that was signed")])
    older, newer = load(base).directory, load(evidence.content.folder).directory
    if older is None or newer is None:
        raise Malformed(f"`{base}` cannot be compared: it has errors", help="`dos-router check` tells them")
    moved = moved_in_file(calls, older, newer) if calls else moved_calls(older, newer)
    return with_lines(difference(older, newer)), moved


def refuse_what_cannot_be_signed(folder: Path, pathways: Path | None, screen: Screen) -> None:
    """End the command where the directory has errors, or where some call breaks a promise of its policy.

    `always` and `never` are judged for every need that the pathways end in, place, age, sex and minute.
    """
    loaded = load(folder)
    problems = [problem for problem in loaded.problems if problem.is_error]
    if loaded.directory and pathways and not problems:
        problems = list(_broken_promises(loaded.directory, pathways))
    if problems:
        screen.refuse(problems, Exit.DATA_ERRORS)


def _broken_promises(directory: Directory, pathways: Path) -> Iterator[Diagnostic]:
    for broken in judge_promises(directory, load_pathways(pathways, directory.reference).pathways):
        yield _told(broken)


def _told(broken: Broken) -> Diagnostic:
    """Return a broken promise at its line of the policy, with a call that shows it."""
    call, promise = broken.witness, broken.promise
    where = call.postcode or f"{call.easting},{call.northing}"
    shown = f"{call.disposition} {call.symptom_group}/{'+'.join(call.symptom_discriminators)} at {where}, {call.at}"
    if isinstance(promise, Always):
        said = f"`always` asks for {promise.at_least}, and {broken.found} qualify: {shown}, {call.sex}, {call.age}"
        return error("always-broken", said, promise.at, "close that gap, or ask for less; `dos-router gaps` lists all")
    said = f"`never` is broken by `{broken.service}`: {shown}, {call.sex}, {call.age}"
    return error("never-broken", said, promise.at, "take the disposition from that service, or the promise back")

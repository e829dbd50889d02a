"""After a `route` in full: what it loaded and judged is kept, so that the next call need do neither."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from dos_router.cli.kept_directory import DIRECTORY, INPUTS, KIND, folder_key
from dos_router.cli.kept_sign_off import SIGN_OFF, Evidence, TermsKey, evidence_of, keep_sign_off
from dos_router.cli.signed import Terms
from dos_router.cli.user_folders import user_folder
from dos_router.diagnostics import Malformed
from dos_router.loading.inputs import Inputs, digest_of, inputs_of
from dos_router.loading.locate import find_directory
from dos_router.model.directory import Directory
from dos_router.routing.compiled.archive import put_in_place, write_archive
from dos_router.routing.compiled.reach import reach_sections
from dos_router.routing.compiled.whole import directory_sections

MOST_KEPT = 16


class State(NamedTuple):
    """The files of a directory as they were at some moment, and on what terms it is to be used."""

    folder: Path
    inputs: Inputs
    digest: str
    terms: TermsKey
    evidence: Evidence


def state_of(asked: str | None, terms: Terms) -> State | None:
    """Return the state of the directory asked for; None where it cannot be told, or is not to be kept.

    What is not kept: services suspended by an emergency order, and unusual terms of use.
    """
    if terms != Terms(terms.trust, terms.allow_unsigned):
        return None
    with contextlib.suppress(OSError, Malformed):
        folder = find_directory(asked, os.environ)
        inputs, usual = inputs_of(folder), TermsKey(terms.trust, terms.allow_unsigned)
        if inputs and not any((folder / name / "sign-off/suspensions").exists() for name in inputs.folders):
            return State(folder, inputs, digest_of(folder, inputs), usual, evidence_of(folder, inputs, usual))
    return None


def keep_if_same(before: State | None, directory: Directory) -> None:
    """Keep a directory that was loaded whole and judged since then, if its files are still the same."""
    if before is None or directory.quarantined or directory.sign_off is None:
        return  # errors are to be told each time
    folder, inputs, digest, terms, evidence = before
    with contextlib.suppress(OSError):
        if digest_of(folder, inputs) == digest and evidence_of(folder, inputs, terms) == evidence:
            keep_sign_off(folder, terms, directory.sign_off, evidence, datetime.now(UTC))
            _keep(before, directory)


def _keep(state: State, directory: Directory) -> None:
    home = user_folder("cache")
    sections = {**directory_sections(directory), **dict(reach_sections(directory))}
    write_archive(home / f"{state.digest}{DIRECTORY}", KIND, sections)
    put_in_place(home / f"{folder_key(state.folder)}{INPUTS}", [json.dumps(state.inputs._asdict()).encode()])
    _forget_oldest(home)


def _forget_oldest(home: Path) -> None:
    """Keep the files written last."""
    for ending in (DIRECTORY, INPUTS, SIGN_OFF):
        found = sorted(home.glob(f"*{ending}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[MOST_KEPT:]:
            path.unlink(missing_ok=True)

"""Opening what a command works on: its directory and care plans, their problems told."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dos_router.cli import signed as signed_at
from dos_router.cli.exits import Exit
from dos_router.cli.screen import Screen
from dos_router.cli.signed import Terms, judge, refuse_unsigned
from dos_router.diagnostics import Malformed, Severity, has_errors
from dos_router.loading.care_plans import load_care_plans
from dos_router.loading.directory import load
from dos_router.loading.locate import find_directory
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import Directory
from dos_router.signoff.overlay import without_suspended


def open_signed(asked: str | None, terms: Terms, screen: Screen) -> Directory:
    """Return the directory asked for, to route with, where its sign-off lets us."""
    return vouched_for(open_directory(asked, screen), terms, screen)


def vouched_for(directory: Directory, terms: Terms, screen: Screen, *, pathways: Path | None = None) -> Directory:
    """Return a directory to route with: its sign-off is judged, and ends the command where it must.

    The services that an emergency order suspends now are suspended.
    """
    standing = judge(Path(directory.folder), terms, screen, pathways=pathways)
    refuse_unsigned(standing, terms, screen)
    signed = replace(directory, sign_off=standing.sign_off)
    return without_suspended(signed, standing.suspensions, signed_at.present())


def open_marked(asked: str | None, screen: Screen) -> Directory:
    """Return the directory asked for, to look at: how far it is signed off is only said."""
    directory = open_directory(asked, screen)
    return replace(directory, sign_off=judge(Path(directory.folder), Terms(), screen).sign_off)


def open_directory(asked: str | None, screen: Screen) -> Directory:
    """Return the directory asked for; errors are told, and end the command where it cannot be used."""
    loaded = load(find_directory(asked, os.environ))
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    if loaded.directory is None:
        screen.refuse(errors, Exit.DATA_ERRORS)
    screen.tell(errors)
    return loaded.directory


def open_care_plans(path: str | None, directory: Directory, screen: Screen) -> dict[str, tuple[CarePlan, ...]] | None:
    """Return care plans by patient; None without a file. Errors in the file end the command."""
    if path is None:
        return None
    if not Path(path).is_file():
        said = f"`{path}` is a folder" if Path(path).is_dir() else f"there is no file `{path}`"
        raise Malformed(said, help="name a file of care plans", rule="no-file")
    loaded = load_care_plans(Path(path), directory)
    if has_errors(loaded.problems):
        screen.refuse(loaded.problems, Exit.DATA_ERRORS)
    return dict(loaded.plans)


def check_patient(patient: str | None, care_plans: str | None) -> None:
    """Refuse a patient's key without the plans that it opens: a plan may bar what would be offered."""
    if patient and care_plans is None:
        raise Malformed(
            "a patient is named, and no care plans", help="give them with --care-plans", rule="no-care-plans"
        )


def now_in(directory: Directory) -> str:
    """Return the present moment in the directory's time zone, with its offset."""
    return datetime.now(directory.zone).isoformat(timespec="minutes")

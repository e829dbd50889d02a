"""A directory kept from run to run, so that one call needs nothing of it read but what the call looks at.

What is kept is named for the content of every file that the directory is read from, so that any change is
seen. `FOLDER.inputs` tells which files those are; the live capacity is read anew each time. A folder that
cannot be written to, or what is damaged, costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dos_router.cli.user_folders import user_folder
from dos_router.loading.inputs import LIVE, Inputs, digest_of
from dos_router.model.directory import Directory
from dos_router.routing.compiled.archive import Archive, Damaged
from dos_router.routing.compiled.reach import Reach
from dos_router.routing.compiled.whole import StoredServices, stored_directory

KIND = "route-1"  # rises with every change to what is written
DIRECTORY, INPUTS = ".route", ".inputs"


class Kept(NamedTuple):
    """A directory whose services and places are read when looked at, and the sets that tell which to look at."""

    directory: Directory
    services: StoredServices
    reach: Reach
    inputs: Inputs


@contextlib.contextmanager
def open_kept(folder: Path) -> Iterator[Kept | None]:
    """Give what is kept of the directory in a folder; None where there is nothing, or it has changed.

    Raises Damaged, or OSError, for what cannot be read.
    """
    home = user_folder("cache")
    try:
        inputs = _inputs(home / f"{folder_key(folder)}{INPUTS}")
        archive = Archive(home / f"{digest_of(folder, inputs)}{DIRECTORY}", KIND)
    except FileNotFoundError:
        yield None
        return
    with archive:
        stored, services = stored_directory(archive, str(folder))
        directory = _with_capacity(stored, folder)
        yield None if directory is None else Kept(directory, services, Reach(archive), inputs)


def _inputs(path: Path) -> Inputs:
    try:
        told = json.loads(path.read_bytes())
        return Inputs(tuple(told["folders"]), tuple(told["files"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise Damaged("the list of files") from problem


def folder_key(folder: Path) -> str:
    """Return by what name things are kept of the directory in a folder."""
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]


def _with_capacity(directory: Directory, folder: Path) -> Directory | None:
    """Return the directory with its live capacity; None where that has faults, which loading tells."""
    path = folder / LIVE
    if not path.is_file():
        return directory
    from dos_router.diagnostics import Location  # noqa: PLC0415 - only where there is such a file
    from dos_router.loading.tables import load_capacity  # noqa: PLC0415

    at = Location(LIVE, folder=str(folder))
    capacity, problems = load_capacity(path, at, directory.zone, directory.services)
    return None if any(one.is_error for one in problems) else replace(directory, capacity=capacity)

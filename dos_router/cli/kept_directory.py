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
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dos_router.loading.inputs import LIVE, Inputs, digest_of
from dos_router.model.directory import Directory
from dos_router.routing.compiled.archive import Archive, Damaged, put_in_place, write_archive
from dos_router.routing.compiled.reach import Reach, reach_sections
from dos_router.routing.compiled.whole import StoredServices, directory_sections, stored_directory

KIND = "route-1"  # rises with every change to what is written
MOST_KEPT = 16
_DIRECTORY, _INPUTS = ".route", ".inputs"


class Kept(NamedTuple):
    """A directory whose services and places are read when looked at, and the sets that tell which to look at."""

    directory: Directory
    services: StoredServices
    reach: Reach
    digest: str


def open_kept(folder: Path) -> Kept | None:
    """Return what is kept of the directory in a folder; None where there is nothing, or it has changed.

    Raises Damaged, or OSError, for what cannot be read.
    """
    home = cache_home()
    try:
        told = json.loads((home / f"{_folder_key(folder)}{_INPUTS}").read_bytes())
        inputs = Inputs(tuple(told["folders"]), tuple(told["files"]))
        digest = digest_of(folder, inputs)
        archive = Archive(home / f"{digest}{_DIRECTORY}", KIND)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as problem:
        raise Damaged("the list of files") from problem
    stored, services = stored_directory(archive, str(folder))
    directory = _with_capacity(stored, folder)
    return None if directory is None else Kept(directory, services, Reach(archive), digest)


def keep(folder: Path, directory: Directory, inputs: Inputs, digest: str) -> None:
    """Keep a directory as it was loaded from files of this digest; nothing is said where that cannot be."""
    home = cache_home()
    with contextlib.suppress(OSError):
        write_archive(
            home / f"{digest}{_DIRECTORY}", KIND, {**directory_sections(directory), **dict(reach_sections(directory))}
        )
        put_in_place(home / f"{_folder_key(folder)}{_INPUTS}", [json.dumps(inputs._asdict()).encode()])
        _forget_oldest(home)


def cache_home() -> Path:
    """Return the folder in which directories are kept, as platformdirs has it."""
    system: str = sys.platform
    if system == "linux":  # worked out here: the library takes as long to import as much else together
        stated = os.environ.get("XDG_CACHE_HOME", "").strip()
        home = stated if os.path.isabs(stated) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117
        return Path(home) / "dos-router"
    from platformdirs import user_cache_path  # noqa: PLC0415 - only here

    return user_cache_path("dos-router", appauthor=False)


def _folder_key(folder: Path) -> str:
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


def _forget_oldest(home: Path) -> None:
    """Keep the files written last."""
    for ending in (_DIRECTORY, _INPUTS):
        found = sorted(home.glob(f"*{ending}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[MOST_KEPT:]:
            path.unlink(missing_ok=True)

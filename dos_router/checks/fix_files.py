"""The files that `--fix` would change, and the changing of them: whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dos_router.checks.findings import path_of
from dos_router.checks.fix import mended
from dos_router.checks.selection import Selection
from dos_router.checks.survey import Survey
from dos_router.diagnostics import Location


class MendedFile(NamedTuple):
    """A file as it stands and as it would be, and how many things of each rule are mended in it."""

    path: Path
    before: bytes
    after: bytes
    counts: Mapping[str, int]


def find_mended(folders: Iterable[Path], survey: Survey, selection: Selection) -> Iterator[MendedFile]:
    """Yield what would change in the YAML files of folders: only rules that are selected, nothing that is accepted."""
    accepted = {
        (one.path, one.diagnostic.location.line if one.diagnostic.location else 0, one.diagnostic.rule)
        for one in survey.accepted
    }
    for path in (path for folder in folders for path in _files(folder)):
        name, before = path_of(Location(str(path))), path.read_bytes()

        def wanted(rule: str, line: int, name: str = name) -> bool:
            return selection.has_rule(rule) and (name, line, rule) not in accepted

        if after := mended(before, wanted):
            yield MendedFile(path, before, after.data, after.counts)


def write(one: MendedFile) -> None:
    """Put the new text in the place of the old at one stroke; a link stays a link, and permissions stay."""
    target = one.path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(one.after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _files(folder: Path) -> Iterator[Path]:
    found = [*sorted(folder.glob("*.yaml")), *sorted((folder / "services").glob("*.yaml"))]
    yield from (path for path in found if path.is_file())

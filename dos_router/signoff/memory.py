"""What this machine has seen: the highest serial of each directory, and how late the clock has been."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from dos_router.diagnostics import Malformed
from dos_router.signoff.utc import parse_utc, utc_text

_PROGRAM = "dos-router"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The newest statement of a directory that was verified here; where; and statements seen revoked."""

    serial: int
    statement_sha256: str
    folder: str
    revoked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All that was seen, by the directory's id; `seen_at` is the latest moment of a verification.

    `unreadable` holds the file that could not be read: then nothing is known, which is no comfort.
    """

    directories: Mapping[str, Seen] = field(default_factory=dict)
    seen_at: datetime | None = None
    unreadable: str | None = None

    def of(self, directory: str, folder: str) -> Seen | None:
        """Return what was seen of a directory, by its id or else by the folder where it stood."""
        by_folder = (seen for seen in self.directories.values() if folder and seen.folder == folder)
        return self.directories.get(directory) or next(by_folder, None)

    def with_seen(self, directory: str, seen: Seen, now: datetime) -> Memory:
        """Return the memory that also holds this; serials and the clock only rise, revocations only grow."""
        before = self.directories.get(directory)
        if before is not None:
            newer = seen if seen.serial >= before.serial else before
            seen = replace(newer, revoked=before.revoked | seen.revoked)
        latest = max(now, self.seen_at) if self.seen_at else now
        return Memory(directories={**self.directories, directory: seen}, seen_at=latest)


def memory_file() -> Path:
    """Return the file in the user's state folder in which the memory is kept."""
    return user_state_path(_PROGRAM, appauthor=False) / "seen.json"


def read_memory(path: Path) -> Memory:
    """Read the memory; nothing was seen where there is no file."""
    try:
        return _memory(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Memory(unreadable=str(path))


def write_memory(memory: Memory, path: Path) -> None:
    """Write the memory whole or not at all, for its user alone. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".seen-")  # 0600 from the start
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(_written(memory), file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _memory(found: dict[str, Any]) -> Memory:
    if found["format"] != _FORMAT:
        raise Malformed("the memory is of another format")
    directories = {
        str(name): Seen(
            serial=int(one["serial"]), statement_sha256=str(one["statement_sha256"]), folder=str(one["folder"]),
            revoked=frozenset(map(str, one["revoked"])),
        )
        for name, one in found["directories"].items()
    }  # fmt: skip
    return Memory(directories=directories, seen_at=parse_utc(found["seen_at"]) if found["seen_at"] else None)


def _written(memory: Memory) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "seen_at": utc_text(memory.seen_at) if memory.seen_at else None,
        "directories": {
            name: {"serial": one.serial, "statement_sha256": one.statement_sha256, "folder": one.folder,
                   "revoked": sorted(one.revoked)}
            for name, one in memory.directories.items()
        },
    }  # fmt: skip

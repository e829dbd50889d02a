"""Writing what tells of a patient: readable by its owner alone, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dos_router.diagnostics import Malformed

_OWNER_ONLY = 0o600


def refuse_overwriting(path: Path, *, force: bool) -> None:
    """Raise Malformed for a file that is there and was not said to be overwritten, or has no folder."""
    if path.exists() and not force:
        raise Malformed(f"`{path}` is there already", help="name another file, or add --force", rule="file-exists")
    if not path.parent.is_dir():
        raise Malformed(f"there is no folder `{path.parent}`", help="make it first", rule="no-folder")


def write_private(path: Path, text: str, *, force: bool) -> None:
    """Write a text to a file of mode 0600; its old content stays until the new one is whole."""
    refuse_overwriting(path, force=force)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        waiting.chmod(_OWNER_ONLY)
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise

"""Writing a table: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dos_router.diagnostics import Malformed

_READABLE = 0o644


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a text, or bytes, to a file; its old content stays until the new one is whole. Raises Malformed."""
    if not path.absolute().parent.is_dir():
        raise Malformed(f"there is no folder `{path.parent}`", help="make it first", rule="no-folder")
    if path.is_dir():
        raise Malformed(f"`{path}` is a folder", help="name a file", rule="no-file")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
        waiting.chmod(_READABLE)
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise

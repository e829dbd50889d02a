"""The user's folders as platformdirs has them, worked out without importing it where that is plain."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_UNLESS_STATED = {"cache": "~/.cache", "config": "~/.config", "state": "~/.local/state"}


def user_folder(kind: str) -> Path:
    """Return our folder of a kind: `cache`, `config` or `state`."""
    system: str = sys.platform
    if system == "linux":  # the library takes as long to import as much else together
        stated = os.environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
        home = stated if os.path.isabs(stated) else os.path.expanduser(_UNLESS_STATED[kind])  # noqa: PTH111, PTH117
        return Path(home) / "dos-router"
    import platformdirs  # noqa: PLC0415 - heavy

    return Path(getattr(platformdirs, f"user_{kind}_dir")("dos-router", appauthor=False))

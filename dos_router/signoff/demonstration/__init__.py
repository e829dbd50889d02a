"""Demonstration keys: their private halves are public, so they show how sign-off works and protect nothing."""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path

from dos_router.diagnostics import Location
from dos_router.signoff.allowed_signers import read_allowed_signers

DOMAIN = ".demonstration.example"


def demonstration_store(directory: str) -> Path | None:
    """Return the folder of the trust store that the package carries for a shipped directory, if it does."""
    folder = _home() / directory
    return folder if (folder / "policy.yaml").is_file() else None


@functools.cache
def demonstration_fingerprints() -> frozenset[str]:
    """Return the fingerprints of all demonstration keys."""
    stores = sorted(_home().glob("*/allowed_signers"))
    keys = [key for path in stores for key in read_allowed_signers(path.read_text("utf-8"), Location(path.name))[0]]
    return frozenset(one.key.fingerprint for one in keys)


def is_demonstration_key(fingerprint: str) -> bool:
    """Say whether a key is one whose private half everybody has, wherever it is listed."""
    return fingerprint in demonstration_fingerprints()


def _home() -> Path:
    return Path(str(files("dos_router.signoff"))) / "demonstration"

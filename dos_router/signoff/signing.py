"""Signing: `ssh-keygen` does it, with a key that we never read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from dos_router.diagnostics import Malformed
from dos_router.signoff.sshsig import NAMESPACE

PROGRAM = "ssh-keygen"


def sign_command(key: Path) -> list[str]:
    """Return the command that signs what it reads, and writes the armoured signature."""
    return [PROGRAM, "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)]


def shown_command(key: Path, signed: Path, principal: str) -> str:
    """Return the same as a person would type it, to be printed before it runs."""
    signature = shlex.quote(str(signature_of(signed, principal)))
    return f"{shlex.join(sign_command(key))} < {shlex.quote(str(signed))} > {signature}"


def signature_of(signed: Path, principal: str) -> Path:
    """Return where a principal's signature of a file belongs."""
    return signed.parent / f"{principal}.sig"


def make_signature(key: Path, data: bytes) -> bytes:
    """Have ssh-keygen sign bytes, and return the armoured signature; it asks for a passphrase itself.

    Raises Malformed where it is not installed or does not sign.
    """
    if shutil.which(PROGRAM) is None:
        raise Malformed("`ssh-keygen` is not installed", help="install OpenSSH", rule="no-ssh-keygen")
    if not key.is_file():
        cure = "name your key with --key (or its .pub, where an agent holds it); `ssh-keygen -t ed25519` makes one"
        raise Malformed(f"there is no key `{key}`", help=cure, rule="no-key")
    done = subprocess.run(sign_command(key), input=data, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own words
    if done.returncode or not done.stdout:
        raise Malformed("`ssh-keygen` did not sign", help="its own message stands above", rule="not-signed")
    return done.stdout


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, its folder made where it is missing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

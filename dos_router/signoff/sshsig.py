"""OpenSSH signatures in their armour: read strictly, so that nothing passes that `ssh-keygen` refuses."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

from dos_router.diagnostics import Malformed
from dos_router.signoff.keys import PublicKey
from dos_router.signoff.wire import Wire, packed

NAMESPACE = "dos-sign-off"
MAX_ARMOUR = 32 * 1024

_MAGIC = b"SSHSIG"
_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_ARMOUR = re.compile(rf"{_BEGIN}\n((?:[A-Za-z0-9+/=]{{1,76}}\n)+)-----END SSH SIGNATURE-----\n?", re.ASCII)
HASHES = ("sha256", "sha512")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature says of itself: whose key, for what purpose, over which hash; and the signature."""

    key: bytes
    namespace: str
    hash_algorithm: str
    blob: bytes

    def is_over(self, digest: Callable[[str], bytes], key: PublicKey) -> bool:
        """Say whether it is this key's, for our purpose, over the bytes that `digest` digests, by a hash's name.

        Raises Malformed where the purpose or an algorithm is not the one that it must be.
        """
        if self.namespace != NAMESPACE:
            cure = f"sign with `-n {NAMESPACE}`"
            raise Malformed(f"it was made for the purpose `{self.namespace}`", help=cure, rule="other-purpose")
        if self.hash_algorithm not in HASHES:
            said = f"its hash `{self.hash_algorithm}` is not allowed"
            raise Malformed(said, help="sign with SHA-256 or SHA-512", rule="algorithm-refused")
        parts = (self.namespace.encode(), b"", self.hash_algorithm.encode(), digest(self.hash_algorithm))
        message = _MAGIC + b"".join(packed(part) for part in parts)
        return self.key == key.blob and key.has_signed(self.blob, message)


def parse_signature(armoured: bytes) -> Signature:
    """Read one armoured signature and nothing beside it. Raises Malformed."""
    wire = Wire(_unwrapped(armoured))
    if wire.take(len(_MAGIC)) != _MAGIC or wire.number() != 1:
        raise Malformed("it is not an OpenSSH signature of version 1", rule="signature-form")
    key, namespace, reserved = wire.string(), wire.word(), wire.string()
    signature = Signature(key, namespace, wire.word(), wire.string())
    wire.end()
    if reserved:
        raise Malformed("a field that must be empty is not", rule="signature-form")
    return signature


def _unwrapped(armoured: bytes) -> bytes:
    text = armoured.decode("latin-1")
    if text.count(_BEGIN) > 1:
        cure = "keep one signature in a file, named for who made it"
        raise Malformed("it holds two signatures", help=cure, rule="two-signatures")
    found = _ARMOUR.fullmatch(text) if len(text) <= MAX_ARMOUR else None
    if found is None:
        cure = "make it with `ssh-keygen -Y sign`, and change nothing in it"
        raise Malformed("it is not one armoured OpenSSH signature", help=cure, rule="signature-form")
    inside = found[1].replace("\n", "")
    try:
        data = base64.b64decode(inside, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed("its base64 cannot be read", rule="signature-form") from problem
    if base64.b64encode(data).decode() != inside:
        raise Malformed("its base64 is not as it must be written", rule="signature-form")
    return data

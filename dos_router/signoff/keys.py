"""SSH public keys that may sign, and whether a signature is theirs.

Ed25519 and ECDSA P-256, each also from a security key, and RSA from 3,072 bits with SHA-2. Certificates,
smaller keys and older algorithms are refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from dos_router.diagnostics import Malformed
from dos_router.signoff.wire import Wire

MIN_RSA_BITS = 3072
MAX_RSA_BITS = 16384

ED25519 = "ssh-ed25519"
SK_ED25519 = "sk-ssh-ed25519@openssh.com"
ECDSA = "ecdsa-sha2-nistp256"
SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
RSA = "ssh-rsa"
ALGORITHMS = (ED25519, SK_ED25519, ECDSA, SK_ECDSA, RSA)

_RSA_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "rsa-sha2-256": hashes.SHA256,
    "rsa-sha2-512": hashes.SHA512,
}
_USER_PRESENT = 0x01

Key = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as SSH writes it (`blob`), and as it is used; `application` is that of a security key."""

    algorithm: str
    blob: bytes
    key: Key
    application: bytes | None = None

    @property
    def fingerprint(self) -> str:
        """Return the key's name as `ssh-keygen -l` prints it: `SHA256:…`."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode()
        return f"SHA256:{digest.rstrip('=')}"

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        """Say whether an SSH signature blob is this key's over a message.

        Raises Malformed where the blob is of another form or by an algorithm that is not allowed.
        """
        wire = Wire(signature)
        algorithm = wire.word()
        if algorithm not in (_RSA_HASHES if self.algorithm == RSA else (self.algorithm,)):
            cure = "sign with Ed25519, ECDSA P-256, or RSA with SHA-2"
            raise Malformed(
                f"the signature's algorithm `{algorithm}` is not allowed", help=cure, rule="algorithm-refused"
            )
        signed = wire.string()
        if self.application is not None:
            message = _of_security_key(wire, self.application, message)
        wire.end()
        try:
            self._verify(algorithm, signed, message)
        except InvalidSignature:
            return False
        return True

    def _verify(self, algorithm: str, signed: bytes, message: bytes) -> None:
        key = self.key
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signed, message)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signed, message, padding.PKCS1v15(), _RSA_HASHES[algorithm]())
        else:
            key.verify(_dss(signed), message, ec.ECDSA(hashes.SHA256()))


def parse_public_key(algorithm: str, text: str) -> PublicKey:
    """Read the base64 of an SSH public key of an algorithm. Raises Malformed for what may not sign."""
    if algorithm not in ALGORITHMS:
        cure = "use Ed25519, ECDSA P-256, a security key of either, or RSA from 3,072 bits; no certificates"
        raise Malformed(f"the kind of key `{algorithm}` is not allowed", help=cure, rule="key-refused")
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed("the key is not base64", rule="key-refused") from problem
    if base64.b64encode(blob).decode() != text:
        raise Malformed("the key is not base64 as it must be written", rule="key-refused")
    return read_public_key(blob, algorithm)


def read_public_key(blob: bytes, algorithm: str) -> PublicKey:
    """Read the bytes of an SSH public key that must be of an algorithm. Raises Malformed."""
    wire = Wire(blob)
    if (inside := wire.word()) != algorithm:
        raise Malformed(f"the key says that it is `{inside}`, not `{algorithm}`", rule="key-refused")
    try:
        key = _READERS[algorithm](wire)
    except ValueError as problem:
        if isinstance(problem, Malformed):
            raise
        raise Malformed("the key is not one that exists", rule="key-refused") from problem
    application = wire.string() if algorithm in {SK_ED25519, SK_ECDSA} else None
    wire.end()
    return PublicKey(algorithm, blob, key, application)


def _ed25519(wire: Wire) -> Key:
    return ed25519.Ed25519PublicKey.from_public_bytes(wire.string())


def _ecdsa(wire: Wire) -> Key:
    curve, point = wire.word(), wire.string()
    if curve != "nistp256" or not point.startswith(b"\x04"):
        raise Malformed(f"the curve `{curve}` is not allowed", help="use P-256", rule="key-refused")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _rsa(wire: Wire) -> Key:
    exponent, modulus = wire.natural(), wire.natural()
    if not MIN_RSA_BITS <= modulus.bit_length() <= MAX_RSA_BITS:
        raise Malformed(
            f"an RSA key of {modulus.bit_length()} bits is too small", help="use 3,072 bits or more", rule="key-refused"
        )
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


_READERS: dict[str, Callable[[Wire], Key]] = {
    ED25519: _ed25519, SK_ED25519: _ed25519, ECDSA: _ecdsa, SK_ECDSA: _ecdsa, RSA: _rsa,
}  # fmt: skip


def _of_security_key(wire: Wire, application: bytes, message: bytes) -> bytes:
    """Return what a security key signs: its application, flags and counter go round the message."""
    flags, counter = wire.take(1), wire.take(4)
    if not flags[0] & _USER_PRESENT:
        raise Malformed("nobody touched the security key", help="sign again, with a touch", rule="no-touch")
    return hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(message).digest()


def _dss(signed: bytes) -> bytes:
    wire = Wire(signed)
    pair = wire.natural(), wire.natural()
    wire.end()
    return encode_dss_signature(*pair)

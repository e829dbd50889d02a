"""SSH signatures: each kind of key that may sign, each that may not, and never more lenient than `ssh-keygen`."""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from dos_router.diagnostics import Malformed
from dos_router.signoff.keys import PublicKey, parse_public_key, read_public_key
from dos_router.signoff.sshsig import NAMESPACE, parse_signature
from dos_router.signoff.wire import packed

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import armoured, blob_of, number, raw_signature, seeded, signature_over, to_be_signed, wrapped

DATA = b"what is signed\n"
MUTATIONS = int(os.environ.get("DOS_ROUTER_MUTATIONS", "10000"))
ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")

ED25519 = seeded(1)
ECDSA = ec.derive_private_key(1234567890123456789, ec.SECP256R1())


@functools.cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def sk_blob(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as a security key would have it, for the application `ssh:`."""
    plain = blob_of(key)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return packed(b"sk-ssh-ed25519@openssh.com") + plain[len(packed(b"ssh-ed25519")) :] + packed(b"ssh:")
    return (
        packed(b"sk-ecdsa-sha2-nistp256@openssh.com") + plain[len(packed(b"ecdsa-sha2-nistp256")) :] + packed(b"ssh:")
    )


def sk_signature(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey, flags: bytes = b"\x01") -> bytes:
    """A signature as a security key makes it, by a key in software."""
    tail = flags + (7).to_bytes(4, "big")
    inner = hashlib.sha256(b"ssh:").digest() + tail + hashlib.sha256(to_be_signed(DATA)).digest()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return wrapped(sk_blob(key), packed(b"sk-ssh-ed25519@openssh.com") + packed(key.sign(inner)) + tail)
    pair = decode_dss_signature(key.sign(inner, ec.ECDSA(hashes.SHA256())))
    return wrapped(
        sk_blob(key), packed(b"sk-ecdsa-sha2-nistp256@openssh.com") + packed(b"".join(map(number, pair))) + tail
    )


def rsa_signature(name: bytes, algorithm: hashes.HashAlgorithm, bits: int = 3072) -> bytes:
    key = rsa_key(bits)
    signed = key.sign(to_be_signed(DATA), padding.PKCS1v15(), algorithm)
    return wrapped(blob_of(key), packed(name) + packed(signed))


def signed_samples() -> dict[str, tuple[bytes, bytes]]:
    """A key's blob and its good signature, for each kind of key and hash."""
    return {
        "ed25519": (blob_of(ED25519), signature_over(DATA, ED25519)),
        "ed25519-sha256": (blob_of(ED25519), signature_over(DATA, ED25519, name="sha256")),
        "ecdsa": (blob_of(ECDSA), signature_over(DATA, ECDSA)),
        "rsa-512": (blob_of(rsa_key(3072)), rsa_signature(b"rsa-sha2-512", hashes.SHA512())),
        "rsa-256": (blob_of(rsa_key(3072)), rsa_signature(b"rsa-sha2-256", hashes.SHA256())),
        "sk-ed25519": (sk_blob(ED25519), sk_signature(ED25519)),
        "sk-ecdsa": (sk_blob(ECDSA), sk_signature(ECDSA)),
    }


def algorithm_of(blob: bytes) -> str:
    return blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode()


def key_of(blob: bytes) -> PublicKey:
    return read_public_key(blob, algorithm_of(blob))


def accepts(key: PublicKey, armour: bytes, data: bytes = DATA) -> bool:
    """Whether we accept a signature over data."""
    try:
        return parse_signature(armour).is_over(lambda name: hashlib.new(name, data).digest(), key)
    except Malformed:
        return False


def ssh_accepts(folder: Path, blob: bytes, armour: bytes, data: bytes = DATA) -> bool:
    """Whether `ssh-keygen -Y verify` accepts it."""
    line = f'me@x.example namespaces="{NAMESPACE}" {algorithm_of(blob)} {base64.b64encode(blob).decode()}\n'
    (folder / "allowed").write_text(line)
    (folder / "sig").write_bytes(armour)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "me@x.example", "-n", NAMESPACE, "-s", "sig"]
    return subprocess.run(command, input=data, cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("kind", signed_samples())
def test_each_kind_of_key_signs(kind: str) -> None:
    blob, armour = signed_samples()[kind]
    assert accepts(key_of(blob), armour)
    assert not accepts(key_of(blob), armour, b"something else\n")


@ssh_keygen
@pytest.mark.parametrize("kind", signed_samples())
def test_ssh_keygen_agrees_on_good_signatures(kind: str, tmp_path: Path) -> None:
    blob, armour = signed_samples()[kind]
    assert ssh_accepts(tmp_path, blob, armour)


@ssh_keygen
@pytest.mark.parametrize("kind", [["ed25519"], ["ecdsa", "-b", "256"], ["rsa", "-b", "3072"]], ids=lambda kind: kind[0])
def test_signatures_made_by_ssh_keygen_are_accepted(kind: list[str], tmp_path: Path) -> None:
    make = ["ssh-keygen", "-q", "-N", "", "-f", tmp_path / "key", "-t", *kind]
    subprocess.run(make, check=True)
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", tmp_path / "key"]
    armour = subprocess.run(command, input=DATA, capture_output=True, check=True).stdout
    algorithm, text, *_ = (tmp_path / "key.pub").read_text().split()
    key = parse_public_key(algorithm, text)
    assert accepts(key, armour)
    fingerprint = ["ssh-keygen", "-lf", tmp_path / "key.pub"]
    assert key.fingerprint in subprocess.run(fingerprint, capture_output=True, check=True, text=True).stdout


@ssh_keygen
def test_nothing_is_accepted_that_ssh_keygen_refuses(tmp_path: Path) -> None:
    """Thousands of mutated signatures, judged by us; each that we accept is given to ssh-keygen."""
    dice = random.Random(20261121)
    samples = list(signed_samples().values())
    keys = [key_of(blob) for blob, _ in samples]
    accepted = judged = 0
    while judged < MUTATIONS:
        place = dice.randrange(len(samples))
        blob, armour = samples[place]
        mutated = mutate(armour, dice)
        if mutated == armour:
            continue
        judged += 1
        if accepts(keys[place], mutated):
            accepted += 1
            assert ssh_accepts(tmp_path, blob, mutated), mutated
    assert accepted, "no mutation was mild enough to be accepted"


def mutate(armour: bytes, dice: random.Random) -> bytes:
    """Change an armoured signature a little: in its text, or in the bytes that it wraps."""
    if dice.random() < 0.3:
        return mutate_bytes(armour, dice)
    inside = b"".join(armour.split(b"\n")[1:-2])
    return armoured(mutate_bytes(base64.b64decode(inside), dice))


def mutate_bytes(data: bytes, dice: random.Random) -> bytes:
    found, at = bytearray(data), dice.randrange(len(data))
    match dice.randrange(7):
        case 0:
            found[at] ^= 1 << dice.randrange(8)
        case 1:
            found[at] = dice.randrange(256)
        case 2:
            del found[at]
        case 3:
            found.insert(at, dice.choice((0, 10, 32, 255)))
        case 4:
            found = found[: -dice.randrange(1, 8)]
        case 5:
            found += bytes(dice.choice((0, 10, 65)) for _ in range(dice.randrange(1, 5)))
        case _:
            start = dice.randrange(len(data))
            found[start : start + 4] = dice.randrange(600).to_bytes(4, "big")
    return bytes(found)


def crafted() -> Iterator[tuple[str, bytes, bytes]]:
    """Signatures that are mathematically good, and wrong in form."""
    ed, good = blob_of(ED25519), raw_signature(ED25519, to_be_signed(DATA))
    parts = (ed, b"dos-sign-off", b"reserved", b"sha512", good)
    yield "a reserved field", ed, armoured(b"SSHSIG\0\0\0\1" + b"".join(map(packed, parts)))
    parts = (ed, b"dos-sign-off", b"", b"sha512", good)
    yield "another version", ed, armoured(b"SSHSIG\0\0\0\2" + b"".join(map(packed, parts)))
    yield "something after the end", ed, armoured(b"SSHSIG\0\0\0\1" + b"".join(map(packed, parts)) + b"\0")
    yield "text after the armour", ed, signature_over(DATA, ED25519) + b"more\n"
    yield "text before the armour", ed, b"more\n" + signature_over(DATA, ED25519)
    yield "carriage returns", ed, signature_over(DATA, ED25519).replace(b"\n", b"\r\n")
    pair = decode_dss_signature(ECDSA.sign(to_be_signed(DATA), ec.ECDSA(hashes.SHA256())))
    long = b"".join(packed(b"\0\0" + value.to_bytes(32, "big")) for value in pair)
    yield "needless zeros", blob_of(ECDSA), wrapped(blob_of(ECDSA), packed(b"ecdsa-sha2-nistp256") + packed(long))
    yield "an untouched security key", sk_blob(ED25519), sk_signature(ED25519, b"\0")
    yield "SHA-1", blob_of(rsa_key(3072)), rsa_signature(b"ssh-rsa", hashes.SHA1())  # noqa: S303 - that is the attack


@pytest.mark.parametrize(("blob", "armour"), [one[1:] for one in crafted()], ids=[one[0] for one in crafted()])
def test_what_is_wrong_in_form_is_refused(blob: bytes, armour: bytes) -> None:
    assert not accepts(key_of(blob), armour)


def dss_blob() -> bytes:
    return packed(b"ssh-dss") + b"".join(number(value) for value in (23, 11, 2, 4))


@pytest.mark.parametrize(
    ("blob", "said"),
    [
        (blob_of(rsa_key(2048)), "2048 bits is too small"),
        (packed(b"ecdsa-sha2-nistp256") + packed(b"nistp384") + packed(b"\x04" + bytes(96)), "curve `nistp384`"),
        (packed(b"ssh-ed25519") + packed(bytes(31)), "not one that exists"),
        (packed(b"ecdsa-sha2-nistp256") + packed(b"nistp256") + packed(b"\x04" + bytes(64)), "not one that exists"),
        (blob_of(ED25519) + b"\0", "follows its end"),
        (blob_of(ED25519)[:-1], "cut short"),
    ],
)
def test_keys_that_may_not_sign(blob: bytes, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        key_of(blob)


@pytest.mark.parametrize(
    "algorithm", ["ssh-dss", "ecdsa-sha2-nistp384", "ssh-ed25519-cert-v01@openssh.com", "webauthn-sk-ecdsa", "none"]
)
def test_kinds_of_key_that_may_not_sign(algorithm: str) -> None:
    with pytest.raises(Malformed, match="is not allowed"):
        parse_public_key(algorithm, base64.b64encode(dss_blob()).decode())


@pytest.mark.parametrize("text", ["not base64!", base64.b64encode(blob_of(ED25519)).decode() + "\n", "AAAA=A"])
def test_keys_that_are_not_base64(text: str) -> None:
    with pytest.raises(Malformed, match="base64"):
        parse_public_key("ssh-ed25519", text)


def test_a_key_that_says_that_it_is_another() -> None:
    with pytest.raises(Malformed, match="says that it is `ssh-ed25519`"):
        parse_public_key("ssh-rsa", base64.b64encode(blob_of(ED25519)).decode())


def test_the_key_is_written_as_openssh_writes_it() -> None:
    text = ED25519.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    assert parse_public_key(*text.decode().split()).blob == blob_of(ED25519)

"""A small directory with two commissioners, people with keys of fixed seeds, and signatures made without ssh-keygen."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from dos_router.signoff.evaluate import gather
from dos_router.signoff.memory import Memory
from dos_router.signoff.standing import Standing
from dos_router.signoff.statement import Statement, write_statement
from dos_router.signoff.verify import Evidence, verify
from dos_router.signoff.wire import packed
from dos_router.signoff.workflow import prepare_next, write_prepared

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ISSUED = "2026-10-20T09:00:00Z"
LEAD, DEPUTY, SUSSEX, SAFETY = "lead@kent.example", "deputy@kent.example", "chief@sussex.example", "cso@kent.example"
EVERYBODY = (LEAD, SUSSEX, SAFETY)

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

FILES = {
    "directory.yaml": """\
format: 1
id: small
title: Small
serial: 1
valid: {from: 2026-11-01, until: 2027-03-31}
commissioners:
  - {id: kent, name: NHS Kent, areas: [kent], lead: true}
  - {id: sussex, name: NHS Sussex, areas: [sussex]}
areas: {kent: Kent, sussex: Sussex}
""",
    "policy.yaml": "ranking:\n  - areas: [kent]\n    ranks: {1: [pharmacy]}\nkeep_per_type: {default: 2}\n",
    "profiles.yaml": """\
chemist:
  symptoms: [SG1107/SD4052]
  dispositions: [Dx05]
all: {symptoms: ["*"], dispositions: [Dx02, Dx05]}
""",
    "places.csv": "postcode,easting,northing,area\nCT9,636500,170200,kent\nBN1,530000,105000,sussex\n",
    "services/kent.yaml": """\
provider: {name: Kent Trust, kind: nhs-trust}
services:
  - id: kent-ed
    name: Kent emergency department
    type: emergency-department
    location: {postcode: CT9}
    opening: 24/7
    handles: [all]
    commissioned_by: [kent]
  - id: kent-chemist
    name: Kent chemist
    type: pharmacy
    location: {postcode: CT9}
    opening: Mo-Fr 09:00-18:00
    handles: [chemist]
    commissioned_by: [kent]
""",
    "services/sussex.yaml": """\
provider: {name: Sussex Trust, kind: nhs-trust}
services:
  - id: sussex-chemist
    name: Sussex chemist
    type: pharmacy
    location: {postcode: BN1}
    opening: Mo-Sa 09:00-17:30
    handles: [chemist]
    commissioned_by: [sussex]
  - id: sussex-unit
    name: Sussex unit
    type: minor-injury-unit
    location: {postcode: BN1}
    opening: 08:00-20:00
    handles: [chemist]
    commissioned_by: [sussex]
""",
}

POLICY = f"""\
format: 1
directory: small
lead: kent
quorum: 2
owners:
  kent: [{LEAD}, {DEPUTY}]
  sussex: [{SUSSEX}]
  clinical-safety: [{SAFETY}]
"""


def seeded(seed: int) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def public_line(key: Private) -> str:
    """The key as a .pub file has it: its kind and its base64."""
    return key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def blob_of(key: Private) -> bytes:
    return base64.b64decode(public_line(key).split()[1])


def number(value: int) -> bytes:
    return packed(value.to_bytes(value.bit_length() // 8 + 1, "big"))


def raw_signature(key: Private, message: bytes) -> bytes:
    """The inner SSH signature blob: the algorithm, and the signature proper."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return packed(b"ssh-ed25519") + packed(key.sign(message))
    if isinstance(key, rsa.RSAPrivateKey):
        return packed(b"rsa-sha2-512") + packed(key.sign(message, padding.PKCS1v15(), hashes.SHA512()))
    pair = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return packed(b"ecdsa-sha2-nistp256") + packed(b"".join(map(number, pair)))


def to_be_signed(data: bytes, namespace: str = "dos-sign-off", name: str = "sha512") -> bytes:
    digest = hashlib.new(name, data).digest()
    return b"SSHSIG" + b"".join(packed(part) for part in (namespace.encode(), b"", name.encode(), digest))


def wrapped(key_blob: bytes, signature: bytes, namespace: str = "dos-sign-off", name: str = "sha512") -> bytes:
    parts = (key_blob, namespace.encode(), b"", name.encode(), signature)
    return armoured(b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(packed(part) for part in parts))


def armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def signature_over(data: bytes, key: Private, namespace: str = "dos-sign-off", name: str = "sha512") -> bytes:
    return wrapped(blob_of(key), raw_signature(key, to_be_signed(data, namespace, name)), namespace, name)


@dataclass
class World:
    """A directory and a trust store in folders of a test; `keys` are the people's."""

    home: Path
    keys: dict[str, Private] = field(
        default_factory=lambda: {LEAD: seeded(1), DEPUTY: seeded(2), SUSSEX: seeded(3), SAFETY: seeded(4)}
    )
    dates: dict[str, str] = field(default_factory=dict)
    policy: str = POLICY
    pathways: Path | None = None

    @property
    def folder(self) -> Path:
        return self.home / "small"

    @property
    def trust(self) -> Path:
        return self.home / "trust"

    def build(self) -> World:
        for name, text in FILES.items():
            self.write(name, text)
        self.write_trust()
        return self

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def write_trust(self) -> None:
        self.trust.mkdir(exist_ok=True)
        lines = [
            f'{who} namespaces="dos-sign-off"{self.dates.get(who, "")} {public_line(key)}\n'
            for who, key in self.keys.items()
        ]
        (self.trust / "allowed_signers").write_text("".join(lines))
        (self.trust / "policy.yaml").write_text(self.policy)

    def serial_folder(self, serial: int) -> Path:
        return self.folder / "sign-off" / f"{serial:04d}"

    def evidence(self, memory: Memory | None = None) -> Evidence:
        return gather(self.folder, trust=str(self.trust), environment={}, pathways=self.pathways, memory=memory)

    def prepare(self, issued_at: str = ISSUED, note: str = "") -> Statement:
        """Write the next statement, its serial put into directory.yaml first."""
        newest = self.evidence().chain.newest
        serial = (newest.serial if newest else 0) + 1
        if serial > 1:
            self.edit("directory.yaml", f"serial: {serial - 1}\n", f"serial: {serial}\n")
        prepared = prepare_next(self.evidence(), now=NOW, issued_at=issued_at, note=note)
        write_prepared(prepared, self.folder, "")
        return prepared.statement

    def sign(self, *people: str, serial: int | None = None) -> None:
        folders = sorted(one for one in (self.folder / "sign-off").iterdir() if one.name.isdigit())
        folder = self.serial_folder(serial) if serial else folders[-1]
        data = (folder / "statement.json").read_bytes()
        for person in people:
            (folder / f"{person}.sig").write_bytes(signature_over(data, self.keys[person]))

    def signed(self, *people: str, issued_at: str = ISSUED) -> World:
        """Prepare the next statement and have it signed, by everybody where nobody is named."""
        self.prepare(issued_at)
        self.sign(*(people or EVERYBODY))
        return self

    def forge(self, statement: Statement, people: Iterable[str] = EVERYBODY) -> None:
        """Write a statement that no honest program would prepare, duly signed."""
        folder = self.serial_folder(statement.serial)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "statement.json").write_bytes(write_statement(statement))
        self.sign(*people, serial=statement.serial)

    def standing(self, now: datetime = NOW, memory: Memory | None = None, **options: object) -> Standing:
        return verify(self.evidence(memory), now, **options)  # type: ignore[arg-type]


def rules(standing: Standing) -> set[str]:
    """The rules of the reasons that made the status."""
    return {reason.rule for reason in standing.reasons if reason.is_error}


def key_file(world: World, person: str) -> Path:
    """A person's private key as a file that ssh-keygen takes."""
    path = world.home / f"{person}.key"
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    path.write_bytes(world.keys[person].private_bytes(*kinds))
    path.chmod(0o600)
    return path

"""The trust store: whose keys count, for which owner, how many people it takes. Never inside the directory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.shapes.scalars import Id, Positive, Shape, Text, Truth
from dos_router.loading.source_text import read_source
from dos_router.loading.text_tree import Tree, parse_tree
from dos_router.loading.validation import validate
from dos_router.signoff.allowed_signers import TrustedKey, read_allowed_signers
from dos_router.signoff.demonstration import is_demonstration_key
from dos_router.signoff.statement import sha256_of
from dos_router.spelling import did_you_mean

SIGNERS, POLICY = "allowed_signers", "policy.yaml"
CLINICAL_SAFETY = "clinical-safety"  # the role that owns pathways

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}", re.ASCII)


class TrustShape(Shape):
    """policy.yaml of a trust store."""

    format: Literal["1"] = Field(description="the version of this format", json_schema_extra={"enum": [1, "1"]})
    directory: Id = Field(description="the id of the directory that these people sign")
    lead: Id = Field(description="the owner that must always sign")
    quorum: Positive = Field(2, description="how many people at least must sign")
    owners: dict[Id, tuple[Text, ...]] = Field(description="each commissioner, and clinical-safety: its people")
    scopes: dict[Text, tuple[Literal["all", "hours", "capability", "ranking"], ...]] = Field(
        {}, description="what a person may approve; those not named, everything"
    )
    revoked: tuple[Text, ...] = Field((), description="fingerprints of keys that count no more: SHA256:…")
    demonstration: Truth = Field(default=False, description="its keys are public, and protect nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom a verifier believes. `people` names the people of each owner; `scopes` what a person may approve."""

    directory: str
    lead: str
    quorum: int
    people: Mapping[str, tuple[str, ...]]
    scopes: Mapping[str, frozenset[str]]
    revoked: frozenset[str]
    keys: Mapping[str, tuple[TrustedKey, ...]]
    sha256: str
    demonstration: bool = False

    def owner_of_key(self, blob: bytes) -> TrustedKey | None:
        """Return the line that holds a key, whoever's it is."""
        return next((one for keys in self.keys.values() for one in keys if one.key.blob == blob), None)

    def owners_of(self, person: str) -> frozenset[str]:
        """Return the owners for whom a person signs."""
        return frozenset(owner for owner, people in self.people.items() if person in people)

    def covers(self, person: str, fields: frozenset[str]) -> bool:
        """Say whether a person's scope covers every one of these parts of a record."""
        scopes = self.scopes.get(person, frozenset({"all"}))
        return "all" in scopes or fields <= scopes


def load_trust(folder: Path, *outside: Path) -> tuple[Trust | None, list[Diagnostic]]:
    """Read the trust store in a folder, which must lie outside these directories; None and why, if refused."""
    inside = [_inside(folder, path) for path in outside if _lies_in(folder, path)]
    if inside:
        return None, inside
    signers, problems = _read(folder, SIGNERS)
    policy, more = _read(folder, POLICY)
    if signers is None or policy is None:
        return None, problems + more
    return read_trust(signers, policy, str(folder))


def _read(folder: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    """Return a file's text; a byte-order mark is refused, since OpenSSH would read it as part of a name."""
    at = Location(name, folder=str(folder))
    text, problems = read_source(folder / name, at)
    if text is not None and (folder / name).read_bytes()[:1] == b"\xef":
        return None, [error("trust-line", "the file begins with a byte-order mark", at, "save it as plain UTF-8")]
    return text, problems


def read_trust(signers: str, policy: str, folder: str = "") -> tuple[Trust | None, list[Diagnostic]]:
    """Build a trust store from the texts of its two files; None and every reason, if refused."""
    keys, problems = read_allowed_signers(signers, Location(SIGNERS, folder=folder))
    tree, more = parse_tree(policy, Location(POLICY, folder=folder))
    shape, wrong = validate(TrustShape, tree) if tree else (None, [])
    problems += more + [problem for problem in wrong if problem.is_error]
    if tree is None or shape is None:
        return None, problems
    problems += _inconsistent(shape, keys, tree)
    return (None, problems) if problems else (_trust(shape, keys, _hash(signers, policy)), [])


def _trust(shape: TrustShape, keys: list[TrustedKey], digest: str) -> Trust:
    return Trust(
        directory=shape.directory, lead=shape.lead, quorum=shape.quorum, people=dict(shape.owners),
        scopes={person: frozenset(scopes) for person, scopes in shape.scopes.items()},
        revoked=frozenset(shape.revoked),
        keys={name: tuple(one for one in keys if one.principal == name) for name in _principals(keys)},
        sha256=digest,
        demonstration=shape.demonstration or any(is_demonstration_key(one.key.fingerprint) for one in keys),
    )  # fmt: skip


def _principals(keys: list[TrustedKey]) -> list[str]:
    return sorted({one.principal for one in keys})


def _hash(signers: str, policy: str) -> str:
    """Return what `sha256sum allowed_signers policy.yaml | sha256sum` prints in the folder."""
    lines = [f"{sha256_of(text.encode())}  {name}\n" for name, text in ((SIGNERS, signers), (POLICY, policy))]
    return sha256_of("".join(lines).encode())


def _inconsistent(shape: TrustShape, keys: list[TrustedKey], tree: Tree) -> list[Diagnostic]:
    """Return what in policy.yaml can never work, or names someone unknown."""
    known = {one.principal for one in keys}
    people = {person for owner in shape.owners.values() for person in owner}
    found = []
    if shape.lead not in shape.owners:
        found.append(error("trust-lead", f"the lead `{shape.lead}` has no people", tree.location("lead"),
                           did_you_mean(shape.lead, shape.owners)))  # fmt: skip
    if shape.quorum > len(people):
        said = f"{shape.quorum} people must sign, and {len(people)} are named"
        found.append(error("trust-quorum", said, tree.location("quorum"), "name more people, or need fewer"))
    for person in sorted((people | shape.scopes.keys()) - known):
        place = tree.location("owners" if person in people else "scopes")
        found.append(error("trust-person", f"`{person}` has no key in {SIGNERS}", place, did_you_mean(person, known)))
    for number, name in enumerate(shape.revoked):
        if _FINGERPRINT.fullmatch(name) is None:
            cure = "`ssh-keygen -lf KEY.pub` prints it: SHA256:…"
            found.append(
                error("trust-revoked", f"`{name}` is not a fingerprint", tree.location("revoked", number), cure)
            )
    return found


def _lies_in(folder: Path, directory: Path) -> bool:
    home = directory.resolve()
    return any(path.resolve().is_relative_to(home) for path in (folder, folder / SIGNERS, folder / POLICY))


def _inside(folder: Path, directory: Path) -> Diagnostic:
    said = f"the trust store `{folder}` lies inside the directory `{directory}`"
    cure = "keep it apart: whoever can change the directory could change whom you trust"
    return error("trust-inside", said, Location(POLICY, folder=str(folder)), cure)

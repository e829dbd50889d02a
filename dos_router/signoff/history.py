"""The chain told statement by statement: what each changed, who signed it, whether it was revoked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dos_router.signoff.changes import changes
from dos_router.signoff.orders import judge_orders
from dos_router.signoff.signers import count_chain
from dos_router.signoff.statement import Statement
from dos_router.signoff.verify import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One statement; `counts` says how many records were added, changed, moved, renewed and removed.

    `signers` are the people whose signature counts, `refused` those whose does not and why.
    """

    serial: int
    sha256: str
    statement: Statement | None
    counts: Mapping[str, int]
    signers: tuple[str, ...]
    refused: tuple[str, ...]
    revoked_by: tuple[str, ...]


def history(evidence: Evidence, now: datetime) -> list[Told]:
    """Return the chain's statements, the newest first; without a trust store nobody's signature counts."""
    content, chain, trust = evidence.content, evidence.chain, evidence.trust
    revoked = judge_orders(chain.revocations, (), content, trust, now).revoked if trust else {}
    newest = chain.newest.serial if chain.newest else 0
    counted = count_chain(chain.links, trust, revoked, newest=newest, now=now) if trust else {}
    told = []
    before: Statement | None = None
    for link in chain.links:
        made = changes(link.statement, before) if link.statement else []
        found = counted.get(link.serial)
        told.append(
            Told(
                serial=link.serial, sha256=link.signed.sha256, statement=link.statement,
                counts=Counter(one.what for one in made if one.what != "validity"),
                signers=found.people if found else (),
                refused=tuple(one.message for one in found.problems) if found else tuple(link.signed.signatures),
                revoked_by=revoked[link.signed.sha256][1] if link.signed.sha256 in revoked else (),
            )
        )  # fmt: skip
        before = link.statement or before
    return told[::-1]

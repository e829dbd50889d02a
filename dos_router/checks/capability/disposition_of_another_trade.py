"""A disposition of dentists, opticians or midwives, taken by another of their trades.

A pharmacy that is offered for toothache within the hour can only send the caller on. The slip is a mistyped digit, or
the wrong profile. Delete the disposition, or correct the type.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1169/*]
        dispositions: [Dx17, Dx28]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1169/*]
        dispositions: [Dx28]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._lists import some_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
# a trade: the dispositions that are for it
TRADES = {
    "dental": frozenset({"dental", "dental emergency"}),
    "optician": frozenset({"optician"}),
    "midwifery": frozenset({"midwifery"}),
    "pharmacy": frozenset[str](),
}


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use of one trade that take what belongs to another."""
    known = subject.directory.reference.dispositions
    for service in subject.in_use:
        trade = next((name for name in TRADES if service.type.startswith(name)), None)
        if trade is None:
            continue
        others = frozenset[str]().union(*(families for name, families in TRADES.items() if name != trade))
        taken = sorted(code for code in service.dispositions if code in known and known[code].family in others)
        if taken:
            said = f"`{service.id}`, of type `{service.type}`, takes {some_of(taken)}, which is for another trade"
            yield Found(said, service.line("dispositions", "handles"), "delete it, here or in the profile")

"""A directory whose commissioners have no lead, or more than one.

The lead signs every version, and what nobody else owns: the policy, the profiles, services without a commissioner.
With none, or two, it is not clear who must. Write `lead: true` at one of them.

Fails:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north, south]}

Passes:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north, south], lead: true}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.governance._own import own_commissioners, place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the list without a lead, or each lead after the first."""
    own = [(subject.directory.commissioners[name], at) for name, at in own_commissioners(subject)]
    leads = [(one.id, at) for one, at in own if one.lead]
    if not leads:
        said = "no commissioner leads the sign-off"
        yield Found(said, place_of(subject, "commissioners"), "write `lead: true` at the one that does")
    for name, at in leads[1:]:
        yield Found(f"`{name}` leads the sign-off as well as `{leads[0][0]}`", at, "keep `lead: true` at one of them")

"""A service whose keys stand in another order than that of the format.

Records are compared by eye, one beside another and one version beside the next; that is easier where each says the
same thing in the same place. The order is that of the format: `id`, `name`, `type` and so on, as `init` shows them.
`check --fix` puts them in order, each with its remarks.

Fails:
    # services/example.yaml
    services:
      - name: Shore Pharmacy
        id: shore-pharmacy
        opening: Mo-Fr 09:00-17:30
        type: pharmacy

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.checks.untidy import out_of_order
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield each of the directory's own records whose keys are in another order."""
    for record, where in out_of_order(subject):
        late, early = record.misplaced
        yield Found(f"`{late}` stands after `{early}`", where, f"put `{late}` first; `check --fix` does so")

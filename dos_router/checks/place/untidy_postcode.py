"""A postcode that is not written as `CT9 4AN`.

It is understood all the same, and yet whoever looks for it in the files, or compares two lists, finds it only as it
is written. Write it in capitals with one space. `check --fix` does so.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        location: {postcode: zz11aa}
        opening: Mo-Fr 09:00-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        location: {postcode: ZZ1 1AA}
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.fix import UNTIDY_POSTCODE
from dos_router.checks.fix_values import tidy_postcode
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.checks.untidy import untidy, values_of
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True

_MAY_BE = values_of("postcode", tidy_postcode)


def find(subject: Subject) -> Iterator[Found]:
    """Yield each service's postcode that `--fix` would write otherwise."""
    for edit, where, written in untidy(subject, UNTIDY_POSTCODE, _MAY_BE):
        yield Found(f"the postcode `{written}` is written `{edit.text}`", where, "`check --fix` writes it so")

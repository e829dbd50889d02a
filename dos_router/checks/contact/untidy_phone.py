"""A telephone number that is not written in groups, such as `01843 225544`.

A number is read out to a caller, who writes it down; one without gaps, with brackets or as `+44` is easily misheard or
misread. Write it in its groups, from its 0. `check --fix` does so.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        phone: +44 (0)1632-960001
        opening: Mo-Fr 09:00-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        phone: 01632 960001
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.fix import UNTIDY_PHONE
from dos_router.checks.fix_values import tidy_phone
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.checks.untidy import untidy, values_of
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True

_MAY_BE = values_of("phone", tidy_phone)


def find(subject: Subject) -> Iterator[Found]:
    """Yield each service's number that `--fix` would write otherwise."""
    for edit, where, written in untidy(subject, UNTIDY_PHONE, _MAY_BE):
        yield Found(f"the number `{written}` is written `{edit.text}`", where, "`check --fix` writes it so")

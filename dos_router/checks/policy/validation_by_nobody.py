"""A policy that asks for validation, in a directory where nobody validates.

`validate: true` puts ambulance and emergency outcomes to a clinician first, and no active clinical service takes such
a disposition: every call goes on unvalidated, and nobody notices. Add the service, or write `validate: false`.

Fails:
    # policy.yaml
    validate: true

Passes:
    # policy.yaml
    validate: true
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        opening: Mo-Fr 09:00-17:30
        type: clinical-validation
        symptoms: ['*']
        dispositions: [Dx333, Dx334, Dx337, Dx338]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import VALIDATION_TYPES

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the setting where no active service of a validating type takes a validating disposition."""
    directory = subject.directory
    asked = {one.validated_by for one in directory.reference.dispositions.values() if one.validated_by}
    able = (one for one in directory.services.values() if one.is_active and one.type in VALIDATION_TYPES)
    if directory.policy.validate and not any(one.dispositions & asked for one in able):
        tree = subject.tree("policy.yaml")
        said = "outcomes are to be validated, and no active service takes that on"
        yield Found(said, tree.location("validate") if tree else None, "add the service, or write `validate: false`")

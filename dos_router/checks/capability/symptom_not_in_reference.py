"""A symptom group or discriminator that the reference does not list.

No pathway here comes to it. Sites hold more codes than are shipped, so it may well be right; but a mistyped digit
looks just the same, and the service is then not found. Check it, or add it to the site's own table.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/SD4502]
        dispositions: [Dx28]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/SD4052]
        dispositions: [Dx28]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._written import written_everywhere
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import Service
from dos_router.model.symptoms import ANY, parse_symptom
from dos_router.reference import Reference
from dos_router.spelling import did_you_mean

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the first place in each file, of profiles and records, of each code that the tables do not have."""
    reference = subject.directory.reference
    told: set[tuple[str, str]] = set()
    for owner, text, at in written_everywhere(subject, "symptoms", lambda one: _has_unlisted(one, reference)):
        for code, known in zip(
            parse_symptom(text), (reference.symptom_groups, reference.symptom_discriminators), strict=True
        ):
            if code != ANY and code not in known and (at.file, code) not in told:
                told.add((at.file, code))
                cure = did_you_mean(code, known, otherwise="check it, or add it to the site's own table")
                yield Found(f"the reference does not list `{code}`, which {owner} takes", at, cure)


def _has_unlisted(service: Service, reference: Reference) -> bool:
    """Say whether a service takes a code that the tables do not have, by its own lists or a profile."""
    groups, pairs = service.symptoms.touched - {ANY}, service.symptoms.pairs
    listed = reference.symptom_discriminators
    return bool(groups - reference.symptom_groups.keys()) or any(code not in listed for _, code in pairs)

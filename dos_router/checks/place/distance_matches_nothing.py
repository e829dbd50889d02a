"""A search distance for a postcode, sector or district that the places do not have.

No caller can be placed there, so that the entry decides nothing; perhaps a slip in the postcode leaves the one that
was meant with the default. Correct it, delete it, or add the place.

Fails:
    # policy.yaml
    search_distance_km: {default: 40, ZZ9: 18}

Passes:
    # policy.yaml
    search_distance_km: {default: 40, ZZ1: 18}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.loading.validation import value_at
from dos_router.model.postcodes import parse_postcode, widening
from dos_router.spelling import did_you_mean

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each entry of the distance table that no known place can be looked up by."""
    directory = subject.directory
    known = {wider for name in directory.places for _, wider in widening(name)}
    tree = subject.tree("policy.yaml")
    for written in (value_at(tree, ("search_distance_km",)) or {}) if tree else {}:
        name = None if written == "default" else parse_postcode(written)
        if tree and name and name not in known and not directory.find_place(name):
            cure = did_you_mean(name, known, otherwise="correct it, delete it, or add the place")
            said = f"no place is in `{written}`, for which a distance is given"
            yield Found(said, tree.location("search_distance_km", written), cure)

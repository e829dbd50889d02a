"""An area that no place lies in.

No caller is ever known to be of that area: its ranking, its limits and its commissioners' services are without
effect. Add its postcodes to the places, or take the area out.

Fails:
    # directory.yaml
    areas: {north: North, south: South, west: West}
    commissioners: [{id: example-icb, name: Example ICB, areas: [north, south, west], lead: true}]

Passes:
    # directory.yaml
    areas: {north: North, south: South}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the areas without a place."""
    directory = subject.directory
    held = {place.area for place in directory.places.values()}
    tree = subject.tree("directory.yaml")
    for area in directory.areas if directory.places else ():
        if area not in held:
            at = tree.location("areas", area) if tree else None
            yield Found(f"no place lies in the area `{area}`", at, "add its postcodes to the places, or take it out")

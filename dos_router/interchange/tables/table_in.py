"""A table of services, as we write them → records."""

from __future__ import annotations

from pathlib import Path

from dos_router.diagnostics import Location, has_errors
from dos_router.interchange.exchange import Offers, nothing_there
from dos_router.interchange.records import Record
from dos_router.loading.service_tables import read_service_trees

NEEDED = {"provider.name", "id", "name", "type", "opening"}


def read_table(path: Path) -> Offers:
    """Yield the services of a table; where its form is at fault nothing of it is taken, and that is told."""
    trees, problems = read_service_trees(path, Location(path.name, folder=str(path.parent)))
    yield from problems
    count = 0
    for count, tree in enumerate(trees, start=1):  # noqa: B007 - the count is wanted at the end
        value = tree.value if isinstance(tree.value, dict) else {}
        service, provider = value["services"][0], value["provider"]
        yield Record(provider, {"id": "", **service}, tree.location("services", 0))
    if not count and not has_errors(problems):
        yield nothing_there("service")

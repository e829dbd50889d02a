"""A table of services, as we write them → records."""

from __future__ import annotations

from pathlib import Path

from dos_router.diagnostics import Location, has_errors, warning
from dos_router.interchange.exchange import Taken, told_apart
from dos_router.interchange.records import Record
from dos_router.loading.service_tables import read_service_trees

NEEDED = {"provider.name", "id", "name", "type", "opening"}


def read_table(path: Path) -> Taken:
    """Return the services of a table; where its form is at fault nothing of it is taken, and that is told."""
    trees, problems = read_service_trees(path, Location(path.name, folder=str(path.parent)))
    found: list[Record] = []
    for tree in trees:
        value = tree.value if isinstance(tree.value, dict) else {}
        service, provider = value["services"][0], value["provider"]
        found.append(Record(provider, {"id": "", **service}, tree.location("services", 0)))
    kept, repeated = told_apart(found)
    empty = not found and not has_errors(problems)
    notes = (warning("no-services", "there is no service in the table", None, "nothing is written"),) if empty else ()
    return Taken(len(found), tuple(kept), (*problems, *repeated), notes)

"""What changed between two tables, found by digests: the same as by holding both whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dos_router.diagnostics import Location
from dos_router.interchange.lists.draft import Draft, ProviderDraft
from dos_router.interchange.lists.merge import Change, Kind
from dos_router.interchange.lists.services_table import table_header, table_row
from dos_router.interchange.lists.table_changes import table_changes

CELLS = st.sampled_from(["", "A", "B", "a, b", 'x"y', "Café"])
DATES = st.sampled_from(["2026-01-01", "2026-02-01"])
SERVICE = st.fixed_dictionaries({"name": CELLS, "phone": CELLS, "checked": DATES})
TABLE = st.dictionaries(st.sampled_from(["s1", "s2", "s3", "s4"]), SERVICE, max_size=4)
told: set[Kind] = set()


def written(path: Path, services: dict[str, dict[str, str]]) -> Path:
    """Write a table as an import does."""
    lines = [table_header()]
    for name, service in services.items():
        fields = {"id": name, **service, "checked": {"on": service["checked"]}}
        lines.append(table_row(Draft(key=name, provider=ProviderDraft("P"), fields=fields, row=Location(""))))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def plainly(old: dict[str, dict[str, str]], newer: dict[str, dict[str, str]], name: str) -> list[Change]:
    """Return the changes, from the services themselves."""
    at = {one: Location(name, line, 1) for line, one in enumerate(newer, start=2)}
    found = [Change(Kind.ADDED, one, name, at=at[one]) for one in sorted(newer) if one not in old]
    for one in sorted(set(old) & set(newer)):
        found += [
            Change(Kind.CHANGED, one, name, field, old[one][field] or None, newer[one][field] or None, at[one])
            for field in ("name", "phone")
            if old[one][field] != newer[one][field]
        ]
    return found + [Change(Kind.GONE, one, name) for one in sorted(old) if one not in newer]


@given(TABLE, TABLE, st.booleans())
def test_changes_found_by_digests_are_those_of_the_whole_tables(
    old: dict[str, dict[str, str]], newer: dict[str, dict[str, str]], mostly: bool
) -> None:
    newer = {**old, **dict(list(newer.items())[:1])} if mostly else newer
    with tempfile.TemporaryDirectory() as home:
        paths = written(Path(home, "old.csv"), old), written(Path(home, "new.csv"), newer)
        found = table_changes(*paths, "t.csv")
    told.update(change.kind for change in found)
    assert found == plainly(old, newer, "t.csv")


def test_the_tables_drawn_reach_every_kind_of_change() -> None:
    assert told == {Kind.ADDED, Kind.CHANGED, Kind.GONE}

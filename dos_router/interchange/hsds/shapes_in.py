"""The shapes in which services of HSDS come: pages, lists, one alone, one a line, or tables to be joined.

Of a file that is one value no more than a service is held at a time, however large it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dos_router.diagnostics import Location, Malformed
from dos_router.interchange.exchange import Refused, refused
from dos_router.interchange.hsds.tables_in import TABLES, joined, keep_row
from dos_router.interchange.json_parts import LINES, TOP, Part, parts_of, read_lines, read_parts
from dos_router.interchange.json_values import Json
from dos_router.interchange.kept import Kept

PAGES = ("contents", "content", "services", "service")  # the list of services, the first of these that is there
LISTS = frozenset(PAGES) | frozenset(TABLES)


class Service(NamedTuple):
    """A service, with all that is its own within, its path and its place."""

    value: Json
    path: str
    at: Location


def services_of(path: Path) -> Iterator[Service | Refused]:
    """Yield the services of a file. Raises Malformed where it is of none of the shapes, before the first of them."""
    if path.suffix in LINES:
        for value, at in read_lines(path):
            yield from nested_services(value, at)
        return
    with Kept() as kept:
        lists = _survey(path, kept)
        home = next((name for name in (TOP, *PAGES) if name in lists), None)
        if home is None:
            yield _alone(path)
            return
        is_joined = home in PAGES and any(name in TABLES for name in lists)
        for part in read_parts(path, LISTS):
            if part.number is not None and part.list == home:
                yield _joined(part, kept) if is_joined else Service(part.value, part.path, part.at)


def nested_services(value: Any, at: Location) -> Iterator[Service]:  # noqa: ANN401 - JSON
    """Yield the services of a page, a list, or one alone, that is held whole. Raises Malformed."""
    pages = [name for name in PAGES if isinstance(value, dict) and isinstance(value.get(name), list)]
    if not pages and not isinstance(value, list):
        yield Service(_service(value), "[0]", at)
        return
    for part in parts_of(value, pages[:1], at):
        if part.number is not None:
            yield Service(_object(part.value), part.path, at)


def _survey(path: Path, kept: Kept) -> set[str]:
    """Return which lists there are, and keep the rows of tables that are joined to services."""
    lists: set[str] = set()
    for part in read_parts(path, LISTS):
        if part.number is None:
            rest = part.value if isinstance(part.value, dict) else {TOP: part.value}
            lists |= {name for name, one in rest.items() if name in (TOP, *LISTS) and one == []}
        elif part.list in TABLES:
            keep_row(kept, TABLES[part.list], _object(part.value))
        else:
            _object(part.value)
    return lists


def _joined(part: Part, kept: Kept) -> Service | Refused:
    try:
        return Service(joined(part.value, kept), part.path, part.at)
    except Malformed as problem:
        return refused(problem, part.at, part.path)


def _alone(path: Path) -> Service:
    """Return the one service of a file, with its own lists put back. Raises Malformed."""
    lists: dict[str, list[Any]] = {}
    for part in read_parts(path, LISTS):
        if part.number is not None:
            lists.setdefault(part.list, []).append(part.value)
    value = {**part.value, **lists} if isinstance(part.value, dict) else part.value
    return Service(_service(value), "[0]", part.at)


def _service(value: Any) -> Json:  # noqa: ANN401 - JSON
    found = _object(value)
    if "name" not in found:
        raise Malformed("this is no service of HSDS: it has no `name`", help="give services", rule="bad-hsds")
    return found


def _object(value: Any) -> Json:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        raise Malformed("this is no list of services", help="give a page of `/services`", rule="bad-hsds")
    return value

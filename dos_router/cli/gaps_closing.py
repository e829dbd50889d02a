"""`gaps --without` and `--each`: what comes of closing a service, a provider or a site."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from dos_router.analysis.gap_changes.filled import Filler
from dos_router.analysis.gap_changes.opened import only_in
from dos_router.analysis.gaps.findings import Gaps
from dos_router.analysis.gaps.kinds import CELL_KINDS, Kind, Resilience
from dos_router.analysis.resilience.closures import Closure, close_each, names_of
from dos_router.cli.gaps_progress import progress
from dos_router.cli.gaps_search import Search
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed
from dos_router.model.directory import Directory
from dos_router.reports.gaps_closures import closures_json, render_closure, render_closures
from dos_router.reports.gaps_text import Shown
from dos_router.spelling import did_you_mean


class Closed(NamedTuple):
    """What is closed: a service, a provider or a site, by the name of its group."""

    what: Resilience
    name: str


def close_one(asked: str, search: Search, screen: Screen, *, limit: int, as_json: bool) -> Gaps:
    """Write what comes of closing one, and return the gaps that it opens."""
    closed = what_closes(asked, search.directory)
    [closure] = _close(search, closed.what, {closed.name})
    left = without(search.directory, closure.services)
    before, after = search.run(), search.run(directory=left)
    kinds = tuple(kind for kind in after.kinds if kind in CELL_KINDS)
    opened = tuple(one for one in only_in(after, before, left) if one.kind in kinds)
    if search.rates:
        opened = tuple(replace(one, calls_per_year=calls, weight=calls) for one in opened
                       for calls in [search.rates.a_year(one)])  # fmt: skip
    found = replace(after, findings=opened, boxes=0, at_least=0, kinds=kinds)
    filler = Filler(left, found, search.sought.practice)
    if as_json:
        filled = filler.fill(opened)
        screen.show_json(closures_json([closure], closed.what, search.horizon, search.directory, filled))
        return found
    first = {kind: filler.fill([one for one in opened if one.kind is kind][:limit]) for kind in Kind}
    shown = Shown(first, by_calls=search.rates is not None)
    screen.show(render_closure(closure, found, shown, search.directory, screen.page))
    return found


def without(directory: Directory, services: Collection[str]) -> Directory:
    """Return a directory without some services."""
    rest = {name: one for name, one in directory.services.items() if name not in services}
    return replace(directory, services=MappingProxyType(rest))


def close_each_in_turn(what: Resilience, search: Search, screen: Screen, *, limit: int, as_json: bool) -> None:
    """Write what comes of closing each service, provider or site in turn."""
    closures = _close(search, what, None)
    if as_json:
        screen.show_json(closures_json(closures, what, search.horizon, search.directory))
    else:
        screen.show(render_closures(closures, what, limit, search.directory, screen.page))


def what_closes(asked: str, directory: Directory) -> Closed:
    """Return the service, provider (its ODS code or name) or site (its postcode) of a name. Raises Malformed."""
    wanted = asked.strip()
    if wanted in directory.services:
        return Closed(Resilience.SERVICE, wanted)
    provider = names_of(directory, Resilience.PROVIDER)
    site = names_of(directory, Resilience.SITE)
    for service in directory.services.values():
        if wanted.casefold() in {provider(service).casefold(), service.provider.name.casefold()}:
            return Closed(Resilience.PROVIDER, provider(service))
        if service.postcode and service.postcode.replace(" ", "") == wanted.replace(" ", "").upper():
            return Closed(Resilience.SITE, site(service))
    known = {*directory.services, *(one.provider.name for one in directory.services.values())}
    cure = did_you_mean(wanted, known, otherwise="name a service's id, a provider's code or name, or a postcode")
    raise Malformed(f"there is no service, provider or site `{wanted}`", help=cure, rule="unknown-service")


def _close(search: Search, what: Resilience, only: set[str] | None) -> list[Closure]:
    with progress("closing each in turn" if only is None else "closing") as tell:
        return close_each(
            search.directory, search.needs, search.places, search.horizon, only=only,
            grouped=names_of(search.directory, what), practice=search.sought.practice, progress=tell,
        )  # fmt: skip

"""`find` for a reader: services by how alike they are, with what tells them apart."""

from __future__ import annotations

from dos_router.model.directory import Directory
from dos_router.reports.page import Page, safe
from dos_router.reports.route_text import painted_mark
from dos_router.reports.words import distance_words
from dos_router.routing.finding import QUARANTINED, Found


def render_found(found: tuple[Found, ...], limit: int, directory: Directory, page: Page) -> str:
    """Return the first of what was found, and how many more there are."""
    mark = painted_mark(directory, page)
    if not found:
        said = "nothing is like that: try fewer words, a town, or a type such as `pharmacy`"
        return "\n\n".join([mark, "\n".join(page.wrap(said))])
    blocks = [_block(number, one, page) for number, one in enumerate(found[:limit], start=1)]
    left = len(found) - len(blocks)
    more = [f"and {left} more: --limit {len(found)} shows them all"] if left > 0 else []
    return "\n\n".join([mark, *("\n".join(block) for block in blocks), *more])


def _block(number: int, found: Found, page: Page) -> list[str]:
    name = found.service.name if found.service else f"{found.id}: its record has errors"
    first, *rest = page.wrap(safe(f"{number:>2}  {name}"), hang=4)
    lines = [page.paint(first, "strong"), *rest]
    facts = [found.id, found.type or "type not known", *_place(found), *_distance(found)]
    lines += page.wrap(safe(" · ".join(facts)), indent=4)
    return lines + _standing(found, page)


def _place(found: Found) -> list[str]:
    service = found.service
    if service is None:
        return []
    return [", ".join(part for part in (*service.address, service.postcode) if part) or "no fixed place"]


def _distance(found: Found) -> list[str]:
    return [] if found.squared is None else [distance_words(found.squared)]


def _standing(found: Found, page: Page) -> list[str]:
    """Return a service's status, its provider and its line."""
    provider = [found.service.provider.name] if found.service else []
    note = ": treated as closed, `dos-router check` says why" if found.status == QUARANTINED else ""
    said = f"{found.status}{note}"
    lines = page.wrap(safe(" · ".join([said, *provider, str(found.at._replace(column=0))])), indent=4)
    return lines if found.status == "active" else [page.paint(line, "note") for line in lines]

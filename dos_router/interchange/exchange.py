"""What an exchange with another format came to: records, and what was reported, resource by resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error, warning
from dos_router.interchange.records import Record


class Refused(NamedTuple):
    """A service that is offered, and cannot be taken."""

    problem: Diagnostic


# what a reader of a format yields: a service, one that is refused, or what is told of other things
Offer = Record | Refused | Diagnostic
Offers = Iterator[Offer]


class Taken(NamedTuple):
    """Of `offered` services, the count `taken`, and a problem for each of the rest; `notes` are of other things."""

    offered: int
    taken: int
    reported: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...] = ()


def refused(problem: Malformed, at: Location, path: str) -> Refused:
    """Return a resource that is not taken: why, and its path in the file."""
    return Refused(error(problem.rule, f"{path}: {problem.message}", at, problem.help))


def nothing_there(what: str) -> Diagnostic:
    """Return the note that a file offers no service."""
    return warning("no-services", f"there is no {what} in the file", None, "nothing is written")

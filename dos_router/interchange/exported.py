"""What an export comes to: content in another format, and what that format cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dos_router.interchange.unsaid import Unsaid
from dos_router.model.directory import Directory

WHOLE = ""  # the service of what is about the directory as a whole


class Exported(NamedTuple):
    """A directory's services in another format: `content` is text, or what JSON or a table holds."""

    content: Any
    services: int
    unsaid: tuple[Unsaid, ...]


def _is_signed(directory: Directory) -> bool:
    return directory.sign_off is not None and directory.sign_off.marks.statement_sha256 is not None


def directory_unsaid(directory: Directory) -> Iterator[Unsaid]:
    """Yield what stands beside the services in a directory, and is not exported with them."""
    policy = directory.policy
    parts = {
        "policy": [*(["ranking"] * bool(policy.ranking)), *(["distances"] * bool(policy.distances)),
                   *(["never"] * bool(policy.never)), *(["always"] * bool(policy.always))],
        "capacity.csv": [f"{len(directory.capacity)} services"] * bool(directory.capacity),
        "holidays": [f"{len(directory.holidays)} days"] * bool(directory.holidays),
        "population.csv": [f"{len(directory.population)} points"] * bool(directory.population),
        "sign-off": ["statements and signatures"] * _is_signed(directory),
    }  # fmt: skip
    for name, said in parts.items():
        if said:
            yield Unsaid(WHOLE, name, ", ".join(said), left_out=True)
    included = len(directory.services) - len(directory.own)
    if included:
        yield Unsaid(WHOLE, "include", f"{included} services of included directories", left_out=True)

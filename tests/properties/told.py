"""A failing example told briefly: of each record only what differs from its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening
from dos_router.model.service import Provider

UNTOLD = {"lines", "name", "agreed_by", "kind", "touched"}


def tell(thing: object) -> str:
    """Return a value in short: records as name(field=value, …) without defaults, places in files left out."""
    if isinstance(thing, AgeRange | Opening) and thing.written:
        changed = f" with {dict(thing.dates)}" if isinstance(thing, Opening) and thing.dates else ""
        return f"`{thing.written}`{changed}"
    if isinstance(thing, Mapping):
        return "{" + ", ".join(f"{tell(key)}: {tell(value)}" for key, value in thing.items()) + "}"
    if isinstance(thing, tuple | list | frozenset) and not hasattr(thing, "_fields"):
        return "(" + ", ".join(tell(one) for one in (sorted(thing) if isinstance(thing, frozenset) else thing)) + ")"
    if is_dataclass(thing) and not isinstance(thing, type):
        said = ", ".join(f"{name}={tell(value)}" for name, value in _own(thing))
        return f"{type(thing).__name__}({said})"
    return repr(thing)


def tell_directory(directory: Directory) -> str:
    """Return a directory as lines: its policy, its services, its capacity, its holidays that are its own."""
    lines = [f"  {tell(directory.policy)}", *(f"  {tell(service)}" for service in directory.services.values())]
    lines += [f"  capacity of {name}: {[tuple(row[:3]) for row in rows]}" for name, rows in directory.capacity.items()]
    return "\n".join([*lines, f"  holidays {[f'{day}' for day in directory.holidays]}, valid {directory.valid}"])


def _own(thing: object) -> list[tuple[str, object]]:
    found = []
    for each in fields(thing):  # type: ignore[arg-type] # a dataclass
        value = getattr(thing, each.name)
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if value != default and each.name not in UNTOLD and not isinstance(value, Location | Provider):
            found.append((each.name, value))
    return found

"""What another format cannot say of a service: found by reading back what was written, never dropped silently."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.draft import FIELDS
from dos_router.interchange.phones import tidy_phone
from dos_router.interchange.records import PROVIDER_FIELDS, Fields, Record
from dos_router.model.opening import parse_opening, parse_spans
from dos_router.model.postcodes import parse_postcode

_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)  # of a map: a date, or a name of ours


class Unsaid(NamedTuple):
    """A field of a service that a format cannot say, as it was written; `left_out`: not carried along either."""

    service: str
    field: str
    written: str
    left_out: bool = False


def carried(record: Record, reread: Record) -> dict[str, Any]:
    """Return the fields whose text does not come back, the provider's with `provider.` before them.

    None stands for one that comes back, and never was.
    """
    found = _differing(record.service, reread.service)
    theirs = _differing(record.provider, reread.provider)
    return found | {f"provider.{name}": value for name, value in theirs.items()}


def _differing(written: Fields, read: Fields) -> dict[str, Any]:
    return {name: written.get(name) for name in (*written, *read) if written.get(name) != read.get(name)}


def with_carried(record: Record, fields: Fields) -> Record:
    """Return a record with the fields that were carried along put over what was read. Raises Malformed."""
    if bad := next((name for name, value in fields.items() if not _is_writable(name, value)), None):
        said = f"`{bad}`, which our export carried along, is damaged"
        raise Malformed(said, help="export it again", rule="bad-carried")
    service, provider = dict(record.service), dict(record.provider)
    for name, value in fields.items():
        home, _, own = name.rpartition(".")
        if home == "provider" and own in PROVIDER_FIELDS:
            provider[own] = value
        elif not home and name in FIELDS:
            service[name] = value
    ordered = {name: service[name] for name in FIELDS if service.get(name) is not None}
    return Record({name: value for name, value in provider.items() if value is not None}, ordered, record.at)


def _is_writable(name: str, value: object) -> bool:
    """Say whether a field may hold this: nothing, a text, a list or a map of texts; an id or a provider's, a text."""
    if name == "id" or name.startswith("provider."):
        return isinstance(value, str) or (value is None and name != "id")
    if isinstance(value, dict):
        return all(isinstance(one, str) and _KEY.fullmatch(str(key)) for key, one in value.items())
    return value is None or all(isinstance(one, str) for one in (value if isinstance(value, list) else [value]))


def unsaid(record: Record, reread: Record, left_out: tuple[str, ...] = ()) -> Iterator[Unsaid]:
    """Yield the fields whose meaning does not come back; other spellings of one meaning are no loss."""
    for name, value in carried(record, reread).items():
        if value is None:
            continue
        if name in left_out:
            yield Unsaid(record.id, name, shown(value), left_out=True)
        elif not _same(name, value, (reread.provider if "." in name else reread.service).get(name.rpartition(".")[2])):
            yield Unsaid(record.id, name, shown(value))


def shown(value: object) -> str:
    """Return a value on one line, as YAML would write it in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(shown, value)) + "]"
    return str(value)


def _same(name: str, one: object, other: object) -> bool:
    """Say whether two texts of a field mean the same."""
    reading = _READINGS.get(name)
    if reading is None or one is None or other is None:
        return False
    try:
        return reading(one) == reading(other)
    except (Malformed, AttributeError, TypeError):
        return False


def _dates(value: Any) -> object:  # noqa: ANN401 - a map, where it is well formed
    return {str(day): parse_spans(str(spans)) for day, spans in value.items()}


def _location(value: Any) -> object:  # noqa: ANN401 - a map, where it is well formed
    return {key: parse_postcode(str(one)) if key == "postcode" else int(str(one)) for key, one in value.items()}


_READINGS: dict[str, Callable[[Any], object]] = {
    "opening": lambda text: parse_opening(str(text)),
    "dates": _dates,
    "location": _location,
    "phone": lambda text: "".join((tidy_phone(str(text)) or str(text)).split()),
}

"""Services one by one: each a line of JSON that is read when it is wanted; what many share is written once."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from dos_router.diagnostics import Location
from dos_router.model.service import Point, Provider, Service
from dos_router.routing.compiled.archive import Archive, Damaged
from dos_router.routing.compiled.values import (
    Plain,
    ages_of,
    checked_of,
    opening_of,
    plain_ages,
    plain_checked,
    plain_opening,
    plain_point,
    plain_symptoms,
    symptoms_from,
)

_PLAIN = (
    "id", "name", "type", "public_name", "status", "ods", "address", "postcode", "phone", "professional_phone",
    "only_if_open", "handles", "referral", "referral_note",
)  # fmt: skip
_SETS = ("sexes", "roles", "practices", "limited_to", "commissioned_by")
_TUPLES = ("address", "handles")
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class RecordWriter:
    """Turns services into lines; values that several share become lines of their own."""

    def __init__(self) -> None:
        self.services: list[bytes] = []
        self.shared: list[bytes] = []
        self._known: dict[str, int] = {}

    def add(self, service: Service) -> None:
        """Add a service."""
        record = {
            **{name: value for name in _PLAIN if (value := getattr(service, name)) not in (None, ())},
            **{name: sorted(value) for name in _SETS if (value := getattr(service, name))},
            "provider": self.share([service.provider.name, service.provider.ods, service.provider.kind]),
            "opening": self.share(plain_opening(service.opening)),
            "symptoms": self.share(plain_symptoms(service.symptoms)),
            "dispositions": self.share(sorted(service.dispositions)),
            "ages": self.share(plain_ages(service.ages)),
            "point": plain_point(service.point),
            "checked": plain_checked(service.checked),
            "file": self.share(service.at.file),
            "at": service.at[1:3],
            "lines": {name: at[1:3] for name, at in service.lines.items()},
        }
        self.services.append(_WRITE(record).encode("utf-8", "surrogatepass"))

    def share(self, value: object) -> int:
        """Return the number of a value that others may have too."""
        text = _WRITE(value)
        if text not in self._known:
            self._known[text] = len(self.shared)
            self.shared.append(text.encode("utf-8", "surrogatepass"))
        return self._known[text]

    def sections(self) -> Iterator[tuple[str, bytes]]:
        """Yield all lines, and for each where it begins and its checksum."""
        for name, lines in (("services", self.services), ("shared", self.shared)):
            starts, checksums, position = array("Q"), array("Q"), 0
            for line in lines:
                starts.append(position)
                checksums.append(zlib.crc32(line))
                position += len(line)
            starts.append(position)
            yield f"{name}.starts", starts.tobytes()
            yield f"{name}.checksums", checksums.tobytes()
            yield name, b"".join(lines)


class Lines:
    """The lines of a section, read one at a time."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        self._starts, self._checksums = array("Q"), array("Q")
        self._starts.frombytes(archive.read(f"{name}.starts"))
        self._checksums.frombytes(archive.read(f"{name}.checksums"))

    def read(self, number: int) -> Any:  # noqa: ANN401 - whatever was written
        """Return a line's value. Raises Damaged."""
        start, end = self._starts[number : number + 2]
        return json.loads(
            self._archive.part(self._name, start, end - start, self._checksums[number]).decode("utf-8", "surrogatepass")
        )


class Records:
    """Services by their number, made when asked for; `folder` is where their files are."""

    def __init__(self, archive: Archive, folder: str) -> None:
        self._lines, self._shared_lines = Lines(archive, "services"), Lines(archive, "shared")
        self._folder = folder
        self._shared: dict[Callable[[Any], Any], dict[int, Any]] = {}

    def service(self, number: int) -> Service:
        """Return a service. Raises Damaged."""
        try:
            return self._built(self._lines.read(number))
        except (ValueError, KeyError, TypeError, IndexError) as problem:
            raise Damaged("a record of another form") from problem

    def shared(self, number: int, build: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - whatever is built
        """Return a shared value, built once; one text may be of several kinds."""
        known = self._shared.setdefault(build, {})
        if number not in known:
            known[number] = build(self._shared_lines.read(number))
        return known[number]

    def _built(self, record: dict[str, Any]) -> Service:
        line, column = record["at"]
        at = Location(self.shared(record["file"], str), line, column, self._folder)
        given: dict[str, Any] = {name: record[name] for name in _PLAIN if name in record}
        given |= {name: tuple(given[name]) for name in _TUPLES if name in given}
        given |= {name: frozenset(record.get(name, ())) for name in _SETS}
        return Service(
            **given,
            provider=self.shared(record["provider"], _provider),
            opening=self.shared(record["opening"], opening_of),
            symptoms=self.shared(record["symptoms"], symptoms_from),
            dispositions=self.shared(record["dispositions"], frozenset),
            ages=self.shared(record["ages"], ages_of),
            point=Point(*record["point"]) if record["point"] else None,
            checked=checked_of(record["checked"]),
            at=at,
            lines=_lines(record["lines"], at),
        )


def _provider(plain: Plain) -> Provider:
    return Provider(*plain)


def _lines(plain: Mapping[str, Plain], at: Location) -> Mapping[str, Location]:
    file, folder = at.file, at.folder
    return MappingProxyType({name: Location(file, line, column, folder) for name, (line, column) in plain.items()})

"""A directory's services as they are written, record by record; and records as provider files."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed
from dos_router.interchange.lists.draft import FIELDS, Draft, ProviderDraft, Value
from dos_router.interchange.lists.names import slug
from dos_router.interchange.lists.yaml_text import head_text, record_texts
from dos_router.loading.service_tables import read_service_trees, service_files

Fields = Mapping[str, Any]  # texts, lists and maps of them, as YAML holds them
PROVIDER_FIELDS = ("ods", "name", "kind")


class Record(NamedTuple):
    """One service as it is written: its provider's fields, its own, and where it stands."""

    provider: Fields
    service: Fields
    at: Location

    @property
    def id(self) -> str:
        """Return the service's id."""
        return str(self.service["id"])


def records_of(folder: Path) -> tuple[list[Record], list[Diagnostic]]:
    """Return the records of a directory's own files, YAML and tables, by id; what cannot be read is told."""
    found: list[Record] = []
    problems: list[Diagnostic] = []
    for path in service_files(folder):
        trees, told = read_service_trees(path, Location(f"services/{path.name}", folder=str(folder)))
        problems += told
        for tree in trees:
            value = tree.value if isinstance(tree.value, dict) else {}
            for number, service in enumerate(value.get("services") or ()):
                if isinstance(service, dict) and "id" in service:
                    at = tree.location("services", number)
                    found.append(Record(_stated(value.get("provider")), _stated(service), at))
    return sorted(found, key=lambda record: record.id), problems


def _stated(value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever YAML held
    return {key: one for key, one in value.items() if one is not None} if isinstance(value, dict) else {}


def write_records(records: Iterable[Record], folder: Path, said: Iterable[str]) -> list[str]:
    """Write records as provider files into a folder, and return the files' names; all of them or none.

    `said` are remarks at the head of each file. Raises Malformed where a file stands there already
    with other content.
    """
    texts = dict(_files(records, tuple(said)))
    for name, text in texts.items():
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") != text:
            cure = "import into another folder and compare them, or move this file away"
            raise Malformed(f"`{path}` is there already, and differs", help=cure, rule="exists")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as beside:
        for name, text in texts.items():
            Path(beside, name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            Path(beside, name).replace(folder / name)
    return sorted(texts)


def _files(records: Iterable[Record], said: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the name and text of a file for each provider."""
    by_provider: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        by_provider[tuple(str(record.provider.get(name, "")) for name in PROVIDER_FIELDS)].append(record)
    taken: set[str] = set()
    for _, mine in sorted(by_provider.items(), key=lambda pair: pair[0][1:]):
        provider = _provider(mine[0].provider)
        mine.sort(key=lambda one: one.id)
        stem = slug(provider.name) or "provider"
        names = (f"{stem}.yaml", *(f"{stem}-{number}.yaml" for number in range(2, len(by_provider) + 2)))
        name = next(one for one in names if one not in taken)
        taken.add(name)
        yield name, file_text(mine, said)


def file_text(records: list[Record], said: Iterable[str]) -> str:
    """Return records of one provider as the text of a file; `said` are remarks at its head."""
    provider = _provider(records[0].provider)
    return head_text(provider, said) + "".join(record_texts(map(_draft, records)))


def _provider(fields: Fields) -> ProviderDraft:
    return ProviderDraft(str(fields.get("name", "")), fields.get("ods"), fields.get("kind"))


def _draft(record: Record) -> Draft:
    fields: dict[str, Value] = {}
    for name in FIELDS:
        value = record.service.get(name)
        if value is not None:
            fields[name] = tuple(value) if isinstance(value, list) else value
    return Draft(key=record.id, provider=_provider(record.provider), fields=fields, row=record.at)

"""Which file each service stands in, and the new text of every file that an import touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dos_router.interchange.lists.draft import FIELDS, Draft, ProviderDraft
from dos_router.interchange.lists.edited_file import EditedFile, EditedRecord
from dos_router.interchange.lists.last_import import Written
from dos_router.interchange.lists.names import slug
from dos_router.interchange.lists.yaml_text import INDENT, field_texts, provider_line


def plan_files(
    drafts: Mapping[str, Draft], last: Mapping[str, Written], taken: Iterable[str], mark: str
) -> dict[str, str]:  # fmt: skip
    """Return the file of each key: where its provider's services stand already, else a new one of its own.

    Where all of a file's services have one new provider, the provider has another name now, and the file stays.
    `taken` are names of files that are not the import's; `mark` is added to a name that would clash.
    """
    homes = _homes(drafts, last)
    used = {*taken, *homes.values()}
    found: dict[str, str] = {}
    for key, draft in sorted(drafts.items(), key=lambda pair: (pair[1].provider.name, pair[0])):
        line = provider_line(draft.provider)
        if line not in homes:
            homes[line] = _free_name(draft.provider, used, mark)
            used.add(homes[line])
        found[key] = homes[line]
    return found


def _homes(drafts: Mapping[str, Draft], last: Mapping[str, Written]) -> dict[str, str]:
    """Return the files of providers, by the line that names them."""
    lines: dict[str, set[str]] = defaultdict(set)
    homes: dict[str, str] = {}
    for key, one in sorted(last.items()):
        homes.setdefault(one.provider, one.file)
        if key in drafts:
            lines[one.file].add(provider_line(drafts[key].provider))
    for file, named in sorted(lines.items()):
        if len(named) == 1 and (line := next(iter(named))) not in homes:
            homes[line] = file
    return homes


def _free_name(provider: ProviderDraft, used: set[str], mark: str) -> str:
    stem = slug(provider.name) or "provider"
    names = (f"{stem}.yaml", f"{stem}-{mark}.yaml", *(f"{stem}-{mark}-{number}.yaml" for number in range(2, 10_000)))
    return next(name for name in names if name not in used)


@dataclass(slots=True)
class FileEdits:
    """What is to be done in a file that stands already: lines replaced, records put at its end."""

    file: EditedFile
    replaced: list[tuple[int, int, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    taken: int = 0

    @property
    def is_empty(self) -> bool:
        """Say whether every record was taken out."""
        return self.taken == len(self.file.records)

    def set_fields(self, record: EditedRecord, edits: Mapping[str, str | None]) -> None:
        """Change fields of a record; None takes one out."""
        for name, text in edits.items():
            lines = record.lines.get(name)
            if lines is not None:
                start, end = lines
                dash = self.file.lines[start].lstrip().startswith("- ")
                self.replaced.append((start, end, _indented(text or "", record.indent, dash=dash)))
            elif text is not None:
                place = _place_after(record, name)
                self.replaced.append((place, place, _indented(text, record.indent, dash=False)))

    def take_out(self, record: EditedRecord) -> None:
        """Take a record out, and the blank line before it."""
        start, end = record.span
        start -= start > self.file.head and not self.file.lines[start - 1].strip()
        self.replaced = [edit for edit in self.replaced if not start <= edit[0] < end]
        self.replaced.append((start, end, ""))
        self.taken += 1

    def text(self) -> str:
        """Return the file as it is to be."""
        lines = list(self.file.lines)
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        for start, end, text in sorted(self.replaced, key=lambda edit: edit[:2], reverse=True):
            lines[start:end] = [text]
        whole = "".join([*lines, *self.added])
        return whole.replace("\n", "\r\n") if self.file.crlf else whole


def texts_of(draft: Draft) -> dict[str, str]:
    """Return the texts of a draft's fields, as records of an import keep them."""
    texts = field_texts(draft)
    first = next(iter(texts))
    return texts | {first: texts[first].replace("- ", "  ", 1)}


def _place_after(record: EditedRecord, name: str) -> int:
    """Return the line before which a field belongs, by the order of our files."""
    before = FIELDS[: FIELDS.index(name)] if name in FIELDS else ()
    ends = [record.lines[one].end for one in before if one in record.lines]
    return max(ends, default=record.span.end)


def _indented(text: str, indent: int, *, dash: bool) -> str:
    lines = [" " * indent + line.removeprefix(INDENT) for line in text.splitlines(keepends=True)]
    if dash and lines:
        lines[0] = f"{' ' * (indent - 2)}- {lines[0].lstrip()}"
    return "".join(lines)

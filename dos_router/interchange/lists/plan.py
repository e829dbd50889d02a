"""The new text of every provider file of an import, and what changes, worked out before anything is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from dos_router.interchange.lists.draft import Draft, ProviderDraft
from dos_router.interchange.lists.edited_file import EditedRecord, open_edited
from dos_router.interchange.lists.job import Imported, ListImport
from dos_router.interchange.lists.last_import import LastImport, Written
from dos_router.interchange.lists.merge import Change, Kind, closed, merge_record, said
from dos_router.interchange.lists.provider_files import FileEdits, plan_files, texts_of
from dos_router.interchange.lists.yaml_text import head_text, provider_line, record_texts

ILLUSTRATIVE = "What the list does not say is assumed where it is marked. It makes no claim about provision today."


@dataclass(slots=True)
class Plan:
    """Collects the services of a list, then says what each file is to be."""

    job: ListImport
    found: Imported
    last: LastImport
    drafts: dict[str, Draft] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)
    opened: dict[str, FileEdits] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    edited: int = 0

    def take(self, key: str, draft: Draft) -> bool:
        """Take a service in; return False where people have deleted it since the last import."""
        base = self.last.services.get(key)
        if base is not None and self.record(base) is None:
            self.written[key] = base
            return False
        self.drafts[key] = draft
        return True

    def close_the_gone(self, keys: Container[str]) -> None:
        """Close what the list has no more."""
        since = str(self.found.dated) if self.found.dated else None
        for key, base in sorted(self.last.services.items()):
            if key in keys:
                continue
            self.written[key] = base
            record = self.record(base)
            if record is not None and not base.gone:
                self.changes.append(Change(Kind.GONE, base.id, base.file, at=record.at))
                self.written[key] = replace(base, fields=closed(base, since), gone=True)
                self.merge(base, record, self.written[key].fields)

    def finish(self, digest: str) -> tuple[dict[str, str | None], LastImport]:
        """Return the new text of each file that changes (None: it is taken away), and the record of the import."""
        ours = {one.file for one in self.last.services.values()}
        taken = [path.name for path in self.job.target.glob("*.yaml") if path.name not in ours]
        homes = plan_files(self.drafts, self.last.services, taken, self.job.record_name)
        fresh: dict[str, list[Draft]] = defaultdict(list)
        providers: dict[str, ProviderDraft] = {}
        for key, file in homes.items():
            draft = self._place(key, file, fresh)
            if self.written[key].provider == provider_line(draft.provider):
                providers.setdefault(self.written[key].file, draft.provider)
        heads = dict(self.last.heads) | {
            file: head_text(provider, self._remarks()) for file, provider in sorted(providers.items())
        }
        self._tell_renamed(providers)
        texts = {file: self._text(file, fresh.get(file, []), heads) for file in sorted({*self.opened, *fresh})}
        record = LastImport(
            list=self.found.list, dated=str(self.found.dated) if self.found.dated else None,
            sha256=digest, heads=heads, services=self.written,
        )  # fmt: skip
        self.changes.sort(key=lambda change: (list(Kind).index(change.kind), change.service))
        return {file: text for file, text in texts.items() if text != self._old(file)}, record

    def record(self, base: Written) -> EditedRecord | None:
        """Return a record as it stands now; None where people took it, or its file, away."""
        if base.file not in self.opened:
            path = self.job.target / base.file
            if not path.is_file():
                return None
            self.opened[base.file] = FileEdits(open_edited(path))
        return self.opened[base.file].file.records.get(base.id)

    def merge(self, base: Written, record: EditedRecord, fields: Mapping[str, str]) -> None:
        """Bring a record up to date with the list, and tell what changes."""
        merged = merge_record(base, record, fields)
        self.opened[base.file].set_fields(record, merged.edits)
        self.changes += merged.changes
        self.edited += merged.edited

    def _place(self, key: str, file: str, fresh: dict[str, list[Draft]]) -> Draft:
        """Merge a service into its record, or have it written into a file as a new one."""
        draft, base, wanted = self.drafts[key], self.last.services.get(key), file
        record = None if base is None else self.record(base)
        if base is None or record is None:
            self.changes.append(Change(Kind.ADDED, draft.id, file))
            fresh[file].append(draft)
        else:
            draft = replace(draft, fields={**draft.fields, "id": base.id})
            file = self._bring_up_to_date(base, record, draft, file, fresh)
        stays = base is not None and file == base.file and file != wanted
        line = base.provider if base and stays else provider_line(draft.provider)
        self.written[key] = Written(draft.id, file, line, texts_of(draft))
        return draft

    def _bring_up_to_date(
        self, base: Written, record: EditedRecord, draft: Draft, file: str, fresh: dict[str, list[Draft]]
    ) -> str:
        """Merge a record, in the file of its provider; one that people edited stays in its file. Return the file."""
        is_edited = record.remarked or dict(base.fields) != dict(record.texts)
        if file != base.file and not is_edited:
            self.opened[base.file].take_out(record)
            self.changes.append(Change(Kind.MOVED, base.id, base.file, "provider", base.file, file, record.at))
            fresh[file].append(draft)
            return file
        if file != base.file:
            self.changes.append(Change(Kind.CONFLICT, base.id, base.file, "provider", base.file, file, record.at))
        if base.gone:
            self.changes.append(Change(Kind.ADDED, base.id, base.file, at=record.at))
        self.merge(base, record, texts_of(draft))
        return base.file

    def _tell_renamed(self, providers: Mapping[str, ProviderDraft]) -> None:
        """Tell of each file whose provider has another name, code or kind now."""
        before = {one.file: one for one in self.last.services.values()}
        for file, provider in sorted(providers.items()):
            old, line = before.get(file), provider_line(provider)
            if old is not None and old.provider != line and file in self.opened:
                is_ours = self.opened[file].file.head_text == self.last.heads.get(file)
                kind = Kind.CHANGED if is_ours else Kind.CONFLICT
                self.changes.append(Change(kind, old.id, file, "provider", said(old.provider), said(line)))

    def _text(self, file: str, fresh: list[Draft], heads: Mapping[str, str]) -> str | None:
        """Return the new text of a file; None for one that has no services left, and nothing of people's."""
        edits = self.opened.get(file)
        if edits is None:
            return heads[file] + "".join(record_texts(fresh))
        is_ours = edits.file.head_text == self.last.heads.get(file)
        if edits.is_empty and not fresh:
            left = edits.text()
            return None if is_ours and left == heads[file] else re.sub("(?m)^services:", "services: []", left)
        if is_ours:
            edits.replaced.append((0, edits.file.head, heads[file]))
        edits.added += ["\n" + text.lstrip("\n") for text in record_texts(fresh)]
        return edits.text()

    def _old(self, file: str) -> str | None:
        return "".join(self.opened[file].file.lines) if file in self.opened else None

    def _remarks(self) -> list[str]:
        recipe, dated = self.found.recipe, self.found.dated
        when = f", as of {dated}" if dated else ""
        licence = f" Licence: {recipe.licence}." if recipe.licence else ""
        return [
            f"Imported from {self.found.list} by the recipe {recipe.id}: {recipe.source}{when}.",
            ILLUSTRATIVE + licence,
        ]

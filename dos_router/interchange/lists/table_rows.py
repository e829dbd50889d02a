"""Services of a list as rows of a table, each once; one that has another name now keeps the id that it had."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Malformed, error
from dos_router.interchange.kept import Kept
from dos_router.interchange.lists.draft import Draft
from dos_router.interchange.lists.gathering import Gathering, Good
from dos_router.interchange.lists.seen_keys import SeenKeys
from dos_router.interchange.lists.services_table import table_row


@dataclass(frozen=True, slots=True)
class TableRows:
    """Makes the rows of one table; `ids` are those of an older one, by the codes that are the list's keys too."""

    gathering: Gathering
    ids: Kept
    _keys: SeenKeys = field(default_factory=SeenKeys)
    _taken: SeenKeys = field(default_factory=SeenKeys)
    _rows: SeenKeys = field(default_factory=SeenKeys)

    def row(self, good: Good) -> str:
        """Return a service as its row of text; nothing for one that is reported."""
        draft = self._with_its_id(good.draft)
        if fault := self._seen(good, draft):
            self.gathering.tally.report(good.row, [fault])
            return ""
        try:
            text = table_row(draft)
        except Malformed as problem:
            self.gathering.tally.report(good.row, [error(problem.rule, problem.message, draft.row, problem.help)])
            return ""
        self.gathering.tally.accept(good.problems)
        return text

    def _with_its_id(self, draft: Draft) -> Draft:
        known = self.ids.get(str(draft.fields["ods"])) if self.ids and "ods" in draft.fields else None
        return draft if known in (None, draft.id) else replace(draft, fields={**draft.fields, "id": known})

    def _seen(self, good: Good, draft: Draft) -> Diagnostic | None:
        """Return why a row is not written that stands in the list before, or whose id does."""
        is_new = self._rows.add("\x1f".join(good.row.cells))
        if self._keys.add(draft.key) and self._taken.add(draft.id):
            return None
        if is_new:
            said = f"`{draft.key}` stands in the list again, and differs"
            return error("duplicate-key", said, draft.row, "keep the one that is right")
        return error("duplicate-row", f"`{draft.key}` stands in the list again", draft.row, "keep one of the rows")


def keep_ids(table: Path, ids: Kept) -> None:
    """Keep the ids of a table of ours by its services' codes."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["ods"]:
                ids.add(row["id"], [row["ods"]])

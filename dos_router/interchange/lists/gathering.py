"""The rows of a list → the services that can be written, one by one, and the counts that grow beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, error
from dos_router.interchange.lists.delimited import ListRow, Sheet
from dos_router.interchange.lists.draft import Draft
from dos_router.interchange.lists.last_import import LastImport
from dos_router.interchange.lists.reading import Reader
from dos_router.interchange.lists.tally import Tally


class Good(NamedTuple):
    """A row that can be a service: the service, and what is to be remarked."""

    row: ListRow
    draft: Draft
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Reads a list for one import; a row that is no service is counted as reported."""

    reader: Reader
    last: LastImport
    tally: Tally

    def rows(self, sheet: Sheet) -> Iterator[Good]:
        """Yield each row that can be a service."""
        for row in sheet.rows():
            self.tally.rows += 1
            if isinstance(row, Diagnostic):
                self.tally.report(None, [row])
                continue
            read = self.reader.read(row)
            if read.draft is None:
                self.tally.report(row, read.problems)
            elif fault := self._already(read.draft):
                self.tally.report(row, [fault])
            else:
                yield Good(row, read.draft, read.problems)

    def _already(self, draft: Draft) -> Diagnostic | None:
        """Return why a service is not written that other files of the directory have."""
        if draft.key in self.last.services:
            return None
        around, fields = self.reader.around, draft.fields
        location = fields.get("location")
        postcode = location.get("postcode") if isinstance(location, Mapping) else None
        there = around.existing(str(fields["type"]), str(fields["ods"]) if "ods" in fields else None, postcode)
        if there is not None:
            cure = "compare the two; delete the other record to have this one"
            said = f"the directory has it already: `{there.id}`, at {there.at}"
            return error("already-there", said, draft.row, cure)
        if draft.id in around.ids:
            said = f"another service has the id `{draft.id}`"
            return error("duplicate-id", said, draft.row, "give one of them another name")
        return None

"""What services never do as a table for a spreadsheet, one row a service; no cell of it can be a formula."""

from __future__ import annotations

import csv
import io

from dos_router.analysis.provision.findings import Provision
from dos_router.reports.gaps_csv import as_data

COLUMNS = (
    "kind", "service", "type", "provider", "candidate", "offered", "first", "unique", "by", "together", "reason",
    "lines",
)  # fmt: skip


def provision_csv(found: Provision) -> str:
    """Return the findings as CSV, with a header; shares stand behind a colon."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.findings:
        duty = one.duty
        hours = [f"{each:.1f}" for each in (duty.candidate, duty.offered, duty.first, duty.unique)]
        by = ";".join(f"{share.service}:{share.share:.4f}" for share in one.by)
        lines = " ".join(str(at._replace(column=0)) for at in one.lines)
        row = [one.lack.value, duty.service, duty.type, duty.provider, *hours, by, ";".join(one.needed_together)]
        writer.writerow([as_data(cell) for cell in [*row, one.reason or "", lines]])
    return file.getvalue().rstrip("\n")

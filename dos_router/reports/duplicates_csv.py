"""The CSV of `duplicates`: a pair a row, for other programs to read."""

from __future__ import annotations

import csv
import io

from dos_router.analysis.duplicates.findings import Findings

COLUMNS = ("id_1", "id_2", "kind", "probability")


def duplicates_csv(findings: Findings, least: float) -> str:
    """Return the pairs of every kind of a probability of at least so much, without the last line end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = [pair for pair in findings.pairs if pair.probability >= least]
    writer.writerows((*pair.ids, pair.kind.value, f"{pair.probability:.4f}") for pair in rows)
    return out.getvalue().removesuffix("\n")

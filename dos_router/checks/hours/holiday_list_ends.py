"""A list of public holidays that ends within twelve months.

Days after its end count as ordinary days, and services as open that are shut. Add the coming year's holidays to
holidays.csv, or delete the file, so that the shipped list of England is used.

Fails:
    # on: 2026-11-21
    # holidays.csv
    date,name
    2026-12-25,Christmas Day
    2026-12-28,Boxing Day (substitute)

Passes:
    # on: 2026-11-21
    # holidays.csv
    date,name
    2026-12-25,Christmas Day
    2027-12-27,Christmas Day (substitute)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location, Severity

SEVERITY = Severity.WARNING
A_YEAR = timedelta(days=365)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the list where its last day is less than a year ahead."""
    holidays = subject.directory.holidays
    last = max(holidays, default=None)
    if last is None or last < subject.on + A_YEAR:
        name = "holidays.csv" if (Path(subject.directory.folder) / "holidays.csv").is_file() else "directory.yaml"
        at = Location(name, folder=subject.directory.folder)
        said = f"the list of public holidays ends on {last}" if last else "the list of public holidays is empty"
        yield Found(said, at, "add the holidays of the coming year")

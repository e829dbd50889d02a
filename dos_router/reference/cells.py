"""What a cell of a reference table may say, and a row read by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.reference.csv_text import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """How the text of a cell is read (Malformed where it is wrong), and what stands in for a wrong one."""

    read: Callable[[str], T]
    stand_in: T


@dataclass(frozen=True, slots=True)
class Row:
    """One record by the names of its columns; each fault is added to `problems`, so that all are told."""

    record: Record
    columns: Mapping[str, int]
    where: Location
    problems: list[Diagnostic]

    def read(self, column: str, form: Form[T]) -> T:
        """Return the cell as its form reads it; the stand-in if it is wrong, or the column is not there."""
        if column not in self.columns:
            return form.stand_in
        try:
            return form.read(self.cell(column))
        except Malformed as fault:
            self.refuse(column, fault)
            return form.stand_in

    def cell(self, column: str) -> str:
        """Return the text of a cell, without outer spaces."""
        return self.record.cells[self.columns[column]]

    def refuse(self, column: str, fault: Malformed) -> None:
        """Add a fault to the problems of the row, at the place of a cell."""
        self.problems.append(self.problem(column, fault))

    def problem(self, column: str, fault: Malformed) -> Diagnostic:
        """Return a fault as an error at the place of a cell."""
        line, column_number = self.record.place(self.columns[column])
        at = self.where._replace(line=line, column=column_number)
        return error(fault.rule, fault.message, at, fault.help)


def optional(form: Form[T]) -> Form[T | None]:
    """Return a form that reads a blank cell as None."""

    def read(cell: str) -> T | None:
        return form.read(cell) if cell else None

    return Form(read, None)


def whole_number(lowest: int, highest: int | None = None) -> Form[int]:
    """Return the form of a whole number of at most nine digits within bounds, both included."""

    def read(cell: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not lowest <= int(cell) <= (highest or int(cell)):
            raise Malformed(f"`{cell}` is not a whole number {bounds}", rule="bad-number")
        return int(cell)

    bounds = f"from {lowest} to {highest}" if highest else f"of {lowest} or more"
    return Form(read, lowest)


def code(pattern: str, example: str) -> Form[str]:
    """Return the form of a code that matches a pattern whole, in this one spelling."""

    def read(cell: str) -> str:
        if not re.fullmatch(pattern, cell, re.ASCII):
            raise Malformed(f"`{cell}` is not a code of this table", help=f"write it like `{example}`", rule="bad-code")
        return cell

    return Form(read, "")


def _read_text(cell: str) -> str:
    if not cell:
        raise Malformed("the cell is blank", help="say something in plain words", rule="missing-value")
    return cell


def _read_yes_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise Malformed(f"`{cell}` is neither yes nor no", help="write `yes` or `no`", rule="bad-yes-no")
    return cell == "yes"


TEXT = Form(_read_text, "")
YES_NO = Form(_read_yes_no, stand_in=False)
DISPOSITION = code(r"Dx\d{1,6}", "Dx05")
SYMPTOM_GROUP = code(r"SG[1-9]\d{0,6}", "SG1107")
DISCRIMINATOR = code(r"SD[1-9]\d{0,6}", "SD4052")
SLUG = code(r"[a-z0-9]+(?:-[a-z0-9]+)*", "walk-in-centre")

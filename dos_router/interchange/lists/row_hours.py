"""The hours of a row: read from its columns, or from the rows of a second list, or assumed and said to be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.cells import read_number
from dos_router.interchange.lists.day_hours import CLOSED, read_day
from dos_router.interchange.lists.delimited import ListRow
from dos_router.interchange.lists.opening_rows import Sessions
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.surroundings import Surroundings
from dos_router.interchange.lists.week_hours import opening_text, read_week
from dos_router.model.opening import ALL_DAY, Spans

ASSUMED = "assumed: the list gives no hours"
HOLIDAYS_ASSUMED = "public holidays assumed: the list does not speak of them"
NEARLY = 0.26  # hours a week that a list's own sum may be out

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEPT = re.compile(r"open except ((?:\d{1,2} [a-z]{3,9})(?:(?:, | and | & )\d{1,2} [a-z]{3,9})*)", re.IGNORECASE)


class RowFault(Exception):  # noqa: N818 - carries a Malformed and its column out of a row
    """A cell for which a row is refused."""

    def __init__(self, column: str | None, problem: Malformed) -> None:
        """Keep which column it is, and what is wrong."""
        super().__init__(problem.message)
        self.column = column
        self.problem = problem


class RowHours(NamedTuple):
    """Opening text, dates, what is to be remarked beside it, and hours that do not add up, if they do not."""

    opening: str
    dates: Mapping[str, str]
    remark: str | None
    doubt: str | None = None


def hours_of(
    row: ListRow, recipe: Recipe, kind: str, sessions: Mapping[str, Sessions], around: Surroundings
) -> RowHours:
    """Return the hours of a row. Raises RowFault where they are not clear, or there are none and none is assumed."""
    rule = recipe.hours
    if rule.rows and (own := sessions.get(row.get(recipe.key))):
        return _with_holidays(own.week, None, dict(own.dates), recipe)
    days = _from_days(row, recipe) if rule.days else _from_week(row, rule.week)
    if days is None:
        return _assumed(recipe, kind, rule.days[0] if rule.days else rule.week)
    week, holiday = days
    dates: dict[str, str] = {}
    if rule.holidays and row.get(rule.holidays):
        holiday, dates = _holidays(row.get(rule.holidays), rule.holidays, around)
        return RowHours(opening_text(week, holiday), dates, None, _doubt(row, rule.total, week))
    return _with_holidays(week, holiday, dates, recipe)._replace(doubt=_doubt(row, rule.total, week))


def _from_days(row: ListRow, recipe: Recipe) -> tuple[tuple[Spans, ...], Spans | None] | None:
    columns = recipe.hours.days
    if not any(row.get(column) for column in columns):
        return None
    return tuple(_day(row, column, blank=recipe.hours.blank) for column in columns), None


def _day(row: ListRow, column: str, *, blank: str) -> Spans:
    text = row.get(column)
    if not text and blank == "closed":
        return ()
    try:
        return read_day(text)
    except Malformed as problem:
        raise RowFault(column, problem) from problem


def _from_week(row: ListRow, column: str | None) -> tuple[tuple[Spans, ...], Spans | None] | None:
    if not column or not row.get(column):
        return None
    try:
        return read_week(row.get(column))
    except Malformed as problem:
        raise RowFault(column, problem) from problem


def _assumed(recipe: Recipe, kind: str, column: str | None) -> RowHours:
    opening = recipe.types[kind].opening if kind in recipe.types else None
    if opening is None:
        cure = "add them to the list, or say in the recipe what is to be assumed of the type"
        if column is None and recipe.hours.rows is None:
            cure = "name the column that has them, as in --map opening=hours, or say in a recipe what is to be assumed"
        raise RowFault(column, Malformed("the list gives no hours", help=cure, rule="no-hours"))
    holiday = () if opening.holiday is None and recipe.holidays == "off" else opening.holiday
    if opening.always and holiday is None:
        return RowHours("24/7", {}, ASSUMED)
    week = (ALL_DAY,) * 7 if opening.always else opening.weekdays
    return RowHours(opening_text(week, holiday), {}, ASSUMED)


def _with_holidays(
    week: tuple[Spans, ...], holiday: Spans | None, dates: Mapping[str, str], recipe: Recipe
) -> RowHours:  # fmt: skip
    if holiday is not None:
        return RowHours(opening_text(week, holiday), dates, None)
    return RowHours(opening_text(week, () if recipe.holidays == "off" else None), dates, HOLIDAYS_ASSUMED)


def _holidays(text: str, column: str, around: Surroundings) -> tuple[Spans | None, dict[str, str]]:
    """Return what a cell such as `open`, `closed`, `09:00-17:00` or `open except 25 Dec` says of public holidays."""
    tidy = " ".join(text.lower().split())
    if tidy in {"open", "yes", "as usual"}:
        return None, {}
    if tidy in CLOSED:
        return (), {}
    if match := _EXCEPT.fullmatch(tidy):
        return None, {day: "off" for part in re.split(", | and | & ", match[1]) for day in _dates(part, column, around)}
    try:
        return read_day(text), {}
    except Malformed as problem:
        raise RowFault(column, problem) from problem


def _dates(part: str, column: str, around: Surroundings) -> list[str]:
    if around.directory is None:
        cure = "name the directory with -d: the exception is written for each year in which it is valid"
        raise RowFault(column, Malformed(f"`{part}` is of no year", help=cure, rule="bad-hours"))
    day, month = part.split()
    try:
        found = around.days(_MONTHS.index(month[:3]) + 1, int(day))
    except ValueError as problem:
        raise RowFault(column, Malformed(f"`{part}` is no date", help="write `25 Dec`", rule="bad-hours")) from problem
    return [str(one) for one in found]


def _doubt(row: ListRow, column: str | None, week: tuple[Spans, ...]) -> str | None:
    """Return the remark that a list's own sum of hours a week is not that of the hours read."""
    if not column or not row.get(column):
        return None
    read = sum(span.end - span.start for spans in week for span in spans) / 60
    try:
        stated = read_number(row.get(column))
    except Malformed:
        return None
    if abs(read - stated) <= NEARLY:
        return None
    return f"the hours of `{row.cells[0]}` come to {read:.2f} a week, of which the list says {stated:.2f}"

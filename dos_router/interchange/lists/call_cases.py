"""Cases as other systems write them → calls for a batch: columns renamed, words of theirs put into ours.

Every row becomes a call. What cannot be put into our words stays as it is written, so that `batch` rejects the row
and says why. Columns that no call needs, such as names and addresses, are left behind.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from pydantic import Field

from dos_router.diagnostics import Diagnostic, Location
from dos_router.interchange.lists.delimited import ListRow, open_sheet
from dos_router.interchange.lists.recipes import must_have
from dos_router.loading.shapes.scalars import Id, Shape, Text
from dos_router.loading.text_tree import read_tree
from dos_router.loading.validation import validate
from dos_router.routing.batch_columns import COLUMNS

_BETWEEN = re.compile(r"[\s,;|+\[\]]+")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?")


class Units(Shape):
    """The unit of an age, in a column of its own."""

    column: Text = Field(description="the column of the unit")
    values: dict[Text, str] = Field(description="what is put after the age for each of its values")


class CallRecipe(Shape):
    """What the columns of a file of cases mean."""

    format: Literal["1"] = Field(description="the version of this form")
    id: Id = Field(description="what `--recipe` calls it")
    title: Text = Field(description="what the file is")
    columns: dict[Text, Text] = Field(description="our columns of calls, and theirs")
    values: dict[Text, dict[Text, Text]] = Field({}, description="words of theirs in one of our columns, and ours")
    units: Units | None = Field(None, description="the unit of the age")
    born: Text | None = Field(None, description="the column of the date of birth, from which the age is reckoned")
    optional: tuple[Text, ...] = Field((), description="columns that a file may lack")


@dataclass(slots=True)
class Cases:
    """What a file of cases came to; `left` counts cells that could not be put into our words, by column."""

    rows: int = 0
    calls: int = 0
    faults: list[Diagnostic] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def call_recipes() -> dict[str, CallRecipe]:
    """Return the shipped recipes for files of cases, by id."""
    found: dict[str, CallRecipe] = {}
    for entry in sorted((files("dos_router.interchange") / "recipes" / "calls").iterdir(), key=lambda one: one.name):
        with as_file(entry) as path:
            tree, _ = read_tree(path, Location(path.name))
            recipe = validate(CallRecipe, tree)[0] if tree else None
        if recipe is not None:
            found[recipe.id] = recipe
    return found


def write_calls(path: Path, recipe: CallRecipe, target: Path, encoding: str | None = None) -> Cases:
    """Write cases as a CSV file of calls, whole or not at all. Raises Malformed where a column is missing."""
    sheet = open_sheet(path, encoding)
    extra = [name for name in (recipe.born, recipe.units.column if recipe.units else None) if name]
    wanted = [name for name in (*recipe.columns.values(), *extra) if name not in recipe.optional]
    must_have(wanted, sheet.columns, recipe.id)
    ours = ["call_id", *COLUMNS]
    names = [name for name in ours if recipe.columns.get(name) in sheet.columns or (name == "age" and recipe.born)]
    found = Cases()
    handle, waiting = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names)
            for row in sheet.rows():
                found.rows += 1
                if isinstance(row, Diagnostic):
                    found.faults.append(row)
                    continue
                writer.writerow(_call(row, names, recipe, found).values())
                found.calls += 1
        Path(waiting).replace(target)
    except BaseException:
        Path(waiting).unlink(missing_ok=True)
        raise
    return found


def _call(row: ListRow, names: list[str], recipe: CallRecipe, found: Cases) -> dict[str, str]:
    call = {name: _said(row, recipe.columns.get(name)) for name in names}
    for name, words in recipe.values.items():
        if call.get(name):
            call[name] = _in_our_words(call[name], words, name, found)
    if "symptom_discriminator" in call:
        call["symptom_discriminator"] = "+".join(part for part in _BETWEEN.split(call["symptom_discriminator"]) if part)
    if recipe.units and call.get("age"):
        call["age"] = _with_unit(call["age"], row.get(recipe.units.column), recipe.units, found)
    if recipe.born and not call.get("age"):
        call["age"] = _age(row.get(recipe.born), call.get("at", ""), found)
    return call


def _said(row: ListRow, column: str | None) -> str:
    return row.get(column) if column in row.sheet.columns else ""


def _in_our_words(text: str, words: Mapping[str, str], name: str, found: Cases) -> str:
    for theirs, ours in words.items():
        if theirs.lower() == text.lower():
            return ours
    found.left[name] += text.lower() not in words.values()
    return text


def _with_unit(age: str, unit: str, units: Units, found: Cases) -> str:
    for theirs, ours in units.values.items():
        if theirs.lower() == unit.lower():
            return f"{age}{ours}"
    found.left["age"] += 1
    return f"{age} {unit or 'of no unit'}"


def _age(born: str, at: str, found: Cases) -> str:
    """Return the age in days at the time of a call; the date of birth itself where it cannot be reckoned."""
    days = [_DAY.fullmatch(text) for text in (born, at)]
    try:
        first, last = (date.fromisoformat(match[1]) for match in days if match)
        if first <= last:
            return f"{(last - first).days}d"
    except ValueError:
        pass
    found.left["age"] += 1
    return "unknown" if born else ""


def call_recipe_named(name: str | None) -> CallRecipe | None:
    """Return a recipe for cases by its name; None for one that is for lists of services."""
    return call_recipes().get(name) if name else None

"""What the options of `import` come to: a recipe, a target, a place for the rows that are reported."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from dos_router.cli.exits import Exit
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Diagnostic, Malformed
from dos_router.interchange.lists.call_cases import call_recipes
from dos_router.interchange.lists.delimited import ListRow, open_sheet
from dos_router.interchange.lists.names import slug
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.recipes import read_recipe, recipe_for, recipe_named, recipe_of_columns
from dos_router.interchange.lists.tally import Sink, nowhere
from dos_router.model.service import STATUSES
from dos_router.spelling import did_you_mean

ADDED = ("dos_line", "dos_reason", "dos_cure")  # columns of a file of reported rows, after those of the list


def target_of(output: Path) -> Path:
    """Return the folder of provider files that is meant: a directory's own `services/`, the folder, or a table."""
    if output.suffix == ".csv":
        return output
    return output / "services" if (output / "directory.yaml").is_file() else output


def check_words(status: str | None, name: str | None, encoding: str | None) -> None:
    """Raise Malformed for a status, a name of a list or an encoding that is none."""
    if status is not None and status not in STATUSES:
        raise Malformed(f"there is no status `{status}`", help=did_you_mean(status, STATUSES), rule="unknown-word")
    if name is not None and slug(name) != name:
        raise Malformed(f"`{name}` is not a name", help="use a-z, 0-9 and `-`, such as `kent-2026`", rule="bad-id")
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as problem:
        cure = "such as utf-8, cp1252 or utf-16"
        raise Malformed(f"there is no encoding `{encoding}`", help=cure, rule="unknown-encoding") from problem


def chosen_recipe(
    path: Path, mapped: list[str] | None, name: str | None, *, kind: str | None, encoding: str | None, screen: Screen
) -> Recipe:
    """Return the recipe that is named, mapped, or fits. Raises Malformed; a faulty file of it ends the command."""
    if name is not None:
        return recipe_named(name, call_recipes())
    files = [one for one in mapped or () if "=" not in one]
    if files:
        if not Path(files[0]).is_file():
            cure = "name a recipe, or map columns like `name=trading_name`"
            raise Malformed(f"there is no file `{files[0]}`", help=cure, rule="no-file")
        recipe, problems = read_recipe(Path(files[0]))
        if recipe is None:
            screen.refuse(problems, Exit.DATA_ERRORS)
        return recipe
    sheet = open_sheet(path, encoding)
    fitting = None if mapped else recipe_for(sheet.columns)
    return fitting or recipe_of_columns(sheet.columns, _pairs(mapped or []), kind)


def rejects_sink(path: Path | None, stack: ExitStack) -> Sink:
    """Return what writes reported rows: their own cells, the line, why, and the cure."""
    if path is None:
        return nowhere
    if not path.absolute().parent.is_dir():
        raise Malformed(f"there is no folder `{path.parent}`", help="make it first", rule="no-folder")
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    began: list[str] = []

    def write(row: ListRow | None, problems: Iterable[Diagnostic]) -> None:
        told = [problem for problem in problems if problem.is_error]
        if not began:
            began.extend([*(row.sheet.columns if row else ()), *ADDED])
            writer.writerow(began)
        cells = list(row.cells) if row else [""] * (len(began) - len(ADDED))
        line = told[0].location.line if told and told[0].location else ""
        why = "; ".join(problem.message for problem in told)
        writer.writerow([*cells, line, why, "; ".join(problem.help for problem in told if problem.help)])

    return write


def _pairs(mapped: list[str]) -> dict[str, str]:
    """Return `name=trading_name,postcode=pc` by our names. Raises Malformed."""
    found: dict[str, str] = {}
    for pair in (part for text in mapped for part in text.split(",") if part.strip()):
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs.strip():
            raise Malformed(f"`{pair}` maps no column", help="write it like `name=trading_name`", rule="bad-mapping")
        found[ours.strip()] = theirs.strip()
    return found

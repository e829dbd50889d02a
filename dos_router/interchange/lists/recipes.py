"""Finding the recipe of a list: the one that is named, a file of one's own, or the shipped one whose header fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.resources import as_file, files
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Location, Malformed, has_errors
from dos_router.interchange.lists.recipe import HoursRule, Recipe, TypeRule
from dos_router.loading.text_tree import read_tree
from dos_router.loading.validation import validate
from dos_router.spelling import did_you_mean

# our names of columns, for a list that uses them as its own or is mapped on the command line
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLAIN = ("key", "name", "public_name", "ods", "postcode", "easting", "northing", "latitude", "longitude", "phone",
         "commissioner", "age_from", "age_to", "checked")  # fmt: skip
OURS = (*PLAIN, "address", "provider", "type", "opening", *DAYS, "bank_holiday")
_CURE = "the recipe's names must be columns of the list"


def shipped_recipes() -> dict[str, Recipe]:
    """Return the recipes that come with the program, by id."""
    found: dict[str, Recipe] = {}
    folder = files("dos_router.interchange") / "recipes"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            with as_file(entry) as path:
                recipe, _ = read_recipe(path)
            if recipe is not None:
                found[recipe.id] = recipe
    return found


def read_recipe(path: Path) -> tuple[Recipe | None, list[Diagnostic]]:
    """Read a file as a recipe, or None with what is wrong with it."""
    tree, problems = read_tree(path, Location(path.name, folder=str(path.parent)))
    if tree is None:
        return None, problems
    recipe, more = validate(Recipe, tree)
    return None if has_errors(problems + more) else recipe, problems + more


def recipe_named(name: str, others: Iterable[str] = ()) -> Recipe:
    """Return a shipped recipe. Raises Malformed where there is none of that name; `others` may be meant too."""
    known = shipped_recipes()
    if name not in known:
        cure = did_you_mean(name, [*known, *others])
        raise Malformed(f"there is no recipe `{name}`", help=cure, rule="unknown-recipe")
    return known[name]


def recipe_for(columns: Iterable[str]) -> Recipe | None:
    """Return the shipped recipe whose columns a list has all; of several, the one that asks for most."""
    has = set(columns)
    fitting = [one for one in shipped_recipes().values() if one.header and has.issuperset(one.header)]
    return max(fitting, key=lambda one: (len(one.header), one.id), default=None)


def recipe_of_columns(columns: Iterable[str], mapped: Mapping[str, str], kind: str | None) -> Recipe:
    """Return a recipe for a list whose columns are mapped, or have our own names but for case and spaces.

    Raises Malformed where it cannot be: without a name, hours or type there is no service.
    """
    known = list(columns)
    found = {_tidy(name): name for name in reversed(known) if _tidy(name) in OURS} | _mapped(known, mapped)
    if "name" not in found:
        has = f"the list has: {', '.join(known)}; name it with --map name=…, or write a recipe"
        raise Malformed("no shipped recipe fits the list, and it has no column `name`", help=has, rule="no-recipe")
    days = tuple(found[day] for day in DAYS if day in found)
    return Recipe.model_validate(
        {name: found.get(name) for name in PLAIN}
        | {"format": "1", "id": "own", "title": "a list of your own", "source": "imported list"}
        | {"address": [found["address"]] if "address" in found else [], "provider": {"name": found.get("provider")}}
    ).model_copy(
        update={
            "type": TypeRule.model_validate({"always": kind, "column": None if kind else found.get("type")}),
            "hours": HoursRule.model_validate(
                {
                    "days": list(days if len(days) == len(DAYS) else ()),
                    "week": found.get("opening"),
                    "holidays": found.get("bank_holiday"),
                }
            ),
        }
    )


def must_have(wanted: Iterable[str], columns: Iterable[str], recipe: str) -> None:
    """Raise Malformed where a recipe speaks of a column that the list has not."""
    known = list(columns)
    missing = next((name for name in wanted if name not in known), None)
    if missing is not None:
        said = f"the list has no column `{missing}`, of which the recipe `{recipe}` speaks"
        raise Malformed(said, help=did_you_mean(missing, known, otherwise=_CURE), rule="missing-column")


def _mapped(columns: list[str], mapped: Mapping[str, str]) -> dict[str, str]:
    for ours, theirs in mapped.items():
        if ours not in OURS:
            raise Malformed(f"there is no column `{ours}` to map", help=did_you_mean(ours, OURS), rule="unknown-column")
        if theirs not in columns:
            cure = did_you_mean(theirs, columns)
            raise Malformed(f"the list has no column `{theirs}`", help=cure, rule="missing-column")
    return dict(mapped)


def _tidy(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())

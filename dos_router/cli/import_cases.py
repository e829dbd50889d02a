"""The part of `import` that turns cases of other systems into a file of calls for `batch`."""

from __future__ import annotations

from pathlib import Path

from dos_router.cli.exits import Exit
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.call_cases import CallRecipe, write_calls
from dos_router.reports.import_cases_text import cases_json, render_cases


def import_cases(
    source: Path, recipe: CallRecipe, output: Path, encoding: str | None, screen: Screen, *, as_json: bool
) -> Exit:
    """Write the calls, and tell what they came to. Raises Malformed where they can go nowhere."""
    if output.suffix != ".csv" or not output.absolute().parent.is_dir():
        cure = "name a .csv file in a folder that is there, such as -o calls.csv"
        raise Malformed(f"calls cannot be written into `{output}`", help=cure, rule="bad-output")
    found = write_calls(source, recipe, output, encoding)
    if as_json:
        screen.show_json(cases_json(found, recipe.id, str(output)))
    else:
        screen.tell(found.faults[:20])
        screen.show(render_cases(found, recipe.title, str(output), screen.page))
    return Exit.ROWS_REJECTED if found.faults else Exit.DONE

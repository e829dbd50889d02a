"""`duplicates`: records that are one service, in a directory or any list; two lists linked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from dos_router.analysis.duplicates.decisions import Kept, read_kept, still_held
from dos_router.analysis.duplicates.find import find_duplicates
from dos_router.analysis.duplicates.findings import REVIEW_FROM, Decision, Findings, FoundPair, Kind
from dos_router.analysis.duplicates.linking import link_records
from dos_router.analysis.duplicates.listing import read_list
from dos_router.analysis.duplicates.of_directory import directory_records
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.provision.findings import Provision
from dos_router.cli import options
from dos_router.cli.call_options import reads
from dos_router.cli.duplicates_provision import Part, look_at_provision, read_calls_asked
from dos_router.cli.duplicates_review import review
from dos_router.cli.exits import Exit
from dos_router.cli.gaps_options import Sought
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_marked
from dos_router.cli.screen import Screen, open_screen
from dos_router.diagnostics import Diagnostic, Malformed, has_errors
from dos_router.model.directory import Directory
from dos_router.reports.duplicates_csv import duplicates_csv
from dos_router.reports.duplicates_json import duplicates_json
from dos_router.reports.duplicates_text import SHOWN, render_duplicates
from dos_router.reports.provision_csv import provision_csv
from dos_router.reports.provision_json import provision_json
from dos_router.reports.provision_text import render_provision
from dos_router.reports.route_text import marked
from dos_router.reports.sign_off_json import sign_off_json

app = typer.Typer(rich_markup_mode=None, add_completion=False)

List = Annotated[
    Path | None,
    typer.Option("--list", metavar="FILE", help="a list of your own: id,type,name,address,town,postcode,phone,ods"),
]
Against = Annotated[
    Path | None, typer.Option("--against", metavar="REGISTER", help="link with the records of another list, one to one")
]
Csv = Annotated[bool, typer.Option("--csv", help="pairs of all kinds as CSV: id_1,id_2,kind,probability")]
Threshold = Annotated[
    float,
    typer.Option("--threshold", metavar="P", min=REVIEW_FROM, max=1, help="list pairs from this probability on"),
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="show so many of each kind")]
Reviewing = Annotated[bool, typer.Option("--review", help="look at uncertain pairs one by one, and decide")]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="where decisions are kept (default: NAME.decisions.csv)"),
]
Only = Annotated[
    Part | None, typer.Option("--only", help="records that are one service, or provision that does the same")
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="who decides: kept with each decision")]


class Read(NamedTuple):
    """A directory or a list: its name, its records, and what is wrong with it."""

    name: str
    records: list[ListedRecord]
    problems: list[Diagnostic]
    directory: Directory | None = None


class Shown(NamedTuple):
    """How findings are to be shown."""

    csv: bool
    json: bool
    threshold: float
    limit: int


class Recorded(NamedTuple):
    """Decisions: their file, all that it keeps, those that hold, and what is wrong with the others."""

    file: Path
    kept: list[Kept]
    held: Mapping[tuple[str, str], Decision]
    problems: list[Diagnostic]


@app.command(help="Show records that seem to be one service, and services that add nothing; or link two lists.")
@guarded
@reads("asked", read_calls_asked)
def duplicates(  # noqa: PLR0913 - the options of the command
    *, directory: options.Directory = None, listed: List = None, against: Against = None, csv: Csv = False,
    json: options.Json = False, threshold: Threshold = REVIEW_FROM, limit: Limit = SHOWN,
    reviewing: Reviewing = False, decisions: DecisionsFile = None, by: By = "", only: Only = None, asked: Sought,
    plain: options.Plain = False,
) -> None:  # fmt: skip
    """Print what is found; problems of a list are told, and end with exit code 1 where some are errors."""
    _refuse_together(csv=csv, json=json, review=reviewing, against=against is not None)
    screen = open_screen(plain=plain)
    given = _read(listed, directory, screen)
    if only is Part.PROVISION:
        _show_provision(screen, given, asked, Shown(csv, json, threshold, limit))
        return
    register = read_list(against) if against else ([], [])
    recorded = _recorded(decisions or Path(f"{given.name}.decisions.csv"), given.records)
    problems = [*given.problems, *register[1], *recorded.problems]
    screen.tell(problems)
    found = link_records(given.records, register[0]) if against else find_duplicates(given.records, recorded.held)
    if reviewing:
        review(screen, _uncertain(found), recorded.kept, recorded.file, by)
    else:
        both = given.directory if only is None and not (csv or against) else None
        provision = look_at_provision(both, asked, screen) if both else None
        _show(screen, found, Shown(csv, json, threshold, limit), (given, listed is not None, against), provision)
    raise typer.Exit(Exit.DATA_ERRORS if has_errors(problems) else Exit.DONE)


def _read(listed: Path | None, directory: str | None, screen: Screen) -> Read:
    if listed is None:
        opened = open_marked(directory, screen)
        return Read(opened.id, directory_records(opened), [], opened)
    if directory is not None:
        raise Malformed("a directory and a list are both given", help="give one of -d and --list", rule="two-inputs")
    return Read(str(listed), *read_list(listed))


def _recorded(file: Path, records: list[ListedRecord]) -> Recorded:
    kept, faults = read_kept(file)
    held, stale = still_held(kept, records, str(file))
    return Recorded(file, kept, held, [*faults, *stale])


def _uncertain(found: Findings) -> list[FoundPair]:
    return [pair for pair in found.of_kind(Kind.DUPLICATE) if not pair.is_suggested]


def _refuse_together(**given: bool) -> None:
    together = [f"--{name}" for name, is_given in given.items() if is_given]
    if sum(name != "--against" for name in together) > 1 or {"--review", "--against"} <= set(together):
        raise Malformed(f"{' and '.join(together)} do not go together", help="give one of them", rule="two-uses")


def _show_provision(screen: Screen, given: Read, asked: Sought, how: Shown) -> None:
    """Show what services add, and nothing of records."""
    if given.directory is None:
        raise Malformed("a list says nothing of provision", help="name a directory with -d", rule="no-directory")
    found = look_at_provision(given.directory, asked, screen)
    if how.csv:
        screen.show(provision_csv(found))
    elif how.json:
        screen.show_json(provision_json(found, given.directory))
    else:
        screen.show(marked(render_provision(found, screen.page, how.limit), given.directory, screen.page))


def _show(
    screen: Screen, found: Findings, how: Shown, read: tuple[Read, bool, Path | None], provision: Provision | None
) -> None:
    given, is_list, against = read
    if how.csv:
        screen.show(duplicates_csv(found, how.threshold))
    elif how.json:
        directory, listed = (None, given.name) if is_list else (given.name, None)
        linked = str(against) if against else None
        added = provision_json(provision, given.directory) if provision and given.directory else None
        mark = sign_off_json(given.directory.sign_off) if given.directory else None
        screen.show_json(
            duplicates_json(found, directory=directory, listed=listed, against=linked, provision=added, sign_off=mark)
        )
    else:
        texts = [render_duplicates(found, screen.page, how.limit, linked=against is not None)]
        texts += [render_provision(provision, screen.page, how.limit)] if provision else []
        whole = "\n\n".join(texts)
        screen.show(marked(whole, given.directory, screen.page) if given.directory else whole)

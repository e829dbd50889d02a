"""`schema`: JSON Schema of each kind of file, for editors, and of each command's `--json` output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dos_router.cli import options
from dos_router.cli.guard import guarded
from dos_router.cli.screen import open_screen
from dos_router.diagnostics import Malformed
from dos_router.loading.schemas import FILE_KINDS, Schema, file_schema, output_schema
from dos_router.reports.batch_json import BatchJson
from dos_router.reports.check_json import CheckJson
from dos_router.reports.diff_json import DiffJson
from dos_router.reports.duplicates_json import DuplicatesJson
from dos_router.reports.exchange_json import ExchangeJson
from dos_router.reports.explain_json import ExplainJson
from dos_router.reports.export_json import ExportJson
from dos_router.reports.find_json import FindJson
from dos_router.reports.gaps_changes import GapChangesJson
from dos_router.reports.gaps_closures import ClosuresJson
from dos_router.reports.gaps_json import GapsJson
from dos_router.reports.gaps_remedies import RemediesJson
from dos_router.reports.hours_json import HoursJson
from dos_router.reports.import_cases_text import CasesJson
from dos_router.reports.import_json import ImportJson
from dos_router.reports.log_json import LogJson
from dos_router.reports.route_json import RouteJson
from dos_router.reports.rules_json import RulesJson
from dos_router.reports.sign_json import SignJson
from dos_router.reports.triage_json import TriageJson
from dos_router.reports.verify_json import VerifyJson
from dos_router.spelling import did_you_mean

app = typer.Typer(rich_markup_mode=None, add_completion=False)


OUTPUTS: dict[str, Any] = {
    "route": RouteJson,
    "explain": ExplainJson,
    "hours": HoursJson,
    "find": FindJson,
    "check": CheckJson,
    "check-rules": RulesJson,
    "triage": TriageJson,
    "diff": DiffJson,
    "verify": VerifyJson,
    "log": LogJson,
    "batch": BatchJson,
    "import": ImportJson,
    "import-cases": CasesJson,
    "import-exchange": ExchangeJson,
    "export": ExportJson,
    "sign": SignJson,
    "gaps": GapsJson,
    "gaps-each": ClosuresJson,
    "gaps-remedy": RemediesJson,
    "gaps-changes": GapChangesJson,
    "duplicates": DuplicatesJson,
}
_SAID = {
    "gaps-changes": "gaps BASE PROPOSED",
    "import-cases": "import --recipe dos-case",
    "import-exchange": "import FILE.json",
}

Kind = Annotated[str | None, typer.Argument(metavar="[KIND]", help="of file, or a command; none lists them")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="write KIND.schema.json into it")]


@app.command(help="Print the JSON Schema of a kind of file or of a command's --json output.")
@guarded
def schema(kind: Kind = None, *, output: Out = None, plain: options.Plain = False) -> None:
    """List the kinds, print one, or write them into a folder."""
    screen = open_screen(plain=plain)
    known = [*FILE_KINDS, *OUTPUTS]
    if kind is not None and kind not in known:
        cure = did_you_mean(kind, known, otherwise=f"kinds: {', '.join(known)}")
        raise Malformed(f"there is no kind `{kind}`", help=cure, rule="unknown-kind")
    if output is not None:
        names = _write([kind] if kind else known, output)
        screen.show("\n".join(screen.page.wrap(f"written into {output}: {', '.join(names)}", hang=2)))
    elif kind is not None:
        screen.show_json(_schema_of(kind))
    else:
        rows = [("files", ", ".join(FILE_KINDS)), ("output of commands", ", ".join(OUTPUTS))]
        screen.show("\n".join(["Kinds", *screen.page.columns(rows)]))


def _schema_of(kind: str) -> Schema:
    if kind in FILE_KINDS:
        return file_schema(kind)
    return output_schema(
        OUTPUTS[kind], f"what `dos-router {_SAID.get(kind) or kind.replace('-', ' --')} --json` prints"
    )


def _write(kinds: list[str], folder: Path) -> list[str]:
    """Write schemas, every time alike, and return the names of their files."""
    texts = {f"{kind}.schema.json": json.dumps(_schema_of(kind), indent=2, ensure_ascii=False) + "\n" for kind in kinds}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return list(texts)

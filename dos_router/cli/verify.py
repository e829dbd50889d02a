"""`verify`: how a directory's sign-off stands, every reason at once, and who is still needed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import read_moment
from dos_router.diagnostics import Malformed
from dos_router.loading.locate import find_directory, find_pathways
from dos_router.reports.verify_json import verify_json
from dos_router.reports.verify_text import render_standing
from dos_router.signoff.by_hand import lines_by_hand
from dos_router.signoff.chain import read_chain
from dos_router.signoff.evaluate import find_trust, gather, remember
from dos_router.signoff.memory import Memory, memory_file, read_memory
from dos_router.signoff.standing import IN_FORCE, Standing, decide
from dos_router.signoff.verify import Evidence
from dos_router.signoff.verify import verify as judge

app = typer.Typer(rich_markup_mode=None, add_completion=False)

On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="judge as on this day, or moment in UTC; nothing is remembered"),
]
How = Annotated[bool, typer.Option("--how", help="print the ssh-keygen and sha256sum lines of an auditor instead")]
RecordKey = Annotated[
    str | None, typer.Option("--record", metavar="KIND/ID", help="the record that --how takes as its example")
]


@app.command(help="Tell how a directory's sign-off stands, why, and whose approval is missing for which records.")
@guarded
def verify(  # noqa: PLR0913 - what may be judged
    *,
    directory: options.Directory = None,
    pathways: options.Pathways = None,
    trust: options.Trust = None,
    on: On = None,
    as_at: options.AsAt = None,
    min_serial: options.MinSerial = 0,
    enforce_sign_off: options.Enforce = False,
    how: How = False,
    record: RecordKey = None,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Print the standing; exit code 4 where it is not signed off and current."""
    screen = open_screen(plain=plain)
    evidence = read_evidence(directory, pathways, trust, remembered=on is None)
    if how:
        _show_how(evidence, trust, record, screen)
        return
    now = read_moment(on) if on else datetime.now(UTC)
    standing = judge(evidence, now, min_serial=min_serial, as_at=read_moment(as_at) if as_at else None)
    if on is None:
        screen.tell(remember(standing, evidence, now, memory_file()))
    if json:
        screen.show_json(verify_json(standing))
    else:
        screen.show(render_standing(standing, screen.page, enforced=enforce_sign_off))
    raise typer.Exit(_exit(standing, enforce=enforce_sign_off))


def read_evidence(directory: str | None, pathways: str | None, trust: str | None, *, remembered: bool) -> Evidence:
    """Read a directory with its sign-off; pathways where they are named, or its newest statement vouches for any."""
    folder = find_directory(directory, os.environ)
    newest = read_chain(folder).newest
    signed = newest.statement.records if newest and newest.statement else {}
    wanted = pathways is not None or any(key.startswith("pathway/") for key in signed)
    return gather(
        folder,
        trust=trust,
        environment=os.environ,
        pathways=find_pathways(pathways, os.environ) if wanted else None,
        memory=read_memory(memory_file()) if remembered else Memory(),
    )


def _show_how(evidence: Evidence, trust: str | None, record: str | None, screen: Screen) -> None:
    content = evidence.content
    if record is not None and record not in content.records:
        raise Malformed(f"there is no record `{record}`", help="write it like `service/margate-utc`", rule="no-record")
    store: Path | None = find_trust(trust, os.environ, content.directory)
    screen.show("\n".join(lines_by_hand(content, evidence.chain, store, record)))


def _exit(standing: Standing, *, enforce: bool) -> Exit:
    passes = standing.status in IN_FORCE and decide(standing, enforce=enforce).runs
    return Exit.DONE if passes else Exit.SIGN_OFF

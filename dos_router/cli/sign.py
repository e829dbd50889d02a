"""`sign`: prepare a statement, review and sign it; or stop things: revoke a sign-off, suspend a service."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dos_router.analysis.difference import difference
from dos_router.analysis.difference_lines import with_lines
from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.signed import read_moment
from dos_router.cli.verify import read_evidence
from dos_router.diagnostics import Malformed, warning
from dos_router.loading.directory import load
from dos_router.loading.locate import find_directory, find_pathways
from dos_router.reports.diff_text import render_difference
from dos_router.reports.sign_text import render_moved, render_prepared, summary_markdown
from dos_router.reports.verify_text import render_standing
from dos_router.signoff.content import differing_keys, read_content
from dos_router.signoff.evaluate import gather
from dos_router.signoff.moved_calls import moved_calls
from dos_router.signoff.prepare import Prepared
from dos_router.signoff.signing import shown_command
from dos_router.signoff.statement import Statement
from dos_router.signoff.utc import parse_utc, utc_text
from dos_router.signoff.verify import Evidence, verify
from dos_router.signoff.workflow import (
    prepare_next,
    previous_of,
    revoke,
    sign_statement,
    suspend,
    to_sign,
    write_prepared,
)

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Preparing = Annotated[
    bool, typer.Option("--prepare", help="write the next statement and its summary, for others to sign")
]
As = Annotated[str | None, typer.Option("--as", metavar="ME", help="sign as this principal: review, then sign")]
Key = Annotated[
    str | None,
    typer.Option(
        "--key", metavar="FILE", help="your key, or its .pub where an agent holds it; ssh-keygen alone reads it"
    ),
]
Revoke = Annotated[
    int | None, typer.Option("--revoke", metavar="SERIAL", min=1, help="revoke a sign-off: the lead or any owner may")
]
Suspend = Annotated[
    str | None,
    typer.Option("--suspend", metavar="SERVICE", help="suspend a service for at most 72 hours, with --until"),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="when a suspension ends, in UTC: 2026-11-22T08:00:00Z")
]
Base = Annotated[
    str | None,
    typer.Option("--base", metavar="DIR", help="the version signed before, to show the change in meaning against it"),
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="a sentence for the record")]
IssuedAt = Annotated[
    str | None, typer.Option("--issued-at", metavar="TIME", help="the statement's date in UTC (default: now)")
]
NoPathways = Annotated[bool, typer.Option("--no-pathways", help="vouch for the directory without pathways")]
Yes = Annotated[bool, typer.Option("--yes", help="sign without asking: you have reviewed it elsewhere")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signs, and with what."""

    principal: str
    key: Path


@app.command(help="Prepare a directory's sign-off, review and sign it; or revoke one, or suspend a service.")
@guarded
def sign(  # noqa: PLR0913 - four ways of signing
    *,
    directory: options.Directory = None,
    pathways: options.Pathways = None,
    no_pathways: NoPathways = False,
    trust: options.Trust = None,
    prepare: Preparing = False,
    me: As = None,
    key: Key = None,
    revoke_serial: Revoke = None,
    suspend_service: Suspend = None,
    until: Until = None,
    base: Base = None,
    note: Note = "",
    issued_at: IssuedAt = None,
    yes: Yes = False,
    plain: options.Plain = False,
) -> None:
    """Do the one thing that was asked for."""
    screen, now = open_screen(plain=plain), datetime.now(UTC)
    if prepare:
        read = _read_for_preparing(directory, None if no_pathways else find_pathways(pathways, os.environ), trust)
        _prepare(read, base, screen, now=now, issued_at=issued_at or utc_text(now), note=note)
    person = _person(me, key) if me or not prepare else None
    if person is None:
        return
    evidence = read_evidence(directory, pathways, trust, remembered=False)
    now = max(now, parse_utc(issued_at)) if issued_at else now
    if revoke_serial is not None:
        said = f"revoke serial {revoke_serial} of {evidence.content.directory}"
        _confirm(said, evidence, "sign-off/revocations/…/order.json", person, screen, yes=yes)
        path = revoke(evidence, revoke_serial, person.principal, person.key, now=now, note=note)
    elif suspend_service is not None:
        said = f"suspend `{suspend_service}` until {until}"
        _confirm(said, evidence, "sign-off/suspensions/…/order.json", person, screen, yes=yes)
        ends = utc_text(read_moment(until)) if until else ""
        path = suspend(evidence, suspend_service, ends, person.principal, person.key, now=now, note=note)
    else:
        path = _sign(evidence, base, person, screen, now=now, yes=yes)
        screen.show(
            render_standing(verify(read_evidence(directory, pathways, trust, remembered=False), now), screen.page)
        )
    screen.show(f"written: {path}")


def _read_for_preparing(directory: str | None, pathways: Path | None, trust: str | None) -> Evidence:
    folder = find_directory(directory, os.environ)
    return gather(folder, trust=trust, environment=os.environ, pathways=pathways)


def _prepare(evidence: Evidence, base: str | None, screen: Screen, *, now: datetime, issued_at: str, note: str) -> None:
    """Write the next statement, after telling what it changes; a directory with errors is not put up for signing."""
    folder = Path(evidence.content.folder)
    problems = [problem for problem in load(folder).problems if problem.is_error]
    if problems and not evidence.content.problems:
        screen.refuse(problems, Exit.DATA_ERRORS)
    parse_utc(issued_at)
    prepared = prepare_next(evidence, now=now, issued_at=issued_at, note=note)
    _review(evidence, prepared, base, screen)
    path = write_prepared(prepared, folder, summary_markdown(prepared))
    screen.show(f"\nwritten: {path}\nnext: each person named above runs `dos-router sign --as ME --key FILE`")


def _sign(evidence: Evidence, base: str | None, person: Person, screen: Screen, *, now: datetime, yes: bool) -> Path:
    """Show what is to be signed, ask, and have it signed."""
    link, prepared = to_sign(evidence, person.principal, now)
    _review(evidence, prepared, base, screen)
    _confirm(
        f"sign serial {link.serial} of {evidence.content.directory}",
        evidence,
        link.signed.at.file,
        person,
        screen,
        yes=yes,
    )
    return sign_statement(evidence, link, person.key, person.principal, now)


def _review(evidence: Evidence, prepared: Prepared, base: str | None, screen: Screen) -> None:
    """Show what a statement approves; against the version before, where it is at hand, also what it means."""
    screen.show(render_prepared(prepared, screen.page))
    previous = previous_of(evidence, prepared.statement)
    if base is not None:
        _compare(find_directory(base, os.environ), evidence, previous, screen)
    elif previous is not None:
        cure = "name its folder with --base: the chain holds digests, not the older text"
        screen.tell(
            [warning("no-base", "the change in meaning is not shown without the version signed before", None, cure)]
        )


def _compare(base: Path, evidence: Evidence, previous: Statement | None, screen: Screen) -> None:
    if previous and (differing := differing_keys(read_content(base), previous.records, previous.files)):
        said = f"`{base}` is not what was signed as serial {previous.serial}: {', '.join(differing[:5])}"
        screen.tell([warning("base-differs", said, None, "name the folder of the version that was signed")])
    older, newer = load(base).directory, load(evidence.content.folder).directory
    if older is None or newer is None:
        raise Malformed(f"`{base}` cannot be compared: it has errors", help="`dos-router check` tells them")
    screen.show("\n" + render_difference(with_lines(difference(older, newer)), screen.page))
    screen.show("\n" + render_moved(moved_calls(older, newer), screen.page))


def _confirm(what: str, evidence: Evidence, file: str, person: Person, screen: Screen, *, yes: bool) -> None:
    """Print the command that is about to run, and ask."""
    signed = Path(evidence.content.folder) / file
    screen.show(f"\n$ {shown_command(person.key, signed, person.principal)}")
    if not yes and not typer.confirm(f"{what} as {person.principal}?", default=False, err=True):
        typer.echo("nothing was signed", err=True)
        raise typer.Exit(Exit.DONE)


def _person(me: str | None, key: str | None) -> Person:
    if me is None:
        cure = "`--prepare` writes a statement; `--as ME --key FILE` signs it"
        raise Malformed("say what to do, and as whom", help=cure, rule="wrong-use")
    if key is None:
        cure = "name the key that the trust store knows, such as ~/.ssh/id_ed25519, or its .pub where an agent holds it"
        raise Malformed("say with which key", help=cure, rule="wrong-use")
    return Person(principal=me, key=Path(key).expanduser())

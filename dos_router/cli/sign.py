"""`sign`: prepare a statement, review and sign it; or stop things: revoke a sign-off, suspend a service."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.sign_review import look_over, refuse_what_cannot_be_signed
from dos_router.cli.signed import read_moment
from dos_router.cli.verify import read_evidence
from dos_router.diagnostics import Malformed
from dos_router.loading.locate import find_directory, find_pathways
from dos_router.reports.sign_json import SignJson, sign_json
from dos_router.reports.sign_text import Review, render_review, summary_markdown
from dos_router.reports.verify_text import render_standing
from dos_router.signoff.evaluate import gather
from dos_router.signoff.signing import shown_command
from dos_router.signoff.standing import Standing
from dos_router.signoff.utc import parse_utc, utc_text
from dos_router.signoff.verify import Evidence, verify
from dos_router.signoff.workflow import (
    prepare_next,
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
Calls = Annotated[
    str | None, typer.Option("--calls", metavar="FILE", help="with --base: tell how many of these calls move")
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
    calls: Calls = None,
    note: Note = "",
    issued_at: IssuedAt = None,
    yes: Yes = False,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Do the one thing that was asked for."""
    screen, now = open_screen(plain=plain), datetime.now(UTC)
    if json and not (yes or prepare):
        raise Malformed("--json asks nothing", help="review in the terminal, or add --yes", rule="wrong-use")
    work = _Work(screen, base=base, calls=calls, note=note, yes=yes, json=json)
    if prepare:
        folder = None if no_pathways else find_pathways(pathways, os.environ)
        read = _read_for_preparing(directory, folder, trust)
        work.prepare(read, folder, now=now, issued_at=issued_at or utc_text(now), last=me is None)
    person = _person(me, key) if me or not prepare else None
    if person is None:
        return
    evidence = read_evidence(directory, pathways, trust, remembered=False)
    now = max(now, parse_utc(issued_at)) if issued_at else now
    if revoke_serial is not None:
        work.revoke(evidence, revoke_serial, person, now)
    elif suspend_service is not None:
        work.suspend(evidence, suspend_service, utc_text(read_moment(until)) if until else "", person, now)
    else:
        work.sign(evidence, person, now, lambda: read_evidence(directory, pathways, trust, remembered=False))


def _read_for_preparing(directory: str | None, pathways: Path | None, trust: str | None) -> Evidence:
    folder = find_directory(directory, os.environ)
    return gather(folder, trust=trust, environment=os.environ, pathways=pathways)


@dataclass(frozen=True, slots=True)
class _Work:
    """One signing: what it is judged by, and how it is told."""

    screen: Screen
    _: KW_ONLY
    base: str | None
    calls: str | None
    note: str
    yes: bool
    json: bool

    def prepare(self, evidence: Evidence, pathways: Path | None, *, now: datetime, issued_at: str, last: bool) -> None:
        """Write the next statement, after telling what it changes; what cannot be signed is not put up for it."""
        folder = Path(evidence.content.folder)
        if not evidence.content.problems:
            refuse_what_cannot_be_signed(folder, pathways, self.screen)
        parse_utc(issued_at)
        prepared = prepare_next(evidence, now=now, issued_at=issued_at, note=self.note)
        review = look_over(evidence, prepared, self.base, self.calls, self.screen)
        self.say(render_review(review, self.screen.page))
        path = write_prepared(prepared, folder, summary_markdown(prepared))
        self.say(f"\nwritten: {path}\nnext: each person named above runs `dos-router sign --as ME --key FILE`")
        if last:
            self.tell(sign_json("prepared", evidence.content.directory, str(path), review))

    def sign(self, evidence: Evidence, person: Person, now: datetime, again: Callable[[], Evidence]) -> None:
        """Show what is to be signed, ask, have it signed, and show how the directory stands then."""
        link, prepared = to_sign(evidence, person.principal, now)
        review = look_over(evidence, prepared, self.base, self.calls, self.screen)
        self.say(render_review(review, self.screen.page))
        what = f"sign serial {link.serial} of {evidence.content.directory}"
        self.confirm(what, evidence, link.signed.at.file, person)
        path = sign_statement(evidence, link, person.key, person.principal, now)
        standing = verify(again(), now)
        self.say(render_standing(standing, self.screen.page))
        self.end("signed", evidence, path, review, standing)

    def revoke(self, evidence: Evidence, serial: int, person: Person, now: datetime) -> None:
        """Ask, and have a sign-off revoked."""
        what = f"revoke serial {serial} of {evidence.content.directory}"
        self.confirm(what, evidence, "sign-off/revocations/…/order.json", person)
        path = revoke(evidence, serial, person.principal, person.key, now=now, note=self.note)
        self.end("revoked", evidence, path)

    def suspend(self, evidence: Evidence, service: str, until: str, person: Person, now: datetime) -> None:
        """Ask, and have a service suspended."""
        self.confirm(f"suspend `{service}` until {until}", evidence, "sign-off/suspensions/…/order.json", person)
        path = suspend(evidence, service, until, person.principal, person.key, now=now, note=self.note)
        self.end("suspended", evidence, path)

    def confirm(self, what: str, evidence: Evidence, file: str, person: Person) -> None:
        """Print the command that is about to run, and ask."""
        signed = Path(evidence.content.folder) / file
        self.say(f"\n$ {shown_command(person.key, signed, person.principal)}")
        if not self.yes and not typer.confirm(f"{what} as {person.principal}?", default=False, err=True):
            typer.echo("nothing was signed", err=True)
            raise typer.Exit(Exit.DONE)

    def end(
        self,
        action: str,
        evidence: Evidence,
        path: Path,
        review: Review | None = None,
        standing: Standing | None = None,
    ) -> None:
        """Say where the signature lies."""
        self.say(f"written: {path}")
        self.tell(sign_json(action, evidence.content.directory, str(path), review, standing))

    def say(self, text: str) -> None:
        """Show text, where text is wanted."""
        if not self.json:
            self.screen.show(text)

    def tell(self, found: SignJson) -> None:
        """Show the JSON, where that is wanted."""
        if self.json:
            self.screen.show_json(found)


def _person(me: str | None, key: str | None) -> Person:
    if me is None:
        cure = "`--prepare` writes a statement; `--as ME --key FILE` signs it"
        raise Malformed("say what to do, and as whom", help=cure, rule="wrong-use")
    if key is None:
        cure = "name the key that the trust store knows, such as ~/.ssh/id_ed25519, or its .pub where an agent holds it"
        raise Malformed("say with which key", help=cure, rule="wrong-use")
    return Person(principal=me, key=Path(key).expanduser())

"""What is wrong with a chain in itself, whoever signed it: gaps, rewriting, what is passed off or left unsaid."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.signoff.chain import Chain, Link
from dos_router.signoff.statement import Entry, Statement

SHOWN = 5


def chain_faults(chain: Chain, directory: str) -> list[Diagnostic]:
    """Return every fault of a chain of statements; `directory` is the id that they must all be of."""
    return [
        *chain.problems,
        *(fault for link, before in _pairs(chain) for fault in _link_faults(link, before, directory)),
    ]


def _pairs(chain: Chain) -> Iterator[tuple[Link, Link | None]]:
    before: Link | None = None
    for link in chain.links:
        yield link, before
        before = link


def _link_faults(link: Link, before: Link | None, directory: str) -> Iterator[Diagnostic]:
    at, statement = link.signed.at, link.statement
    expected = before.serial + 1 if before else 1
    if link.serial != expected:
        cure = "put the missing statements back: each rests on the one before"
        yield error("chain-gap", f"serial {link.serial} follows where {expected} should", at, cure)
    if statement is None:
        return
    if statement.directory != directory:
        said = f"the statement is of the directory `{statement.directory}`, not `{directory}`"
        yield error("other-directory", said, at, "put back this directory's own sign-off")
    if statement.previous != (before.signed.sha256 if before else None):
        said = f"serial {link.serial} was signed after another statement than the one before it here"
        yield error("chain-predecessor", said, at, "put back the chain that was signed: it was rewritten or mixed")
    yield from _step_faults(statement, before.statement if before else None, at)


def _step_faults(statement: Statement, before: Statement | None, at: Location) -> Iterator[Diagnostic]:
    if before and statement.issued_at < before.issued_at:
        said = f"serial {statement.serial} is dated {statement.issued_at}, before the one that it follows"
        yield error("backdated", said, at, "prepare and sign it anew")
    old = before.records if before else {}
    passed_off = sorted(
        key
        for key, entry in statement.records.items()
        if entry.approved_in != statement.serial and old.get(key) != entry
    )
    if passed_off:
        said = f"serial {statement.serial} says that changed records were approved before: {_some(passed_off)}"
        yield error(
            "passed-off", said, at, "prepare it anew: a changed record is approved in the statement that changes it"
        )
    silent = sorted(old.keys() - statement.records.keys() - statement.removed.keys())
    if silent:
        said = f"serial {statement.serial} leaves out records without saying so: {_some(silent)}"
        yield error("silently-removed", said, at, "prepare it anew: their owners must sign that they go")
    wrong = sorted(
        key for key, owner in statement.removed.items() if key in statement.records or _differs(owner, old.get(key))
    )
    if wrong:
        said = f"serial {statement.serial} removes what it holds, or names another owner: {_some(wrong)}"
        yield error("removed-wrongly", said, at, "prepare it anew")


def _differs(owner: str, entry: Entry | None) -> bool:
    return entry is not None and entry.owner != owner


def _some(keys: list[str]) -> str:
    more = len(keys) - SHOWN
    return ", ".join(f"`{key}`" for key in keys[:SHOWN]) + (f" and {more} more" if more > 0 else "")

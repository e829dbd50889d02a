"""What stands in the folder against what was signed."""

from __future__ import annotations

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.signoff.content import Content, differing_keys
from dos_router.signoff.names import doubtful_names
from dos_router.signoff.statement import Statement

SHOWN = 20


def compare(content: Content, statement: Statement, lead: str, at: Location) -> tuple[list[Diagnostic], list[str]]:
    """Return every difference as a reason at its place, and the keys of the records that differ."""
    changed = differing_keys(content, statement.records, statement.files)
    reasons = [_difference(key, content, statement, at) for key in changed[:SHOWN]]
    if len(changed) > SHOWN:
        reasons.append(error("changed-since", f"and {len(changed) - SHOWN} more differ from what was signed", at))
    return [*reasons, *_owners(content, statement, lead), *_said_by_statement(content, statement)], changed


def doubts(content: Content) -> list[Diagnostic]:
    """Return warnings of names that may pass for others."""
    named = [record for record in content.records.values() if record.kind in {"service", "directory"}]
    return [doubt for one in named if isinstance(one.tree, dict) for doubt in doubtful_names(one.key, one.tree, one.at)]


def _difference(key: str, content: Content, statement: Statement, at: Location) -> Diagnostic:
    path = key.removeprefix("file/")
    here = content.records.get(key)
    where = here.at if here else Location(path, folder=content.folder) if path != key else at
    signed = key in statement.records or path in statement.files
    what = (
        "is not in the sign-off" if not signed else "is gone" if not (here or path in content.files) else "was changed"
    )
    cure = "put back what was signed, or prepare and sign a new version"
    return error("changed-since", f"since sign-off, `{key}` {what}", where, cure)


def _owners(content: Content, statement: Statement, lead: str) -> list[Diagnostic]:
    """Return the records whose owner the statement names wrongly; the files say whose they are."""
    pairs = ((record, statement.records.get(key)) for key, record in content.records.items())
    return [
        error("owner-differs", f"the statement says that `{record.key}` is {entry.owner}'s, and its files say "
              f"{record.owner(lead)}", record.at, "prepare and sign it anew")
        for record, entry in pairs
        if entry and record.sha256 == entry.sha256 and record.owner(lead) != entry.owner
    ]  # fmt: skip


def _said_by_statement(content: Content, statement: Statement) -> list[Diagnostic]:
    """Return where directory.yaml says another serial or validity than was signed."""
    at = Location("directory.yaml", folder=content.folder)
    found = []
    if content.serial != statement.serial:
        said = f"directory.yaml says serial {content.serial}, the sign-off serial {statement.serial}"
        found.append(error("serial-differs", said, at, "put back what was signed: files of two versions may be mixed"))
    if content.valid != (statement.valid_from, statement.valid_until):
        said = f"directory.yaml is valid from {content.valid[0]} until {content.valid[1]}, the sign-off is not"
        found.append(error("valid-differs", said, at, "put back what was signed, or prepare and sign a new version"))
    return found

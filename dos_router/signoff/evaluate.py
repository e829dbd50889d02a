"""Where the trust store of a directory is, and the one call that a command makes to know how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from platformdirs import user_config_path

from dos_router.diagnostics import Diagnostic, Malformed, warning
from dos_router.loading.text_tree import ReadTree, read_tree
from dos_router.signoff.chain import read_chain
from dos_router.signoff.content import read_content
from dos_router.signoff.demonstration import demonstration_store
from dos_router.signoff.memory import Memory, Seen, read_memory, write_memory
from dos_router.signoff.records import ReadRecords
from dos_router.signoff.standing import Standing, Status
from dos_router.signoff.trust import POLICY, Trust, load_trust
from dos_router.signoff.verify import Evidence, verify

TRUST_VARIABLE = "DOS_ROUTER_TRUST"

# states in which the chain and its approvals are whole, so that its serial is worth remembering
_REMEMBERED = frozenset({Status.CURRENT, Status.EXPIRED, Status.NOT_YET_VALID, Status.CHANGED, Status.REVOKED})


def find_trust(asked: str | None, environment: Mapping[str, str], directory: str) -> Path | None:
    """Return the folder of the trust store of a directory (its id): asked for, the environment's, the user's.

    A folder may be a store itself, or hold one in a folder of the directory's id. The package's own
    demonstration store comes last; None where there is none. Raises Malformed for one named that is not there.
    """
    named = asked or environment.get(TRUST_VARIABLE)
    if named:
        found = _store(Path(named), directory)
        if found is None:
            cure = f"name a folder with allowed_signers and {POLICY}, outside the directory"
            raise Malformed(f"there is no trust store in `{named}`", help=cure, rule="no-trust-store")
        return found
    return _store(user_config_path("dos-router", appauthor=False) / "trust", directory) or demonstration_store(
        directory
    )


def gather(
    folder: Path,
    *,
    trust: str | None,
    environment: Mapping[str, str],
    pathways: Path | None = None,
    memory: Memory | None = None,
    read: ReadTree = read_tree,
    read_records: ReadRecords | None = None,
) -> Evidence:
    """Read all that is judged: the directory, its sign-offs, the trust store that applies, and the memory given."""
    content = read_content(folder, pathways=pathways, read=read, read_records=read_records)
    store, problems = trust_of(folder, find_trust(trust, environment, content.directory))
    home = str(folder.resolve())
    return Evidence(content, read_chain(folder), store, tuple(problems), memory or Memory(), home)


def trust_of(folder: Path, store: Path | None) -> tuple[Trust | None, list[Diagnostic]]:
    """Return the trust store in a folder, which must lie outside the directory's."""
    return (None, []) if store is None else load_trust(store, folder)


def standing_of(  # noqa: PLR0913 - what a command knows
    folder: Path,
    *,
    now: datetime,
    memory_path: Path | None,
    environment: Mapping[str, str],
    trust: str | None = None,
    pathways: Path | None = None,
    min_serial: int = 0,
    as_at: datetime | None = None,
    read: ReadTree = read_tree,
    read_records: ReadRecords | None = None,
) -> tuple[Standing, list[Diagnostic]]:
    """Return how the directory in a folder stands, and remember what was seen.

    `pathways` is given by commands that ask their questions; `memory_path` is None where nothing is
    to be known or remembered. A memory that cannot be written is a warning, never a refusal.
    """
    memory = read_memory(memory_path) if memory_path else Memory()
    evidence = gather(
        folder, trust=trust, environment=environment, pathways=pathways, memory=memory, read=read,
        read_records=read_records,
    )  # fmt: skip
    standing = verify(evidence, now, min_serial=min_serial, as_at=as_at)
    return standing, remember(standing, evidence, now, memory_path)


def remember(standing: Standing, evidence: Evidence, now: datetime, path: Path | None) -> list[Diagnostic]:
    """Write what was seen, where it is worth it and new; return a warning where it cannot be written."""
    newest, trust, memory = evidence.chain.newest, evidence.trust, evidence.memory
    if path is None or newest is None or trust is None or trust.demonstration or memory.unreadable:
        return []
    if standing.status not in _REMEMBERED:
        return []
    seen = Seen(
        serial=newest.serial, statement_sha256=newest.signed.sha256, folder=evidence.home, revoked=standing.revoked
    )
    try:
        write_memory(memory.with_seen(standing.directory, seen, now), path)
    except OSError as problem:
        said = f"what was seen cannot be remembered: {(problem.strerror or 'no reason given').lower()}"
        return [warning("not-remembered", said, None, f"make `{path}` writable, or use --min-serial")]
    return []


def _store(folder: Path, directory: str) -> Path | None:
    own = folder / directory if directory else folder
    return next((one for one in (own, folder) if (one / POLICY).is_file()), None)

"""The folder `sign-off/` → the chain of statements as they stand, with the signatures beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.signoff.allowed_signers import PRINCIPAL
from dos_router.signoff.statement import Statement, parse_statement, sha256_of

FOLDER = "sign-off"
STATEMENT = "statement.json"
ORDER = "order.json"
REVOCATIONS, SUSPENSIONS = "revocations", "suspensions"
MAX_SIGNATURE = 64 * 1024

_SERIAL = re.compile(r"\d{4,9}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Bytes that people signed, and their signatures as they stand, by principal."""

    data: bytes
    signatures: Mapping[str, bytes]
    at: Location
    problems: tuple[Diagnostic, ...] = ()
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Digest the bytes once; they are large."""
        object.__setattr__(self, "sha256", sha256_of(self.data))


@dataclass(frozen=True, slots=True)
class Link:
    """One statement of the chain; None where its bytes are not a statement."""

    serial: int
    signed: Signed
    statement: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All links by rising serial, and the orders that stop things: nothing in it is believed yet."""

    links: tuple[Link, ...] = ()
    revocations: tuple[Signed, ...] = ()
    suspensions: tuple[Signed, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def newest(self) -> Link | None:
        """Return the link of the highest serial."""
        return self.links[-1] if self.links else None


def serial_name(serial: int) -> str:
    """Return a serial as the folder of its statement is named: `0007`."""
    return f"{serial:04d}"


def read_chain(directory: Path) -> Chain:
    """Read the sign-off of the directory in a folder; an absent one is an empty chain."""
    home = directory / FOLDER
    problems: list[Diagnostic] = []
    links = []
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        at = Location(f"{FOLDER}/{folder.name}/{STATEMENT}", folder=str(directory))
        if folder.name in {REVOCATIONS, SUSPENSIONS} or not folder.is_dir():
            continue
        if _SERIAL.fullmatch(folder.name) is None or folder.name != serial_name(int(folder.name)):
            problems.append(error("chain-folder", f"`{folder.name}` is no serial", at, "name it like `0007`"))
            continue
        links.append(_read_link(folder, at, problems))
    return Chain(
        links=tuple(sorted(links, key=lambda link: link.serial)),
        revocations=_orders(home / REVOCATIONS, directory),
        suspensions=_orders(home / SUSPENSIONS, directory),
        problems=tuple(problems),
    )


def _read_link(folder: Path, at: Location, problems: list[Diagnostic]) -> Link:
    signed = read_signed(folder, STATEMENT, at)
    problems += signed.problems
    statement = None
    try:
        statement = parse_statement(signed.data)
    except Malformed as problem:
        problems.append(error(problem.rule, f"the statement cannot be used: {problem.message}", at, problem.help))
    if statement and statement.serial != int(folder.name):
        said = f"the statement in `{folder.name}` says that it is serial {statement.serial}"
        problems.append(error("chain-serial", said, at, "put back the statement that was signed"))
    return Link(int(folder.name), signed, statement)


def read_signed(folder: Path, name: str, at: Location) -> Signed:
    """Read signed bytes and the signatures beside them; a file that cannot be read is a problem."""
    signatures: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    for path in sorted(folder.glob("*.sig")):
        place = at._replace(file=f"{at.file.rpartition('/')[0]}/{path.name}")
        if PRINCIPAL.fullmatch(path.stem) is None or not path.is_file():
            problems.append(
                error("signature-name", f"`{path.name}` names no principal", place, "name it me@example.sig")
            )
        elif path.stat().st_size <= MAX_SIGNATURE:
            signatures[path.stem] = path.read_bytes()
        else:
            problems.append(error("signature-form", "the file is too large for a signature", place))
    data = (folder / name).read_bytes() if (folder / name).is_file() else b""
    return Signed(data=data, signatures=signatures, at=at, problems=tuple(problems))


def _orders(home: Path, directory: Path) -> tuple[Signed, ...]:
    folders = sorted(path for path in home.iterdir() if path.is_dir()) if home.is_dir() else []
    return tuple(
        read_signed(path, ORDER, Location(path.relative_to(directory).as_posix() + f"/{ORDER}", folder=str(directory)))
        for path in folders
    )

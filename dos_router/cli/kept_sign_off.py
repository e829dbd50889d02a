"""How a directory was found to stand, kept while no file that was judged changes, and not for long.

Validity is judged now: what was found holds from the moment of the judgement to the next moment that any of
the files names (a day to either side, since clocks are trusted to a day), and for an hour at most, so that
what this machine has seen is remembered at least as often. A clock that was set back finds nothing kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from dos_router.cli.kept_directory import folder_key
from dos_router.cli.user_folders import user_folder
from dos_router.loading.inputs import Inputs
from dos_router.model.sign_off import Marks, SignOff
from dos_router.routing.compiled.archive import put_in_place

SIGN_OFF = ".signed"
LONGEST = timedelta(hours=1)
_VARIABLE = "DOS_ROUTER_TRUST"
_MOMENT = re.compile(rb"(\d{4})-?(\d\d)-?(\d\d)(?:T?(\d\d):?(\d\d):?(\d\d)?)?Z")
_DAY = timedelta(days=1)
_FARTHEST = 2_000  # files: a folder of more is none of sign-off's


class TermsKey(NamedTuple):
    """The terms on which a directory is used, as far as they are usual."""

    trust: str | None = None
    allow_unsigned: bool = False


class Evidence(NamedTuple):
    """All that is judged beside the records and what was seen: its digest, and the moments that stand in it."""

    digest: str
    moments: tuple[datetime, ...]


def kept_sign_off(folder: Path, inputs: Inputs, terms: TermsKey, now: datetime) -> SignOff | None:
    """Return how a directory stands now, if that is kept; None where it is to be judged. Raises OSError, ValueError."""
    try:
        kept = json.loads(_path(folder, terms).read_bytes())
    except FileNotFoundError:
        return None
    start, end = (datetime.fromisoformat(text) for text in kept["holds"])
    if not start <= now < end or kept["judged"] != [evidence_of(folder, inputs, terms).digest, _remembered()]:
        return None
    return SignOff(Marks(**{**kept["marks"], "evaluated_at": utc_text(now)}), kept["line"])


def keep_sign_off(folder: Path, terms: TermsKey, found: SignOff, evidence: Evidence, now: datetime) -> None:
    """Keep how a directory was found to stand by this evidence. Raises OSError."""
    end = min([now + LONGEST, *(moment for moment in evidence.moments if moment > now)])
    told = {
        "judged": [evidence.digest, _remembered()], "holds": [now.isoformat(), end.isoformat()],
        "marks": asdict(found.marks), "line": found.line,
    }  # fmt: skip
    put_in_place(_path(folder, terms), [json.dumps(told).encode()])


def evidence_of(folder: Path, inputs: Inputs, terms: TermsKey) -> Evidence:
    """Return the evidence for a directory and those it includes. Raises OSError."""
    whole = hashlib.sha256(repr((terms, os.environ.get(_VARIABLE), inputs)).encode())
    moments: list[datetime] = []
    for name, path in _files(_roots(folder, inputs, terms)):
        content = path.read_bytes()
        whole.update(f"\0{name}\0{len(content)}\0".encode() + content)
        moments += [moment + shift for moment in _moments(content) for shift in (-_DAY, timedelta(), _DAY)]
    return Evidence(whole.hexdigest(), tuple(moments))


def utc_text(moment: datetime) -> str:
    """Return a moment as statements write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _path(folder: Path, terms: TermsKey) -> Path:
    named = hashlib.sha256(repr((folder_key(folder), terms)).encode()).hexdigest()[:32]
    return user_folder("cache") / f"{named}{SIGN_OFF}"


def _roots(folder: Path, inputs: Inputs, terms: TermsKey) -> Iterator[Path]:
    """Yield the folders of sign-offs and of trust stores."""
    yield from (folder / name / "sign-off" for name in inputs.folders)
    yield from (Path(stated) for stated in (terms.trust, os.environ.get(_VARIABLE)) if stated)
    yield user_folder("config") / "trust"
    yield Path(__file__).parents[1] / "signoff/demonstration"


def _files(roots: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for number, root in enumerate(roots):
        found = sorted(os.fspath(path) for path in root.rglob("*") if "__pycache__" not in path.parts)
        if len(found) > _FARTHEST:
            raise OSError(f"`{root}` holds too much to be a trust store")
        yield from ((f"{number} {path}", Path(path)) for path in found if Path(path).is_file())


def _moments(content: bytes) -> Iterator[datetime]:
    for match in _MOMENT.finditer(content):
        try:
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            yield datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            continue


def _remembered() -> str:
    """Return the digest of what this machine remembers of directories, the hour of it apart."""
    try:
        told = json.loads((user_folder("state") / "seen.json").read_bytes())
    except FileNotFoundError:
        return ""
    return hashlib.sha256(repr(sorted(told["directories"].items())).encode()).hexdigest()

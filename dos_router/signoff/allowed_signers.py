"""`allowed_signers`: whose keys count, as OpenSSH reads the file, and stricter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.signoff.keys import PublicKey, parse_public_key
from dos_router.signoff.sshsig import NAMESPACE

PRINCIPAL = re.compile(r"[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9](?:[a-z0-9.-]{0,126}[a-z0-9])?", re.ASCII)

_LINE = re.compile(r'(\S+) +((?:[^\s",=]+="[^"\s]*",?|[^\s",=]+,?)+) +(\S+) +(\S+)(?: +(.*))?', re.ASCII)
_OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?', re.ASCII)
_DATE_SHAPES = {9: "%Y%m%dZ", 13: "%Y%m%d%H%MZ", 15: "%Y%m%d%H%M%SZ"}
_KNOWN = ("namespaces", "valid-after", "valid-before")


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """One line: a principal, a key, and when it may sign (from included, until excluded; None: open)."""

    principal: str
    key: PublicKey
    valid_after: datetime | None
    valid_before: datetime | None
    at: Location

    def may_sign_at(self, moment: datetime) -> bool:
        """Say whether a moment lies in the key's validity."""
        begun = self.valid_after is None or moment >= self.valid_after
        return begun and (self.valid_before is None or moment < self.valid_before)


def read_allowed_signers(text: str, where: Location) -> tuple[list[TrustedKey], list[Diagnostic]]:
    """Return the keys of the file, and what is refused in it, line by line; a key stands there once."""
    found: list[TrustedKey] = []
    problems: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), start=1):
        at = where._replace(line=number)
        if not line.strip(" ") or line.startswith("#"):
            continue
        try:
            found.append(_read_line(line, at))
        except Malformed as problem:
            problems.append(error(problem.rule, problem.message, at, problem.help))
    return found, problems + _shared(found)


def _shared(found: list[TrustedKey]) -> list[Diagnostic]:
    first: dict[bytes, TrustedKey] = {}
    problems = []
    for one in found:
        other = first.setdefault(one.key.blob, one)
        if other is not one:
            said = f"the key of `{one.principal}` is that of `{other.principal}` on line {other.at.line}"
            problems.append(error("shared-key", said, one.at, "people are counted: each needs a key of their own"))
    return problems


def _read_line(line: str, at: Location) -> TrustedKey:
    if "\t" in line or "\r" in line:
        raise Malformed("the line holds a tab or carriage return", help="use spaces and LF", rule="trust-line")
    match = _LINE.fullmatch(line)
    if match is None:
        cure = f'write: name@example namespaces="{NAMESPACE}" ssh-ed25519 AAAA…'
        raise Malformed("the line is not a principal, options, a kind of key and a key", help=cure, rule="trust-line")
    principal, options, algorithm, key, _ = match.groups()
    if PRINCIPAL.fullmatch(principal) is None:
        cure = "write one exact address in lower case, no pattern and no list"
        raise Malformed(f"`{principal}` is not an exact principal", help=cure, rule="trust-principal")
    given = _options(options)
    after, before = _date(given, "valid-after"), _date(given, "valid-before")
    return TrustedKey(principal, parse_public_key(algorithm, key), after, before, at)


def _options(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for part in text.split(","):
        match = _OPTION.fullmatch(part)
        name, value = match.groups() if match else (part, None)
        if name not in _KNOWN or value is None or name in given:
            cure = f"allowed once each: {', '.join(_KNOWN)}; no certificate authorities"
            raise Malformed(f"the option `{part}` is not allowed", help=cure, rule="trust-option")
        given[name] = value
    if given.get("namespaces") != NAMESPACE:
        cure = f'write namespaces="{NAMESPACE}", so that the key signs nothing else here'
        raise Malformed(f"the key is not limited to the purpose `{NAMESPACE}`", help=cure, rule="trust-namespace")
    return given


def _date(given: dict[str, Any], name: str) -> datetime | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        return datetime.strptime(text, _DATE_SHAPES[len(text)]).replace(tzinfo=UTC)
    except (KeyError, ValueError) as problem:
        cure = "write it in UTC, with a final `Z`: `20270401Z`"
        raise Malformed(f"{name} `{text}` is not a date in UTC", help=cure, rule="trust-date") from problem

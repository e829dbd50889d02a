"""`route` without whatever the common case can do without: no parser of options, no loader, no checker of files.

It answers a call that is asked for in plain options, of a directory that is kept as it is now. For all else
(help, a mistake, care plans, a changed file, anything damaged) it returns None, and the command itself
answers, in the same words.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dos_router.cli.exits import Exit
from dos_router.cli.kept_directory import Kept, open_kept
from dos_router.cli.kept_sign_off import TermsKey, kept_sign_off
from dos_router.cli.screen import Screen, open_screen
from dos_router.loading.locate import find_directory
from dos_router.model.answer import Answer, Outcome
from dos_router.model.call import CallText, one_by_one
from dos_router.model.directory import Directory
from dos_router.model.sign_off import SignOff
from dos_router.reports.route_json import route_json
from dos_router.reports.route_text import render_answer
from dos_router.routing.fast_one import route_one
from dos_router.routing.request import read_request

FIELDS = {
    "--at": "at", "--postcode": "postcode", "--easting": "easting", "--northing": "northing", "--lat": "lat",
    "--lon": "lon", "--age": "age", "--sex": "sex", "--disposition": "disposition",
    "--symptom-group": "symptom_group", "--practice": "practice", "--distance-km": "distance_km", "--role": "role",
    "--channel": "channel", "--area": "area", "--repeated-hour": "repeated_hour",
    "--directory": "directory", "-d": "directory", "--trust": "trust",
}  # fmt: skip
REPEATED = {"--symptom-discriminator": "symptom_discriminators", "--previous-calls": "previous_calls"}
FLAGS = {
    "--force-distance": "force_distance", "--allow-unsigned": "allow_unsigned", "--json": "json", "--plain": "plain",
}  # fmt: skip


def route_quickly(arguments: Sequence[str]) -> int | None:
    """Answer a call and return the exit code; None, with nothing printed, where the command itself is to do it."""
    asked = read_options(arguments)
    if asked is None or sys.stdout is None:
        return None
    try:
        folder = find_directory(asked.pop("directory", None), os.environ)
        terms = TermsKey(asked.pop("trust", None), asked.pop("allow_unsigned", False))
        with open_kept(folder) as kept:
            signed = kept and kept_sign_off(folder, kept.inputs, terms, datetime.now(UTC))
            found = _answered(asked, kept, signed) if kept and signed else None
        if found is None:
            return None
    except KeyboardInterrupt as problem:
        return _ended(problem)
    except Exception:  # noqa: BLE001 - whatever it is, the command says it, or does without what is kept
        return None
    return _shown(found)


def read_options(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the options by name; None for whatever is not plainly an option of a call with its value."""
    asked: dict[str, Any] = {name: [] for name in REPEATED.values()}
    left = list(arguments)[::-1]
    while left:
        name, equals, value = left.pop().partition("=")
        if name in FLAGS and not equals:
            asked[FLAGS[name]] = True
            continue
        if not equals:
            value = left.pop() if left else "-"
        if name in FIELDS and not value.startswith("-") and not (equals and name == "-d"):
            asked[FIELDS[name]] = value
        elif name in REPEATED and not value.startswith("-"):
            asked[REPEATED[name]].append(value)
        else:
            return None
    return asked


class _Answered(NamedTuple):
    """An answer as it is to be printed."""

    answer: Answer
    directory: Directory
    screen: Screen
    as_json: bool


def _answered(asked: dict[str, Any], kept: Kept, signed: SignOff) -> _Answered | None:
    plain, as_json = asked.pop("plain", False), asked.pop("json", False)
    for name in REPEATED.values():
        asked[name] = one_by_one(asked[name])
    now = datetime.now(kept.directory.zone).isoformat(timespec="minutes")
    request = read_request(CallText(**{"at": now, **asked}), kept.directory).request
    if request is None:
        return None
    answer = route_one(request, kept.directory, kept.services, kept.reach)
    return _Answered(answer, replace(kept.directory, sign_off=signed), open_screen(plain=plain), as_json)


def _shown(found: _Answered) -> int:
    """Print an answer as the command does, and return its exit code."""
    answer, directory, screen, as_json = found
    try:
        screen.tell(answer.warnings)
        if as_json:
            screen.show_json(route_json(answer, directory))
        else:
            screen.show(render_answer(answer, directory, screen.page))
    except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 - as the command says it
        return _ended(problem)
    return Exit.NO_SERVICE if answer.outcome is Outcome.NO_SERVICE else Exit.DONE


def _ended(problem: BaseException) -> int:
    from dos_router.cli.guard import code_of  # noqa: PLC0415 - only then

    return code_of(problem)

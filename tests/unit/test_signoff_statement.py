"""The statement's bytes: read strictly, whatever JSON allows besides."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dos_router.diagnostics import Malformed
from dos_router.signoff.statement import parse_statement
from dos_router.signoff.utc import parse_utc, utc_text

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import NOW, World

Change = Callable[[dict[str, Any]], object]

WRONG: dict[str, tuple[Change, str]] = {
    "another type": (lambda one: one.update(type="dos-router/revocation/v1"), "type is not"),
    "a key too few": (lambda one: one.pop("note"), "`note` is missing"),
    "a key too many": (lambda one: one.update(extra=""), "`extra` is not known"),
    "a serial as text": (lambda one: one.update(serial="1"), "whole number"),
    "serial nought": (lambda one: one.update(serial=0), "whole number"),
    "a serial that is true": (lambda one: one.update(serial=True), "whole number"),
    "a note that is none": (lambda one: one.update(note=None), "`note` is not a text"),
    "records as a list": (lambda one: one.update(records=[]), "`records` is not an object"),
    "a record of no kind": (lambda one: one["records"].update({"x": {}}), "kind of record"),
    "a record of an unknown kind": (lambda one: one["records"].update({"call/1": {}}), "kind of record"),
    "a record without a digest": (lambda one: one["records"]["service/kent-ed"].pop("sha256"), "exactly owner"),
    "a digest in capitals": (lambda one: one["files"].update({"places.csv": "A" * 64}), "SHA-256"),
    "a digest cut short": (lambda one: one.update(previous="ab"), "SHA-256"),
    "owners out of order": (lambda one: one["removed"].update({"service/x": "b a"}), "owners"),
    "an owner twice": (lambda one: one["removed"].update({"service/x": "a a"}), "owners"),
    "an owner that is none": (lambda one: one["removed"].update({"service/x": 1}), "owners"),
    "over before it begins": (lambda one: one.update(valid_until=one["valid_from"]), "over before it begins"),
}


@pytest.fixture
def statement(tmp_path: Path) -> dict[str, Any]:
    world = World(tmp_path).build()
    world.prepare()
    return dict(json.loads((world.serial_folder(1) / "statement.json").read_bytes()))


@pytest.mark.parametrize("change", WRONG)
def test_what_a_statement_may_not_say(statement: dict[str, Any], change: str) -> None:
    spoil, said = WRONG[change]
    spoil(statement)
    with pytest.raises(Malformed, match=said):
        parse_statement(json.dumps(statement).encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not JSON"),
        (b"[]", "not a JSON object"),
        (b"[" * 200_000, "JSON"),
        (b"\xff\xfe{}", "UTF-16"),
        (b'{"a": 1, "a": 2}', "given twice"),
        (b'{"a": 1e9}', "not whole"),
        (b'{"a": Infinity}', "not whole"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "JSON"),
        (b"{} {}", "is not JSON"),
        ('{"a": "\u202e"}'.encode(), "U\\+202E"),
    ],
)
def test_bytes_that_are_no_statement(data: bytes, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        parse_statement(data)


def test_moments_are_utc_to_the_second() -> None:
    assert parse_utc(utc_text(NOW)) == NOW
    for text in (
        "2026-11-21T12:00:00",
        "2026-11-21T12:00Z",
        "2026-11-21t12:00:00z",
        "2026-11-31T12:00:00Z",
        " 2026-11-21T12:00:00Z",
    ):
        with pytest.raises(Malformed, match="is not a time in UTC"):
            parse_utc(text)

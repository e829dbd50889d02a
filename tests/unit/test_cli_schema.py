"""`schema`: what is shipped under schemas/ is up to date, is valid itself, and takes every shipped file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.cli.schema import OUTPUTS
from dos_router.loading.schemas import FILE_KINDS, file_schema, output_schema

ROOT = Path(__file__).parents[2]
KINDS = [*FILE_KINDS, *OUTPUTS]
SHIPPED = {
    "remedies": "examples/remedies.yaml",
    "directory": "directories/*/directory.yaml", "policy": "directories/*/policy.yaml",
    "profiles": "directories/*/profiles.yaml", "services": "directories/*/services/*.yaml",
    "care-plans": "examples/care-plans.yaml", "pathway": "pathways/*.yaml",
    "transcript": "examples/transcript.yaml",
}  # fmt: skip
PLACE = ["-d", str(ROOT / "directories/kent-surrey-sussex")]
CALL = [
    *PLACE, "--at", "2026-11-21T20:00", "--postcode", "CT9", "--age", "34", "--disposition", "Dx03",
    "--symptom-group", "1107", "--symptom-discriminator", "4052",
]  # fmt: skip


class TypedLoader(yaml.CSafeLoader):
    """Reads plain values as YAML 1.2 types them, as editors do: numbers, true and false; the rest is text."""


TypedLoader.yaml_implicit_resolvers = {}
TypedLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
TypedLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[0-9]+$"), list("0123456789"))
TypedLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[0-9]+\.[0-9]+$"), list("0123456789"))
TypedLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def as_text(text: str) -> object:
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - every value stays text


def as_editors_read(text: str) -> object:
    return yaml.load(text, TypedLoader)  # noqa: S506 - a safe loader, with fewer types


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / f"schemas/{kind}.schema.json").read_text(encoding="utf-8")))


def faults(kind: str, value: object) -> list[str]:
    """Return what a schema says against a value, as `path: message`."""
    return [f"{fault.json_path}: {fault.message}" for fault in validator(kind).iter_errors(value)]


def shipped() -> Iterator[tuple[str, Path]]:
    for kind, pattern in SHIPPED.items():
        yield from ((kind, path) for path in sorted(ROOT.glob(pattern)))


def test_what_is_shipped_is_up_to_date(tmp_path: Path) -> None:
    result = run("schema", "-o", str(tmp_path / "a/schemas"))
    assert result.exit_code == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "a/schemas").iterdir()}
    assert sorted(written) == sorted(f"{kind}.schema.json" for kind in KINDS)
    # where this fails: `dos-router schema -o schemas`
    assert written == {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").iterdir()}


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_itself_a_valid_schema_and_prints_as_it_is_shipped(kind: str) -> None:
    Draft202012Validator.check_schema(validator(kind).schema)
    assert json.loads(run("schema", kind).stdout) == validator(kind).schema
    assert "title" in json.loads(run("schema", kind).stdout)


def test_every_shipped_file_fits_as_text_and_as_editors_read_it() -> None:
    seen = set()
    for kind, path in shipped():
        text = path.read_text(encoding="utf-8")
        assert faults(kind, as_text(text)) == [], path
        typed = json.loads(json.dumps(as_editors_read(text)))  # in JSON keys are text
        assert faults(kind, typed) == [], path
        seen.add(kind)
    assert seen == set(FILE_KINDS)


def test_every_shipped_file_names_its_schema_in_its_first_line() -> None:
    for kind, path in shipped():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / first.partition("=")[2]).resolve() == ROOT / f"schemas/{kind}.schema.json", path


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("services", "    type:", "    tipe:"),
        ("services", "    opening: 24/7", "    opening: [24/7]"),
        ("services", "how: walk-in", "how: walking"),
        ("directory", "format: 1", "format: 2"),
        ("directory", "serial: 1", "serial: one"),
        ("directory", "areas:\n  ", "areas:\n  Not An Id: x\n  "),
        ("policy", "ranks:", "rank:"),
        ("profiles", "dispositions: [", "dispositions: [5, "),
        ("care-plans", "patient:", "name:"),
        ("pathway", "red_flag: true", "red_flag: maybe"),
        ("pathway", "expect:", "expects:"),
    ],
)
def test_what_the_loader_refuses_an_editor_underlines(kind: str, old: str, new: str) -> None:
    texts = [path.read_text(encoding="utf-8") for each, path in shipped() if each == kind]
    text = next(text for text in texts if old in text)
    assert faults(kind, as_text(text)) == []
    assert faults(kind, as_text(text.replace(old, new))) != []


@pytest.mark.parametrize(
    "arguments",
    [
        ["route", *CALL],
        ["route", *CALL, "--age", "200y", "--disposition", "Dx02"],
        ["route", *PLACE, "--at", "2026-11-21T20:00", "--disposition", "Dx0112"],
        ["explain", *CALL],
        ["explain", *CALL, "--why-not", "sheppey-walk-in"],
        ["hours", "qeqm-utc", *PLACE, "--at", "2026-12-24T20:00"],
        ["hours", "sheppey-walk-in", *PLACE, "--at", "2026-12-24T23:00"],
        ["find", "pharmacy", *PLACE, "--near", "CT9"],
        ["check", *PLACE, "--on", "2030-01-01", "--pathways", str(ROOT / "pathways")],
        ["verify", *PLACE],
        ["log", *PLACE],
        ["diff", str(ROOT / "directories/kent-surrey-sussex"), str(ROOT / "directories/milton-keynes")],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_commands_print_keeps_to_their_schema(arguments: list[str]) -> None:
    result = run(*arguments, "--json")
    if result.stdout:
        assert faults(arguments[0], json.loads(result.stdout)) == []
    else:
        assert result.exit_code != 0


class Leaf(TypedDict):
    """A part."""

    number: float
    often: NotRequired[dict[str, int]]


class Tree(TypedDict):
    trunk: Leaf | None
    leaves: list[Leaf]


def test_an_output_schema_knows_what_may_be_left_out() -> None:
    schema = output_schema(Tree, "a tree")
    leaf = {"$ref": "#/$defs/Leaf"}
    assert schema["properties"] == {
        "trunk": {"anyOf": [leaf, {"type": "null"}]},
        "leaves": {"type": "array", "items": leaf},
    }
    assert (schema["required"], schema["title"], "description" in schema) == (["trunk", "leaves"], "a tree", False)
    assert schema["$defs"]["Leaf"] == {
        "description": "A part.", "type": "object", "required": ["number"], "additionalProperties": False,
        "properties": {
            "number": {"type": "number"}, "often": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
    }  # fmt: skip


def test_a_kind_of_value_that_has_no_schema_is_a_fault_of_ours() -> None:
    class Odd(TypedDict):
        when: complex

    with pytest.raises(TypeError, match="no schema is known"):
        output_schema(Odd, "odd")


def test_optional_keys_may_be_left_out_but_not_be_null() -> None:
    service = file_schema("services")["$defs"]["ServiceShape"]
    assert service["required"] == ["id", "name", "type", "opening"]
    assert "null" not in json.dumps([file_schema(kind) for kind in FILE_KINDS])


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_field_is_described(kind: str) -> None:
    schema = file_schema(kind)
    for name, part in {"the file": schema, **schema.get("$defs", {})}.items():
        bare = [key for key, field in part.get("properties", {}).items() if "description" not in field]
        assert bare == [], name


def test_without_a_kind_the_kinds_are_listed() -> None:
    shown = run("schema").stdout
    assert re.findall(r"[\w-]+", shown.replace("output of commands", "")) == ["Kinds", "files", *KINDS]


def test_one_kind_may_be_written_alone(tmp_path: Path) -> None:
    assert run("schema", "services", "-o", str(tmp_path)).stdout == f"written into {tmp_path}: services.schema.json\n"
    assert [path.name for path in tmp_path.iterdir()] == ["services.schema.json"]


def test_an_unknown_kind_is_wrong_use() -> None:
    for kind, cure in (("service", "did you mean `services`?"), ("x", "kinds: directory, ")):
        result = run("schema", kind)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"error: there is no kind `{kind}`\n  help: {cure}" in result.stderr


def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "dos_router", "schema", "policy"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    printed: dict[str, Any] = json.loads(done.stdout)
    assert printed["properties"]["validate"]["type"] == ["boolean", "string"]

"""JSON Schema (2020-12) of each kind of file, from the shapes that read them, and of commands' output."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import cleandoc
from types import MappingProxyType, NoneType, UnionType
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import TypeAdapter

from dos_router.loading.shapes.care_plans import CarePlansFile
from dos_router.loading.shapes.directory import DirectoryShape, PolicyShape, ProfileShape
from dos_router.loading.shapes.pathways import PathwayFile
from dos_router.loading.shapes.remedies import RemediesFile
from dos_router.loading.shapes.scalars import Id
from dos_router.loading.shapes.services import ServicesFile
from dos_router.loading.shapes.transcripts import TranscriptFile

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE_KINDS: Mapping[str, Any] = MappingProxyType({
    "directory": DirectoryShape, "policy": PolicyShape, "profiles": dict[Id, ProfileShape],
    "services": ServicesFile, "care-plans": CarePlansFile, "pathway": PathwayFile,
    "transcript": TranscriptFile, "remedies": RemediesFile,
})  # fmt: skip
_TITLES = {
    "directory": "directory.yaml: what a directory is, who commissions it, where it reaches",
    "policy": "policy.yaml: how commissioners rank and limit services",
    "profiles": "profiles.yaml: what each kind of service can do",
    "services": "a file of services/: a provider and its services",
    "care-plans": "a file of care plans",
    "pathway": "a file of pathways/: the questions for one symptom",
    "transcript": "a transcript of triage, as `triage --save` writes it",
    "remedies": "a file of remedies, for `gaps --remedy`",
}
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_NULL = {"type": "null"}
_MAPS_OF_PARTS = ("properties", "$defs", "patternProperties")


def file_schema(kind: str) -> Schema:
    """Return the schema of a kind of FILE_KINDS, for values as YAML types them and as plain text."""
    found = _tidy(TypeAdapter(FILE_KINDS[kind]).json_schema(by_alias=True))
    return {"$schema": DIALECT, **found, "title": _TITLES[kind]}


def output_schema(shape: type, title: str) -> Schema:
    """Return the schema of a TypedDict, to which an output of a command keeps.

    Written out here, for pydantic reads the standard library's TypedDict only from Python 3.12 on.
    """
    parts: dict[str, Schema] = {}
    _output(shape, parts)
    whole = parts.pop(shape.__name__)
    return {"$schema": DIALECT, **whole, "title": title, "$defs": dict(sorted(parts.items()))}


def _tidy(schema: Schema) -> Schema:
    """Return pydantic's schema as it holds for our files.

    No null stands for what is left out, keys are told by pattern alone, and of a number written as text
    only `enum` speaks. Titles made up of names are dropped: an editor shows the description.
    """
    tidy = {name: _tidied(name, part) for name, part in schema.items() if not _says_nothing(name, part)}
    choices = tidy.pop("anyOf", [])
    rest = [choice for choice in choices if choice != _NULL]
    if choices:
        tidy = (rest[0] if len(rest) == 1 else {"anyOf": rest}) | tidy
    if "enum" in tidy and "const" in tidy:
        del tidy["const"], tidy["type"]
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    return tidy


def _tidied(name: str, part: Any) -> Any:  # noqa: ANN401 - a schema holds anything
    if name in _MAPS_OF_PARTS:
        return {key: _tidy(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_tidy(value) if isinstance(value, dict) else value for value in part]
    return _tidy(part) if isinstance(part, dict) and name != "default" else part


def _says_nothing(name: str, part: object) -> bool:
    if name == "propertyNames":
        return isinstance(part, dict) and "enum" not in part
    return name == "title" or (name == "default" and part in (None, [], {}))


def _output(kind: Any, parts: dict[str, Schema]) -> Schema:  # noqa: ANN401 - an annotation
    """Return the schema of an annotation; TypedDicts are put among the parts, and referred to."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if origin is list:
        return {"type": "array", "items": _output(inner[0], parts)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _output(inner[1], parts)}
    if origin in (Union, UnionType):
        return {"anyOf": [_output(each, parts) for each in inner]}
    if not is_typeddict(kind):
        raise TypeError(f"no schema is known for {kind!r}")
    if kind.__name__ not in parts:
        parts[kind.__name__] = _typed_dict(kind, parts)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _typed_dict(kind: Any, parts: dict[str, Schema]) -> Schema:  # noqa: ANN401
    fields = get_type_hints(kind, include_extras=True)
    optional = {name for name, each in fields.items() if get_origin(each) is NotRequired}
    described = {"description": cleandoc(kind.__doc__)} if kind.__doc__ else {}
    return {
        **described,
        "type": "object",
        "properties": {
            name: _output(get_args(each)[0] if name in optional else each, parts) for name, each in fields.items()
        },
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }

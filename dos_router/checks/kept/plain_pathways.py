"""Pathways as they were loaded ⇄ plain lists: each thing of the model is its name and its fields, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from dos_router.checks.kept.plain_findings import findings_from, plain_findings
from dos_router.checks.kept.store import Plain
from dos_router.diagnostics import Location
from dos_router.loading.loaded_pathways import LoadedPathways
from dos_router.model.ages import AgeRange
from dos_router.model.pathway import (
    Case,
    Choice,
    Decision,
    Ending,
    Example,
    GoTo,
    Like,
    Pathway,
    Patient,
    Question,
    Rule,
    SafetyRule,
)

_KINDS: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        *(AgeRange, Case, Choice, Decision, Ending, Example, GoTo, Like),
        *(Pathway, Patient, Question, Rule, SafetyRule),
    )
}
_FIELDS = {name: tuple(each.name for each in fields(kind)) for name, kind in _KINDS.items()}
_PLACE, _TUPLE, _SET, _MAP = "@", "()", "{}", "{:}"


def plain_pathways(loaded: LoadedPathways) -> Plain:
    """Return all that was loaded of a folder as lists."""
    return [_plain(loaded.pathways), plain_findings(loaded.problems, ""), _plain(loaded.left_out)]


def pathways_from(plain: Plain) -> LoadedPathways:
    """Return all that was loaded of a folder from lists."""
    pathways, problems, left_out = plain
    return LoadedPathways(_value(pathways), findings_from(problems, ""), _value(left_out))


def _plain(value: Any) -> Plain:  # noqa: ANN401 - any part of the model
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Location):
        return [_PLACE, *value]
    if isinstance(value, tuple):
        return [_TUPLE, *map(_plain, value)]
    if isinstance(value, frozenset):
        return [_SET, *sorted(value)]
    if isinstance(value, Mapping):
        return [_MAP, *((name, _plain(part)) for name, part in value.items())]
    kind = type(value).__name__
    return [kind, *(_plain(getattr(value, name)) for name in _FIELDS[kind])]


def _value(plain: Plain) -> Any:  # noqa: ANN401
    if not isinstance(plain, list):
        return plain
    kind, *parts = plain
    if kind == _PLACE:
        return Location(*parts)
    if kind == _TUPLE:
        return tuple(map(_value, parts))
    if kind == _SET:
        return frozenset(parts)
    if kind == _MAP:
        return MappingProxyType({name: _value(part) for name, part in parts})
    return _KINDS[kind](**dict(zip(_FIELDS[kind], map(_value, parts), strict=True)))

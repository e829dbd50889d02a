"""A part of a tree → a validated shape, with every problem of it told in plain words at its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dos_router.diagnostics import Diagnostic, error, warning
from dos_router.loading.shapes.scalars import Shape
from dos_router.loading.text_tree import Tree
from dos_router.spelling import did_you_mean

S = TypeVar("S", bound=Shape)
Path = tuple[str | int, ...]

_KINDS = {
    "tuple_type": ("a list", "write `[…]`, or one `- ` line each"),
    "dict_type": ("a map of keys and values", "write `key: value`"),
    "model_type": ("a map of keys and values", "write `key: value`"),
    "not-text": ("a single value", "write one text"),
    "string_type": ("a single value", "write one text"),
}


def validate(
    shape: type[S], tree: Tree, path: Path = (), *, tell_inner_empty: bool = True
) -> tuple[S | None, list[Diagnostic]]:
    """Return the shape of the value at a path, or None; with all its problems.

    Where a faulty part can be left out, the rest is returned beside the errors, so that what it
    refers to can be judged too; whoever asks must look at the errors before using it. Whoever judges
    empty values further in himself need not be told of them.
    """
    value = value_at(tree, path)
    problems = [_empty(tree, (*path, *inner)) for inner in _empty_keys(shape, value, deep=tell_inner_empty)]
    try:
        return shape.model_validate(value), problems
    except ValidationError as refused:
        details = refused.errors(include_url=False, include_context=True, include_input=False)
    problems += [_problem(detail, shape, tree, path) for detail in details]
    return _salvage(shape, value, {detail["loc"][0] for detail in details if detail["loc"]}), problems


def value_at(tree: Tree, path: Path) -> Any:  # noqa: ANN401 - a tree holds any of its three kinds
    """Return what stands at a path; None where there is nothing."""
    value: Any = tree.value
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _salvage(shape: type[S], value: object, faulty: set[str | int]) -> S | None:
    if not isinstance(value, dict) or not faulty:
        return None
    try:
        return shape.model_validate({key: part for key, part in value.items() if key not in faulty})
    except ValidationError:
        return None


def _empty_keys(shape: type[Shape], value: object, *, deep: bool) -> Iterator[Path]:
    """Yield the path of each empty value of a shape, and of the shapes in it."""
    if not isinstance(value, dict):
        return
    inner = _shapes_within(shape) if deep else {}
    for key, part in value.items():
        if part is None:
            yield (key,)
        elif key in inner:
            yield from ((key, *path) for path in _empty_below(inner[key], part))


def _empty_below(annotation: Any, value: object) -> Iterator[Path]:  # noqa: ANN401
    """Yield the same of a field: one shape, a list of them, or a map of them by name."""
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from ((number, *path) for path in _empty_below(annotation, part))
    elif isinstance(value, dict) and get_origin(annotation) is dict:
        for key, part in value.items():
            yield from ((key, *path) for path in _empty_below(get_args(annotation)[1], part))
    else:
        for shape in _shapes_in(annotation):
            yield from _empty_keys(shape, value, deep=True)


@cache
def _shapes_within(shape: type[Shape]) -> dict[str, Any]:
    """Return the annotations of the fields, by key, that hold shapes."""
    fields = {field.alias or name: field.annotation for name, field in shape.model_fields.items()}
    return {key: annotation for key, annotation in fields.items() if _shapes_in(annotation)}


def _empty(tree: Tree, path: Path) -> Diagnostic:
    return warning(
        "empty-value",
        f"`{path[-1]}` is empty and counts as not stated",
        tree.location(*path),
        "give a value, or delete the line",
    )


def _problem(detail: ErrorDetails, shape: type[Shape], tree: Tree, path: Path) -> Diagnostic:
    """Return one of pydantic's errors as a Diagnostic."""
    steps = tuple(step for step in detail["loc"] if step != "[key]")
    where = tree.location(*path, *steps)
    kind, context = detail["type"], detail.get("ctx", {})
    name = _name(steps)
    if kind == "missing":
        return error("missing-key", f"`{name}` is missing", where, f"add `{name}: …`")
    if kind == "extra_forbidden":
        known = _keys_at(shape, steps[:-1])
        cure = did_you_mean(name, known, otherwise=f"known keys: {', '.join(known)}")
        return error("unknown-key", f"unknown key `{name}`", where, cure)
    if kind == "literal_error":
        return _not_among(name, value_at(tree, path + steps), context["expected"], tree.location(*path, *steps))
    if kind == "malformed":
        return error(context["rule"], context["message"], where, context["cure"])
    expected, form = _KINDS.get(kind, (detail["msg"].lower(), None))
    return error("wrong-kind", f"`{name}` must be {expected}", where, form)


def _not_among(name: str, value: object, expected: str, where: Any) -> Diagnostic:  # noqa: ANN401
    choices = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    cure = did_you_mean(str(value), choices, otherwise=f"one of: {', '.join(choices)}")
    return error("unknown-word", f"`{name}` cannot be `{value}`", where, cure)


def _name(steps: tuple[str | int, ...]) -> str:
    return next((str(step) for step in reversed(steps) if isinstance(step, str)), "the file")


def _keys_at(shape: type[Shape], steps: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the shape under these steps knows."""
    for step in steps:
        if isinstance(step, str):
            inner = next((f.annotation for n, f in shape.model_fields.items() if step in (n, f.alias)), None)
            shape = next(iter(_shapes_in(inner)), shape)
    return [field.alias or name for name, field in shape.model_fields.items()]


def _shapes_in(annotation: object) -> list[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return [annotation]
    return [shape for part in get_args(annotation) for shape in _shapes_in(part)]

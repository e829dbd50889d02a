"""Drafts → the YAML that people would write by hand: one line a field, dates a line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from dos_router.interchange.lists.draft import FIELDS, Draft, ProviderDraft, Value

SCHEMA = "# yaml-language-server: $schema=../../../schemas/services.schema.json\n"
INDENT = "    "
_MAPS_IN_FLOW = frozenset({"location", "referral", "checked"})

# text that YAML reads as itself, without quotation marks, within brackets and without
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,;'()&/+:|-]*", re.ASCII)
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .'()&/+|-]*", re.ASCII)


def head_text(provider: ProviderDraft, said: Iterable[str]) -> str:
    """Return what stands before the services of a file: remarks, a paragraph each, and who runs them."""
    return f"{SCHEMA}#\n{''.join(map(remark_lines, said))}{provider_line(provider)}services:\n"


def record_texts(drafts: Iterable[Draft]) -> list[str]:
    """Return the records of a file, each after the first with a blank line before it."""
    texts = ["".join(field_texts(draft).values()) for draft in drafts]
    return [f"\n{text}" if number else text for number, text in enumerate(texts)]


def provider_line(provider: ProviderDraft) -> str:
    """Return the line that says who runs the services."""
    return f"provider: {_flow_map(provider.fields())}\n"


def field_texts(draft: Draft) -> dict[str, str]:
    """Return the text of each field of a record, in the order of the file; the first begins the item."""
    texts = {
        name: field_text(name, draft.fields[name], draft.remarks.get(name)) for name in FIELDS if name in draft.fields
    }
    first = next(iter(texts))
    texts[first] = f"  - {texts[first].lstrip()}"
    return texts


def field_text(name: str, value: Value, remark: str | None = None) -> str:
    """Return a field as its line, or lines; a remark stands at the end of the first."""
    beside = f"  # {remark}" if remark else ""
    if isinstance(value, str):
        return f"{INDENT}{name}: {scalar(value)}{beside}\n"
    if isinstance(value, tuple):
        return f"{INDENT}{name}: [{', '.join(_in_flow(one) for one in value)}]{beside}\n"
    if name in _MAPS_IN_FLOW:
        return f"{INDENT}{name}: {_flow_map(value)}{beside}\n"
    lines = [f"{INDENT}  {key}: {scalar(one)}\n" for key, one in value.items()]
    return f"{INDENT}{name}:{beside}\n{''.join(lines)}"


def remark_lines(text: str, width: int = 100) -> str:
    """Return a text as lines that begin with #, each of at most so many letters where its words allow."""
    lines, line = [], "#"
    for word in text.split():
        if len(line) + 1 + len(word) > width and line != "#":
            lines.append(line)
            line = "#"
        line = f"{line} {word}"
    return "".join(f"{one}\n" for one in [*lines, line])


def scalar(text: str) -> str:
    """Return a text as a value after `key: `, in quotation marks where it needs them."""
    plain = _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " "))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _in_flow(text: str) -> str:
    plain = _PLAIN_IN_FLOW.fullmatch(text) and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)


def _flow_map(value: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {_in_flow(one)}' for key, one in value.items())}}}"

"""What is untidy in the files of a directory, as `--fix` would mend it: looked for closely only where it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dos_router.checks.fix import Edit, edits_of
from dos_router.checks.fix_order import Record, is_out_of_order, untidy_records
from dos_router.checks.fix_text import Written
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location
from dos_router.loading.text_tree import parse_tree


def untidy(subject: Subject, rule: str, may_be: Callable[[str], bool]) -> Iterator[tuple[Edit, Location, str]]:
    """Yield what a rule would mend, where, and the text as it stands, in the files that may hold any of it."""
    for where, text in subject.texts.items():
        if may_be(text) and parse_tree(text, where)[0]:
            for edit in edits_of(Written(text)):
                if edit.rule == rule:
                    yield edit, where._replace(line=edit.line, column=edit.column), text[edit.start : edit.end]


def out_of_order(subject: Subject) -> Iterator[tuple[Record, Location]]:
    """Yield the records of the directory itself whose keys `--fix` would put in order."""
    files = {service.at.file for service in subject.services if is_out_of_order(list(service.lines))}
    for where, text in subject.texts.items():
        if where.file in files and where.folder == subject.directory.folder:
            for record in untidy_records(Written(text)):
                yield record, where._replace(line=record.line, column=record.column)


def values_of(name: str, tidy: Callable[[str], str]) -> Callable[[str], bool]:
    """Return what says of a text whether any value of a key of this name, or one that ends so, may be untidy."""
    pattern = re.compile(rf"{name}['\"]?\s*:\s*['\"]?([^'\"#,}}\n]+)")
    return lambda text: any(tidy(value.strip()) != value.strip() for value in pattern.findall(text))

"""Whether a record from elsewhere would load: judged by the shapes of our files, before anything is written."""

from __future__ import annotations

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.interchange.records import Record, file_text
from dos_router.loading.shapes.services import ProviderShape, ServiceShape
from dos_router.loading.source_text import HIDDEN, name_of
from dos_router.loading.text_tree import parse_tree
from dos_router.loading.validation import validate


def fault_of(record: Record) -> Diagnostic | None:
    """Return the first fault for which a record would not load; None where it would."""
    text = file_text([record], ())
    if hidden := HIDDEN.search(text):
        said = f"{record.id}: it holds the character {name_of(hidden[0])}, which cannot be seen"
        return error("hidden-character", said, record.at, "delete it where the file comes from")
    tree, problems = parse_tree(text, Location(record.at.file, folder=record.at.folder))
    if tree is not None:
        problems = [*validate(ProviderShape, tree, ("provider",))[1], *validate(ServiceShape, tree, ("services", 0))[1]]
    fault = next((problem for problem in problems if problem.is_error), None)
    return fault and Diagnostic(fault.rule, fault.severity, f"{record.id}: {fault.message}", record.at, fault.help)

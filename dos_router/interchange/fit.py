"""Whether a record from elsewhere would load: judged by the shapes of our files, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.diagnostics import Diagnostic, Location
from dos_router.interchange.exchange import Taken
from dos_router.interchange.records import Record, file_text
from dos_router.loading.shapes.services import ProviderShape, ServiceShape
from dos_router.loading.text_tree import parse_tree
from dos_router.loading.validation import validate


def fitting(taken: Taken) -> Taken:
    """Return what was taken without the records that would not load: they are reported, each by its first fault."""
    judged = [(record, _fault(record)) for record in taken.records]
    kept = tuple(record for record, fault in judged if fault is None)
    return taken._replace(records=kept, reported=(*taken.reported, *(fault for _, fault in judged if fault)))


def _fault(record: Record) -> Diagnostic | None:
    tree, problems = parse_tree(file_text([record], ()), Location(record.at.file, folder=record.at.folder))
    if tree is not None:
        problems = [*validate(ProviderShape, tree, ("provider",))[1], *validate(ServiceShape, tree, ("services", 0))[1]]
    fault = next((problem for problem in _errors(problems)), None)
    return fault and Diagnostic(fault.rule, fault.severity, f"{record.id}: {fault.message}", record.at, fault.help)


def _errors(problems: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    return (problem for problem in problems if problem.is_error)

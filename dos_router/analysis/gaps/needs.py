"""The needs that gaps are looked for in: what pathways can end in, what calls asked for, or a file's own list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from dos_router.analysis.gaps.pathway_ends import ends_of
from dos_router.analysis.sweep.cells import Need
from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.loading.table_rows import FaultyCell, Row, read_rows
from dos_router.model.call import Request
from dos_router.model.codes import parse_discriminator, parse_disposition, parse_symptom_group
from dos_router.model.pathway import Pathway
from dos_router.reference import Reference

__all__ = ["COLUMNS", "Need", "ReadNeeds", "needs_of", "needs_of_calls", "read_needs"]

COLUMNS = ("disposition", "symptom_group", "symptom_discriminator")


class ReadNeeds(NamedTuple):
    """The needs of a file that can be understood, and what is wrong with the others."""

    needs: tuple[Need, ...]
    problems: list[Diagnostic]


def needs_of(pathways: Mapping[str, Pathway], reference: Reference) -> tuple[Need, ...]:
    """Return every need that the pathways can end in and that is searched for, by walking every route."""
    found = {
        need_for(end.disposition, end.symptom_group, end.discriminators)
        for end in ends_of(pathways, reference)
        if reference.dispositions[end.disposition].search and end.symptom_group and end.discriminators
    }
    return tuple(sorted(found))


def needs_of_calls(requests: Iterable[Request], reference: Reference) -> tuple[Need, ...]:
    """Return every need that calls asked for and that is searched for."""
    found = {
        need_for(each.disposition, each.symptom_group, each.symptom_discriminators)
        for each in requests
        if reference.dispositions[each.disposition].search and each.symptom_group and each.symptom_discriminators
    }
    return tuple(sorted(found))


def need_for(disposition: str, group: str | None, discriminators: Iterable[str]) -> Need:
    """Return the need of a call; its discriminators are put in order and joined by `+`."""
    return Need(disposition, group or "", "+".join(sorted(set(discriminators))))


def read_needs(path: Path, reference: Reference) -> ReadNeeds:
    """Read the needs of a CSV file of the columns `disposition,symptom_group,symptom_discriminator`.

    A row with a code that is malformed, unknown or not searched for is a problem, and left out.
    """
    rows, problems = read_rows(path, Location(path.name, folder=str(path.parent)), COLUMNS)
    found: list[Need] = []
    for row in rows:
        try:
            found.append(_need(row, reference))
        except FaultyCell as fault:
            problems.append(fault.diagnostic)
    if not found and not problems:
        problems.append(error("no-needs", "the file names no need", Location(path.name, folder=str(path.parent))))
    return ReadNeeds(tuple(sorted(set(found))), problems)


def _need(row: Row, reference: Reference) -> Need:
    return need_for(
        row.read("disposition", lambda text: _searched(text, reference)),
        row.read("symptom_group", parse_symptom_group),
        row.read("symptom_discriminator", lambda text: [parse_discriminator(part) for part in text.split("+")]),
    )


def _searched(text: str, reference: Reference) -> str:
    code = parse_disposition(text)
    if code not in reference.dispositions:
        raise Malformed(
            f"there is no disposition `{code}`", help="name one of the reference", rule="unknown-disposition"
        )
    if not reference.dispositions[code].search:
        cure = "leave it out: nothing is searched for, so that there is nothing to lack"
        raise Malformed(f"`{code}` is not searched for", help=cure, rule="not-searched")
    return code

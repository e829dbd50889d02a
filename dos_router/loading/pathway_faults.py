"""What is wrong with a pathway in itself: names that lead nowhere, loops, ends less urgent than a red flag allows."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from dos_router.diagnostics import Diagnostic, Location, error, warning
from dos_router.model.pathway import (
    CONTINUE,
    RESERVED_VALUES,
    Case,
    Choice,
    Decision,
    Ending,
    Exit,
    GoTo,
    Like,
    Pathway,
    Question,
    Step,
    exits,
)
from dos_router.reference import Reference
from dos_router.spelling import did_you_mean

NOT_SURE = frozenset({"not sure", "unsure", "don't know", "do not know"})


def find_faults(pathway: Pathway, reference: Reference) -> list[Diagnostic]:
    """Return every problem of one pathway, by kind and then in the file's order."""
    return [
        *_unknown_targets(pathway),
        *_unknown_likes(pathway),
        *_unknown_values(pathway),
        *_unknown_codes(pathway, reference),
        *_unroutable(pathway, reference),
        *_loops(pathway),
        *_unreached(pathway),
        *_weak_red_flags(pathway, reference),
        *_unsafe_doubts(pathway),
    ]


def _unknown_targets(pathway: Pathway) -> Iterator[Diagnostic]:
    starts = [GoTo(pathway.start, pathway.at)] if pathway.start != CONTINUE else []
    for each in [*starts, *_exits(pathway)]:
        if isinstance(each, GoTo) and each.step not in (CONTINUE, *pathway.steps):
            cure = did_you_mean(each.step, pathway.steps, otherwise="write it, or lead elsewhere")
            yield error("unknown-question", f"there is no question or decision `{each.step}`", each.at, cure)

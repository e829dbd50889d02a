"""Where answers and rules lead: the ends that may follow, and how pressing the least and most so are."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.model.pathway import Ending, Exit, GoTo, Pathway, exits, pressing
from dos_router.reference import Reference

Weight = tuple[bool, int]


def where_to(leads: Exit) -> tuple[str, ...]:
    """Return what tells one way out from another: the step, or the codes of the end."""
    if isinstance(leads, GoTo):
        return ("go", leads.step)
    return ("then", leads.disposition, leads.symptom_group or "", *leads.discriminators)


def ends_after(pathway: Pathway, leads: Exit) -> Iterator[Exit]:
    """Yield every end that may follow a way out, as far as the pathway is written; `continue` is one."""
    seen: set[str] = set()
    waiting = [leads]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Ending) or each.step not in pathway.steps:
            yield each
        elif each.step not in seen:
            seen.add(each.step)
            waiting += exits(pathway.steps[each.step])


def least_pressing(pathway: Pathway, leads: Exit, reference: Reference) -> Weight:
    """Return how pressing the least pressing end after a way out is; `continue` is less so than any."""
    return max(_weight(each, reference) for each in ends_after(pathway, leads))


def _weight(each: Exit, reference: Reference) -> Weight:
    if isinstance(each, GoTo):
        return True, max(one.urgency for one in reference.dispositions.values()) + 1
    return pressing(reference.dispositions[each.disposition])

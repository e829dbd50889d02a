"""The conditions of a pathway, and which values some condition still looks at."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.model.pathway import CONTINUE, Case, Decision, GoTo, Pathway, Step, exits


def conditions(pathway: Pathway) -> Iterator[Case]:
    """Yield every `if` of a pathway: those of its decisions, then those of its safety rules."""
    for step in pathway.steps.values():
        yield from _conditions_of(step)
    yield from (rule.case for rule in pathway.always)


def names_needed(pathway: Pathway) -> dict[str, frozenset[str]]:
    """Return by step the names that a condition there or after it looks at; those of safety rules everywhere."""
    always = frozenset(name for rule in pathway.always for name in rule.case.values)
    found: dict[str, frozenset[str]] = {}
    for name in _last_first(pathway):
        step = pathway.steps[name]
        own = frozenset(value for case in _conditions_of(step) for value in case.values)
        found[name] = always.union(own, *(found[after] for after in _after(pathway, step)))
    return found


def _last_first(pathway: Pathway) -> Iterator[str]:
    """Yield every step after all those that it can lead to."""
    done: set[str] = set()
    stack = [(name, False) for name in pathway.steps]
    while stack:
        name, expanded = stack.pop()
        if name in done:
            continue
        if expanded:
            done.add(name)
            yield name
        else:
            stack.append((name, True))
            stack += [(after, False) for after in _after(pathway, pathway.steps[name]) if after not in done]


def _after(pathway: Pathway, step: Step) -> list[str]:
    return [
        each.step
        for each in exits(step)
        if isinstance(each, GoTo) and each.step != CONTINUE and each.step in pathway.steps
    ]


def _conditions_of(step: Step) -> Iterator[Case]:
    if isinstance(step, Decision):
        yield from (rule.case for rule in step.rules if rule.case)

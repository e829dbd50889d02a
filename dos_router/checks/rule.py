"""What a check is: a name, a severity, why it matters with a failing and a passing example, and its finder.

Each check is a module named for the fault that it finds. Its docstring is its documentation, in this form:

    One sentence that says what is found.

    Why it matters, and what to do.

    Fails:
        # services/example.yaml
        services:
          - …

    Passes:
        # services/example.yaml
        services:
          - …

A module that states `BY_FILE = True` looks at each record or text of a file of services by itself: what it finds
there, at a place of that file, hangs on no other file of services. So it is found again only when that file changes.

An example holds files, each after a line with its path (`# pathways/NAME.yaml` too; `# on: 2026-11-21` for the
day of the check). The keys that it writes at the top level replace those of a small sound directory.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import NamedTuple

from dos_router.checks.subject import Subject
from dos_router.diagnostics import Diagnostic, Location, Severity, shortened


class Found(NamedTuple):
    """One thing found: a sentence, its place and its cure; rule and severity are the check's."""

    message: str
    location: Location | None = None
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `find` is None where loading finds it; `category` is its folder, `by_file` as told above."""

    name: str
    category: str
    severity: Severity
    explanation: str
    find: Callable[[Subject], Iterator[Found]] | None = None
    by_file: bool = False

    def look_at(self, subject: Subject) -> Iterator[Diagnostic]:
        """Yield what it finds in a subject; nothing where that is loading's business."""
        for message, location, cure in self.find(subject) if self.find else ():
            yield Diagnostic(self.name, self.severity, shortened(message), location, cure)


def rule_of(module: ModuleType) -> Rule:
    """Return the check of a module: its name and folder, SEVERITY, docstring and `find`."""
    category, name = module.__name__.split(".")[-2:]
    explanation = inspect.cleandoc(module.__doc__ or "")
    find, by_file = getattr(module, "find", None), getattr(module, "BY_FILE", False)
    return Rule(name.replace("_", "-"), category, module.SEVERITY, explanation, find, by_file)

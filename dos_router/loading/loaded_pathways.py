"""What a folder of pathways holds, once it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dos_router.diagnostics import Diagnostic, Location
from dos_router.model.pathway import Pathway


@dataclass(frozen=True, slots=True)
class LoadedPathways:
    """The pathways that may be asked, by id; those left out, and where they stand; every problem."""

    pathways: Mapping[str, Pathway]
    problems: list[Diagnostic]
    left_out: Mapping[str, Location]

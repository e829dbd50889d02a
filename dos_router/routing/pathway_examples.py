"""Runs the examples that a pathway carries: what is signed off is executable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dos_router.diagnostics import Diagnostic, error, warning
from dos_router.model.pathway import CONTINUE, Ending, Example, Pathway, Question
from dos_router.reference import Reference
from dos_router.routing.triage import Walk, finish, walk_through

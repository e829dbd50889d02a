"""dos-router: who in NHS urgent care would be offered to a caller, in what order, and why.

    files ── load ──▶ Directory, problems
    call text + Directory ── route ──▶ Answer          (offers in order, near misses)
    call text + Directory ── explain ──▶ Explanation   (the same, with the verdict on every service)
    Directory + needs ── find_gaps ──▶ Gaps         (who, where and when nothing suitable answers)
    folders, pathways ── check ──▶ Survey              (every problem in its place)
    batches of calls + Directory ── route_batches ──▶ batches of results

Quality assurance, planning, analysis and training on local directories: not for use with a live patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dos_router.analysis.gaps.find import find_gaps
    from dos_router.checks.survey import check
    from dos_router.loading.care_plans import load_care_plans
    from dos_router.loading.directory import load
    from dos_router.model.call import CallText
    from dos_router.routing.batch import route_batches
    from dos_router.routing.route import explain_call as explain
    from dos_router.routing.route import route_call as route

__version__ = "0.1.0"
__all__ = [
    "CallText", "__version__", "check", "explain", "find_gaps", "load", "load_care_plans", "route", "route_batches",
]  # fmt: skip

_WHERE = {
    "CallText": ("dos_router.model.call", "CallText"),
    "check": ("dos_router.checks.survey", "check"),
    "explain": ("dos_router.routing.route", "explain_call"),
    "find_gaps": ("dos_router.analysis.gaps.find", "find_gaps"),
    "load": ("dos_router.loading.directory", "load"),
    "load_care_plans": ("dos_router.loading.care_plans", "load_care_plans"),
    "route": ("dos_router.routing.route", "route_call"),
    "route_batches": ("dos_router.routing.batch", "route_batches"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the front door lists
    """Import what is asked for when it is asked for, so that a command loads only what it uses."""
    from importlib import import_module  # noqa: PLC0415

    if name == "spark":
        return import_module("dos_router.spark")
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)

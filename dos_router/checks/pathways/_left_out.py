"""Pathways that loading leaves out for want of an `otherwise`, read again so that it can be said who is left."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location, has_errors
from dos_router.model.pathway import Pathway


def without_otherwise(subject: Subject) -> Iterator[Pathway]:
    """Yield the pathways whose only errors are decisions without `otherwise`, by file."""
    from dos_router.loading.pathway_faults import find_faults  # noqa: PLC0415 - heavy, and only where some have changed
    from dos_router.loading.pathway_form import build_pathway  # noqa: PLC0415
    from dos_router.loading.shapes.pathways import PathwayFile  # noqa: PLC0415
    from dos_router.loading.validation import validate  # noqa: PLC0415

    folder = subject.pathways_folder
    used = {pathway.at.file for pathway in subject.pathways.values()}
    for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else ():
        where = Location(f"{folder.name}/{path.name}", folder=str(folder.parent)) if folder else Location(path.name)
        if where.file not in used:
            tree, _ = subject.files.tree(path, where)
            shape, problems = validate(PathwayFile, tree) if tree else (None, [])
            if tree and shape and not has_errors(problems):
                pathway, more = build_pathway(shape, tree)
                lacking = bool(more) and all(problem.rule == "no-otherwise" for problem in more)
                if lacking and not has_errors(find_faults(pathway, subject.directory.reference)):
                    yield pathway

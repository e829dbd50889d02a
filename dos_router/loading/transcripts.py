"""A transcript file → the triage that it tells of."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, has_errors
from dos_router.loading.shapes.transcripts import TranscriptFile
from dos_router.loading.text_tree import Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.call import CallText
from dos_router.model.transcript import CameTo, Given, Transcript


class LoadedTranscript(NamedTuple):
    """A transcript, None where the file cannot be used; and every problem of it."""

    transcript: Transcript | None
    problems: list[Diagnostic]


def load_transcript(path: Path) -> LoadedTranscript:
    """Read a transcript as `triage --save` writes it."""
    tree, problems = read_tree(path, Location(str(path)))
    if tree is None:
        return LoadedTranscript(None, problems)
    shape, more = validate(TranscriptFile, tree)
    problems += more
    return LoadedTranscript(None if shape is None or has_errors(problems) else _build(shape, tree), problems)


def _build(shape: TranscriptFile, tree: Tree) -> Transcript:
    came_to = shape.came_to
    return Transcript(
        directory=shape.directory,
        pathway=shape.pathway,
        words=shape.words,
        call=CallText(**shape.call.model_dump()),
        notes=shape.notes,
        answers=tuple(
            Given(**answer.model_dump(), at=tree.location("answers", number))
            for number, answer in enumerate(shape.answers)
        ),
        came_to=CameTo(came_to.disposition, came_to.symptom_group, came_to.discriminators),
        at=tree.location("pathway"),
    )

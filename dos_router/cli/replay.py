"""A recorded triage, repeated without asking; what no longer fits is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from dos_router.cli.dialogue import Dialogue
from dos_router.cli.exits import Exit
from dos_router.cli.interview import PATHWAY, Setting, Sofar, come_to
from dos_router.cli.prompts import Key, Prompt
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Diagnostic, Malformed, error, warning
from dos_router.loading.transcripts import load_transcript
from dos_router.model.call import CallText
from dos_router.model.transcript import CameTo, Given, Transcript
from dos_router.routing.triage import Result
from dos_router.spelling import did_you_mean


def open_transcript(path: str, screen: Screen) -> Transcript:
    """Return a recorded triage; a file that cannot be used ends the command."""
    if not Path(path).is_file():
        raise Malformed(f"there is no file `{path}`", help="name a transcript", rule="no-file")
    loaded = load_transcript(Path(path))
    if loaded.transcript is None:
        screen.refuse(loaded.problems, Exit.DATA_ERRORS)
    return loaded.transcript


def overlay(recorded: CallText, call: CallText) -> CallText:
    """Return the recorded call with what the command line states instead."""
    stated: dict[str, Any] = {field.name: getattr(call, field.name) for field in fields(call)}
    return replace(recorded, **{name: value for name, value in stated.items() if value})


def repeat(recorded: Transcript, dialogue: Dialogue, setting: Setting, screen: Screen) -> Result:
    """Return the result of the recorded answers; where they no longer lead to one, end the command."""
    if recorded.pathway not in setting.pathways:
        cure = did_you_mean(recorded.pathway, setting.pathways)
        said = f"there is no pathway `{recorded.pathway}` now"
        screen.refuse([error("unknown-pathway", said, recorded.at, cure)], Exit.DATA_ERRORS)
    dialogue.given[PATHWAY] = recorded.pathway
    for answer in recorded.answers:
        key = (answer.pathway, answer.question)
        dialogue.given[key] = answer.said
        dialogue.notes += [(key, note) for note in answer.notes]
    dialogue.notes += [(PATHWAY, note) for note in recorded.notes]
    sofar = come_to(setting, dialogue.given)
    problems = list(_changed(recorded, setting, sofar))
    if not isinstance(sofar.next, Result):
        screen.refuse(problems, Exit.DATA_ERRORS)
    screen.tell(problems)
    return sofar.next


def _changed(recorded: Transcript, setting: Setting, sofar: Sofar) -> Iterator[Diagnostic]:
    """Yield what is no longer as it was recorded."""
    given = {(answer.pathway, answer.question): answer for answer in recorded.answers}
    if isinstance(sofar.next, Prompt):
        yield _stuck(recorded, given, sofar.next)
    else:
        asked = {(step.pathway, step.step) for step in sofar.steps}
        for key, answer in given.items():
            if key not in asked:
                said = f"`{answer.question}` is no longer asked: its answer counts for nothing"
                yield warning("answer-no-longer-asked", said, answer.at, f"see {setting.pathways[recorded.pathway].at}")
        came_to = codes_of(sofar.next)
        if came_to != recorded.came_to:
            said = f"it came to {_words(recorded.came_to)} then, and comes to {_words(came_to)} now"
            yield warning("another-end", said, recorded.at, f"decided at {sofar.next.decided}")


def _stuck(recorded: Transcript, given: dict[Key, Given], prompt: Prompt) -> Diagnostic:
    offered = ", ".join(option.label for option in prompt.options)
    if prompt.key == PATHWAY:
        said = prompt.remark or f"`{recorded.pathway}` goes on to another pathway now"
        return error("pathway-refused", said, recorded.at, "ask anew, without --replay")
    if prompt.key in given:
        answer = given[prompt.key]
        said = f"the answer `{answer.said}` to `{answer.question}` no longer fits"
        return error("answer-no-longer-fits", said, answer.at, f"its answers now: {offered}")
    said = f"`{prompt.key[0]}` now asks `{prompt.key[1]}`, which the transcript does not answer"
    return error("question-not-answered", said, recorded.at, f"its answers: {offered}")


def codes_of(result: Result) -> CameTo:
    """Return the end of a triage as codes."""
    return CameTo(result.disposition, result.symptom_group, result.discriminators)


def _words(end: CameTo) -> str:
    return " ".join(code for code in (end.disposition, end.symptom_group, *end.discriminators) if code)

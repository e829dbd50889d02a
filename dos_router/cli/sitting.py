"""One sitting of triage: what it goes by, the dialogue or its replay, and what is kept of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from dos_router.cli.dialogue import Dialogue
from dos_router.cli.exits import Exit
from dos_router.cli.interview import AGE, POSTCODE, SEX, WORDS, Setting, call_prompts
from dos_router.cli.opening_files import now_in, vouched_for
from dos_router.cli.prompts import Prompt
from dos_router.cli.replay import codes_of, overlay, repeat
from dos_router.cli.screen import Screen
from dos_router.cli.signed import Terms
from dos_router.cli.talk import Talk
from dos_router.cli.which_directory import open_directory_for
from dos_router.diagnostics import Diagnostic, Malformed, error
from dos_router.loading.locate import find_pathways
from dos_router.loading.pathways import load_pathways
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.transcript import Given, Transcript
from dos_router.reports.route_text import mark_line
from dos_router.reports.triage_text import ILLUSTRATIVE
from dos_router.routing.request import read_request
from dos_router.routing.triage import Result


class Asked(NamedTuple):
    """What the command line asks for."""

    words: str
    call: CallText
    directory: str | None
    pathways: str | None
    recorded: Transcript | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class Sitting:
    """The setting of a triage, its dialogue, and the call that it is for."""

    setting: Setting
    dialogue: Dialogue
    call: CallText
    recorded: Transcript | None

    def run(self, screen: Screen) -> Result:
        """Ask, or repeat what was recorded, and return the result."""
        if self.recorded:
            return repeat(self.recorded, self.dialogue, self.setting, screen)
        self.dialogue.talk.say(mark_line(self.setting.directory), style="dim")
        self.dialogue.talk.say("? for help at any question", style="dim")
        result = self.dialogue.run(self.setting)
        self.dialogue.talk.say()
        return result

    def to_route(self, result: Result) -> CallText:
        """Return the call with what triage found."""
        return replace(
            self.known_call(),
            disposition=result.disposition,
            symptom_group=result.symptom_group,
            symptom_discriminators=result.discriminators,
        )

    def known_call(self) -> CallText:
        """Return the call with what the dialogue asked of the patient."""
        given = self.dialogue.given
        return replace(self.call, age=given[AGE], sex=given[SEX], postcode=given.get(POSTCODE))

    def transcript(self, result: Result) -> Transcript:
        """Return what is to be kept; a note to a question that is not in the result goes before them all."""
        notes = self.dialogue.notes
        answers = tuple(
            Given(
                pathway=step.pathway,
                question=step.step,
                asked=step.asked,
                said=step.said,
                notes=tuple(note for key, note in notes if key == (step.pathway, step.step)),
            )
            for step in result.steps
            if step.asked
        )
        asked = {(answer.pathway, answer.question) for answer in answers}
        return Transcript(
            directory=self.setting.directory.id,
            pathway=result.pathway,
            words=self.dialogue.given[WORDS],
            call=self.known_call(),
            answers=answers,
            came_to=codes_of(result),
            notes=tuple(note for key, note in notes if key not in asked),
        )


def open_sitting(asked: Asked, talk: Talk, screen: Screen) -> Sitting:
    """Open the directory and pathways, and preset what the command line or the transcript states.

    Raises Malformed for an age, sex or postcode that cannot be understood.
    """
    recorded = asked.recorded
    call = overlay(recorded.call, asked.call) if recorded else asked.call
    dialogue = Dialogue(talk)
    if recorded is None:
        talk.say(ILLUSTRATIVE, style="note")
    named = asked.directory or (recorded.directory if recorded else None)
    found = open_directory_for(named, call, dialogue, screen)
    directory = vouched_for(found, asked.terms, screen, pathways=find_pathways(asked.pathways, os.environ))
    asks_postcode = call.postcode is not None or (call.easting is None and call.lat is None)
    pathways = _open_pathways(asked.pathways, directory, screen)
    setting = Setting(directory=directory, pathways=pathways, asks_postcode=asks_postcode)
    words = recorded.words if recorded else asked.words
    stated = {WORDS: words, AGE: call.age, SEX: call.sex, POSTCODE: call.postcode}
    for prompt in call_prompts(setting):
        if text := stated[prompt.key]:
            dialogue.given[prompt.key] = _check(prompt, text)
            dialogue.preset |= {prompt.key}
    call = replace(call, at=call.at or now_in(directory))
    _refuse_unroutable(call, setting, screen)
    return Sitting(setting, dialogue, call, recorded)


def _check(prompt: Prompt, text: str) -> str:
    """Return what the command line states as the value that it stands for."""
    try:
        return prompt.check(text)
    except Malformed as problem:
        name = "" if prompt.key == WORDS else f"--{prompt.key[1]}: "
        raise Malformed(f"{name}{problem.message}", help=problem.help, rule=problem.rule) from problem


def _refuse_unroutable(call: CallText, setting: Setting, screen: Screen) -> None:
    """End the command where the call could not be routed, whatever the answers: better now than after them."""
    searched = next(each.code for each in setting.directory.reference.dispositions.values() if each.search)
    trial = replace(call, age=call.age or "0", disposition=searched, symptom_group="1")
    if setting.asks_postcode and not call.postcode:
        trial = replace(trial, easting="0", northing="0")
    asked = read_request(replace(trial, symptom_discriminators=("1",)), setting.directory)
    if asked.request is None:
        screen.refuse(asked.problems, Exit.WRONG_USE)


def _open_pathways(asked: str | None, directory: Directory, screen: Screen) -> Mapping[str, Pathway]:
    """Return the pathways that can be asked; errors are told, and with none left end the command."""
    folder = find_pathways(asked, os.environ)
    loaded = load_pathways(folder, directory.reference)
    errors: list[Diagnostic] = [problem for problem in loaded.problems if problem.is_error]
    if all(pathway.is_shared for pathway in loaded.pathways.values()):
        errors.append(
            error(
                "no-pathways",
                f"there is no pathway to be asked in `{folder}`",
                None,
                "name another folder with --pathways",
            )
        )
        screen.refuse(errors, Exit.DATA_ERRORS)
    screen.tell(errors)
    return loaded.pathways

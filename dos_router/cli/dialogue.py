"""The dialogue of triage: prompts are put one by one until there is a result, with a way back at each."""

from __future__ import annotations

from dataclasses import dataclass, field

from dos_router.cli.exits import Exit
from dos_router.cli.interview import PATHWAY, TO_BE_CHOSEN, Setting, Sofar, call_prompts, come_to
from dos_router.cli.prompts import Key, Kind, Option, Prompt, Typed, no_other, understand
from dos_router.cli.talk import Talk
from dos_router.diagnostics import Malformed
from dos_router.routing.triage import Result


@dataclass(slots=True)
class Dialogue:
    """One sitting: what was given so far, by key; what was preset is not gone back to, but can be changed."""

    talk: Talk
    given: dict[Key, str] = field(default_factory=dict)
    notes: list[tuple[Key, str]] = field(default_factory=list)
    preset: frozenset[Key] = frozenset()
    heading: str = ""

    def run(self, setting: Setting) -> Result:
        """Ask until there is a result; ends the command where whoever answers quits."""
        while True:
            sofar = come_to(setting, self.given)
            if isinstance(sofar.next, Result):
                return sofar.next
            self.put(sofar.next)
            self.take(self.hear(sofar.next), sofar.next, setting, sofar)

    def ask(self, prompt: Prompt) -> str:
        """Ask one thing by itself, before the interview, and return the answer."""
        self.talk.put(prompt)
        while True:
            typed = self.hear(prompt)
            if typed.kind is Kind.SAID:
                return typed.text
            self.talk.say("there is nothing before this question")

    def put(self, prompt: Prompt) -> None:
        """Put a prompt, under its heading where that is another than the last."""
        if prompt.heading and prompt.heading != self.heading:
            self.talk.say()
            self.talk.say(prompt.heading, style="dim")
        self.heading = prompt.heading
        self.talk.put(prompt)

    def hear(self, prompt: Prompt) -> Typed:
        """Listen until something is typed that moves on: an answer, back, or a change."""
        while True:
            try:
                typed = understand(self.talk.listen(), prompt)
            except Malformed as problem:
                self.talk.refuse(problem)
                continue
            if typed.kind in (Kind.SAID, Kind.BACK, Kind.CHANGE):
                return typed
            self.aside(typed, prompt)

    def aside(self, typed: Typed, prompt: Prompt) -> None:
        """Do what leaves the question standing: help, the reason for it, a note; or quit."""
        if typed.kind is Kind.HELP:
            self.talk.help()
        elif typed.kind is Kind.WHY:
            self.talk.say(prompt.why, indent=2)
        elif typed.kind is Kind.NOTE:
            self.notes.append((prompt.key, typed.text))
            self.talk.say("noted", indent=2)
        else:
            self.talk.end(Exit.INTERRUPTED, "quit: nothing was routed")

    def take(self, typed: Typed, prompt: Prompt, setting: Setting, sofar: Sofar) -> None:
        """Take what moves on."""
        if typed.kind is Kind.SAID:
            self.given[prompt.key] = typed.text
        elif typed.kind is Kind.BACK:
            self.back(setting, sofar)
        else:
            self.change(setting, sofar)

    def back(self, setting: Setting, sofar: Sofar) -> None:
        """Forget the last answer that was typed, in the order of asking."""
        typed = [key for key, _, _ in self.trail(setting, sofar) if key in self.given and key not in self.preset]
        if typed:
            del self.given[typed[-1]]
        else:
            self.talk.say("there is nothing to go back to")

    def change(self, setting: Setting, sofar: Sofar) -> None:
        """Ask which answer is to be changed, and forget that one; later ones stay where they still fit."""
        trail = self.trail(setting, sofar)
        if not trail:
            self.talk.say("there is nothing to change yet")
            return
        options = tuple(Option(f"{asked} {said}", f"#{place}") for place, (_, asked, said) in enumerate(trail))
        which = Prompt(
            key=("", "change"), ask="Which answer?", why="It is asked again.", options=options, read=no_other
        )
        self.talk.put(which)
        typed = self.hear(which)
        if typed.kind is not Kind.SAID:
            return
        key = trail[int(typed.text[1:])][0]
        self.preset -= {key}
        if key == PATHWAY:
            self.given[key] = TO_BE_CHOSEN
        else:
            self.given.pop(key, None)

    def trail(self, setting: Setting, sofar: Sofar) -> list[tuple[Key, str, str]]:
        """Return what was given, in the order of asking: its key, what was asked, what was said."""
        asked = [
            (prompt.key, prompt.ask, self.given[prompt.key])
            for prompt in call_prompts(setting)
            if prompt.key in self.given
        ]
        if sofar.pathway:
            asked.append((PATHWAY, "Which pathway is it?", sofar.pathway.title))
        return asked + [((step.pathway, step.step), step.asked, step.said) for step in sofar.steps if step.asked]

"""What is asked in a dialogue, and what a typed line means as an answer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from dos_router.diagnostics import Malformed
from dos_router.spelling import did_you_mean

Key = tuple[str, str]

HELP = (
    ("1, 2, …", "the answer of that number; its text, or how it begins, will do as well"),
    ("b", "back to the question before"),
    ("c", "change an earlier answer"),
    ("w", "why this is asked"),
    ("n TEXT", "a note, kept in the transcript"),
    ("q", "quit: nothing is routed (exit code 130)"),
    ("?", "this help"),
)


class Kind(Enum):
    """What a typed line is."""

    SAID = "said"
    BACK = "b"
    CHANGE = "c"
    WHY = "w"
    NOTE = "n"
    QUIT = "q"
    HELP = "?"


class Typed(NamedTuple):
    """What was typed: an answer or a note with its text, or a command."""

    kind: Kind
    text: str = ""


class Option(NamedTuple):
    """An answer that may be chosen: what is shown, and what it stands for."""

    label: str
    value: str


def no_other(text: str) -> str:
    """Refuse a text that is none of the answers offered: raises Malformed."""
    raise Malformed(f"`{text}` is none of the answers", help="type its number, its text or how it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question of a dialogue, to a caller or to the call handler.

    `read` takes what is none of the options, returns it as it is to be kept, or raises Malformed.
    `hint` shows how it may be answered, `heading` what part of the dialogue this is, `remark` what
    must be told before.
    """

    key: Key
    ask: str
    why: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    read: Callable[[str], str] = no_other
    heading: str = ""
    remark: str = ""

    @property
    def numbered(self) -> bool:
        """Say whether options go by numbers: not where one of them is a number itself."""
        return not any(option.label.isdecimal() for option in self.options)

    def check(self, text: str) -> str:
        """Return a text as the value that it stands for. Raises Malformed."""
        wanted = text.strip().casefold()
        for option in self.options:
            if wanted in (option.label.casefold(), option.value.casefold()):
                return option.value
        return self.take(text.strip(), [option.value for option in self.options])

    def take(self, text: str, known: list[str]) -> str:
        """Return what is none of the options as it is to be kept; Malformed suggests what may be meant."""
        try:
            return self.read(text)
        except Malformed as problem:
            cure = did_you_mean(text, known, otherwise=problem.help)
            raise Malformed(problem.message, help=cure, rule=problem.rule) from problem


def understand(line: str, prompt: Prompt) -> Typed:
    """Return what a typed line means at a prompt. Raises Malformed for one that means nothing there.

    An answer's whole text comes first, then its number, then commands, then how an answer begins.
    """
    text = line.strip()
    if not text:
        raise Malformed("nothing was typed", help="type an answer, or ? for help")
    exact = [option for option in prompt.options if option.label.casefold() == text.casefold()]
    option = exact[0] if exact else _numbered(text, prompt)
    if option is not None:
        return Typed(Kind.SAID, option.value)
    return _command(text) or Typed(Kind.SAID, _begun(text, prompt))


def _numbered(text: str, prompt: Prompt) -> Option | None:
    if not (prompt.numbered and text.isdecimal()):
        return None
    return prompt.options[int(text) - 1] if 1 <= int(text) <= len(prompt.options) else None


def _command(text: str) -> Typed | None:
    letter, _, rest = text.partition(" ")
    commands = {kind.value: kind for kind in Kind if len(kind.value) == 1}
    kind = commands.get(letter.lower())
    if kind is Kind.NOTE:
        return Typed(kind, rest.strip()) if rest.strip() else None
    return Typed(kind) if kind and not rest else None


def _begun(text: str, prompt: Prompt) -> str:
    """Return the value of the one option that begins so, else what the prompt makes of the text."""
    begun = [option for option in prompt.options if option.label.casefold().startswith(text.casefold())]
    if len(begun) == 1:
        return begun[0].value
    if begun:
        labels = ", ".join(f"`{option.label}`" for option in begun)
        raise Malformed(f"`{text}` begins several answers: {labels}", help="type more of it, or its number")
    return prompt.take(text, [option.label for option in prompt.options])

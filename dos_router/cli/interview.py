"""What triage asks next: a function of what was given so far, from the caller's words to the last question.

Nothing is kept: to go back, or to change an answer, is to leave it out of what was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dos_router.cli.prompts import Key, Option, Prompt
from dos_router.diagnostics import Malformed
from dos_router.model.ages import parse_age
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway, Patient
from dos_router.model.service import SEXES
from dos_router.routing.pathway_words import Match, find_pathways
from dos_router.routing.place import find_whereabouts
from dos_router.routing.triage import Asking, Passed, Refused, Result, Taken, advance, advance_alone

WORDS, AGE, SEX, POSTCODE, PATHWAY = (("", name) for name in ("words", "age", "sex", "postcode", "pathway"))
TO_BE_CHOSEN = ""  # of a pathway: choose among all

NEAR = 10.0  # of 100: a pathway is taken unasked if the next is at least so much less alike
LIKE_ENOUGH = 60.0

Answers = Mapping[Key, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a triage goes by; `asks_postcode` is false where the call already says where it comes from."""

    directory: Directory
    pathways: Mapping[str, Pathway]
    asks_postcode: bool = True


class Sofar(NamedTuple):
    """What comes next, a prompt or the result; the pathway once it is chosen, and the steps taken in it."""

    next: Prompt | Result
    pathway: Pathway | None = None
    steps: tuple[Taken, ...] = ()


def come_to(setting: Setting, given: Answers) -> Sofar:
    """Return what is to be asked next for what was given, or the result."""
    for prompt in call_prompts(setting):
        if prompt.key not in given:
            return Sofar(prompt)
    alarm = _alarm(setting, given)
    if alarm.next:
        return Sofar(alarm.next, alarm.pathway, alarm.steps)
    chosen = _choose(setting, given)
    if isinstance(chosen, Prompt):
        return Sofar(chosen, None, alarm.steps)
    came = advance(setting.pathways, chosen.id, patient_of(given), answers=given, reference=setting.directory.reference)
    if isinstance(came, Refused):
        return Sofar(_pathway_prompt(setting, given, remark=came.reason))
    if isinstance(came, Asking):
        return Sofar(_question_prompt(chosen, came), chosen, came.so_far)
    return Sofar(came.result, chosen, came.result.steps)


NONE_OF_THESE = Option("none of these: show them all", "none of these")


def call_prompts(setting: Setting) -> tuple[Prompt, ...]:
    """Return what is asked before the pathway's own questions."""
    prompts = (
        Prompt(
            key=WORDS,
            ask="What is the matter, in the caller's words?",
            why="The pathway is found from these words, however they are spelt.",
            read=_read_words,
        ),
        Prompt(
            key=AGE,
            ask="How old is the patient?",
            hint="34 for years, 7m, 12d",
            why="Pathways, rules and services are for certain ages.",
            read=_read_age,
        ),
        Prompt(
            key=SEX,
            ask="What is the patient's sex?",
            why="Some services take one sex only; if it is not known, only those that take both are offered.",
            options=(*(Option(sex, sex) for sex in SEXES), Option("indeterminate or not known", "indeterminate")),
        ),
        postcode_prompt(setting.directory),
    )
    return prompts if setting.asks_postcode else prompts[:-1]


def postcode_prompt(*directories: Directory) -> Prompt:
    """Return the question for a postcode that one of these directories knows."""

    def read(text: str) -> str:
        problems: list[Malformed] = []
        for directory in directories:
            try:
                find_whereabouts(CallText(postcode=text), directory)
            except Malformed as problem:
                problems.append(problem)
            else:
                return text
        raise problems[0]

    why = "Services are searched for around it, and ordered by the policy of its area."
    ask = "What is the patient's postcode?"
    return Prompt(key=POSTCODE, ask=ask, hint="its first half will do", why=why, read=read)


def patient_of(given: Answers) -> Patient:
    """Return the patient whose age and sex were given."""
    return Patient(parse_age(given[AGE]), given[SEX])


def _read_words(text: str) -> str:
    if not any(letter.isalpha() for letter in text):
        raise Malformed(f"`{text}` has no words", help="type what the caller says, such as `hurt my wrist`")
    return text


def _read_age(text: str) -> str:
    parse_age(text)
    return text


class _Alarm(NamedTuple):
    next: Prompt | Result | None = None
    pathway: Pathway | None = None
    steps: tuple[Taken, ...] = ()


def _alarm(setting: Setting, given: Answers) -> _Alarm:
    """Return what comes next of a pathway that others ask first, where the words mean it above all others.

    `stroke` is none of the symptoms to choose from, and must not wait for one to be chosen. Nothing
    comes next where nothing of the kind is meant, or where it was asked and goes on.
    """
    check = _meant_check(setting, given)
    if check is None:
        return _Alarm()
    came = advance_alone(check, patient_of(given), answers=given, reference=setting.directory.reference)
    if isinstance(came, Passed):
        return _Alarm(steps=came.so_far)
    if isinstance(came, Asking):
        return _Alarm(_question_prompt(check, came), None, came.so_far)
    return _Alarm(came.result, check, came.result.steps)


def _meant_check(setting: Setting, given: Answers) -> Pathway | None:
    """Return the pathway asked before others that was named or meant, if its ends can be routed by themselves."""
    found = setting.pathways.get(given.get(PATHWAY, given[WORDS]))
    if found is None and PATHWAY not in given:
        matches, others = _matches(setting, given, shared=True), _matches(setting, given)
        if matches and matches[0].score >= max([LIKE_ENOUGH, *(match.score for match in others[:1])]):
            found = matches[0].pathway
    return found if found and found.is_shared and found.symptom_group else None


def _choose(setting: Setting, given: Answers) -> Pathway | Prompt:
    """Return the pathway: the one named, the one that the words clearly mean, or the question which."""
    named = given.get(PATHWAY, given[WORDS])
    if named in setting.pathways and not setting.pathways[named].is_shared:
        return setting.pathways[named]
    matches = _matches(setting, given)
    if PATHWAY not in given and _is_clear(matches):
        return matches[0].pathway
    if PATHWAY in given or not matches:
        remark = "" if PATHWAY in given else f"no pathway is like `{given[WORDS]}`; these are all there are"
        return _pathway_prompt(setting, given, remark=remark)
    near = [match.pathway for match in matches if match.score >= matches[0].score - NEAR]
    return _pathway_prompt(setting, given, near=near)


def _matches(setting: Setting, given: Answers, *, shared: bool = False) -> list[Match]:
    patient = patient_of(given)
    return find_pathways(given[WORDS], setting.pathways, patient.age_days, patient.sex, shared=shared)


def _is_clear(matches: list[Match]) -> bool:
    scores = [match.score for match in matches[:2]]
    return bool(scores) and scores[0] >= LIKE_ENOUGH and (len(scores) == 1 or scores[0] - scores[1] >= NEAR)


def _pathway_prompt(setting: Setting, given: Answers, *, near: list[Pathway] | None = None, remark: str = "") -> Prompt:
    """Return the question which pathway is meant; other words may be typed instead."""
    patient = patient_of(given)
    offered = [each for _, each in sorted(setting.pathways.items()) if not each.is_shared and each.takes(patient)]

    def read(text: str) -> str:
        matches = _matches(setting, {**given, WORDS: text})
        if not _is_clear(matches):
            meant = ", ".join(match.pathway.title for match in matches[:5])
            raise Malformed(
                f"`{text}` may mean several" if matches else f"no pathway is like `{text}`",
                help=meant or "type a number of the list",
            )
        return matches[0].pathway.id

    return Prompt(
        key=PATHWAY,
        ask="Which of these is nearest?" if near else "Which of these is it?",
        why="Each pathway asks about one symptom; the emergency questions come first in whichever is chosen.",
        options=(*(Option(each.title, each.id) for each in near or offered), *((NONE_OF_THESE,) if near else ())),
        read=read,
        remark=remark,
    )


def _question_prompt(chosen: Pathway, came: Asking) -> Prompt:
    asked, question = came.pathway, came.question
    heading = f"{chosen.title} ({chosen.id})"
    return Prompt(
        key=(asked.id, question.id),
        ask=question.ask,
        why=question.why or "The pathway does not say why.",
        options=tuple(Option(choice.say, choice.say) for choice in question.choices),
        heading=heading if asked is chosen else f"{heading}, first: {asked.title} ({asked.id})",
        remark="" if came.unfit is None else f"`{came.unfit}` is no answer to this",
    )

"""Pathways: the questions that turn what a caller says into a disposition, and who may be asked them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange
from dos_router.reference import Disposition

CONTINUE = "continue"
INDETERMINATE = "indeterminate"
RESERVED_VALUES = ("age", "sex")


@dataclass(frozen=True, slots=True)
class Patient:
    """Who is asked about: age in whole days; sex `female`, `male` or `indeterminate`."""

    age_days: int
    sex: str = INDETERMINATE


@dataclass(frozen=True, slots=True)
class GoTo:
    """On to another step of the pathway; to `continue`: out of it, on with the next pathway."""

    step: str
    at: Location


@dataclass(frozen=True, slots=True)
class Like:
    """Handled as the answer of that text, of the same question, and recorded as not sure."""

    say: str
    at: Location


@dataclass(frozen=True, slots=True)
class Ending:
    """Where triage ends; a symptom group of its own replaces the pathway's."""

    disposition: str
    at: Location
    discriminators: tuple[str, ...] = ()
    symptom_group: str | None = None


Exit = GoTo | Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a question; `sets` are values that rules may look at."""

    say: str
    leads: Exit | Like
    at: Location
    red_flag: bool = False
    sets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question put to the caller; its value is the text of the answer as counted."""

    id: str
    ask: str
    choices: tuple[Choice, ...]
    at: Location
    why: str | None = None

    def find(self, said: str | None) -> Choice | None:
        """Return the answer of exactly this text; None where the question offers none such."""
        return next((choice for choice in self.choices if choice.say == said), None)

    def counted(self, choice: Choice) -> Choice:
        """Return the answer that one is handled as: itself, or the other that it is like."""
        other = self.find(choice.leads.say) if isinstance(choice.leads, Like) else choice
        return other or choice

    @property
    def has_red_flag(self) -> bool:
        """Say whether one of its answers is an alarming one."""
        return any(choice.red_flag for choice in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An `if`: all that it names must hold; of several texts for one value, any."""

    at: Location
    written: str
    ages: tuple[AgeRange, ...] = ()
    sexes: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, patient: Patient, values: Mapping[str, str], *, in_doubt: bool = False) -> bool:
        """Say whether it holds; a value never set makes it false.

        Of an indeterminate patient a condition on sex does not hold, unless `in_doubt` says that
        doubt counts as yes: so safety rules look at it, for they can only raise urgency.
        """
        doubtful = in_doubt and patient.sex == INDETERMINATE
        return (
            (not self.ages or any(ages.contains(patient.age_days) for ages in self.ages))
            and (not self.sexes or patient.sex in self.sexes or doubtful)
            and all(values.get(name) in allowed for name, allowed in self.values.items())
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a decision; without a case it is the `otherwise`."""

    case: Case | None
    leads: Exit
    at: Location


@dataclass(frozen=True, slots=True)
class Decision:
    """A step that asks nothing: the first of its rules that holds leads on."""

    id: str
    rules: tuple[Rule, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """Where the case holds, the end is at least as pressing as the ending's disposition.

    Its discriminators serve an end that has none of its own.
    """

    case: Case
    at_least: Ending
    at: Location


@dataclass(frozen=True, slots=True)
class Example:
    """A patient, the answers to this pathway's own questions, and the end; None means `continue`."""

    patient: Patient
    answers: Mapping[str, str]
    expect: Ending | None
    at: Location


Step = Question | Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """The questions for one symptom, from `start` through `steps` to an ending, without loops.

    `first` are pathways asked before it. No `ages` means all ages. `symptom_group` is None only in a
    pathway asked before others, whose ends take the group of the one that follows. `lines` says where
    each key of the file stands, with `first/0` and `care_advice/Dx05` for what is in it.
    """

    id: str
    title: str
    start: str
    steps: Mapping[str, Step]
    at: Location
    symptom_group: str | None = None
    ages: tuple[AgeRange, ...] = ()
    sexes: frozenset[str] = frozenset({"female", "male"})
    words: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    care_advice: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    always: tuple[SafetyRule, ...] = ()
    examples: tuple[Example, ...] = ()
    lines: Mapping[str, Location] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    @property
    def is_shared(self) -> bool:
        """Say whether it is one that others ask first: some exit of it says `continue`."""
        return any(
            isinstance(each, GoTo) and each.step == CONTINUE for step in self.steps.values() for each in exits(step)
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the steps that ask, in the file's order."""
        return tuple(step for step in self.steps.values() if isinstance(step, Question))

    def takes_age(self, days: int) -> bool:
        """Say whether it is meant for an age in days."""
        return not self.ages or any(ages.contains(days) for ages in self.ages)

    def takes_sex(self, sex: str) -> bool:
        """Say whether it is meant for a sex; an indeterminate one is asked rather than passed over."""
        return sex in self.sexes or sex == INDETERMINATE

    def takes(self, patient: Patient) -> bool:
        """Say whether it is meant for a patient."""
        return self.takes_age(patient.age_days) and self.takes_sex(patient.sex)

    def line(self, name: str) -> Location:
        """Return where a key of the file stands, else where the pathway's id does."""
        return self.lines.get(name, self.at)

    def endings(self) -> tuple[Ending, ...]:
        """Return every ending written in it, in the file's order."""
        return tuple(each for step in self.steps.values() for each in exits(step) if isinstance(each, Ending))


def pressing(disposition: Disposition) -> tuple[bool, int]:
    """Return how pressing an end is, to be compared: the less, the more so.

    Emergencies come before all else, then urgency decides. By urgency alone a safety rule that asks
    for primary care within two hours would move someone who was sent to an emergency department.
    """
    return not (disposition.dispatch or disposition.emergency), disposition.urgency


def exits(step: Step) -> tuple[Exit, ...]:
    """Return every way out of a step, in the file's order; what is like another answer has none of its own."""
    leads = (
        [choice.leads for choice in step.choices] if isinstance(step, Question) else [rule.leads for rule in step.rules]
    )
    return tuple(each for each in leads if not isinstance(each, Like))

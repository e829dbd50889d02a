"""A file of `pathways/`: the questions for one symptom."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from dos_router.diagnostics import Malformed
from dos_router.loading.shapes import patterns
from dos_router.loading.shapes.accepted import AcceptedList
from dos_router.loading.shapes.scalars import (
    Ages,
    Code,
    DiscriminatorCode,
    GroupCode,
    Id,
    Shape,
    Text,
    Truth,
    parsed,
    schema,
)
from dos_router.model.ages import parse_age
from dos_router.model.pathway import CONTINUE

T = TypeVar("T")
_MOST_DIGITS = 10**6 - 1
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}", re.ASCII)


class OneOrMore:
    """Marks a list that may also be written as its one item."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Read a single text as a list of it."""
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of the item, or of the list."""
        array = handler(schema)
        return {"anyOf": [array["items"], array]}


class OrContinue:
    """Marks a value, or None, that may also be the word `continue`, which is read as None."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Read the word as None."""
        return core_schema.no_info_before_validator_function(_continue_as_none, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of the value, or of the word."""
        return {"anyOf": [handler(schema)["anyOf"][0], {"const": CONTINUE}]}


def one_of(*keys: str) -> dict[str, Any]:
    """Return what a schema says of a map that must hold exactly one of these keys."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _read_name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        raise Malformed(f"`{text}` is not a name", help="use a-z, 0-9, `_` and `-`, such as `swollen`", rule="bad-name")
    return text


def _continue_as_none(value: object) -> object:
    return None if value == CONTINUE else value


Name = Annotated[str, parsed(_read_name), schema("a name: a-z, 0-9, _ and -", patterns.NAME)]
AgeDays = Annotated[
    int,
    parsed(parse_age),
    schema("an age: 34, 7m or 12d", patterns.AGE, "string", "integer", bounds=(0, _MOST_DIGITS)),
]
Texts = Annotated[tuple[Text, ...], OneOrMore()]
AgeRanges = Annotated[tuple[Ages, ...], OneOrMore()]
Discriminators = Annotated[tuple[DiscriminatorCode, ...], OneOrMore()]
Sexes = Annotated[tuple[Literal["female", "male"], ...], OneOrMore()]


class EndingShape(Shape):
    """Where triage ends."""

    disposition: Code = Field(description="the disposition, such as Dx05")
    discriminator: Discriminators = Field(
        (), description="one symptom discriminator or a list; needed where a search follows"
    )
    symptom_group: GroupCode | None = Field(None, description="instead of the pathway's own symptom group")


class AnswerShape(Shape):
    """One answer: what it says, and exactly one of `go`, `then` and `like`."""

    model_config = ConfigDict(json_schema_extra=one_of("go", "then", "like"))

    say: Text = Field(description="the answer's text, unlike any other of the question")
    red_flag: Truth = Field(default=False, description="alarming: must end in dispatch or emergency treatment")
    set_: dict[Name, Text] = Field({}, alias="set", description="values that rules may look at")
    why: Text | None = Field(None, description="why the answer matters; shown to trainees")
    go: Name | None = Field(None, description="the next question or decision; `continue`: on with the next pathway")
    then: EndingShape | None = Field(None, description="the end of triage")
    like: Text | None = Field(None, description="handled as the answer of this text, and recorded as not sure")


class RuleShape(Shape):
    """One rule of a decision: `if` or `otherwise`, and exactly one of `go` and `then`."""

    model_config = ConfigDict(json_schema_extra=one_of("go", "then"))

    if_: dict[Name, Texts] | None = Field(
        None, alias="if", description="values, `age` and `sex`, which must all hold; of a list, any"
    )
    otherwise: Truth = Field(default=False, description="true for the last rule, which holds where no other does")
    go: Name | None = Field(None, description="the next question or decision; `continue`: on with the next pathway")
    then: EndingShape | None = Field(None, description="the end of triage")


class StepShape(Shape):
    """A question (`ask` and `answers`) or a decision (`rules`)."""

    model_config = ConfigDict(json_schema_extra=one_of("answers", "rules"))

    ask: Text | None = Field(None, description="the question, as it is put to the caller")
    why: Text | None = Field(None, description="why it is asked; shown to trainees")
    answers: tuple[AnswerShape, ...] = Field((), description="the answers that it offers")
    rules: tuple[RuleShape, ...] = Field((), description="instead of a question: the first rule that holds leads on")


class ForShape(Shape):
    """Whom the pathway is for."""

    ages: AgeRanges = Field((), description="ages, such as 5+; none stated means all")
    sexes: Sexes = Field((), description="sexes; none stated means both")


class SafetyRuleShape(Shape):
    """A safety rule: where it holds, the end is at least as urgent as the disposition."""

    if_: dict[Name, Texts] = Field(alias="if", description="values, `age` and `sex`, which must all hold")
    at_least: Code = Field(description="the end is raised to this disposition where it is less urgent")
    discriminator: Discriminators = Field((), description="used where the end that is raised has none")


class PatientShape(Shape):
    """The patient of an example."""

    age: AgeDays = Field(description="years (34), months (7m) or days (12d)")
    sex: Literal["female", "male", "indeterminate"] = Field(
        "indeterminate", description="female, male or indeterminate"
    )


class ExampleShape(Shape):
    """A worked example, run by `check`."""

    patient: PatientShape = Field(description="who is asked about")
    answers: dict[Name, Text] = Field({}, description="the answer to each question of this pathway that is reached")
    expect: Annotated[EndingShape | None, OrContinue()] = Field(
        description="the end that these answers must come to, or `continue`"
    )


class PathwayFile(Shape):
    """One pathway: the questions for a symptom, and the ends that they come to."""

    format: Literal["1"] = Field(description="the version of this format", json_schema_extra={"enum": [1, "1"]})
    id: Id = Field(description="unique among pathways: the name of the file")
    title: Text = Field(description="what people call it")
    symptom_group: GroupCode | None = Field(
        None, description="of its ends; a pathway asked before others may leave it to them"
    )
    for_: ForShape = Field(ForShape(ages=(), sexes=()), alias="for", description="whom it is for")
    words: tuple[Text, ...] = Field((), description="what callers say; matched however misspelt")
    first: tuple[Id, ...] = Field((), description="pathways asked before this one")
    start: Name = Field(description="the question or decision that it begins with")
    questions: dict[Name, StepShape] = Field(description="its questions and decisions, by name")
    care_advice: dict[Code, Texts] = Field({}, description="what to tell the caller meanwhile, by disposition")
    always: tuple[SafetyRuleShape, ...] = Field(
        (), description="safety rules, which hold whatever the questions come to"
    )
    examples: tuple[ExampleShape, ...] = Field((), description="answers, and the end that they must come to")
    accepted: AcceptedList = ()

"""The typed texts of which files are made; each is parsed once, here, by the model's own readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from dos_router.diagnostics import Malformed
from dos_router.loading.shapes import patterns
from dos_router.loading.source_text import name_of
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.codes import parse_discriminator, parse_disposition, parse_symptom_group
from dos_router.model.moments import parse_day
from dos_router.model.opening import Opening, Spans, parse_opening, parse_spans
from dos_router.model.postcodes import parse_postcode
from dos_router.model.symptoms import parse_symptom

MOST_REMEMBERED = 4_096  # texts of a kind
FARTHEST = 1_000_000  # metres: the length of the country
_MOST, _LAST_CODE = 10**9 - 1, 10**7 - 1

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", re.ASCII)


class Shape(BaseModel):
    """A map with known keys; an optional key left empty counts as not stated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def leave_out_empty(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        """Drop empty values, so that optional keys get their default and required ones are missing."""
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data


def parsed(parse: Callable[[str], object]) -> BeforeValidator:
    """Return a pydantic validator that parses a text, its Malformed told with message and cure.

    A text that stands in many records is parsed once: what comes of it is never changed.
    """
    parse_once = lru_cache(MOST_REMEMBERED)(parse)

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("not-text", "a single value is expected here", {})
        try:
            return parse_once(value)
        except Malformed as problem:
            raise PydanticCustomError(
                "malformed", "{message}", {"message": problem.message, "cure": problem.help, "rule": problem.rule}
            ) from problem

    return BeforeValidator(read)


def schema(description: str, pattern: str | None, *types: str, bounds: tuple[int, int] | None = None) -> WithJsonSchema:
    """Return the JSON Schema of a text, which editors may also read as another plain type, within bounds."""
    kinds = list(types or ("string",))
    found: dict[str, Any] = {"type": kinds if len(kinds) > 1 else kinds[0], "description": description}
    if bounds:
        found |= {"minimum": bounds[0], "maximum": bounds[1]}
    return WithJsonSchema(found | ({"pattern": pattern} if pattern else {}))


def _read_id(text: str) -> str:
    if _ID.fullmatch(text) is None:
        strange = next(
            (f"`{one}` is {name_of(one)}: " for one in text if not one.isascii()), ""
        )  # it may look like ours
        cure = f"{strange}use a-z, 0-9 and `-`, such as `margate-utc`"
        raise Malformed(f"`{text}` is not an id", help=cure, rule="bad-id")
    return text


def _read_word(text: str) -> str:
    if _WORD.fullmatch(text) is None:
        raise Malformed(f"`{text}` is not the name of a rule", help="write it like `no-phone`", rule="bad-name")
    return text


def _read_whole(text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise Malformed(f"`{text}` is not a whole number", help="write digits alone, such as `7`", rule="bad-number")
    return int(text)


def _read_rank(text: str) -> int:
    rank = _read_whole(text)
    if not 1 <= rank <= 10:  # noqa: PLR2004 - the national scale
        raise Malformed(f"rank `{text}` is not from 1 to 10", help="1 is offered first, 10 last", rule="bad-rank")
    return rank


def _read_positive(text: str) -> int:
    number = _read_whole(text)
    if number < 1:
        raise Malformed(f"`{text}` is less than 1", help="keep at least one", rule="bad-number")
    return number


def read_metres(text: str) -> int:
    """Read kilometres, with decimals if wanted, as whole metres (rounded down). Raises Malformed."""
    if _NUMBER.fullmatch(text.strip()) is None or not 0 < (metres := int(Fraction(text.strip()) * 1000)) <= FARTHEST:
        raise Malformed(
            f"`{text}` is not a distance in kilometres", help="write it like `18` or `7.5`", rule="bad-distance"
        )
    return metres


def _read_truth(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Malformed(f"`{text}` is neither `true` nor `false`", help="write `true` or `false`", rule="bad-truth")
    return text == "true"


def _read_text(text: str) -> str:
    if not text.strip():
        raise Malformed("the text is empty", help="write it, or delete the line", rule="empty-text")
    if "\n" in text.strip():
        raise Malformed(
            "the text breaks over lines", help="write it on one line, or folded with `>-`", rule="line-break"
        )
    return text.strip()


def _read_ods(text: str) -> str:
    return _read_text(text).upper()


def _read_only_if_open(text: str) -> int:
    minutes = {"now": 0, "15 min": 15, "30 min": 30}.get(text.strip())
    if minutes is None:
        raise Malformed(
            f"`{text}` is not one of `now`, `15 min`, `30 min`", help="write one of them", rule="bad-only-if-open"
        )
    return minutes


Text = Annotated[str, parsed(_read_text), schema("text", patterns.TEXT, "string", "number", "boolean")]
Id = Annotated[str, parsed(_read_id), schema("an id: a-z, 0-9 and -", patterns.ID)]
Word = Annotated[str, parsed(_read_word), schema("the name of a rule", patterns.WORD)]
Ods = Annotated[str, parsed(_read_ods), schema("an ODS code", patterns.TEXT, "string", "integer")]
Whole = Annotated[
    int,
    parsed(_read_whole),
    schema("a whole number", patterns.DIGITS, "integer", "string", bounds=(0, _MOST)),
]
Positive = Annotated[
    int,
    parsed(_read_positive),
    schema("a whole number from 1", patterns.POSITIVE, "integer", "string", bounds=(1, _MOST)),
]
Rank = Annotated[
    int, parsed(_read_rank), schema("a rank, 1 (first) to 10", patterns.RANK, "integer", "string", bounds=(1, 10))
]
Metres = Annotated[
    int, parsed(read_metres), schema("kilometres", patterns.KILOMETRES, "number", "string", bounds=(0, 1000))
]
Truth = Annotated[bool, parsed(_read_truth), schema("true or false", patterns.TRUTH, "boolean", "string")]
Edge = Annotated[str, parsed(_read_text), schema("a day, or a moment in UTC", patterns.EDGE)]
Day = Annotated[date, parsed(parse_day), schema("a date such as 2026-12-25", patterns.DAY)]
Postcode = Annotated[str, parsed(parse_postcode), schema("a UK postcode, such as CT9 4AN", patterns.POSTCODE)]
Code = Annotated[str, parsed(parse_disposition), schema("a disposition, such as Dx05", patterns.DISPOSITION)]
GroupCode = Annotated[
    str,
    parsed(parse_symptom_group),
    schema("a symptom group, such as SG1107", patterns.GROUP, "string", "integer", bounds=(1, _LAST_CODE)),
]
DiscriminatorCode = Annotated[
    str,
    parsed(parse_discriminator),
    schema(
        "a symptom discriminator, such as SD4052", patterns.DISCRIMINATOR, "string", "integer", bounds=(1, _LAST_CODE)
    ),
]
Symptom = Annotated[
    tuple[str, str], parsed(parse_symptom), schema("a symptom: SG1107/SD4052, SG1107/* or *", patterns.SYMPTOM)
]
Ages = Annotated[AgeRange, parsed(parse_age_range), schema("ages: 0-15, 3m-4y or 16+", patterns.AGES)]
Hours = Annotated[
    Opening,
    parsed(parse_opening),
    schema("opening hours: 24/7, or clauses such as Mo-Fr 08:00-18:30; PH off", patterns.HOURS),
]
DayHours = Annotated[Spans, parsed(parse_spans), schema("spans such as 08:00-13:00, or off", patterns.DAY_HOURS)]
OnlyIfOpen = Annotated[
    int, parsed(_read_only_if_open), schema("now, 15 min or 30 min", patterns.ONLY_IF_OPEN, "string")
]

"""The text of a call → a request that the directory understands, or why it cannot be (routing.md 1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from dos_router.diagnostics import Diagnostic, Location, Malformed, Severity, error, warning
from dos_router.model.ages import parse_age
from dos_router.model.call import SEX_UNKNOWN, CallText, Request
from dos_router.model.codes import parse_discriminator, parse_disposition, parse_symptom_group
from dos_router.model.directory import Directory
from dos_router.model.moments import parse_moment
from dos_router.model.service import SEXES
from dos_router.reference import CHANNEL_ROLES, DEFAULT_ROLE
from dos_router.routing.place import NOWHERE, Whereabouts, find_whereabouts
from dos_router.routing.repeat_caller import repeat_disposition
from dos_router.spelling import did_you_mean

T = TypeVar("T")

REPEATED_HOURS = ("first", "second")
MIN_METRES, MAX_METRES = 1_000, 99_000  # routing.md 1
_DISTANCE = re.compile(r"(\d{1,2})(?:\.(\d{1,9}))?", re.ASCII)


class Asked(NamedTuple):
    """A request, or None and the problems that stand in its way."""

    request: Request | None
    problems: list[Diagnostic]


def read_request(call: CallText, directory: Directory) -> Asked:
    """Understand a call; `problems` are all that stands in its way.

    A dispatch, or a disposition without a search, needs only `at` and its code: faults in its other
    fields are kept in the request, and stop nothing.
    """
    reader = Reader(call, directory)
    repeated_hour = reader.optional("repeated_hour", _read_repeated_hour)
    at = reader.required("at", lambda text: parse_moment(text, directory.zone, repeated_hour=repeated_hour))
    asked = reader.required("disposition", reader.disposition)
    if at is None or asked is None:
        reader.read_rest()
        return Asked(None, reader.faults)
    code = repeat_disposition(asked, reader.previous_calls(), at, directory.reference)
    rest = reader.read_rest()
    is_searched = directory.reference.dispositions[code].search
    if is_searched and reader.faults:
        return Asked(None, reader.faults)
    request = Request(
        at=at, disposition=code, asked=asked, faults=tuple(reader.faults), warnings=tuple(reader.warnings), **rest
    )
    return Asked(request, [])


@dataclass(slots=True)
class Reader:
    """Reads a call's fields one by one and keeps every fault."""

    call: CallText
    directory: Directory
    faults: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    def read_rest(self) -> dict[str, Any]:
        """Read every field but `at` and the disposition; faulty ones are None."""
        where = self.whereabouts()
        return {
            "point": where.point, "postcode": where.postcode, "place_by": where.by,
            "area": self.area(where), "age_days": self.required("age", parse_age), "sex": self.sex(),
            "symptom_group": self.required("symptom_group", self.symptom_group),
            "symptom_discriminators": self.discriminators(),
            "practice": (self.call.practice or "").strip().upper() or None,
            "distance": self.optional("distance_km", read_distance), "force_distance": self.forced_distance(),
            "role": self.role(), "patient": (self.call.patient or "").strip() or None,
        }  # fmt: skip

    def required(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return a field as parsed; a fault where it is missing."""
        text = getattr(self.call, name)
        if not text or not text.strip():
            self.fault(
                Malformed(
                    f"{_words(name)} is missing",
                    help=f"give it with {option(name)}",
                    rule=f"missing-{name.replace('_', '-')}",
                ),
                name,
            )
            return None
        return self.optional(name, parse)

    def optional(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return a field as parsed; None where it is missing or faulty."""
        text = getattr(self.call, name)
        try:
            return parse(text) if text and text.strip() else None
        except Malformed as problem:
            self.fault(problem, name)
            return None

    def fault(self, problem: Malformed, name: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append(error(problem.rule, problem.message, Location(option(name)), problem.help))

    def disposition(self, text: str) -> str:
        """Return a disposition that the reference lists. Raises Malformed."""
        code = parse_disposition(text)
        known = self.directory.reference.dispositions
        if code not in known:
            raise Malformed(
                f"there is no disposition `{code}`", help=did_you_mean(code, known), rule="unknown-disposition"
            )
        return code

    def symptom_group(self, text: str) -> str:
        """Return a symptom group, with a warning where the reference does not list it. Raises Malformed."""
        code = parse_symptom_group(text)
        self._warn_unlisted(code, self.directory.reference.symptom_groups, "symptom group", "symptom_group")
        return code

    def discriminators(self) -> tuple[str, ...]:
        """Return the discriminators that can be read, each once."""
        codes: list[str] = []
        for text in self.call.symptom_discriminators:
            try:
                codes.append(parse_discriminator(text))
            except Malformed as problem:
                self.fault(problem, "symptom_discriminators")
        if not self.call.symptom_discriminators:
            missing = Malformed(
                "the symptom discriminator is missing",
                help="give one with --symptom-discriminator",
                rule="missing-symptom-discriminator",
            )
            self.fault(missing, "symptom_discriminators")
        for code in dict.fromkeys(codes):
            self._warn_unlisted(
                code, self.directory.reference.symptom_discriminators, "symptom discriminator", "symptom_discriminators"
            )
        return tuple(dict.fromkeys(codes))

    def _warn_unlisted(self, code: str, known: object, what: str, name: str) -> None:
        if code not in known:  # type: ignore[operator] # a Mapping
            self.warnings.append(
                warning(
                    "unlisted-symptom",
                    f"the reference does not list {what} `{code}`",
                    Location(option(name)),
                    "it is routed all the same",
                )
            )

    def whereabouts(self) -> Whereabouts:
        """Return where the caller is; nowhere where that is faulty."""
        try:
            return find_whereabouts(self.call, self.directory)
        except Malformed as problem:
            self.fault(problem, problem.rule.removeprefix("missing-").removeprefix("unknown-").removeprefix("bad-"))
            return NOWHERE

    def area(self, where: Whereabouts) -> str | None:
        """Return the area that is stated, else that of the place."""
        areas = self.directory.areas
        stated = (self.call.area or "").strip()
        if stated and stated not in areas:
            cure = did_you_mean(stated, areas, otherwise=f"areas: {', '.join(areas)}")
            self.fault(Malformed(f"there is no area `{stated}`", help=cure, rule="unknown-area"), "area")
            return None
        if not stated and where.area is None and where.point is not None:
            said = "the place's area is not known: no service is ruled out, or put last, for its area"
            self.warnings.append(
                warning("unknown-area", said, Location(option("area")), f"say which: {', '.join(areas)}")
            )
        return stated or where.area

    def sex(self) -> str:
        """Return the sex, `indeterminate` where it is not stated or not known."""
        stated = (self.call.sex or SEX_UNKNOWN).strip().lower()
        choices = (*SEXES, SEX_UNKNOWN)
        if stated in choices:
            return stated
        cure = did_you_mean(stated, choices, otherwise=f"one of: {', '.join(choices)}")
        self.fault(Malformed(f"`{self.call.sex}` is not a sex that services state", help=cure, rule="bad-sex"), "sex")
        return SEX_UNKNOWN

    def role(self) -> str:
        """Return the referral role: as stated, else that of the channel."""
        roles = self.directory.reference.roles
        channel = (self.call.channel or "").strip().lower()
        if channel and channel not in CHANNEL_ROLES:
            cure = did_you_mean(channel, CHANNEL_ROLES, otherwise=f"one of: {', '.join(CHANNEL_ROLES)}")
            self.fault(Malformed(f"there is no channel `{channel}`", help=cure, rule="unknown-channel"), "channel")
        role = (self.call.role or "").strip() or CHANNEL_ROLES.get(channel, DEFAULT_ROLE)
        if role not in roles:
            cure = did_you_mean(role, roles, otherwise=f"one of: {', '.join(roles)}")
            self.fault(Malformed(f"there is no referral role `{role}`", help=cure, rule="unknown-role"), "role")
        return role

    def forced_distance(self) -> bool:
        """Say whether the distance wins over the directory's table."""
        if self.call.force_distance and not self.call.distance_km:
            self.fault(
                Malformed("a forced distance is missing", help="give it with --distance-km", rule="missing-distance"),
                "distance_km",
            )
        return self.call.force_distance

    def previous_calls(self) -> list[int]:
        """Return the moments of earlier calls, leaving out those that cannot be read."""
        moments: list[int] = []
        for text in self.call.previous_calls:
            try:
                # of two readings either serves: the hour between them is small beside 96
                moments.append(parse_moment(text, self.directory.zone, repeated_hour="first"))
            except Malformed as problem:
                self.fault(problem, "previous_calls")
        return moments


def option(name: str) -> str:
    """Return a field's name as the command line's option."""
    singular = {"symptom_discriminators": "symptom_discriminator", "location": "postcode", "place": "postcode"}.get(
        name, name
    )
    return f"--{singular.replace('_', '-')}"


def tell(faults: tuple[Diagnostic, ...]) -> str | None:
    """Return what was stated and not understood as one line; what is missing is no fault of a dispatch."""
    told = (fault for fault in faults if fault.severity is Severity.ERROR and not fault.rule.startswith("missing-"))
    return "; ".join(f"{fault.location}: {fault.message}" for fault in told) or None


def _words(name: str) -> str:
    return {"at": "the time of the call", "age": "the age"}.get(name, f"the {name.replace('_', ' ')}")


def _read_repeated_hour(text: str) -> str:
    if text not in REPEATED_HOURS:
        raise Malformed(f"`{text}` is neither `first` nor `second`", help="write `first` or `second`", rule="bad-hour")
    return text


def read_distance(text: str) -> int:
    """Read kilometres from 1 to 99, with decimals if wanted, as whole metres. Raises Malformed."""
    match = _DISTANCE.fullmatch(text.strip())
    metres = int(match[1]) * 1000 + int(f"{(match[2] or '')[:3]:0<3}") if match else 0
    if not MIN_METRES <= metres <= MAX_METRES:
        raise Malformed(f"the distance `{text}` km is not from 1 to 99", help="give 1 to 99", rule="bad-distance")
    return metres

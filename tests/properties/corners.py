"""The corners that the generator must reach, by name: what to look for in a situation and its plain answer."""

from __future__ import annotations

from collections.abc import Callable

from made_hours import AUTUMNS, SPRINGS
from made_services import FIRST_CHECKS, SECOND_CHECKS
from made_world import VALIDATED_CODES
from seen import ORDER, Seen

from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, Service

Corner = Callable[[Seen], bool]
OUTCOMES = ("routed", "catch-all", "no-service", "no-search", "dispatch", "rejected")
SAYING_HOW_FAR = ("forced", "postcode", "sector", "district", "request", "default", "national")


def passing(holds: Callable[[Seen, Service], bool]) -> Corner:
    """Return a corner reached when it holds for a service that passes every check."""
    return lambda seen: any(holds(seen, one) for one in seen.passing)


def failing(check: str, holds: Callable[[Seen, Service], bool] = lambda _seen, _one: True) -> Corner:
    """Return a corner reached when it holds for a service that fails this check alone."""
    return lambda seen: any(holds(seen, one) for one in seen.failing(check))


def caught(holds: Callable[[Seen, Service], bool]) -> Corner:
    """Return a corner reached when it holds for an emergency department of a catch-all."""
    return lambda seen: any(holds(seen, one) for one in seen.caught)


def outcome(name: str, holds: Corner = lambda _: True) -> Corner:
    """Return a corner reached when it holds for a call with this outcome."""
    return lambda seen: seen.answer.outcome == name and holds(seen)


def planned(holds: Corner) -> Corner:
    """Return a corner reached when it holds for a call with a care plan in force."""
    return lambda seen: seen.answer.plan is not None and holds(seen)


def decides(rule: str) -> Corner:
    """Return a corner reached when this rule of the order decides between two candidates."""
    return lambda seen: rule in seen.deciding


def says_how_far(name: str) -> Corner:
    """Return a corner reached when this says how far is searched."""
    return lambda seen: seen.answer.search is not None and seen.answer.search[1] == name


HOURS: dict[str, Corner] = {
    **{f"on the clock change of {day}": (lambda seen, day=day: seen.day == day) for day in (*SPRINGS, *AUTUMNS)},
    "in the repeated hour": lambda seen: bool(seen.answer.failing) and seen.is_repeated,
    "holiday hours": passing(lambda seen, one: seen.is_holiday and bool(one.opening.holiday)),
    "closed for a holiday": failing("hours", lambda seen, one: seen.is_holiday and one.opening.holiday == ()),
    "hours of a date": passing(lambda seen, one: seen.day in one.opening.dates),
    "closed on a date": failing("hours", lambda seen, one: seen.day in one.opening.dates),
    "open from yesterday": passing(lambda seen, one: seen.open_from_yesterday(one)),
    "opens on the window's last minute": passing(lambda seen, one: seen.look.window[1] - seen.at in seen.opens(one)),
    "opens a minute after the window": failing(
        "hours", lambda seen, one: seen.look.window[1] - seen.at + 1 in seen.opens(one)
    ),
    "closes as the window starts": passing(lambda seen, one: seen.look.window[0] - seen.at in seen.closes(one)),
    "closes a minute before the window": failing(
        "hours", lambda seen, one: seen.look.window[0] - seen.at - 1 in seen.closes(one)
    ),
    "opens just soon enough": passing(lambda seen, one: bool(one.only_if_open) and one.only_if_open in seen.opens(one)),
    "opens a minute too late": failing(
        "only-if-open", lambda seen, one: (one.only_if_open or 0) + 1 in seen.opens(one)
    ),
}
CHECKS: dict[str, Corner] = {
    **{
        f"{name} fails alone": failing(name)
        for name in (*FIRST_CHECKS, *SECOND_CHECKS, "type")
        if name != "symptom-group"
    },
    "symptom-group fails": lambda seen: ["symptom-group", "discriminator"] in seen.answer.failing.values(),
    "on the square's edge": passing(lambda seen, one: seen.offset(one) == seen.look.distance[0]),
    "a metre beyond the square": failing("distance", lambda seen, one: seen.offset(one) == seen.look.distance[0] + 1),
    "inside without a place": passing(lambda seen, one: seen.offset(one) == -1),
    "on an age bound": passing(lambda seen, one: seen.beyond_age(one, 0)),
    "a day beyond an age bound": failing("age", lambda seen, one: seen.beyond_age(one, 1)),
    "red since this minute": failing("capacity", lambda seen, one: seen.is_red(one, since=0)),
    "red from the next minute": passing(lambda seen, one: seen.is_red(one, since=1)),
    "red until this minute": passing(lambda seen, one: seen.is_red(one, until=0)),
    "red for one more minute": failing("capacity", lambda seen, one: seen.is_red(one, until=1)),
    "a later row over a red one": passing(lambda seen, one: seen.is_red_overruled(one)),
    "restricted to the practice": passing(lambda _, one: bool(one.practices)),
    "carries the role": passing(lambda _, one: bool(one.roles)),
    "area unknown, beside a limit": passing(lambda seen, one: seen.look.asked.area is None and bool(one.limited_to)),
}
PLACE: dict[str, Corner] = {
    **{f"how far is said by {name}": says_how_far(name) for name in SAYING_HOW_FAR},
    **{
        f"place found by {name}": (lambda seen, name=name: seen.answer.asked.place_by == name)
        for name in ("postcode", "sector", "district", None)
    },
}
RANKING: dict[str, Corner] = {
    **{f"{name} decides the order": decides(name) for name in ORDER},
    "own practice": passing(lambda seen, one: one.ods is not None and one.ods == seen.look.asked.practice),
    "a first ranking applies": lambda seen: seen.answer.ranking is not None and seen.answer.ranking.line == 10,
    "a later ranking applies": lambda seen: seen.answer.ranking is not None and seen.answer.ranking.line > 10,
    "no ranking applies": outcome(
        "routed", lambda seen: seen.answer.ranking is None and bool(seen.situation.directory.policy.ranking)
    ),
    "trimmed": lambda seen: bool(seen.answer.trimmed),
    "three of a type kept": lambda seen: any(
        seen.candidates_of(kind) >= seen.look.keep(kind) == 3 for _, kind in seen.answer.ordered
    ),
    "one gp practice of several kept": lambda seen: seen.candidates_of("gp-practice") > seen.look.keep("gp-practice"),
}
NOTHING_QUALIFIES: dict[str, Corner] = {
    **{f"outcome {name}": outcome(name) for name in OUTCOMES},
    "caught though red": caught(lambda seen, one: seen.look.is_red(one)),
    "caught though closed": caught(lambda seen, one: not seen.look.line(one).is_open(seen.at)),
    "caught though of another age": caught(lambda seen, one: not seen.look.takes_age(one)),
    "caught though of another sex": caught(lambda seen, one: not seen.look.takes_sex(one)),
    "caught beyond the search": caught(lambda seen, one: seen.offset(one) > seen.look.distance[0]),
    "two of three caught": lambda seen: len(seen.caught) == 2 and len(seen.all_of(EMERGENCY_DEPARTMENT)) > 2,
    "dispatch of several, by id": outcome("dispatch", lambda seen: len(seen.answer.offers) > 1),
    "dispatch with a fault": outcome("dispatch", lambda seen: bool(seen.answer.asked.faults)),
    "no ambulance to dispatch": outcome(
        "dispatch", lambda seen: not seen.answer.offers and bool(seen.all_of(AMBULANCE))
    ),
    "a third call": outcome("routed", lambda seen: "repeat-caller" in seen.answer.asked.marks),
    "a third call, but more urgent": lambda seen: (
        len(seen.situation.call.previous_calls) > 2 and seen.answer.asked.disposition in {"Dx02", "Dx011"}
    ),
}
BEFORE_THE_DIRECTORY: dict[str, Corner] = {
    "validated": lambda seen: seen.answer.validated_by is not None,
    "validated instead of a dispatch": lambda seen: seen.answer.validated_by == "Dx333",
    "no validator found": outcome(
        "routed",
        lambda seen: (
            seen.situation.directory.policy.validate
            and seen.answer.validated_by is None
            and seen.answer.asked.disposition in VALIDATED_CODES
        ),
    ),
    "plan offers": planned(outcome("routed", lambda seen: seen.answer.offers[0].rank is None)),
    "plan offers beside a validation": planned(
        lambda seen: seen.answer.validated_by is not None and seen.answer.offers[0].rank is None
    ),
    "plan offers what is open in time, but not for the validation": planned(
        lambda seen: seen.answer.validated_by is not None and not seen.planned_in_validation
    ),
    "plan bars a candidate": failing(
        "care-plan", lambda seen, one: one.id not in [offer.id for offer in seen.answer.offers]
    ),
    "plan bars the catch-all": planned(outcome("no-service", lambda seen: bool(seen.all_of(EMERGENCY_DEPARTMENT)))),
    "plan not in force": lambda seen: (
        seen.answer.plan is None and bool(seen.answer.offers) and any(seen.situation.plans.values())
    ),
}
CORNERS = HOURS | CHECKS | PLACE | RANKING | NOTHING_QUALIFIES | BEFORE_THE_DIRECTORY

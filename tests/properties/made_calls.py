"""Calls for the generator: what is asked, and the moment of it, set against the hours of one service."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from dice import Dice
from made_hours import boundaries
from made_world import DISPATCH_CODES, ODD_CODES, ORDINARY_CODES, VALIDATED_CODES, ZONE
from plain_hours import DAY, EPOCH, end_of, moments_showing, start_of, wall_of
from plain_search import Look

from dos_router.model.call import CallText
from dos_router.model.service import Service

SEARCHED_CODES = (*ORDINARY_CODES * 4, *VALIDATED_CODES * 5, *ODD_CODES, "dx05")
UNSEARCHED_CODES = (*DISPATCH_CODES * 2, "Dx39", "Dx39", "Dx49")
AGES = ("34", "5", "1825d", "5843d", "5844d", "16y", "0", "0d", "3m", "91d", "7m", "15", "129", "47481d")
WHEREABOUTS: tuple[dict[str, Any], ...] = (
    {"postcode": "CT9 4AN"},
    {"postcode": "ct94an"},
    {"postcode": "CT9 4ZZ"},
    {"postcode": " CT9  5AA"},
    {"postcode": "CT9"},
    {"postcode": "ct9 4"},
    {"postcode": "ME1 1AA"},
    {"postcode": "TN1 1AA"},
    {"postcode": "TN1 1AA", "area": "west"},
    {"easting": "500000", "northing": "260000"},
    {"easting": "500000", "northing": "260000", "area": "east"},
    {"postcode": "CT9 4AN", "easting": "499000", "northing": "258000"},
    {"postcode": "CT9 4AN", "area": "north"},
)
FAULTS: tuple[dict[str, Any], ...] = (
    {"postcode": None, "easting": None, "northing": None},
    {"postcode": "ZZ1 1ZZ"},
    {"age": None},
    {"age": "130"},
    {"sex": "none"},
    {"symptom_group": None},
    {"symptom_discriminators": ()},
    {"distance_km": "100"},
    {"role": "nobody"},
    {"area": "nowhere"},
    {"disposition": "Dx5"},
    {"distance_km": None, "force_distance": True},
)
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_LOCAL = datetime.combine(EPOCH, datetime.min.time())


@dataclass(frozen=True)
class Aim:
    """What calls are wanted: of these dispositions, with faults now and then, always with a care plan."""

    codes: tuple[str, ...]
    with_faults: bool = False
    with_plan: bool = False


ANY = Aim((*SEARCHED_CODES, *UNSEARCHED_CODES), with_faults=True)
SEARCHES = Aim(SEARCHED_CODES)
UNSEARCHED = Aim(UNSEARCHED_CODES, with_faults=True)
VALIDATED = Aim((*VALIDATED_CODES, "Dx012", "Dx013"))
PLANNED = Aim(SEARCHED_CODES, with_plan=True)


def call_without_moment(dice: Dice, aim: Aim) -> CallText:
    """Draw all that a call says but for its moment; one in many has a fault."""
    call = CallText(
        disposition=dice.pick_from(aim.codes),
        age=dice.pick_from(AGES),
        sex=dice.pick(None, "female", "male", "indeterminate"),
        symptom_group=dice.pick("SG1107", "1107", "SG999999"),
        symptom_discriminators=dice.pick(
            ("SD4052",), ("4052", "SD4003"), ("SD4052", "sd4052"), ("SD4003", "SD4052", "SD888888")
        ),
        practice=dice.pick(None, "G82001", "g82001"),
        distance_km=dice.pick(None, None, "1", "17.5", "99"),
        role=dice.pick(None, None, "111-telephone", "999", "clinician"),
        channel=dice.pick(None, None, "online", "phone"),
        patient="ab12cd" if aim.with_plan else dice.pick(None, "ab12cd"),
        **dice.pick_from(WHEREABOUTS),
    )
    if call.distance_km and dice.one_in(2):
        call = replace(call, force_distance=True)
    is_faulty = aim.with_faults and dice.one_in(6 if call.disposition in DISPATCH_CODES else 15)
    return replace(call, **dice.pick_from(FAULTS)) if is_faulty else call


def moment(dice: Dice, look: Look, theme: date, picked: Service | None) -> tuple[int, str]:
    """Draw the UTC minute of the call, most often against the hours of the service picked."""
    way, step = dice.below(10), dice.pick(0, -1, 1)
    edges = boundaries(picked.opening, theme, look) if picked else []
    if picked and edges and way < 7:
        kind, boundary = dice.pick_from(edges)
        starts, ends = look.window  # those of a call at minute 0
        leads = {"opens": (ends, ends, picked.only_if_open or 0, 0), "closes": (starts, starts, 0, ends)}[kind]
        return boundary - dice.pick_from(leads) + step, kind
    first, second = start_of(theme, 60, ZONE), end_of(theme, 120, ZONE)
    if way < 9:
        return dice.pick(first, second, second - 60, start_of(theme, 0, ZONE), end_of(theme, DAY, ZONE)) + step, "clock"
    return start_of(theme, 0, ZONE) + dice.below(DAY), "any"


def at_that_moment(dice: Dice, aim: Aim, call: CallText, at: int) -> CallText:
    """Write the moment into a call, locally or with an offset, and the calls before it."""
    wall, utc = wall_of(at, ZONE), EPOCH_UTC + timedelta(minutes=at)
    local = EPOCH_LOCAL + timedelta(minutes=wall)
    repeated = moments_showing(wall, ZONE)
    if len(repeated) > 1:
        call = replace(
            call, repeated_hour=None if aim.with_faults and dice.one_in(5) else ("first", "second")[repeated.index(at)]
        )
    text = dice.pick(
        f"{local.isoformat(timespec='minutes')}:59",
        local.isoformat(sep=" ", timespec="minutes"),
        local.replace(tzinfo=timezone(timedelta(minutes=wall - at))).isoformat(timespec="minutes"),
        utc.astimezone(timezone(timedelta(hours=-5, minutes=-30))).isoformat(timespec="seconds"),
        utc.strftime("%Y-%m-%dT%H:%MZ"),
    )
    earlier = dice.pick((), (), (), (1, 5760), (1, 5761), (0, 5760), (60, 120, 240), (30,))
    before = tuple((utc - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%MZ") for minutes in earlier)
    return replace(call, at=text, previous_calls=before)

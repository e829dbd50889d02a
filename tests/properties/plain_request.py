"""A call's text read as routing.md 1 and 2 say, field by field and without dos_router.routing.

It reads what the generator writes; the many ways of writing a thing wrongly are for the unit tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from plain_hours import DAY, EPOCH, moments_showing

from dos_router.model.call import CallText
from dos_router.model.directory import Directory, Place
from dos_router.model.service import Point

DAYS = {"y": Fraction(36525, 100), "m": Fraction(304375, 10000), "d": Fraction(1)}
SEXES = ("female", "male", "indeterminate")
ROLE_OF_CHANNEL = {"": "111-telephone", "phone": "111-telephone", "text": "111-online", "online": "111-online"}


@dataclass
class Asked:
    """What a call asks; `faults` names the fields not understood, `missing` those that should have been stated."""

    at: int | None = None
    disposition: str | None = None
    asked: str | None = None
    point: Point | None = None
    postcode: str | None = None
    place_by: str | None = None
    area: str | None = None
    age: int | None = None
    sex: str = "indeterminate"
    group: str | None = None
    discriminators: list[str] = field(default_factory=list)
    practice: str | None = None
    kilometres: Fraction | None = None
    forced: bool = False
    role: str = ""
    patient: str | None = None
    faults: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)


class Faulty(Exception):  # noqa: N818 - the text is
    """A field that cannot be understood."""


class Missing(Exception):  # noqa: N818 - the text is
    """A field that should have been stated."""


def read_call(call: CallText, directory: Directory) -> Asked:
    """Read every field of a call; those at fault are named and left empty."""
    asked = Asked()
    readers = {
        "at": lambda: read_moment(needed(call.at), directory, call.repeated_hour),
        "asked": lambda: read_disposition(needed(call.disposition), directory),
        "age": lambda: read_age(needed(call.age)),
        "sex": lambda: one_of(SEXES, (call.sex or "indeterminate").strip().lower()),
        "group": lambda: read_code("SG", needed(call.symptom_group)),
        "discriminators": lambda: read_discriminators(call.symptom_discriminators),
        "kilometres": lambda: read_kilometres(call),
        "role": lambda: one_of(directory.reference.roles, call.role or ROLE_OF_CHANNEL[call.channel or ""]),
    }
    for name, read in readers.items():
        try:
            setattr(asked, name, read())
        except Faulty:
            asked.faults.append(name)
        except Missing:
            asked.missing.append(name)
    asked.forced = call.force_distance
    asked.practice = call.practice.strip().upper() if call.practice else None
    asked.patient = call.patient
    read_place(call, directory, asked)
    read_area(call, directory, asked)
    read_repeat(call, directory, asked)
    note_unlisted(asked, directory)
    return asked


def needed(text: str | None) -> str:
    """Return a text that must be stated."""
    if not text:
        raise Missing
    return text


def one_of(known: object, word: str) -> str:
    """Return a word that must be a known one."""
    if word not in known:  # type: ignore[operator]
        raise Faulty
    return word


def read_moment(text: str, directory: Directory, repeated_hour: str | None) -> int:
    """Read a moment as a UTC minute: by its offset, or as a local time that the clock shows just once."""
    moment = datetime.fromisoformat(text.replace(" ", "T"))
    wall = (moment.date() - EPOCH).days * DAY + moment.hour * 60 + moment.minute
    offset = moment.utcoffset()
    if offset is not None:
        return wall - int(offset.total_seconds()) // 60
    moments = moments_showing(wall, directory.zone)
    if len(moments) == 2 and repeated_hour:
        return moments[{"first": 0, "second": 1}[repeated_hour]]
    if len(moments) != 1:
        raise Faulty
    return moments[0]


def read_disposition(text: str, directory: Directory) -> str:
    """Read `dx05` as `Dx05`, one that the reference lists."""
    return one_of(directory.reference.dispositions, "Dx" + text.strip()[2:])


def read_age(text: str) -> int:
    """Read `34`, `34y`, `7m` or `12d` as whole days, rounded down; under 130 years."""
    count, unit = (text[:-1], text[-1]) if text[-1] in DAYS else (text, "y")
    if not count.isdigit():
        raise Faulty
    days = int(int(count) * DAYS[unit])
    if days >= int(130 * DAYS["y"]):
        raise Faulty
    return days


def read_code(letters: str, text: str) -> str:
    """Read `SG1107`, `sg1107` or `1107` as `SG1107`."""
    digits = text.upper().removeprefix(letters)
    if not digits.isdigit():
        raise Faulty
    return letters + digits


def read_discriminators(texts: tuple[str, ...]) -> list[str]:
    """Read one or more discriminators; duplicates are dropped."""
    if not texts:
        raise Missing
    return list(dict.fromkeys(read_code("SD", text) for text in texts))


def read_kilometres(call: CallText) -> Fraction | None:
    """Read the distance asked for, 1 to 99; a forced one must be stated."""
    if not call.distance_km:
        if call.force_distance:
            raise Missing
        return None
    kilometres = Fraction(call.distance_km)
    if not 1 <= kilometres <= 99:
        raise Faulty
    return kilometres


def read_place(call: CallText, directory: Directory, asked: Asked) -> None:
    """Find the place; coordinates beside a postcode say where, the postcode in whose area."""
    if call.postcode:
        asked.postcode = tidy_postcode(call.postcode)
        found = find_place(asked.postcode, directory)
        if found is None:
            asked.faults.append("postcode")
            asked.postcode = None
            return
        asked.place_by, place = found
        asked.point, asked.area = place.point, place.area
    if call.easting and call.northing:
        asked.point = Point(int(call.easting), int(call.northing))
    if asked.point is None:
        asked.missing.append("place")


def tidy_postcode(text: str) -> str:
    """Return `CT9 4AN`, `CT9 4` or `CT9`, whatever the case or spacing of a full one or a district."""
    squeezed = text.upper().replace(" ", "")
    if len(squeezed) > 4 and squeezed[-3].isdigit() and squeezed[-2:].isalpha():
        return f"{squeezed[:-3]} {squeezed[-3:]}"
    return text.upper().strip()


def find_place(postcode: str, directory: Directory) -> tuple[str, Place] | None:
    """Find a postcode in the directory's places: itself, else its sector, else its district."""
    for kind, name in names_of(postcode):
        if name in directory.places:
            return kind, directory.places[name]
    return None


def names_of(postcode: str) -> list[tuple[str, str]]:
    """Return what a postcode can be found by, narrowest first."""
    outward, _, inward = postcode.partition(" ")
    names = [("postcode", postcode), ("sector", f"{outward} {inward[:1]}"), ("district", outward)]
    return names[{3: 0, 1: 1, 0: 2}[len(inward)] :]


def read_area(call: CallText, directory: Directory, asked: Asked) -> None:
    """Let an area stated override the place's; a place without an area is marked."""
    if call.area and call.area not in directory.areas:
        asked.faults.append("area")
        asked.area = None
    elif call.area:
        asked.area = call.area
    elif asked.point is not None and asked.area is None:
        asked.marks.add("unknown-area")


def read_repeat(call: CallText, directory: Directory, asked: Asked) -> None:
    """Make the third call within 96 hours a Dx93, unless what was asked is more urgent."""
    earlier = []
    for text in call.previous_calls:
        try:
            earlier.append(read_moment(text, directory, "first"))
        except Faulty:
            asked.faults.append("previous_calls")
    asked.disposition = asked.asked
    if asked.at is None or asked.asked is None:
        return
    known = directory.reference.dispositions
    recent = [moment for moment in earlier if asked.at - 96 * 60 <= moment < asked.at]
    if len(recent) >= 2 and "Dx93" in known and known["Dx93"].urgency <= known[asked.asked].urgency:
        asked.disposition = "Dx93"
        asked.marks |= {"repeat-caller"} if asked.asked != "Dx93" else set()


def note_unlisted(asked: Asked, directory: Directory) -> None:
    """Mark symptoms that the reference does not list; they are routed all the same."""
    reference = directory.reference
    listed = (asked.group is None or asked.group in reference.symptom_groups) and all(
        code in reference.symptom_discriminators for code in asked.discriminators
    )
    if not listed:
        asked.marks.add("unlisted-symptom")

"""Services for the generator: each made to pass a call's checks, on the edge of them, but for those it is to fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dice import Dice
from made_hours import NEVER, opening
from made_world import AREAS, COMMISSIONERS
from plain_search import Look

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, Point, Provider, Service
from dos_router.model.symptoms import Symptoms, symptoms_of

IDS = ("b", "a-10", "a-2", "a", "z9", "0-first", "m", "a-1")
PROVIDER = Provider(name="a trust")
FIRST_CHECKS = ("status", "distance", "symptom-group", "sex", "practice")
SECOND_CHECKS = ("capacity", "discriminator", "disposition", "role", "age", "hours", "only-if-open", "area")
WHOLE_RANGES = tuple(parse_age_range(text) for text in ("0-4", "5-15", "3m-4y", "16+", "0-15", "12d-23m", "0-129"))

CHECKS = (*FIRST_CHECKS, *SECOND_CHECKS)


def services(dice: Dice, look: Look, theme: date, *, kinds: tuple[str, ...], codes: tuple[str, ...]) -> list[Service]:
    """Draw up to eight services around a call, now and then one that is the twin of another but for its id.

    In one directory of six every service fails something, so that a catch-all must be looked for.
    """
    ids, made = list(IDS), list[Service]()
    is_barren = dice.one_in(6)
    if is_barren:
        kinds = (*kinds, *(EMERGENCY_DEPARTMENT,) * len(kinds))
    for _ in range(dice.pick(3, 1, 2, 4, 5, 6, 7, 8, 4, 5, 6, 0)):
        name, kind = ids.pop(dice.below(len(ids))), dice.pick_from(kinds)
        misses = [dice.pick_from(checks_of(kind))] if is_barren else what_it_misses(dice)
        if made and dice.one_in(6):
            made.append(replace(dice.pick_from(made), id=name))
        else:
            made.append(one_service(dice, look, theme, name=name, kind=kind, codes=codes, misses=misses))
    return made


def one_service(
    dice: Dice, look: Look, theme: date, *, name: str, kind: str, codes: tuple[str, ...], misses: list[str]
) -> Service:
    """Draw a service around a call, on the edge of passing its checks, or one step beyond for those it is to fail."""
    asked, area = look.asked, look.asked.area or "east"
    elsewhere = frozenset({dice.pick_from([one for one in AREAS if one != area])})
    other_roles = frozenset(dice.pick(("care-home",), ("care-home", "clinician")))
    return Service(
        id=name,
        name=f"service {name}",
        type=kind,
        provider=PROVIDER,
        at=Location("services/all.yaml", 1),
        status=dice.pick("suspended", "commissioning", "closed") if "status" in misses else "active",
        point=point(dice, look, beyond="distance" in misses),
        symptoms=profile(dice, look, misses),
        dispositions=lesser_codes(dice, codes) if "disposition" in misses else frozenset(codes),
        sexes=sexes(dice, asked.sex, unfit="sex" in misses),
        practices=frozenset({"Z00001"}) if "practice" in misses else sometimes(dice, asked.practice),
        roles=other_roles if "role" in misses else sometimes(dice, asked.role),
        ages=ages_without(dice, asked.age or 0) if "age" in misses else ages_with(dice, asked.age or 0),
        opening=NEVER if "hours" in misses and dice.one_in(2) else opening(dice, theme),
        only_if_open=dice.pick(0, 15, 30) if "only-if-open" in misses else dice.pick(None, None, 0, 15, 30),
        limited_to=elsewhere if "area" in misses else sometimes(dice, area),
        commissioned_by=frozenset(dice.some(tuple(COMMISSIONERS), 2)),
        ods=dice.pick(None, None, "Z00001", asked.practice),
    )


def checks_of(kind: str) -> tuple[str, ...]:
    """Return the checks that a service of a type may fail; of an ambulance service those that a dispatch looks at."""
    return ("status", "area") if kind == AMBULANCE else CHECKS


def what_it_misses(dice: Dice) -> list[str]:
    """Draw the checks that a service is to fail: mostly none or one, so that candidates and near misses abound."""
    way = dice.below(10)
    if way < 6:
        return []
    return [dice.pick_from(CHECKS)] if way < 9 else dice.some(CHECKS, 3)


def sometimes(dice: Dice, value: str | None) -> frozenset[str]:
    """Draw no limit, or one that the value just meets."""
    return frozenset({value}) if value and dice.one_in(3) else frozenset()


def point(dice: Dice, look: Look, *, beyond: bool) -> Point | None:
    """Draw a point that ties with others, on the square's edge or one metre beyond; or no place at all."""
    metres = look.distance[0]
    near = ((0, 0), (1000, 0), (0, 1000), (600, 800), (-1000, 0), (900, 0), (3000, 4000))
    edge = ((metres, 0), (0, -metres), (-metres, metres), (metres, -900))
    if beyond:
        further = (
            (metres + 1, 0),
            (0, -metres - 1),
            (-metres - 1, metres),
            (metres, metres + 1),
            (0, 60_000),
            (60_001, 60_000),
        )
        offset = dice.pick_from([one for one in further if max(map(abs, one)) > metres])
    elif dice.one_in(5):
        return None
    else:
        offset = dice.pick_from([one for one in (*near, *edge) if max(map(abs, one)) <= metres])
    home = look.asked.point or Point(500_000, 260_000)
    return Point(home.easting + offset[0], home.northing + offset[1])


def profile(dice: Dice, look: Look, misses: list[str]) -> Symptoms:
    """Draw what a service is profiled for: the call's pairs, their group or all; or all but one thing."""
    group, codes = look.asked.group or "SG1107", look.asked.discriminators or ["SD4052"]
    elsewhere = [("SG1", code) for code in codes]  # the right discriminator beside a wrong group
    if "symptom-group" in misses:
        return symptoms_of(dice.pick([], elsewhere, [("SG1", "*")]))
    if "discriminator" in misses:
        return symptoms_of([*elsewhere, (group, "SD1"), *((group, code) for code in codes[1:])])
    pairs = [(group, code) for code in codes]
    return symptoms_of(dice.pick(pairs, pairs + elsewhere, [(group, "*")], [("*", "*")]))


def lesser_codes(dice: Dice, codes: tuple[str, ...]) -> frozenset[str]:
    """Draw dispositions that lack the one asked: none, look-alikes of it, or only the one that validates it."""
    return dice.pick(frozenset(), frozenset({"Dx022", "Dx07", "Dx22"}) - {codes[0]}, frozenset(codes[1:]))


def sexes(dice: Dice, sex: str, *, unfit: bool) -> frozenset[str]:
    """Draw the sexes taken, that of the caller among them or not."""
    if unfit:
        return frozenset({dice.pick_from([one for one in ("female", "male") if one != sex])})
    both = frozenset({"female", "male"})
    return both if sex == "indeterminate" else dice.pick(both, both, frozenset({sex}))


def ages_with(dice: Dice, age: int) -> tuple[AgeRange, ...]:
    """Draw ranges that an age in days lies in, most on their very edge."""
    if dice.one_in(2):
        return ()
    edges = [between(age, age + 9), between(max(age - 9, 0), age), between(age, None), between(0, age)]
    holding = [one for one in WHOLE_RANGES if one.low <= age and (one.high is None or age <= one.high)]
    one = dice.pick_from([*edges, *holding])
    return (between(50_000, None), one) if dice.one_in(3) else (one,)


def ages_without(dice: Dice, age: int) -> tuple[AgeRange, ...]:
    """Draw ranges that miss an age in days by a day, on either side or on both."""
    above, below = between(age + 1, None), between(max(age - 9, 0), age - 1)
    lacking = [(one,) for one in WHOLE_RANGES if not (one.low <= age and (one.high is None or age <= one.high))]
    around = [(below,), (below, above), (above, below)] if age else []
    return dice.pick_from([(above,), *around, *lacking])


def between(low: int, high: int | None) -> AgeRange:
    """Return a range of days as a file would write it."""
    return AgeRange(low, high, f"{low}d+" if high is None else f"{low}d-{high}d")

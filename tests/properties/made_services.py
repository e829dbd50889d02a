"""Services for the generator: each made to pass a call's checks, on the edge of them, but for those it is to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.service import Point, Provider, Service
from dos_router.model.symptoms import Symptoms, symptoms_of

from made_hours import NEVER, openings
from plain_search import Look

IDS = ("b", "a-10", "a-2", "a", "z9", "0-first", "m", "a-1")
PROVIDER = Provider(name="a trust")
FIRST_CHECKS = ("status", "distance", "symptom-group", "sex", "practice")
SECOND_CHECKS = ("capacity", "discriminator", "disposition", "role", "age", "hours", "only-if-open", "area")
AREAS = ("east", "north", "west")
COMMISSIONERS = {"one": frozenset({"east"}), "two": frozenset({"west"}), "three": frozenset({"east", "north"}), "none": frozenset[str]()}
WHOLE_RANGES = tuple(parse_age_range(text) for text in ("0-4", "5-15", "3m-4y", "16+", "0-15", "12d-23m", "0-129"))

# what a service fails: mostly nothing or one check, so that candidates, near misses and twins abound
missed = st.one_of(
    st.just(()),
    st.just(()),
    st.sampled_from((*FIRST_CHECKS, *SECOND_CHECKS, *SECOND_CHECKS)).map(lambda name: (name,)),
    st.lists(st.sampled_from((*FIRST_CHECKS, *SECOND_CHECKS)), max_size=3).map(tuple),
)


@st.composite
def services(draw: st.DrawFn, look: Look, theme: date, kinds: tuple[str, ...], codes: tuple[str, ...]) -> list[Service]:
    """Draw up to eight services around a call, now and then one that is the twin of another but for its id."""
    ids = draw(st.permutations(IDS))
    made: list[Service] = []
    for name in ids[: draw(st.integers(0, len(IDS)))]:
        if made and draw(st.integers(0, 5)) == 0:
            made.append(replace(draw(st.sampled_from(made)), id=name))
        else:
            made.append(draw(one_service(name, look, theme, kinds, codes)))
    return made


@st.composite
def one_service(draw: st.DrawFn, name: str, look: Look, theme: date, kinds: tuple[str, ...], codes: tuple[str, ...]) -> Service:
    """Draw a service around a call, to fail the checks drawn; capacity is dealt with by its rows."""
    misses = draw(missed)
    asked = look.asked

    def pick(check: str, passing: Callable[[], st.SearchStrategy], failing: Callable[[], st.SearchStrategy]) -> object:
        return draw(failing() if check in misses else passing())

    def sometimes(value: object) -> st.SearchStrategy:
        return st.sampled_from((frozenset(), frozenset(), frozenset({value}))) if value else st.just(frozenset())

    area = asked.area or "east"
    return Service(
        id=name, name=f"service {name}", type=draw(st.sampled_from(kinds)), provider=PROVIDER, at=Location("services/all.yaml", 1),
        status=pick("status", lambda: st.just("active"), lambda: st.sampled_from(("suspended", "commissioning", "closed"))),
        point=pick("distance", lambda: points_within(look), lambda: points_beyond(look)),
        symptoms=pick_symptoms(draw, look, misses),
        dispositions=pick("disposition", lambda: st.just(frozenset(codes)), lambda: lesser_codes(codes)),
        sexes=pick("sex", lambda: fitting_sexes(asked.sex), lambda: unfit_sexes(asked.sex)),
        practices=pick("practice", lambda: sometimes(asked.practice), lambda: st.just(frozenset({"Z00001"}))),
        roles=pick("role", lambda: sometimes(asked.role), lambda: st.sampled_from((frozenset({"care-home"}), frozenset({"care-home", "clinician"})))),
        ages=pick("age", lambda: ages_with(asked.age or 0), lambda: ages_without(asked.age or 0)),
        opening=pick("hours", lambda: openings(theme), lambda: st.one_of(st.just(NEVER), openings(theme))),
        only_if_open=pick("only-if-open", lambda: st.sampled_from((None, None, None, 0, 15, 30)), lambda: st.sampled_from((0, 15, 30))),
        limited_to=pick("area", lambda: sometimes(area), lambda: st.sampled_from([frozenset({one}) for one in AREAS if one != asked.area])),
        commissioned_by=draw(st.sets(st.sampled_from(tuple(COMMISSIONERS)), max_size=2).map(frozenset)),
        ods=draw(st.sampled_from((None, None, "Z00001", asked.practice))),
    )  # fmt: skip


def points_within(look: Look) -> st.SearchStrategy[Point | None]:
    """Return points inside the square: near ones that often tie, those on its edge, or no place at all."""
    metres = look.distance[0]
    near = ((0, 0), (1000, 0), (0, 1000), (600, 800), (-1000, 0), (3000, 4000), (900, 0))
    edge = ((metres, 0), (0, -metres), (-metres, metres), (metres, -900))
    offsets = [offset for offset in (*near, *edge) if max(map(abs, offset)) <= metres]
    return st.one_of(st.sampled_from(offsets).map(lambda offset: _from(look, offset)), st.none())


def points_beyond(look: Look) -> st.SearchStrategy[Point | None]:
    """Return points one step beyond the square; some are still, or no more, in the catch-all's 60 km."""
    metres = look.distance[0]
    offsets = ((metres + 1, 0), (0, -metres - 1), (-metres - 1, metres), (metres, metres + 1), (0, max(60_000, metres + 1)), (60_001, 60_000))
    return st.sampled_from([offset for offset in offsets if max(map(abs, offset)) > metres]).map(lambda offset: _from(look, offset))


def _from(look: Look, offset: tuple[int, int]) -> Point:
    home = look.asked.point or Point(600_000, 160_000)
    return Point(home.easting + offset[0], home.northing + offset[1])


def pick_symptoms(draw: st.DrawFn, look: Look, misses: tuple[str, ...]) -> Symptoms:
    """Draw what a service is profiled for: the call's pairs, their group or all; or all but one thing."""
    group, codes = look.asked.group or "SG1107", look.asked.discriminators or ["SD4052"]
    elsewhere = [("SG1", code) for code in codes]  # the right discriminator beside a wrong group
    if "symptom-group" in misses:
        return symptoms_of(draw(st.sampled_from(([], elsewhere, [("SG1", "*")]))))
    if "discriminator" in misses:
        return symptoms_of([*elsewhere, (group, "SD1"), *((group, code) for code in codes[1:])])
    pairs = [(group, code) for code in codes]
    return symptoms_of(draw(st.sampled_from((pairs, pairs + elsewhere, [(group, "*")], [("*", "*")]))))


def lesser_codes(codes: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    """Return dispositions that lack one of those wanted: none, a likely mistake for one, or only one of two."""
    return st.sampled_from((frozenset(), frozenset({"Dx2", "Dx07", "Dx22"}) - {codes[0]}, frozenset(codes[1:])))


def fitting_sexes(sex: str) -> st.SearchStrategy[frozenset[str]]:
    """Return sexes taken, that of the caller among them."""
    both = frozenset({"female", "male"})
    return st.just(both) if sex == "indeterminate" else st.sampled_from((both, both, frozenset({sex})))


def unfit_sexes(sex: str) -> st.SearchStrategy[frozenset[str]]:
    """Return one sex, not the caller's."""
    return st.sampled_from([frozenset({one}) for one in ("female", "male") if one != sex])


def ages_with(age: int) -> st.SearchStrategy[tuple[AgeRange, ...]]:
    """Return ranges that an age in days lies in, most on their very edge."""
    ranges = [between(age, age + 9), between(max(age - 9, 0), age), between(age, None), between(0, age)]
    holding = [one for one in WHOLE_RANGES if one.low <= age and (one.high is None or age <= one.high)]
    some = st.sampled_from([*ranges, *holding]).map(lambda one: (one,))
    return st.one_of(st.just(()), st.just(()), some, some, some.map(lambda ranges: (between(50_000, None), *ranges)))


def ages_without(age: int) -> st.SearchStrategy[tuple[AgeRange, ...]]:
    """Return ranges that miss an age in days by a day, on either side or on both."""
    above, below = between(age + 1, None), between(max(age - 9, 0), age - 1)
    lacking = [(one,) for one in WHOLE_RANGES if not (one.low <= age and (one.high is None or age <= one.high))]
    around = [(below,), (below, above), (above, below)] if age else []
    return st.sampled_from([(above,), *around, *lacking])


def between(low: int, high: int | None) -> AgeRange:
    """Return a range of days as a file would write it."""
    return AgeRange(low, high, f"{low}d+" if high is None else f"{low}d-{high}d")

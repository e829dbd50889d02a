"""Places as expressions: what is told is evaluated by names alone, and is exactly the set."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dos_router.analysis.gaps_told.places import EVERYWHERE, NOWHERE, PlaceTeller, _cost

AREAS = {"thanet": "Thanet", "swale": "Swale", "km": "Kent and Medway"}


class Spot(NamedTuple):
    id: str
    area: str | None
    postcode: str | None


KENT = (
    *(Spot(f"E{number:02}", "thanet", f"CT9 {1 + number // 2}A{'AB'[number % 2]}") for number in range(8)),
    *(Spot(f"F{number:02}", "thanet", f"CT10 1A{'ABC'[number]}") for number in range(3)),
    *(Spot(f"G{number:02}", "swale", f"ME10 {number}AA") for number in range(1, 4)),
    Spot("H01", "swale", "CT9 4XX"),  # the district lies in two areas
    Spot("CT11", "km", "CT11"),
    Spot("J01", "km", None),
    Spot("K01", None, "BN1 1AA"),
    Spot("BN1", None, "not a postcode"),
    Spot("L01", "km", "TN1 1AA"),
    Spot("L02", "km", "TN1 1AA"),
)
TELLER = PlaceTeller(KENT, AREAS)


def named(name: str) -> set[str]:
    """Return the places that a name stands for, by looking at each of them."""
    titles = {title: area for area, title in AREAS.items()}
    if name == EVERYWHERE:
        return {spot.id for spot in KENT}
    if name in titles:
        return {spot.id for spot in KENT if spot.area == titles[name]}
    if name.startswith("point "):
        return {name.removeprefix("point ")}
    inside = {spot.id for spot in KENT if (spot.postcode or "").startswith(name if " " in name else f"{name} ")}
    inside |= {spot.id for spot in KENT if spot.postcode == name}
    return inside or {spot.id for spot in KENT if spot.id == name}


SEEN: Counter[str] = Counter()


@settings(max_examples=300)
@given(st.sets(st.sampled_from([spot.id for spot in KENT])), st.booleans())
def test_an_expression_is_exactly_its_set(chosen: set[str], turned: bool) -> None:
    wanted = {spot.id for spot in KENT} - chosen if turned else chosen
    told = TELLER.tell(wanted)
    assert told.ids == wanted
    plus, minus = ({one for term in terms for one in named(term.name)} for terms in (told.plus, told.minus))
    assert plus - minus == wanted
    assert _cost(told)[0] <= len(wanted)
    names = {term.name for term in (*told.plus, *told.minus)}
    SEEN.update({"minus" if told.minus else "plus", *("area" for _ in names & set(AREAS.values()))})
    SEEN.update((len(name) > 3 and name[:3] in {"CT9", "ME1"} and "sector") or "other" for name in names)


def test_the_dice_reached_areas_and_exceptions() -> None:
    if not SEEN:
        pytest.skip("says something only after the test above")
    assert {"plus", "minus", "area", "sector"} <= set(SEEN)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({spot.id for spot in KENT}, EVERYWHERE),
        (set(), NOWHERE),
        ({spot.id for spot in KENT if spot.area in {"thanet", "swale"}}, "Thanet and Swale"),
        ({spot.id for spot in KENT if spot.area in {"km", "swale"}}, "Swale, Kent and Medway"),
        ({spot.id for spot in KENT if (spot.postcode or "").startswith(("CT9 ", "CT10"))}, "CT9 and CT10"),
        ({spot.id for spot in KENT if (spot.postcode or "").startswith("CT9 ") and "9 4" not in (spot.postcode or "")},
         "CT9 but not CT9 4"),
        ({spot.id for spot in KENT if spot.area == "thanet"} - {"E00"}, "Thanet but not CT9 1AA"),
        ({spot.id for spot in KENT} - {"J01"}, "everywhere but not J01"),
        ({"CT11"}, "CT11"),
        ({"L01"}, "L01"),
        ({"L01", "L02"}, "TN1"),
        ({"BN1"}, "point BN1"),
        ({"E00", "E01", "G01"}, "CT9 1 and ME10 1"),
    ],
)  # fmt: skip
def test_it_reads_as_people_say_it(chosen: set[str], said: str) -> None:
    assert TELLER.tell(chosen).text == said

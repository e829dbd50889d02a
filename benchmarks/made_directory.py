"""A made directory of any size: as dense as England's services are, in clusters, with the usual mix of types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.directory import Commissioner, Directory, Place
from dos_router.model.opening import Opening, parse_opening, parse_spans
from dos_router.model.policy import Policy, Ranking
from dos_router.model.service import Point, Provider, Service
from dos_router.model.symptoms import Symptoms, symptoms_of
from dos_router.reference import load_reference

HERE = Location("services/made.yaml", 1)
SQUARE_METRES_A_SERVICE = 13_000_000
CORNER = Point(300_000, 100_000)
CHRISTMAS, NEW_YEAR = date(2026, 12, 25), date(2027, 1, 1)

# type, share of all services, dispositions that it takes
KINDS = (
    ("pharmacy", 40, ("Dx28", "Dx29", "Dx08", "Dx09", "Dx85")),
    ("gp-practice", 26, ("Dx05", "Dx06", "Dx07", "Dx08", "Dx09", "Dx12", "Dx13", "Dx14")),
    ("dental-practice", 14, ("Dx17", "Dx18", "Dx19", "Dx20", "Dx21", "Dx22")),
    ("out-of-hours-gp", 4, ("Dx05", "Dx06", "Dx07", "Dx11", "Dx12", "Dx13", "Dx14", "Dx15")),
    ("urgent-treatment-centre", 3, ("Dx02", "Dx03", "Dx05", "Dx06", "Dx07", "Dx89")),
    ("emergency-department", 2, ("Dx02", "Dx03", "Dx89", "Dx92")),
    ("minor-injury-unit", 2, ("Dx02", "Dx03", "Dx05", "Dx06")),
    ("walk-in-centre", 1, ("Dx05", "Dx06", "Dx07")),
    ("district-nursing", 3, ("Dx05", "Dx06", "Dx07")),
    ("clinical-assessment", 1, ("Dx32", "Dx34", "Dx333", "Dx334", "Dx337", "Dx338", "Dx11", "Dx12")),
    ("emergency-ambulance", 1, ()),
    ("gp-access-hub", 3, ("Dx05", "Dx06", "Dx07", "Dx08", "Dx12", "Dx13")),
)
ALWAYS_OPEN = {"emergency-department", "emergency-ambulance", "clinical-assessment"}
WIDE = {"emergency-department", "urgent-treatment-centre", "out-of-hours-gp", "clinical-assessment", "gp-access-hub"}
OPENS = ("07:00", "08:00", "08:30", "08:45", "09:00", "09:15", "09:30")
CLOSES = ("17:00", "17:30", "17:45", "18:00", "18:15", "18:30", "19:00", "20:00", "21:00", "22:00", "23:00")
AGES = (None, None, None, "2-150", "16+", "5+", "0-15")


def made_directory(services: int, *, seed: int = 1) -> Directory:
    """Return a directory of so many services; the same for the same seed."""
    dice = np.random.default_rng(seed)
    reference, _ = load_reference()
    side = round((services * SQUARE_METRES_A_SERVICE) ** 0.5)
    areas = tuple(f"area-{number}" for number in range(max(4, services // 250)))
    towns = Towns(dice, side, areas, max(8, services // 40))
    made = {one.id: one for one in _services(dice, services, towns)}
    return Directory(
        id="made", title="a made directory", serial=1, folder="", valid=(0, 2**40), zone=ZoneInfo("Europe/London"),
        commissioners=MappingProxyType({one.id: one for one in map(_commissioner, areas)}),
        areas=MappingProxyType(dict.fromkeys(areas, "an area")),
        services=MappingProxyType(dict(sorted(made.items()))),
        policy=_policy(areas), places=MappingProxyType(towns.places()),
        holidays=MappingProxyType({CHRISTMAS: "Christmas Day", NEW_YEAR: "New Year's Day"}), reference=reference,
    )  # fmt: skip


def _commissioner(area: str) -> Commissioner:
    return Commissioner(id=f"icb-{area}", name=area, areas=frozenset({area}))


class Towns:
    """Towns of very different sizes, the areas that they lie in, and sectors around them."""

    def __init__(self, dice: np.random.Generator, side: int, areas: tuple[str, ...], count: int) -> None:
        """Scatter so many towns over a square."""
        self._dice = dice
        self.centres = dice.integers(0, side, (count, 2)) + np.array(CORNER)
        self.weights = 1 / np.arange(1, count + 1) ** 0.8
        self.weights /= self.weights.sum()
        columns = int(np.ceil(len(areas) ** 0.5))
        cells = (self.centres - np.array(CORNER)) * columns // (side + 1)
        self._areas = [areas[int(x * columns + y) % len(areas)] for x, y in cells]

    def somewhere(self, spread: int = 4_000) -> tuple[Point, str]:
        """Return a point near a town, and its area."""
        town = int(self._dice.choice(len(self.centres), p=self.weights))
        east, north = self.centres[town] + self._dice.normal(0, spread, 2).round().astype(int)
        return Point(max(int(east), 0), max(int(north), 0)), self._areas[town]

    def places(self) -> dict[str, Place]:
        """Return sectors by their names, more of them around larger towns."""
        count = len(self.centres) * 12
        names = (f"{chr(65 + n // 500 % 26)}{chr(65 + n // 13_000)}{1 + n // 10 % 50} {n % 10}" for n in range(count))
        return {name: Place(*self.somewhere(6_000)) for name in names}


def _policy(areas: tuple[str, ...]) -> Policy:
    weekend = parse_opening("Mo-Fr 18:30-24:00; Sa,Su 00:00-24:00; PH 00:00-24:00")
    ranks = MappingProxyType(
        {"gp-access-hub": 1, "walk-in-centre": 2, "urgent-treatment-centre": 3, "emergency-department": 9}
    )
    first = Ranking(
        ranks=ranks,
        at=HERE,
        areas=frozenset(areas[::2]),
        dispositions=frozenset({"Dx05", "Dx06", "Dx07"}),
        hours=weekend,
    )
    return Policy(
        default_distance=25_000, ranking=(first,), keep_by_type=MappingProxyType({"pharmacy": 3}), validate=True
    )


def _services(dice: np.random.Generator, count: int, towns: Towns) -> Iterator[Service]:
    shares = np.array([share for _, share, _ in KINDS], float)
    kinds = dice.choice(len(KINDS), count, p=shares / shares.sum())
    for number, kind in enumerate(kinds):
        yield _service(dice, number, towns, *KINDS[kind][::2])


def _service(dice: np.random.Generator, number: int, towns: Towns, kind: str, codes: tuple[str, ...]) -> Service:
    point, area = towns.somewhere()
    practice = f"P{number:05}"
    return Service(
        id=f"{kind}-{number:05}", name=f"{kind} {number}", type=kind, at=HERE,
        provider=Provider(name=f"provider {number % 997}"), opening=_opening(dice, kind),
        point=None if kind == "clinical-assessment" and number % 3 == 0 else point,
        symptoms=_symptoms(dice, kind), dispositions=frozenset(codes), ages=_ages(dice, kind),
        ods=practice, practices=frozenset({practice} if kind == "gp-practice" else ()),
        only_if_open=0 if kind == "walk-in-centre" else None,
        limited_to=frozenset({area} if kind in {"district-nursing", "emergency-ambulance"} else ()),
        commissioned_by=frozenset({f"icb-{area}"} if dice.random() < 0.9 else ()),  # noqa: PLR2004
        roles=frozenset({"111-telephone", "111-online", "999"} if kind == "pharmacy" and dice.random() < 0.3 else ()),  # noqa: PLR2004
    )  # fmt: skip


def _opening(dice: np.random.Generator, kind: str) -> Opening:
    if kind in ALWAYS_OPEN:
        return parse_opening("24/7")
    opens, closes = OPENS[dice.integers(len(OPENS))], CLOSES[dice.integers(len(CLOSES))]
    if kind == "out-of-hours-gp":
        return parse_opening("Mo-Fr 18:30-08:00; Sa,Su 00:00-24:00; PH 00:00-24:00")
    saturday = "" if dice.random() < 0.4 else f"; Sa {opens}-{CLOSES[dice.integers(4)]}"  # noqa: PLR2004
    week = "Mo-Su" if kind in WIDE else "Mo-Fr"
    lunch = f"{opens}-13:00,14:00-{closes}" if kind == "pharmacy" and dice.random() < 0.4 else f"{opens}-{closes}"  # noqa: PLR2004
    closed = {CHRISTMAS: parse_spans("off")} if dice.random() < 0.3 else {}  # noqa: PLR2004
    return parse_opening(f"{week} {lunch}{saturday}; PH off", closed)


def _symptoms(dice: np.random.Generator, kind: str) -> Symptoms:
    if kind in WIDE:
        return symptoms_of([("*", "*")])
    groups = dice.choice(SYMPTOM_GROUPS, len(SYMPTOM_GROUPS) * 2 // 3, replace=False)
    return symptoms_of(
        [(f"SG{group}", "*" if dice.random() < WHOLE_GROUPS else f"SD{4000 + int(group) % 7}") for group in groups]
    )


def _ages(dice: np.random.Generator, kind: str) -> tuple[AgeRange, ...]:
    text = AGES[dice.integers(len(AGES))] if kind != "emergency-department" else None
    return (parse_age_range(text),) if text else ()


WHOLE_GROUPS = 0.8  # the share of whole groups among what a service is profiled for
SYMPTOM_GROUPS = tuple(range(1001, 1041))

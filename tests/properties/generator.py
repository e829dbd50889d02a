"""The one aimed generator of all laws: a small directory, and a call on an edge, or a step beyond it.

The question comes first (what is asked, where, of whom); then services that pass it, on the edge of
passing or failing by one step; then one of them is picked and the moment of the call set against its
hours, one minute this side or that; last what hangs on that moment: capacity, rankings, care plans.

test_generator_reach.py proves that every check, every rule of the order and every outcome is reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dos_router.diagnostics import Location
from dos_router.model.call import CallText
from dos_router.model.care_plan import CarePlan
from dos_router.model.directory import CapacityRow, Commissioner, Directory, Place, Quarantined
from dos_router.model.opening import Opening, parse_opening
from dos_router.model.policy import Policy, Ranking
from dos_router.model.service import AMBULANCE, Point, Service
from dos_router.reference import Disposition, Reference, ServiceType, load_reference

from dice import Dice, drawn, seeded
from made_hours import HOLIDAYS, THEMES, boundaries
from made_services import AREAS, COMMISSIONERS, services
from plain_hours import DAY, EPOCH, end_of, moments_showing, start_of, wall_of
from plain_request import Asked, read_call
from plain_search import Look
from told import tell, tell_directory

ZONE = ZoneInfo("Europe/London")
ODD_TIMEFRAMES = (None, 8, 29, 31, 45, 59, 61, 75, 89, 90, 91)


def _reference() -> Reference:
    """Return the shipped tables, with dispositions of odd timeframes and types without rank or limit."""
    shipped, _ = load_reference()
    odd = {
        f"Dx9{minutes or 0:03}": Disposition(f"Dx9{minutes or 0:03}", "odd timeframe", minutes, "odd", True, False, None, False, 12)
        for minutes in ODD_TIMEFRAMES
    }
    types = {
        "odd-unranked": ServiceType("odd-unranked", "no rank, no limit", None, None, None, 5),
        "odd-three": ServiceType("odd-three", "three are kept", None, 4, 3, 5),
    }
    return replace(
        shipped,
        dispositions=MappingProxyType({**shipped.dispositions, **odd}),
        service_types=MappingProxyType({**shipped.service_types, **types}),
    )


REFERENCE = _reference()
PLACES = {
    "CT9 4AN": Place(Point(500_000, 260_000), "east"),
    "CT9 4": Place(Point(501_000, 261_000), "east"),
    "CT9": Place(Point(502_500, 259_000), "west"),
    "ME1": Place(Point(474_000, 268_000), "north"),
    "TN1 1AA": Place(Point(458_000, 239_000), None),
}
KINDS = (
    "pharmacy", "gp-practice", "urgent-treatment-centre", "walk-in-centre", "emergency-department", "emergency-ambulance",
    "clinical-assessment", "clinical-validation", "paediatric-clinical-assessment", "odd-unranked", "odd-three",
)  # fmt: skip
VALIDATORS = ("clinical-assessment", "clinical-validation", "paediatric-clinical-assessment")
ORDINARY_CODES = ("Dx05", "Dx08", "Dx09", "Dx32", "Dx34", "Dx50", "Dx331", "Dx93", "Dx28")
VALIDATED_CODES = ("Dx02", "Dx03", "Dx89", "Dx92")
DISPATCH_CODES = ("Dx011", "Dx0102", "Dx012", "Dx013", "Dx01214", "Dx023", "Dx62")
ODD_CODES = tuple(code for code in REFERENCE.dispositions if code.startswith("Dx9") and len(code) == len("Dx9061"))
SEARCHED_CODES = (*ORDINARY_CODES * 4, *VALIDATED_CODES * 5, *ODD_CODES, "dx05")
UNSEARCHED_CODES = (*DISPATCH_CODES * 2, "Dx39", "Dx39", "Dx49")
AGES = ("34", "5", "1825d", "5843d", "5844d", "16y", "0", "0d", "3m", "91d", "7m", "15", "129", "47481d")
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_LOCAL = datetime.combine(EPOCH, datetime.min.time())
FAR = 2**31  # minutes: no call is later
WHEREABOUTS: tuple[dict[str, Any], ...] = (
    {"postcode": "CT9 4AN"}, {"postcode": "ct94an"}, {"postcode": "CT9 4ZZ"}, {"postcode": " CT9  5AA"}, {"postcode": "CT9"},
    {"postcode": "ct9 4"}, {"postcode": "ME1 1AA"}, {"postcode": "TN1 1AA"}, {"postcode": "TN1 1AA", "area": "west"},
    {"easting": "500000", "northing": "260000"}, {"easting": "500000", "northing": "260000", "area": "east"},
    {"postcode": "CT9 4AN", "easting": "499000", "northing": "258000"}, {"postcode": "CT9 4AN", "area": "north"},
)  # fmt: skip
FAULTS: tuple[dict[str, Any], ...] = (
    {"postcode": None, "easting": None, "northing": None}, {"postcode": "ZZ1 1ZZ"}, {"age": None}, {"age": "130"}, {"sex": "none"},
    {"symptom_group": None}, {"symptom_discriminators": ()}, {"distance_km": "100"}, {"role": "nobody"}, {"area": "nowhere"},
    {"disposition": "Dx5"}, {"distance_km": None, "force_distance": True},
)  # fmt: skip


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


@dataclass(frozen=True, repr=False)
class Situation:
    """A directory, a call to it, and the care plans; `edge` tells how the moment was chosen."""

    directory: Directory
    call: CallText
    plans: Mapping[str, tuple[CarePlan, ...]]
    theme: date
    picked: str | None
    edge: str

    def __repr__(self) -> str:
        """Return the example in brief, one service a line."""
        head = f"about {self.theme}, {self.edge} of {self.picked}\n  {tell(self.call)}"
        return f"{head}\n{tell_directory(self.directory)}" + "".join(f"\n  {tell(plan)}" for plan in sum(self.plans.values(), ()))

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Have Hypothesis print it in brief as well."""
        printer.text(repr(self))

    def but(self, *services: Service, policy: Policy | None = None) -> Situation:
        """Return it with these services in place of those of their ids, or beside them, or another policy."""
        changed = {**self.directory.services, **{service.id: service for service in services}}
        directory = replace(self.directory, services=in_order(changed), policy=policy or self.directory.policy)
        return replace(self, directory=directory)

    def without(self, name: str) -> Situation:
        """Return it without a service."""
        services = {key: one for key, one in self.directory.services.items() if key != name}
        return replace(self, directory=replace(self.directory, services=in_order(services)))

    def asking(self, **fields: Any) -> Situation:
        """Return it with other fields of the call."""
        return replace(self, call=replace(self.call, **fields))

    def ordinary(self) -> Situation:
        """Return it without validation and care plans: an ordinary search or none."""
        return replace(self.but(policy=replace(self.directory.policy, validate=False)), plans={})

    def untrimmed(self) -> Situation:
        """Return it with a policy that keeps every candidate."""
        every = MappingProxyType(dict.fromkeys(self.directory.reference.service_types, 99))
        return self.but(policy=replace(self.directory.policy, keep_by_type=every))


def in_order(services: Mapping[str, Service]) -> Mapping[str, Service]:
    """Return services by id, as a loaded directory holds them."""
    return MappingProxyType(dict(sorted(services.items())))


@st.composite
def situations(draw: st.DrawFn, aim: Aim = ANY) -> Situation:
    """Draw a directory and a call on an edge of it."""
    return situation(drawn(draw), aim)


def sample(count: int) -> Iterator[Situation]:
    """Yield so many situations, the same ones every time."""
    return (situation(seeded(seed), ANY) for seed in range(count))


def situation(dice: Dice, aim: Aim) -> Situation:
    """Build a directory and a call on an edge of it."""
    theme = dice.pick_from(THEMES)
    shell = directory_shell(limits(dice), {**HOLIDAYS, theme: "a local holiday"} if dice.one_in(4) else HOLIDAYS)
    call = call_without_moment(dice, aim)
    asked = read_call(call, shell)
    codes = codes_searched(asked)
    look = Look(shell, asked, codes[0])
    kinds = tuple(dice.pick_from(likely_kinds(codes[0])) for _ in range(3))
    made = services(dice, look, theme, kinds=(*kinds * 6, *KINDS), codes=codes)
    picked = dice.pick_from(made) if made else None
    at, edge = moment(dice, look, theme, picked)
    call = at_that_moment(dice, aim, call, at)
    directory = completed(dice, shell, Scene(at, codes, asked, tuple(made)))
    plans = care_plans(dice, aim, call, at, made) if call.patient else {}
    return Situation(directory, call, plans, theme, picked.id if picked else None, edge)


@dataclass(frozen=True)
class Scene:
    """What the last things drawn hang on: the moment, the dispositions searched, and the services."""

    at: int
    codes: tuple[str, ...]
    asked: Asked
    services: tuple[Service, ...]


def directory_shell(policy: Policy, holidays: Mapping[date, str]) -> Directory:
    """Return a directory that lacks only its services, and what depends on the moment."""
    return Directory(
        id="shell", title="a directory", serial=1, folder="", valid=(0, FAR), zone=ZONE,
        commissioners=MappingProxyType({name: Commissioner(id=name, name=name, areas=areas) for name, areas in COMMISSIONERS.items()}),
        areas=MappingProxyType({area: area.title() for area in AREAS}), services=MappingProxyType({}), policy=policy,
        places=MappingProxyType(PLACES), holidays=MappingProxyType(dict(holidays)), reference=REFERENCE,
    )  # fmt: skip


def codes_searched(asked: Asked) -> tuple[str, ...]:
    """Return what is searched for: the disposition, and the one that validates it."""
    code = asked.disposition or "Dx05"
    validating = REFERENCE.dispositions[code].validated_by
    return (code, validating) if validating else (code,)


def likely_kinds(code: str) -> tuple[str, ...]:
    """Return types of service that are something to a disposition."""
    known = REFERENCE.dispositions[code]
    validating = VALIDATORS * 3 if known.validated_by else ()
    return (*KINDS, *validating, *(AMBULANCE,) * 9) if known.dispatch else (*KINDS, *validating)


def limits(dice: Dice) -> Policy:
    """Draw distances and limits; rankings come once the moment is known."""
    metres = (18_000, 1_000, 12_345, 60_000, 75_000)
    return Policy(
        default_distance=dice.pick(None, dice.pick_from(metres)),
        distances=MappingProxyType({name: dice.pick_from(metres) for name in dice.some(("CT9 4AN", "CT9 4", "CT9", "ME1", "CT9 4ZZ"), 2)}),
        keep_default=dice.pick(None, None, 1, 2, 3),
        keep_by_type=MappingProxyType({kind: 1 + dice.below(3) for kind in dice.some(KINDS, 2)}),
        validate=dice.one_in(2),
    )


def call_without_moment(dice: Dice, aim: Aim) -> CallText:
    """Draw all that a call says but for its moment; one in many has a fault."""
    call = CallText(
        disposition=dice.pick_from(aim.codes),
        age=dice.pick_from(AGES),
        sex=dice.pick(None, "female", "male", "indeterminate"),
        symptom_group=dice.pick("SG1107", "1107", "SG999999"),
        symptom_discriminators=dice.pick(("SD4052",), ("4052", "SD4003"), ("SD4052", "sd4052"), ("SD4003", "SD4052", "SD888888")),
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
    if picked and edges and way < 7:  # noqa: PLR2004 - seven in ten
        kind, boundary = dice.pick_from(edges)
        starts, ends = look.window  # those of a call at minute 0
        leads = {"opens": (ends, ends, picked.only_if_open or 0, 0), "closes": (starts, starts, 0, ends)}[kind]
        return boundary - dice.pick_from(leads) + step, kind
    first, second = start_of(theme, 60, ZONE), end_of(theme, 120, ZONE)
    if way < 9:  # noqa: PLR2004 - from one to two at night, when the clocks change, or about midnight
        return dice.pick(first, second, second - 60, start_of(theme, 0, ZONE), end_of(theme, DAY, ZONE)) + step, "clock"
    return start_of(theme, 0, ZONE) + dice.below(DAY), "any"


def at_that_moment(dice: Dice, aim: Aim, call: CallText, at: int) -> CallText:
    """Write the moment into a call, locally or with an offset, and the calls before it."""
    wall, utc = wall_of(at, ZONE), EPOCH_UTC + timedelta(minutes=at)
    local = EPOCH_LOCAL + timedelta(minutes=wall)
    repeated = moments_showing(wall, ZONE)
    if len(repeated) > 1:
        call = replace(call, repeated_hour=None if aim.with_faults and dice.one_in(5) else ("first", "second")[repeated.index(at)])
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


def completed(dice: Dice, shell: Directory, scene: Scene) -> Directory:
    """Fill a shell: services, capacity about the moment, rankings that hold then or just do not."""
    ranking = tuple(ranking_entry(dice, scene, line) for line in range(10, 10 + dice.below(4)))
    return replace(
        shell,
        services=in_order({service.id: service for service in scene.services}),
        policy=replace(shell.policy, ranking=ranking),
        capacity=MappingProxyType({one.id: rows for one in scene.services if (rows := capacity_rows(dice, scene.at))}),
        valid=dice.pick((0, FAR), (scene.at, scene.at + 1), (scene.at + 1, FAR), (0, scene.at)),
        quarantined=dice.pick((), (), (Quarantined("gone", Location("services/all.yaml", 3), "pharmacy"),)),
    )


def capacity_rows(dice: Dice, at: int) -> tuple[CapacityRow, ...]:
    """Draw rows whose bounds lie on the moment or a minute off it; most services have none."""
    if dice.below(4) < 3:  # noqa: PLR2004
        return ()
    rows = []
    sinces = sorted({at, *dice.some((at - 600, at - 60, at - 1, at + 1), 2)} - dice.pick(set(), {at}))
    for line, since in enumerate(sinces, start=2):
        until = dice.pick_from([None, *(one for one in (at + 1, at, at + 60, at - 30) if one > since)])
        rows.append(CapacityRow(since, until, dice.pick("red", "red", "amber", "green"), Location("capacity.csv", line)))
    return tuple(rows)


def ranking_entry(dice: Dice, scene: Scene, line: int) -> Ranking:
    """Draw an entry of the ranking whose conditions hold, or fail by one."""
    kinds = sorted({service.type for service in scene.services} | {"pharmacy"})
    area = scene.asked.area or "east"
    return Ranking(
        ranks=MappingProxyType({kind: dice.pick(1, 1, 2, 3, 9, 10) for kind in (kinds[0], *dice.some(kinds[1:], 3))}),
        at=Location("policy.yaml", line),
        areas=frozenset(dice.pick((), (), (area,), ("east", "west"), ("west",))),
        dispositions=frozenset(dice.pick((), (), scene.codes[:1], scene.codes[-1:], ("Dx07",))),
        hours=dice.pick(None, None, *hours_about(scene.at)),
    )


def hours_about(at: int) -> tuple[Opening, ...]:
    """Return hours that begin or end within a minute of a moment, and those of holidays and weekends."""
    wall = wall_of(at, ZONE) % DAY
    clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in (wall, (wall + 1) % DAY, (wall - 60) % DAY)]
    texts = (f"{clock[0]}-{clock[1]}", f"{clock[1]}-{clock[2]}", f"{clock[2]}-{clock[0]}", f"{clock[2]}-{clock[1]}")
    return tuple(parse_opening(text) for text in (*texts, "PH 00:00-24:00", "Sa,Su 00:00-24:00", "24/7"))


def care_plans(dice: Dice, aim: Aim, call: CallText, at: int, made: list[Service]) -> dict[str, tuple[CarePlan, ...]]:
    """Draw a caller's plans, in force at the moment or just not; a plan never bars what it offers."""
    plans = []
    for number in range(dice.pick(1, 2) if aim.with_plan else dice.pick(1, 0, 2)):
        offered = dice.some([service.id for service in made] or ["gone"], 3)
        types = {service.type for service in made if service.id in offered}
        plan = CarePlan(
            id=f"plan-{number}", patient=call.patient or "", kind="palliative", agreed_by="a hospice", at=Location("plans.yaml", number + 3),
            valid=dice.pick((0, FAR), (at, at + 1), *(() if aim.with_plan else ((at - 90, at), (at + 1, at + 90)))), offer=tuple(offered),
            bar_types=frozenset(dice.some(("emergency-department", "emergency-department", *KINDS), 2)) - types, contact=dice.pick(None, "call the hub"),
        )  # fmt: skip
        plans.append(plan)
    return {call.patient or "": tuple(plans)}

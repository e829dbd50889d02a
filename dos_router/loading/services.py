"""`services/*.yaml` and tables → services; a record with an error is quarantined, and never hides another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from dos_router.diagnostics import Diagnostic, Location, error, has_errors, warning
from dos_router.loading.positions import find_position
from dos_router.loading.service_tables import CellMark, cell_lines, read_service_trees
from dos_router.loading.shapes.services import ProviderShape, ServiceShape, ServicesOutline
from dos_router.loading.text_tree import Mark, ReadTree, Tree, read_tree
from dos_router.loading.uncollected import uncollected
from dos_router.loading.validation import validate, value_at
from dos_router.model.directory import Commissioner, Place, Quarantined
from dos_router.model.opening import Opening
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, Checked, Provider, Service
from dos_router.model.symptoms import Symptoms, symptoms_of
from dos_router.reference import Reference
from dos_router.spelling import did_you_mean

LIMITS = ("ages", "sexes", "roles", "practices", "limited_to")
NEVER_QUARANTINED = (EMERGENCY_DEPARTMENT, AMBULANCE)


class Profile(NamedTuple):
    """A named capability: parsed symptoms and dispositions."""

    symptoms: frozenset[tuple[str, str]]
    dispositions: frozenset[str]
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a service record may refer to; `providers` keeps those that rows of tables have stated."""

    reference: Reference
    profiles: Mapping[str, Profile]
    commissioners: Mapping[str, Commissioner]
    areas: Mapping[str, str]
    places: Mapping[str, Place]
    providers: dict[tuple[tuple[str, str], ...] | None, Provider] = field(default_factory=dict)


@dataclass(slots=True)
class LoadedServices:
    """The services of some files, the records that cannot be used, and every problem."""

    services: dict[str, Service] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    refused: bool = False


@dataclass(slots=True)
class LoadedFile:
    """The same of one file; an id that several of its records have is theirs all."""

    services: list[Service] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    refused: bool = False


LoadFile = Callable[[Path, Location, Surroundings], LoadedFile]


def load_services(files: list[tuple[Path, Location]], around: Surroundings, load_file: LoadFile) -> LoadedServices:
    """Load every service of these files (path and how to name it), whatever is wrong with some."""
    loaded = LoadedServices()
    records: dict[str, list[Service]] = defaultdict(list)
    with uncollected():
        for path, where in files:
            one = load_file(path, where, around)
            loaded.quarantined += one.quarantined
            loaded.problems += one.problems
            loaded.refused |= one.refused
            for service in one.services:
                records[service.id].append(service)
    for services in records.values():
        _keep(services, loaded)
    return loaded


def load_service_file(path: Path, where: Location, around: Surroundings, read: ReadTree = read_tree) -> LoadedFile:
    """Load every service of a file, whatever is wrong with some."""
    trees, problems = read_service_trees(path, where, read)
    loaded = LoadedFile(problems=problems, refused=has_errors(problems))  # an emergency department may be in it
    for tree in trees:
        _load_tree(tree, around, loaded)
    return loaded


def _load_tree(tree: Tree, around: Surroundings, loaded: LoadedFile) -> None:
    _, problems = (None, list[Diagnostic]()) if isinstance(tree.mark, CellMark) else validate(ServicesOutline, tree)
    owner, more = _provider(tree, around)
    loaded.problems += problems + more
    loaded.refused |= has_errors(problems + more) or owner is None
    listed = value_at(tree, ("services",))
    for number in range(len(listed) if isinstance(listed, list) else 0):
        service, found = _load_record(tree, ("services", number), owner or Provider(name="?"), around)
        loaded.problems += found
        if service is not None and not has_errors(found):
            loaded.services.append(service)
        else:
            _quarantine(tree, ("services", number), around, loaded)


def _provider(tree: Tree, around: Surroundings) -> tuple[Provider | None, list[Diagnostic]]:
    """Return a file's provider; of a table the same one for every row that states the same."""
    if "provider" not in _keys(tree):
        return None, []
    stated = tuple(value_at(tree, ("provider",)).items()) if isinstance(tree.mark, CellMark) else None
    if stated in around.providers:
        return around.providers[stated], []
    shape, problems = validate(ProviderShape, tree, ("provider",))
    owner = Provider(name=shape.name, ods=shape.ods, kind=shape.kind) if shape else None
    if stated is not None and owner and not problems:
        around.providers[stated] = owner
    return owner, problems


def _keys(tree: Tree) -> set[str]:
    return set(tree.value) if isinstance(tree.value, dict) else set()


def _load_record(
    tree: Tree, path: tuple[str | int, ...], provider: Provider, around: Surroundings
) -> tuple[Service | None, list[Diagnostic]]:
    shape, problems = validate(ServiceShape, tree, path)
    if shape is None:
        return None, problems
    problems += _unknown_references(shape, tree, path, around) + _empty_limits(tree, path)
    position, place_problem = find_position(shape.location, tree.location(*path, "location"), around.places)
    problems += place_problem
    return _build(
        shape, provider, around, position=position, at=tree.location(*path), lines=_lines(tree, path)
    ), problems


def _empty_limits(tree: Tree, path: tuple[str | int, ...]) -> list[Diagnostic]:
    """Return a warning for each limit that is an empty list: it limits nothing, which may not be what was meant."""
    return [
        warning(
            "empty-list",
            f"`{name}` is an empty list, and limits nothing",
            tree.location(*path, name),
            "delete the line",
        )
        for name in LIMITS
        if value_at(tree, (*path, name)) == []
    ]


def _build(
    shape: ServiceShape,
    provider: Provider,
    around: Surroundings,
    *,
    position: Any,  # noqa: ANN401 - see positions
    at: Location,
    lines: Mapping[str, Location],
) -> Service:
    symptoms, dispositions = profiled(shape.handles, around, frozenset(shape.symptoms))
    return Service(
        id=shape.id, name=shape.name, public_name=shape.public_name, type=shape.type, status=shape.status,
        provider=provider, ods=shape.ods, address=shape.address,
        postcode=shape.location.postcode if shape.location else None, point=position,
        phone=shape.phone, professional_phone=shape.professional_phone,
        opening=_opening(shape), only_if_open=shape.only_if_open, handles=shape.handles,
        symptoms=symptoms, dispositions=dispositions.union(shape.dispositions),
        ages=shape.ages, sexes=frozenset(shape.sexes or ("female", "male")), roles=frozenset(shape.roles),
        practices=frozenset(shape.practices), limited_to=frozenset(shape.limited_to),
        commissioned_by=frozenset(shape.commissioned_by),
        referral=shape.referral.how if shape.referral else None,
        referral_note=shape.referral.note if shape.referral else None,
        checked=Checked(shape.checked.on, shape.checked.by, shape.checked.due) if shape.checked else None,
        at=at, lines=lines,
    )  # fmt: skip


def _opening(shape: ServiceShape) -> Opening:
    hours = shape.opening
    return Opening(hours.always, hours.weekdays, hours.holiday, MappingProxyType(dict(shape.dates)), hours.written)


def profiled(
    handles: tuple[str, ...], around: Surroundings, own: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Symptoms, frozenset[str]]:
    """Return the symptoms that a record's profiles and its own list make, and the dispositions of its profiles."""
    profiles = [around.profiles[name] for name in handles if name in around.profiles]
    symptoms = _united(tuple(dict.fromkeys((own, *(profile.symptoms for profile in profiles)))))
    return symptoms, frozenset[str]().union(*(profile.dispositions for profile in profiles))


@lru_cache(1_024)
def _united(parts: tuple[frozenset[tuple[str, str]], ...]) -> Symptoms:
    """Return the symptoms of profiles together: many services have the same."""
    return symptoms_of(frozenset[tuple[str, str]]().union(*parts))


def _lines(tree: Tree, path: tuple[str | int, ...]) -> Mapping[str, Location]:
    """Return where each field of a record stands, and each of its dates: worked out when it is asked of a table."""
    inside = tree.mark.find(path).inside
    fields: dict[str, Mark] = inside if isinstance(inside, dict) else {}
    if isinstance(tree.mark, CellMark):
        return cell_lines(fields, tree.file)
    places = {name: tree.place(mark) for name, mark in fields.items()}
    dates = fields["dates"].inside if "dates" in fields else None
    for day, mark in dates.items() if isinstance(dates, dict) else ():
        places[f"dates/{day}"] = tree.place(mark)
    return MappingProxyType(places)


def _unknown_references(
    shape: ServiceShape, tree: Tree, path: tuple[str | int, ...], around: Surroundings
) -> list[Diagnostic]:
    """Return an error for each type, profile, area, commissioner or role that does not exist."""
    asked: list[tuple[str, str, tuple[str, ...], Mapping[str, object]]] = [
        ("type", "service type", (shape.type,), around.reference.service_types),
        ("handles", "profile", shape.handles, around.profiles),
        ("limited_to", "area", shape.limited_to, around.areas),
        ("commissioned_by", "commissioner", shape.commissioned_by, around.commissioners),
        ("roles", "referral role", shape.roles, around.reference.roles),
        ("dispositions", "disposition", shape.dispositions, around.reference.dispositions),
    ]
    return [
        error(
            f"unknown-{what.replace(' ', '-')}",
            f"there is no {what} `{word}`",
            _where(tree, (*path, key), number, key),
            did_you_mean(word, known),
        )
        for key, what, words, known in asked
        for number, word in enumerate(words)
        if word not in known
    ]


def _where(tree: Tree, path: tuple[str | int, ...], number: int, key: str) -> Location:
    return tree.location(*path) if key == "type" else tree.location(*path, number)


def _keep(services: list[Service], loaded: LoadedServices) -> None:
    """Keep the one service of an id; of several, none can be trusted."""
    first, *others = services
    if not others:
        loaded.services[first.id] = first
        return
    for service in others:
        said = f"the id `{service.id}` is given twice, first at {first.at}"
        loaded.problems.append(error("duplicate-id", said, service.line("id"), "give each service an id of its own"))
    for service in services:
        loaded.quarantined.append(Quarantined(service.id, service.at, service.type))
        loaded.refused |= service.type in NEVER_QUARANTINED


def _quarantine(tree: Tree, path: tuple[str | int, ...], around: Surroundings, loaded: LoadedFile) -> None:
    """Name a record that cannot be used; refuse the directory if it is, or may be, an emergency one."""
    identity, kind = value_at(tree, (*path, "id")), value_at(tree, (*path, "type"))
    name = identity if isinstance(identity, str) else f"record {int(path[-1]) + 1}"
    loaded.quarantined.append(Quarantined(name, tree.location(*path), kind if isinstance(kind, str) else None))
    loaded.refused |= _may_be_emergency(kind, around.reference)


def _may_be_emergency(kind: object, reference: Reference) -> bool:
    if not isinstance(kind, str):
        return True
    if kind in reference.service_types:
        return kind in NEVER_QUARANTINED
    hint = did_you_mean(kind, reference.service_types) or ""
    return any(f"`{name}`" in hint for name in NEVER_QUARANTINED)

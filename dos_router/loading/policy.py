"""policy.yaml and profiles.yaml → the commissioners' ranking and limits, and named capabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.loading.services import Profile
from dos_router.loading.shapes.directory import AlwaysShape, NeverShape, PolicyShape, ProfileShape, RankingShape
from dos_router.loading.text_tree import ReadTree, Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.policy import Always, Never, Policy, Ranking
from dos_router.model.postcodes import parse_postcode
from dos_router.reference import Reference
from dos_router.spelling import did_you_mean


class Known(NamedTuple):
    """What a policy may refer to."""

    areas: Mapping[str, str]
    reference: Reference


def load_policy(
    path: Path, where: Location, known: Known, read: ReadTree = read_tree
) -> tuple[Policy, list[Diagnostic]]:
    """Return the policy of a file; without one, the national ranks and limits hold."""
    if not path.is_file():
        return Policy(), []
    tree, problems = read(path, where)
    if tree is None:
        return Policy(), problems
    shape, more = validate(PolicyShape, tree)
    problems += more
    if shape is None:
        return Policy(), problems
    distances, default = _distances(shape, tree, problems)
    problems += _unknown(shape, tree, known)
    return Policy(
        default_distance=default,
        distances=MappingProxyType(distances),
        ranking=tuple(_ranking(entry, tree, number, problems) for number, entry in enumerate(shape.ranking)),
        keep_default=shape.keep_per_type.get("default"),
        keep_by_type=MappingProxyType({name: keep for name, keep in shape.keep_per_type.items() if name != "default"}),
        validate=shape.validate_,
        never=tuple(
            Never(
                dispositions=frozenset(n.dispositions),
                types=frozenset(n.types),
                areas=frozenset(n.areas),
                at=tree.location("never", i),
            )
            for i, n in enumerate(shape.never)
        ),
        always=tuple(
            Always(
                dispositions=frozenset(a.dispositions),
                at_least=a.at_least,
                areas=frozenset(a.areas),
                at=tree.location("always", i),
            )
            for i, a in enumerate(shape.always)
        ),
    ), problems


def load_profiles(
    path: Path, where: Location, reference: Reference, read: ReadTree = read_tree
) -> tuple[dict[str, Profile], list[Diagnostic]]:
    """Return the named profiles of a file, each with its place."""
    if not path.is_file():
        return {}, []
    tree, problems = read(path, where)
    if tree is None or not isinstance(tree.value, dict):
        return {}, problems or [
            error("wrong-kind", "the file must be a map of profiles", where, "write `name:` and below it `symptoms:`")
        ]
    profiles: dict[str, Profile] = {}
    for name in tree.value:
        shape, more = validate(ProfileShape, tree, (name,))
        problems += more
        if shape is not None:
            profiles[name] = Profile(frozenset(shape.symptoms), frozenset(shape.dispositions), tree.location(name))
            problems += _not_in(shape.dispositions, reference.dispositions, "disposition", tree, (name, "dispositions"))
    return profiles, problems


def _distances(shape: PolicyShape, tree: Tree, problems: list[Diagnostic]) -> tuple[dict[str, int], int | None]:
    """Return metres by postcode, sector or district, and the default."""
    found: dict[str, int] = {}
    for name, metres in shape.search_distance_km.items():
        where = tree.location("search_distance_km", name)
        try:
            key = name if name == "default" else parse_postcode(name)
        except Malformed as problem:
            problems.append(error(problem.rule, problem.message, where, problem.help))
            continue
        if key in found:
            problems.append(
                error("duplicate-key", f"the distance of `{key}` is given twice", where, "keep one of them")
            )
        found[key] = metres
    return found, found.pop("default", None)


def _ranking(entry: RankingShape, tree: Tree, number: int, problems: list[Diagnostic]) -> Ranking:
    ranks: dict[str, int] = {}
    for rank, types in entry.ranks.items():
        for name in types:
            if name in ranks:
                said = f"`{name}` is ranked twice, {ranks[name]} and {rank}"
                problems.append(
                    error(
                        "ranked-twice", said, tree.location("ranking", number, "ranks", str(rank)), "keep one of them"
                    )
                )
            ranks[name] = rank
    return Ranking(
        areas=frozenset(entry.areas), dispositions=frozenset(entry.dispositions), hours=entry.hours,
        ranks=MappingProxyType(ranks), at=tree.location("ranking", number),
    )  # fmt: skip


def _unknown(shape: PolicyShape, tree: Tree, known: Known) -> list[Diagnostic]:
    """Return an error for each area, type or disposition of the policy that does not exist."""
    types = known.reference.service_types
    problems = _not_in(
        [name for name in shape.keep_per_type if name != "default"], types, "service type", tree, ("keep_per_type",)
    )
    entries: dict[str, tuple[RankingShape | NeverShape | AlwaysShape, ...]] = {
        "ranking": shape.ranking,
        "never": shape.never,
        "always": shape.always,
    }
    for key, listed in entries.items():
        for number, entry in enumerate(listed):
            path = (key, number)
            problems += _not_in(entry.areas, known.areas, "area", tree, (*path, "areas"))
            problems += _not_in(
                entry.dispositions, known.reference.dispositions, "disposition", tree, (*path, "dispositions")
            )
    for number, ranking in enumerate(shape.ranking):
        for rank, names in ranking.ranks.items():
            problems += _not_in(names, types, "service type", tree, ("ranking", number, "ranks", str(rank)))
    for number, never in enumerate(shape.never):
        problems += _not_in(never.types, types, "service type", tree, ("never", number, "types"))
    return problems


def _not_in(
    words: Iterable[str], known: Mapping[str, object], what: str, tree: Tree, path: tuple[str | int, ...]
) -> list[Diagnostic]:
    """Return an error for each word, an entry of the list or a key of the map at the path, that is not known."""
    keyed = isinstance(tree.mark.find(path).inside, dict)
    return [
        error(
            f"unknown-{what.replace(' ', '-')}",
            f"there is no {what} `{word}`",
            tree.location(*path, word if keyed else number),
            did_you_mean(word, known),
        )
        for number, word in enumerate(words)
        if word not in known
    ]

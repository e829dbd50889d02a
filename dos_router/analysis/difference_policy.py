"""The policy compared: distances, ranks, how many are kept, validation, and what must never or always hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dos_router.analysis.difference_change import Change, Kind, Told
from dos_router.analysis.difference_owners import owners_of_policy
from dos_router.analysis.difference_ranking import compare_rankings
from dos_router.analysis.difference_words import kilometres_words, listed
from dos_router.diagnostics import Location
from dos_router.model.directory import Directory
from dos_router.model.policy import Always, Never
from dos_router.model.postcodes import widening
from dos_router.routing.distances import NATIONAL_METRES
from dos_router.routing.order import NATIONAL_KEEP, keep_of

Promise = tuple[str, str | None]
"""What a promise is about: a disposition, or `disposition at type`, and an area (None: every area)."""

_PlacedTold = tuple[Told, Location, Location]


def policy_changes(base: Directory, proposed: Directory) -> list[Change]:
    """Return every change of policy.yaml that may change an answer or a promise."""
    signers = tuple(sorted(owners_of_policy(base) | owners_of_policy(proposed)))
    plain = [*_distances(base, proposed), *_kept(base, proposed), *_validation(base, proposed)]
    told = [(one, _file(base), _file(proposed)) for one in plain]
    told += [
        (one, before or _file(base), after or _file(proposed))
        for one, before, after in compare_rankings(base, proposed)
    ]
    told += [*_nevers(base, proposed), *_always(base, proposed)]
    return [
        Change(
            kind=Kind.POLICY, id=one.names[-1] if one.names else one.field, field=one.field, what=one.what,
            before=one.before, after=one.after, note=one.note, base_at=before, proposed_at=after,
            key=one.names or (one.field,), signers=signers,
        )
        for one, before, after in told
    ]  # fmt: skip


def _file(directory: Directory) -> Location:
    return Location("policy.yaml", folder=directory.folder)


def _distances(base: Directory, proposed: Directory) -> list[Told]:
    """Return the default, and each place named, for which the distance that holds is another."""
    before, after = (_default_metres(directory) for directory in (base, proposed))
    told = []
    if before != after:
        words = (kilometres_words(before), kilometres_words(after))
        told.append(
            Told(
                "search_distance_km",
                "search distance where no place is named",
                *words,
                names=("search_distance_km", "default"),
            )
        )
    for name in sorted({*base.policy.distances, *proposed.policy.distances}):
        if _metres(name, base) != _metres(name, proposed):
            words = (_metres_words(name, base), _metres_words(name, proposed))
            told.append(
                Told("search_distance_km", f"search distance of {name}", *words, names=("search_distance_km", name))
            )
    return told


def _default_metres(directory: Directory) -> int:
    default = directory.policy.default_distance
    return NATIONAL_METRES if default is None else default


def _metres(name: str, directory: Directory) -> int | None:
    """Return the distance stated for a place, or a wider one; None leaves it to the call, then the default."""
    distances = directory.policy.distances
    return next((distances[wider] for _, wider in widening(name) if wider in distances), None)


def _metres_words(name: str, directory: Directory) -> str:
    metres = _metres(name, directory)
    return (
        kilometres_words(metres)
        if metres is not None
        else f"the default, {kilometres_words(_default_metres(directory))}"
    )


def _kept(base: Directory, proposed: Directory) -> list[Told]:
    """Return how many services are kept: the default, then types that came to differ otherwise than by it."""
    before, after = (_kept_by_default(directory) for directory in (base, proposed))
    told = [_kept_told("default", before, after)] if before != after else []
    for kind in sorted(base.reference.service_types.keys() & proposed.reference.service_types.keys()):
        one, other = keep_of(kind, base), keep_of(kind, proposed)
        if one != other and (one, other) != (before, after):
            told.append(_kept_told(kind, one, other))
    return told


def _kept_by_default(directory: Directory) -> int:
    default = directory.policy.keep_default
    return NATIONAL_KEEP if default is None else default


def _kept_told(kind: str, before: int, after: int) -> Told:
    what = "services offered of a type" if kind == "default" else f"services offered of type {kind}"
    return Told("keep_per_type", what, str(before), str(after), names=("keep_per_type", kind))


def _validation(base: Directory, proposed: Directory) -> list[Told]:
    before, after = ("yes" if directory.policy.validate else "no" for directory in (base, proposed))
    return [] if before == after else [Told("validate", "validating disposition searched first", before, after)]


def _nevers(base: Directory, proposed: Directory) -> list[_PlacedTold]:
    """Return promises made or given up, area by area: these dispositions never end at these types."""
    old, new = (_never_promises(directory.policy.never) for directory in (base, proposed))
    given_up = [promise for promise in old if not _is_covered(promise, new)]
    made = [promise for promise in new if not _is_covered(promise, old)]
    return [
        *(
            (Told("never", "never, given up", words, None), min(old[one] for one in those), _file(proposed))
            for words, those in _together(given_up).items()
        ),
        *(
            (Told("never", "never, added", None, words), _file(base), min(new[one] for one in those))
            for words, those in _together(made).items()
        ),
    ]


def _never_promises(entries: Iterable[Never]) -> dict[Promise, Location]:
    """Return each promise with the first entry that makes it."""
    return {
        (f"{code} at {kind}", area): entry.at
        for entry in sorted(entries, key=lambda one: one.at, reverse=True)
        for code in entry.dispositions
        for kind in entry.types
        for area in entry.areas or {None}
    }


def _is_covered(promise: Promise, promises: dict[Promise, Location]) -> bool:
    return promise in promises or (promise[0], None) in promises


def _always(base: Directory, proposed: Directory) -> list[_PlacedTold]:
    """Return how many services are promised, where that is another number; those alike together."""
    old, new = (_always_promises(directory.policy.always) for directory in (base, proposed))
    alike: dict[tuple[int, int], list[Promise]] = defaultdict(list)
    for promise in {**old, **new}:
        before, after = _promised(promise, old)[0], _promised(promise, new)[0]
        if before != after:
            alike[before, after].append(promise)
    return [
        (
            Told("always", f"always, {words}", _at_least(before), _at_least(after)),
            _first_place(those, old, _file(base)),
            _first_place(those, new, _file(proposed)),
        )
        for (before, after), promises in sorted(alike.items())
        for words, those in _together(promises).items()
    ]


def _always_promises(entries: Iterable[Always]) -> dict[Promise, tuple[int, Location]]:
    """Return each promise with the most that any entry promises, and the first such entry."""
    return {
        (code, area): (entry.at_least, entry.at)
        for at_first in [sorted(entries, key=lambda one: one.at, reverse=True)]
        for entry in sorted(at_first, key=lambda one: one.at_least)
        for code in entry.dispositions
        for area in entry.areas or {None}
    }


def _promised(promise: Promise, promises: dict[Promise, tuple[int, Location]]) -> tuple[int, Location | None]:
    """Return how many services are promised for a disposition in an area, by an entry of it or of every area."""
    held = [promises[one] for one in (promise, (promise[0], None)) if one in promises]
    return max(held, default=(0, None), key=lambda one: one[0])


def _first_place(those: list[Promise], promises: dict[Promise, tuple[int, Location]], file: Location) -> Location:
    places = (_promised(promise, promises)[1] for promise in those)
    return min((place for place in places if place), default=file)


def _at_least(count: int) -> str:
    return f"at least {count}" if count else "nothing promised"


def _together(promises: Iterable[Promise]) -> dict[str, list[Promise]]:
    """Return promises by what they say in words, those of the same areas together."""
    by_text: dict[str, list[Promise]] = defaultdict(list)
    for promise in promises:
        by_text[promise[0]].append(promise)
    by_areas: dict[str, dict[str, list[Promise]]] = defaultdict(dict)
    for text, those in sorted(by_text.items()):
        by_areas[_areas_words(area for _, area in those)][text] = those
    return {
        f"{', '.join(texts)} {areas}": [one for those in texts.values() for one in those]
        for areas, texts in sorted(by_areas.items())
    }


def _areas_words(areas: Iterable[str | None]) -> str:
    named = list(areas)
    return "in every area" if None in named else f"in {listed((area for area in named if area), '')}"

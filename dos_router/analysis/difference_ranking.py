"""Rankings compared by what comes of them: the rank of each type, by area, disposition and time of the call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dos_router.analysis.difference_change import Told
from dos_router.analysis.difference_hours import ROWS_A_WEEKDAY, Row, merged, ordinary, rows_of, sessions_of_week
from dos_router.analysis.difference_words import day_groups, listed, spans_words
from dos_router.diagnostics import Location
from dos_router.model.directory import Directory
from dos_router.model.opening import ALL_DAY, MINUTES_A_DAY
from dos_router.model.policy import Ranking
from dos_router.routing.order import LAST_RANK

Case = tuple[str | None, str]
Ranks = Mapping[str, int]
Moves = tuple[tuple[str, int | None, int | None], ...]

ALWAYS_OPEN: tuple[Row, ...] = (merged(ALL_DAY),) * 7 * ROWS_A_WEEKDAY


class RankingTold(NamedTuple):
    """Ranks that come out otherwise, and the entries that decide, None for the national table."""

    told: Told
    base_at: Location | None
    proposed_at: Location | None


class _Outcome(NamedTuple):
    """Types whose rank is another, at which times, and by which entries."""

    moves: Moves
    times: tuple[Row, ...]
    before: Location | None
    after: Location | None


class _Entry(NamedTuple):
    """An entry as ranks of all types, and when it holds; the last of a list is the national table."""

    ranks: Ranks
    times: tuple[Row, ...]
    at: Location | None


def compare_rankings(base: Directory, proposed: Directory) -> list[RankingTold]:
    """Return the ranks that come out otherwise, alike ones together."""
    found: dict[_Outcome, set[Case]] = defaultdict(set)
    for (before, after), cases in _alike(base, proposed).items():
        for outcome in _outcomes(_entries(before, base), _entries(after, proposed)):
            found[outcome] |= cases
    everywhere = _cases(base, proposed)
    return sorted((_told(outcome, cases, everywhere) for outcome, cases in found.items()), key=lambda one: one.told[:4])


def _cases(base: Directory, proposed: Directory) -> list[Case]:
    """Return every area (None: not known) with every disposition that is searched for."""
    tables = (base.reference.dispositions, proposed.reference.dispositions)
    codes = sorted({code for table in tables for code, one in table.items() if one.search})
    return [(area, code) for area in (None, *sorted({*base.areas, *proposed.areas})) for code in codes]


def _alike(base: Directory, proposed: Directory) -> dict[tuple[tuple[int, ...], tuple[int, ...]], set[Case]]:
    """Return cases by the entries that may decide them, before and after."""
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], set[Case]] = defaultdict(set)
    for case in _cases(base, proposed):
        found[_deciding(case, base.policy.ranking), _deciding(case, proposed.policy.ranking)].add(case)
    return found


def _deciding(case: Case, ranking: Sequence[Ranking]) -> tuple[int, ...]:
    """Return the entries that match a case, in order, up to the first that holds at all times."""
    area, code = case
    found: list[int] = []
    for number, entry in enumerate(ranking):
        if (not entry.areas or area in entry.areas) and (not entry.dispositions or code in entry.dispositions):
            found.append(number)
            if entry.hours is None:
                break
    return tuple(found)


def _entries(numbers: tuple[int, ...], directory: Directory) -> list[_Entry]:
    national = {slug: one.national_rank or LAST_RANK for slug, one in directory.reference.service_types.items()}
    listed = [directory.policy.ranking[number] for number in numbers]
    return [
        *(
            _Entry({**national, **one.ranks}, rows_of(one.hours) if one.hours else ALWAYS_OPEN, one.at)
            for one in listed
        ),
        _Entry(national, ALWAYS_OPEN, None),
    ]


def _outcomes(before: list[_Entry], after: list[_Entry]) -> list[_Outcome]:
    """Return what comes out otherwise, stretch by stretch of every kind of day, alike stretches together."""
    times: dict[tuple[Moves, Location | None, Location | None], list[list[tuple[int, int]]]] = {}
    for number in range(len(ALWAYS_OPEN)):
        for start, end in _stretches(number, [*before, *after]):
            old, new = (_holding(entries, number, start) for entries in (before, after))
            moves = _moves(old.ranks, new.ranks)
            if moves:
                rows = times.setdefault((moves, old.at, new.at), [[] for _ in ALWAYS_OPEN])
                rows[number].append((start, end))
    return [_Outcome(moves, tuple(map(merged, rows)), *places) for (moves, *places), rows in times.items()]


def _stretches(number: int, entries: list[_Entry]) -> Iterable[tuple[int, int]]:
    """Return the parts of a day within which no entry begins or ends."""
    edges = {0, MINUTES_A_DAY} | {edge for entry in entries for span in entry.times[number] for edge in span}
    ordered = sorted(edges)
    return pairwise(ordered)


def _holding(entries: list[_Entry], number: int, minute: int) -> _Entry:
    return next(one for one in entries if any(start <= minute < end for start, end in one.times[number]))


def _moves(before: Ranks, after: Ranks) -> Moves:
    types = sorted(before.keys() | after.keys())
    pairs = ((slug, before.get(slug), after.get(slug)) for slug in types)
    return tuple((slug, old, new) for slug, old, new in pairs if old != new)


def _told(outcome: _Outcome, cases: set[Case], everywhere: list[Case]) -> RankingTold:
    before, after = (
        ", ".join(f"{move[0]} {'—' if move[side] is None else move[side]}" for move in outcome.moves) for side in (1, 2)
    )
    note = times_words(outcome.times)
    told = Told("ranking", f"ranks for {_cases_words(cases, everywhere)}", before, after, note)
    return RankingTold(told, outcome.before, outcome.after)


def _cases_words(cases: set[Case], everywhere: list[Case]) -> str:
    """Return cases as dispositions by area, areas with the same dispositions together."""
    by_area: dict[str | None, set[str]] = defaultdict(set)
    for area, code in cases:
        by_area[area].add(code)
    together: dict[tuple[str, ...], list[str | None]] = defaultdict(list)
    for area in dict.fromkeys(area for area, _ in everywhere):
        if area in by_area:
            together[tuple(sorted(by_area[area]))].append(area)
    codes, areas = ({case[side] for case in everywhere} for side in (1, 0))
    return "; ".join(
        f"{_dispositions_words(these, len(codes))} {_areas_words(those, len(areas))}"
        for these, those in together.items()
    )


def _dispositions_words(codes: tuple[str, ...], how_many: int) -> str:
    return "every disposition" if len(codes) == how_many else ", ".join(codes)


def _areas_words(areas: list[str | None], how_many: int) -> str:
    if len(areas) == how_many:
        return "everywhere"
    known = listed((area for area in areas if area), "")
    return " and ".join(
        part
        for part in (f"in {known}" if known else "", "where the area is not known" if None in areas else "")
        if part
    )


def times_words(times: tuple[Row, ...]) -> str:
    """Return rows of a week as words: `Saturday and Sunday 08:00–20:00; public holidays all day`."""
    if times == ALWAYS_OPEN:
        return "at all times"
    week = sessions_of_week(ordinary(times))
    parts = [f"{days} {spans_words(week[first])}" for days, first in day_groups(week) if week[first]]
    return "; ".join([*parts, *_holiday_words(times, is_only=not parts)])


def _holiday_words(times: tuple[Row, ...], *, is_only: bool) -> list[str]:
    holidays = times[1::ROWS_A_WEEKDAY]
    if holidays == ordinary(times) and not is_only:
        return []
    if len(set(holidays)) > 1:
        return ["on public holidays in part"]
    if holidays[0]:
        return [f"public holidays {spans_words(holidays[0])}"]
    return ["the night after public holidays" if is_only else "not on public holidays"]

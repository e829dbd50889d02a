"""Which entries of a ranking ever decide anything: every area, disposition and minute of every kind of day.

The first entry that matches is used, so an entry does nothing where earlier ones match. Times are sets of
bits: a minute of a day of the week, that day and the one before being public holidays or not, since a
session may run past midnight. Areas and dispositions that no entry tells apart are looked at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from dos_router.model.directory import Directory
from dos_router.model.opening import ALL_DAY, MINUTES_A_DAY, Opening, Spans
from dos_router.model.policy import Ranking
from dos_router.model.service import AMBULANCE
from dos_router.routing.order import LAST_RANK

DAYS = 7
ALL = (1 << MINUTES_A_DAY) - 1


class Kind(NamedTuple):
    """A kind of day: weekday from Monday, and whether it and the day before are public holidays."""

    weekday: int
    holiday: bool
    after_holiday: bool


class Cell(NamedTuple):
    """Areas (None: not known) and dispositions that no entry tells apart, by their first ones."""

    area: str | None
    disposition: str


class Unused(NamedTuple):
    """An entry that decides nothing, by its number, and the numbers of the earlier ones that take its cases.

    `never`: no call can meet its conditions. `covered`: earlier entries take all that could. Else it is
    the first to match some calls, and orders them as they would be without it.
    """

    number: int
    why: str
    by: tuple[int, ...] = ()


def unused_entries(directory: Directory) -> list[Unused]:
    """Return the entries of the directory's ranking that never apply, are covered, or change nothing."""
    ranking = directory.policy.ranking
    kinds = _kinds(bool(directory.holidays))
    times = [minutes_of(entry.hours, kinds) for entry in ranking]
    cells = _cells(directory)
    types = _types_by_disposition(directory)
    found: list[Unused] = []
    for number in range(len(ranking)):
        unused = _judge(number, directory, times, cells, types)
        if unused:
            found.append(unused)
    return found


def minutes_of(hours: Opening | None, kinds: Iterable[Kind]) -> int:
    """Return the minutes at which hours hold, as bits, a day's minutes for each kind of day; no hours are all."""
    bits = 0
    for number, kind in enumerate(kinds):
        day = ALL if hours is None else _today(hours, kind) | _from_yesterday(hours, kind)
        bits |= day << number * MINUTES_A_DAY
    return bits


def _judge(
    number: int,
    directory: Directory,
    times: list[int],
    cells: Mapping[Cell, tuple[str, ...]],
    types: Mapping[str, frozenset[str]],
) -> Unused | None:
    ranking = directory.policy.ranking
    mine = [cell for cell in cells if _matches(ranking[number], cell)]
    if not mine or not times[number]:
        return Unused(number, "never")
    takers = {
        other
        for cell in mine
        for other in range(number)
        if _matches(ranking[other], cell) and times[other] & times[number]
    }
    left = {cell: _left(number, ranking, times, cell) for cell in mine}
    if not any(left.values()):
        return Unused(number, "covered", tuple(sorted(takers)))
    for cell, minutes in left.items():
        for other in _instead(number, minutes, ranking, times, cell):
            for disposition in cells[cell]:
                present = types.get(disposition, frozenset())
                if order_of(ranking[number], present, directory) != order_of(other, present, directory):
                    return None
    return Unused(number, "idle", tuple(sorted(takers)))


def order_of(entry: Ranking | None, types: Iterable[str], directory: Directory) -> tuple[frozenset[str], ...]:
    """Return types in the order in which an entry (None: the national ranks) offers them, those of a rank together."""
    by_rank: dict[int, set[str]] = defaultdict(set)
    for kind in types:
        national = directory.reference.service_types[kind].national_rank or LAST_RANK
        by_rank[entry.ranks.get(kind, national) if entry else national].add(kind)
    return tuple(frozenset(kinds) for _, kinds in sorted(by_rank.items()))


def _left(number: int, ranking: tuple[Ranking, ...], times: list[int], cell: Cell) -> int:
    """Return the minutes of a cell for which the entry is the first that matches."""
    left = times[number]
    for other in range(number):
        if _matches(ranking[other], cell):
            left &= ~times[other]
    return left


def _instead(
    number: int, minutes: int, ranking: tuple[Ranking, ...], times: list[int], cell: Cell
) -> Iterator[Ranking | None]:
    """Yield what would decide those minutes of a cell without the entry: later ones, then the national ranks."""
    for other in range(number + 1, len(ranking)):
        if minutes & times[other] and _matches(ranking[other], cell):
            yield ranking[other]
            minutes &= ~times[other]
    if minutes:
        yield None


def _matches(entry: Ranking, cell: Cell) -> bool:
    return (not entry.areas or cell.area in entry.areas) and (
        not entry.dispositions or cell.disposition in entry.dispositions
    )


def _cells(directory: Directory) -> dict[Cell, tuple[str, ...]]:
    """Return one cell for each set of areas and dispositions that no entry tells apart, with its dispositions."""
    ranking = directory.policy.ranking
    areas: dict[tuple[bool, ...], str | None] = {}
    for area in (None, *directory.areas):
        areas.setdefault(tuple(area in entry.areas for entry in ranking), area)
    dispositions: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for code, disposition in directory.reference.dispositions.items():
        if disposition.search:
            dispositions[tuple(code in entry.dispositions for entry in ranking)].append(code)
    return {Cell(area, codes[0]): tuple(codes) for area, codes in product(areas.values(), dispositions.values())}


def _types_by_disposition(directory: Directory) -> dict[str, frozenset[str]]:
    """Return by disposition the types of the active services that take it."""
    found: dict[str, set[str]] = defaultdict(set)
    active = (one for one in directory.services.values() if one.is_active and one.type != AMBULANCE)
    for kind, codes in {(one.type, one.dispositions) for one in active}:  # many take the same
        for code in codes:
            found[code].add(kind)
    return {code: frozenset(kinds) for code, kinds in found.items()}


def _kinds(with_holidays: bool) -> list[Kind]:  # noqa: FBT001 - of a directory without holidays no day is one
    either = (False, True) if with_holidays else (False,)
    return [Kind(*one) for one in product(range(DAYS), either, either)]


def _today(hours: Opening, kind: Kind) -> int:
    spans = _sessions(hours, kind.weekday, is_holiday=kind.holiday)
    return sum_of((span.start, min(span.end, MINUTES_A_DAY)) for span in spans)


def _from_yesterday(hours: Opening, kind: Kind) -> int:
    spans = _sessions(hours, (kind.weekday - 1) % DAYS, is_holiday=kind.after_holiday)
    return sum_of((0, span.end - MINUTES_A_DAY) for span in spans if span.end > MINUTES_A_DAY)


def sum_of(spans: Iterable[tuple[int, int]]) -> int:
    """Return the minutes of spans, from (included) until (excluded), as bits."""
    bits = 0
    for start, end in spans:
        bits |= ((1 << end - start) - 1) << start
    return bits


def _sessions(hours: Opening, weekday: int, *, is_holiday: bool) -> Spans:
    if hours.always:
        return ALL_DAY
    return hours.holiday if is_holiday and hours.holiday is not None else hours.weekdays[weekday]

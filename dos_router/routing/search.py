"""One search of the directory: both passes over every service, then order and trimming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dos_router.model.answer import Failure, NearMiss, Offer, Result, SearchArea, Spell, Verdict
from dos_router.model.call import Request
from dos_router.model.directory import Directory
from dos_router.model.policy import Ranking
from dos_router.model.service import Point, Service, squared_distance
from dos_router.routing.calendar import Calendar
from dos_router.routing.checks import Search, first_pass, second_pass
from dos_router.routing.distances import search_area
from dos_router.routing.order import find_ranking, is_promoted, rank_of, sort_key, trim
from dos_router.routing.window import opening_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search found: the services to offer in order, the near misses, and every verdict."""

    search: Search
    area: SearchArea
    ranking: Ranking | None
    kept: tuple[Service, ...]
    near_misses: tuple[NearMiss, ...]
    verdicts: tuple[Verdict, ...]

    def offers(self) -> tuple[Offer, ...]:
        """Return the services kept, as offers."""
        return tuple(offer_of(service, self.search, rank=self._rank(service)) for service in self.kept)

    def _rank(self, service: Service) -> int:
        return rank_of(service, self.ranking, self.search.directory)


def prepare(directory: Directory, request: Request, disposition: str | None = None) -> tuple[Search, SearchArea]:
    """Return what a search for a disposition (the request's own, unless another is named) looks at."""
    code = disposition or request.disposition
    area = search_area(request, directory.policy)
    timeframe = directory.reference.dispositions[code].timeframe
    search = Search(
        directory=directory, calendar=Calendar(directory.zone, directory.holidays), request=request, disposition=code,
        window=opening_window(request.at, timeframe), metres=area.metres,
    )  # fmt: skip
    return search, area


def run_search(
    directory: Directory,
    request: Request,
    disposition: str | None = None,
    *,
    left_out: Mapping[str, Failure] | None = None,
) -> Searched:
    """Search every service of the directory; those in `left_out` (by id) are not part of the search."""
    search, area = prepare(directory, request, disposition)
    ranking = find_ranking(search)
    judged = [(service, *_judge(service, search, left_out or {})) for service in directory.services.values()]
    candidates = sorted(
        (service for service, first, second in judged if not first and not second),
        key=lambda one: sort_key(one, search, ranking),
    )
    kept = tuple(trim(candidates, search))
    names = {service.id for service in kept}
    return Searched(
        search=search, area=area, ranking=ranking, kept=kept,
        near_misses=tuple(
            NearMiss(service, second[0]) for service, first, second in judged if not first and len(second) == 1
        ),
        verdicts=tuple(
            _verdict(service, first, second, search=search, ranking=ranking, offered=service.id in names)
            for service, first, second in judged
        ),
    )  # fmt: skip


def offer_of(service: Service, search: Search, *, rank: int | None = None, note: str | None = None) -> Offer:
    """Return a service as an offer: when it is open, how far it is, and whose it is."""
    spell, ends = search.calendar.next_spell(service.opening, search.request.at)
    is_open = spell is not None and spell.open <= search.request.at
    return Offer(
        service=service, rank=rank, squared=_squared(search.request.point, service), is_open=is_open,
        opens_at=None if spell is None or is_open else spell.open,
        closes_at=spell.close if spell is not None and ends else None,
        promoted=rank is not None and is_promoted(service, search), note=note,
    )  # fmt: skip


def _judge(service: Service, search: Search, left_out: Mapping[str, Failure]) -> tuple[list[Failure], list[Failure]]:
    first = first_pass(search, service)
    if service.id in left_out:
        first = [left_out[service.id], *first]
    return first, second_pass(search, service)


def _verdict(
    service: Service,
    first: list[Failure],
    second: list[Failure],
    *,
    search: Search,
    ranking: Ranking | None,
    offered: bool,
) -> Verdict:
    if first:
        result = Result.OUTSIDE
    elif second:
        result = Result.NEAR_MISS if len(second) == 1 else Result.FAILED
    else:
        result = Result.OFFERED if offered else Result.TRIMMED
    return Verdict(
        service=service, result=result, failures=(*first, *second),
        rank=rank_of(service, ranking, search.directory), squared=_squared(search.request.point, service),
    )  # fmt: skip


def _squared(point: Point | None, service: Service) -> int | None:
    return None if point is None else squared_distance(point, service.point)


def window_of(searched: Searched) -> Spell:
    """Return the window in which the search needed services open."""
    return searched.search.window

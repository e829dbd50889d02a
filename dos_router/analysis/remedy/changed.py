"""A directory with some candidates carried out: what the sweep then judges is what would be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from dos_router.model.directory import Directory
from dos_router.model.opening import Opening, Spans
from dos_router.model.remedy import Candidate, OpenAt, Widen
from dos_router.model.service import Provider, Service


def carried_out(directory: Directory, candidates: Iterable[Candidate]) -> Directory:
    """Return the directory as it would be with some candidates; their order makes no difference."""
    services = dict(directory.services)
    further: dict[str, list[Opening]] = defaultdict(list)
    for candidate in candidates:
        if candidate.extend:
            for name in candidate.extend.services:
                further[name].append(candidate.extend.opening)
        if candidate.widen:
            services |= {one.id: one for one in _widened(candidate.widen, services)}
        if candidate.open:
            services |= {one.id: one for one in _opened(candidate, candidate.open, directory)}
    for name, openings in further.items():
        hours = joined_hours(services[name].opening, openings, directory.holidays)
        services[name] = replace(services[name], opening=hours)
    return replace(directory, services=MappingProxyType(dict(sorted(services.items()))))


def joined_hours(own: Opening, further: Sequence[Opening], holidays: Iterable[date]) -> Opening:
    """Return hours with further ones beside them; what `own` states for single dates stays.

    Where any has a `PH` clause, each public holiday is stated as a date: an opening has one clause for
    all of them, but further hours without one go by the weekday.
    """
    every = (own, *further)
    if any(one.always for one in every):
        return replace(own, always=True)
    weekdays = tuple(_joined(each) for each in zip(*(one.weekdays for one in every), strict=True))
    dates = dict(own.dates)
    if any(one.holiday is not None for one in every):
        for day in holidays:
            dates.setdefault(day, _joined(one.sessions(day, is_holiday=True)[0] for one in every))
    written = " and ".join(one.written for one in every)
    return replace(own, weekdays=weekdays, dates=MappingProxyType(dates), written=written)


def _joined(sessions: Iterable[Spans]) -> Spans:
    return tuple(sorted({span for spans in sessions for span in spans}))


def _widened(widen: Widen, services: dict[str, Service]) -> Iterator[Service]:
    """Yield services that take more; no limit at all is left as it is."""
    for name in widen.services:
        service = services[name]
        yield replace(
            service,
            ages=(*service.ages, *widen.ages) if service.ages else (),
            limited_to=service.limited_to | widen.areas if service.limited_to else frozenset(),
            dispositions=service.dispositions | widen.dispositions,
        )


def _opened(candidate: Candidate, opened: OpenAt, directory: Directory) -> Iterator[Service]:
    """Yield a service for each site, like another but for what is said of it."""
    like = directory.services[opened.like]
    provider = Provider(opened.provider) if opened.provider else like.provider
    for number, site in enumerate(opened.sites, start=1):
        yield replace(
            like, id=f"remedy-{candidate.id}-{number}", name=candidate.title or candidate.id, provider=provider,
            status="active", at=candidate.at, lines=MappingProxyType({}), point=site.point, postcode=site.postcode,
            opening=opened.opening or like.opening, ages=like.ages if opened.ages is None else opened.ages,
        )  # fmt: skip

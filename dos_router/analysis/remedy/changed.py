"""A directory with some candidates carried out: what the sweep then judges is what would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from dos_router.model.directory import Directory
from dos_router.model.opening import Opening, Spans
from dos_router.model.remedy import Candidate, Extend, OpenAt, Widen
from dos_router.model.service import Provider, Service


def carried_out(directory: Directory, candidates: Iterable[Candidate]) -> Directory:
    """Return the directory as it would be with some candidates; their order makes no difference."""
    services = dict(directory.services)
    for candidate in candidates:
        if candidate.extend:
            services |= {one.id: one for one in _extended(candidate.extend, services, directory)}
        if candidate.widen:
            services |= {one.id: one for one in _widened(candidate.widen, services)}
        if candidate.open:
            services |= {one.id: one for one in _opened(candidate, candidate.open, directory)}
    return replace(directory, services=MappingProxyType(dict(sorted(services.items()))))


def joined_hours(own: Opening, further: Opening, holidays: Iterable[date]) -> Opening:
    """Return hours with further ones beside them; what `own` states for single dates stays.

    Where either has a `PH` clause, each public holiday is stated as a date: an opening has one clause for
    all of them, but further hours without one go by the weekday.
    """
    if own.always or further.always:
        return replace(own, always=True)
    weekdays = tuple(_joined(a, b) for a, b in zip(own.weekdays, further.weekdays, strict=True))
    dates = {day: _joined(own.sessions(day, is_holiday=True)[0], further.sessions(day, is_holiday=True)[0])
             for day in holidays} if own.holiday is not None or further.holiday is not None else {}  # fmt: skip
    dates |= {day: _joined(_on(own, day, holidays), spans) for day, spans in further.dates.items()}
    written = f"{own.written} and {further.written}"
    return replace(own, weekdays=weekdays, dates=MappingProxyType({**dates, **own.dates}), written=written)


def _on(opening: Opening, day: date, holidays: Iterable[date]) -> Spans:
    return opening.sessions(day, is_holiday=day in set(holidays))[0]


def _joined(these: Spans, those: Spans) -> Spans:
    return tuple(sorted({*these, *those}))


def _extended(extend: Extend, services: dict[str, Service], directory: Directory) -> Iterator[Service]:
    for name in extend.services:
        service = services[name]
        yield replace(service, opening=joined_hours(service.opening, extend.opening, directory.holidays))


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

"""Parts of the model ⇄ plain lists for JSON: hours, symptoms, ages, places in files; each way undoes the other."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange
from dos_router.model.opening import Opening, Span, Spans
from dos_router.model.service import Checked, Point
from dos_router.model.symptoms import Symptoms

Plain = list[Any]


def plain_opening(opening: Opening) -> Plain:
    """Return hours as lists."""
    dates = [[day.isoformat(), spans] for day, spans in opening.dates.items()]
    return [opening.always, opening.weekdays, opening.holiday, dates, opening.written]


def opening_of(plain: Plain) -> Opening:
    """Return hours from lists."""
    always, weekdays, holiday, dates, written = plain
    return Opening(
        always,
        tuple(spans_of(spans) for spans in weekdays),
        None if holiday is None else spans_of(holiday),
        MappingProxyType({date.fromisoformat(day): spans_of(spans) for day, spans in dates}),
        written,
    )


def spans_of(plain: Plain) -> Spans:
    """Return spans from pairs of minutes."""
    return tuple(Span(start, end) for start, end in plain)


def plain_symptoms(symptoms: Symptoms) -> Plain:
    """Return a set of symptoms as lists, in order."""
    return [symptoms.everything, sorted(symptoms.groups), sorted(symptoms.pairs), sorted(symptoms.touched)]


def symptoms_from(plain: Plain) -> Symptoms:
    """Return a set of symptoms from lists."""
    everything, groups, pairs, touched = plain
    return Symptoms(
        everything, frozenset(groups), frozenset((group, code) for group, code in pairs), frozenset(touched)
    )


def plain_ages(ages: tuple[AgeRange, ...]) -> Plain:
    """Return ranges of ages as lists."""
    return [[each.low, each.high, each.written] for each in ages]


def ages_of(plain: Plain) -> tuple[AgeRange, ...]:
    """Return ranges of ages from lists."""
    return tuple(AgeRange(low, high, written) for low, high, written in plain)


def plain_location(at: Location) -> Plain:
    """Return a place in a file as a list, its folder left out."""
    return [at.file, at.line, at.column]


def location_of(plain: Plain, folder: str) -> Location:
    """Return a place in a file of a folder."""
    return Location(plain[0], plain[1], plain[2], folder)


def plain_point(point: Point | None) -> Plain | None:
    """Return a point as a pair."""
    return None if point is None else [point.easting, point.northing]


def plain_checked(checked: Checked | None) -> Plain | None:
    """Return when a record was verified as a list."""
    if checked is None:
        return None
    return [checked.on and checked.on.isoformat(), checked.by, checked.due and checked.due.isoformat()]


def checked_of(plain: Plain | None) -> Checked | None:
    """Return when a record was verified."""
    if plain is None:
        return None
    on, by, due = plain
    return Checked(on and date.fromisoformat(on), by, due and date.fromisoformat(due))

"""Moments as whole UTC minutes, and the local times that people write."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Malformed

FIRST_YEAR, LAST_YEAR = 1970, 2199

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local times are reckoned without a zone first
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?\s?(Z|[+-]\d\d:?(?:\d\d)?)?", re.ASCII | re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HELP = "write it like `2026-11-21T20:00`"


def parse_moment(text: str, zone: ZoneInfo, *, repeated_hour: str | None = None) -> int:
    """Read local time in a zone, or a time with its offset, as a UTC minute; seconds are dropped.

    A local time that does not exist, or comes twice, is Malformed, unless `repeated_hour` says
    which of the two is meant (`first` or `second`).
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise Malformed(f"`{text}` is not a date and time", help=_HELP, rule="bad-time")
    try:
        local = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        offset = _offset(match[3]) if match[3] else None
    except ValueError as problem:
        raise Malformed(f"`{text}` is not a date and time that exists", help=_HELP, rule="bad-time") from problem
    if not FIRST_YEAR < local.year < LAST_YEAR:
        raise Malformed(
            f"`{text}` is too far from today",
            help=f"give a year from {FIRST_YEAR + 1} to {LAST_YEAR - 1}",
            rule="bad-time",
        )
    if offset is not None:
        return _minutes(local) - offset
    return _from_local(local, zone, text, repeated_hour)


def parse_day(text: str) -> date:
    """Read `2026-12-25`. Raises Malformed."""
    try:
        if _DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise Malformed(f"`{text}` is not a date that exists", help="write it like `2026-12-25`", rule="bad-date")


def local_boundary(day: date, minute: int, zone: ZoneInfo, *, closing: bool) -> int:
    """Return a session's boundary (minutes after midnight of a day, up to 2880) as a UTC minute.

    In the skipped hour of spring it is the moment of the change; in the repeated hour of autumn an
    opening is the first of the two, a closing the second (routing.md 5).
    """
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    early, late = _both(local, zone)
    if early < late:
        return late if closing else early
    return early if early == late else _moment_of_change(late, early, zone)


def local_time(moment: int, zone: ZoneInfo) -> datetime:
    """Return a UTC minute as local time with its offset."""
    return (_EPOCH + timedelta(minutes=moment)).astimezone(zone)


def iso(moment: int, zone: ZoneInfo) -> str:
    """Return a UTC minute as local ISO 8601 with offset: `2026-11-21T20:00+00:00`."""
    return local_time(moment, zone).isoformat(timespec="minutes")


def midnight(day: date, zone: ZoneInfo) -> int:
    """Return the start of a local day as a UTC minute."""
    return local_boundary(day, 0, zone, closing=False)


def _from_local(local: datetime, zone: ZoneInfo, text: str, repeated_hour: str | None) -> int:
    early, late = _both(local, zone)
    if early > late:
        cure = "the clocks went forward over it: give a time before or after, or one with its offset"
        raise Malformed(f"`{text}` does not exist in {zone.key}", help=cure, rule="time-skipped")
    if early < late and repeated_hour is None:
        cure = f"say which: `{iso(early, zone)}` or `{iso(late, zone)}` (or --repeated-hour first or second)"
        raise Malformed(f"`{text}` comes twice in {zone.key}", help=cure, rule="time-repeated")
    return late if repeated_hour == "second" else early


def _both(local: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """Return the UTC minutes of a local time by the offset before a clock change and the one after."""
    early, late = (
        (local - (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()) - _NAIVE_EPOCH) for fold in (0, 1)
    )
    return early // timedelta(minutes=1), late // timedelta(minutes=1)


def _moment_of_change(before: int, after: int, zone: ZoneInfo) -> int:
    """Return the first minute, after `before` and not after `after`, that has the later offset."""
    offset = local_time(after, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if local_time(middle, zone).utcoffset() == offset else (middle, after)
    return after


def _minutes(naive: datetime) -> int:
    return (naive - _NAIVE_EPOCH) // timedelta(minutes=1)


def _offset(text: str) -> int:
    """Return `Z`, `+01`, `+0100` or `+01:00` in minutes."""
    if text in "Zz":
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or "0")
    if hours > 14 or minutes > 59:  # noqa: PLR2004 - no zone lies further out
        raise ValueError(text)
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)
